//! Parsing of members outside of the body.

use super::rust::ident;
use crate::plan::{CodecHome, ReadFrom, ReadStep};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn read(from: &ReadFrom) -> TokenStream {
    match from {
        ReadFrom::Header(name) => quote!(protocol::header(response, #name)?),
        ReadFrom::ReadableHeader(name) => quote!(protocol::readable_header(response, #name)),
        ReadFrom::HeaderList(name) => quote!(protocol::header_list(response, #name)?),
        ReadFrom::HttpDateList(name) => quote!(protocol::http_date_list(response, #name)?),
        ReadFrom::HeaderBase64(name) => quote!(protocol::header_base64(response, #name)?),
        ReadFrom::PrefixHeaders(name) => quote!(protocol::prefix_headers(response, #name)?),
        ReadFrom::StatusCode => quote!(Some(response.status().as_u16().into())),
        ReadFrom::Payload(codec) => {
            let read = ident(codec.read_payload);
            let home = match codec.home {
                CodecHome::Module(module) => {
                    let module = ident(module);
                    quote!(#module::#read)
                }
                CodecHome::Table { name, .. } => {
                    let table = ident(name);
                    quote!(#table.#read)
                }
            };
            quote!(#home(response)?)
        }
        ReadFrom::PayloadBytes => quote!(protocol::blob(response)),
        ReadFrom::PayloadText => quote!(protocol::payload_text(response)?),
    }
}

/// The function of an exception that parses its headers, if it has any.
pub(super) fn read_headers(steps: &[ReadStep]) -> Option<TokenStream> {
    if steps.is_empty() {
        return None;
    }
    let steps = steps.iter().map(|step| {
        let field = ident(&step.field);
        let value = read(&step.from);
        quote!(self.#field = #value;)
    });
    Some(quote! {
        fn read_headers(&mut self, response: &Response<Bytes>) -> Result<(), RequestError> {
            #(#steps)*
            Ok(())
        }
    })
}
