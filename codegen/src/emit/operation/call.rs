//! The pure functions of an operation.

use super::codec;
use super::request::request;
use super::response::response;
use crate::emit::rust::ident;
use crate::plan::Operation;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn implementation(operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let input = ident(&operation.input.name);
    let output = ident(&operation.output.name);
    let error = ident(&operation.error);
    let auth = operation.auth.map(|auth| quote!(auth: #auth,));
    let sensitive = &operation.sensitive;
    let sensitive = (!sensitive.is_empty()).then(|| quote!(sensitive: &[#(#sensitive),*],));
    let metadata = if auth.is_none() && sensitive.is_none() {
        quote!(Metadata::new(&SERVICE, #name))
    } else {
        quote! {
            Metadata {
                #auth
                #sensitive
                ..Metadata::new(&SERVICE, #name)
            }
        }
    };
    let request = request(operation);
    let response = response(operation, &output);
    let failure = codec::failure(operation);
    let tokens = tokens(operation);
    // Inline, as other functions that bring all types of an operation with them: so they are compiled
    // where the operation is called, and not for all that are not.
    quote! {
        #[cfg(feature = "client")]
        impl Operation for #input {
            type Output = #output;
            type Error = #error;

            const METADATA: Metadata = #metadata;

            #[inline]
            fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
                #request
            }

            #[inline]
            fn parse_response(response: &Response<Bytes>) -> Result<Self::Output, Self::Error> {
                if let Some(failure) = #failure {
                    return Err(failure.into());
                }
                #response
            }

            #tokens
        }
    }
}

fn tokens(operation: &Operation) -> Option<TokenStream> {
    if operation.tokens.is_empty() {
        return None;
    }
    let fields = operation.tokens.iter().map(|field| ident(field));
    Some(quote! {
        fn fill_idempotency_tokens(&mut self, new_token: &mut dyn FnMut() -> String) {
            #(self.#fields.get_or_insert_with(&mut *new_token);)*
        }
    })
}
