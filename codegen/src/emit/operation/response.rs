//! The output of an operation, from a response.

use super::codec;
use crate::emit::item::fills::{Of, statements};
use crate::emit::read::read;
use crate::emit::rust::ident;
use crate::plan::{Operation, ReadStep, ResponseShape};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The output, as a `Result`.
pub(super) fn response(operation: &Operation, output: &Ident) -> TokenStream {
    let fills = operation.output.fills.as_ref();
    let fills = fills.map(|fills| statements(&quote!(output), fills, Of::Response));
    match &operation.response {
        ResponseShape::Empty => quote!(Ok(#output::default())),
        ResponseShape::Body if fills.is_some() => {
            let body = codec::output(operation);
            filled(output, &body, &[], fills)
        }
        ResponseShape::Body => {
            let body = codec::output(operation);
            quote!(Ok(#body))
        }
        ResponseShape::Parts(parts) => {
            let nothing = quote!(protocol::without_body());
            filled(output, &nothing, parts, fills)
        }
        ResponseShape::BodyAndParts(parts) => {
            let body = codec::output(operation);
            filled(output, &body, parts, fills)
        }
    }
}

/// An output that is filled in field by field: one literal with dozens of fields, each of which may be
/// unreadable, compiles to 20 times the code.
fn filled(
    output: &Ident,
    first: &TokenStream,
    parts: &[ReadStep],
    fills: Option<TokenStream>,
) -> TokenStream {
    let steps = parts.iter().map(|step| {
        let field = ident(&step.field);
        let value = read(&step.from);
        quote!(output.#field = #value;)
    });
    quote! {
        let mut output: #output = #first;
        #(#steps)*
        #fills
        Ok(output)
    }
}
