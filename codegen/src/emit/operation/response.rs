//! The output of an operation, from a response.

use super::codec;
use crate::emit::item::fills::{Of, statements};
use crate::emit::read::read;
use crate::emit::rust::ident;
use crate::plan::{Operation, ResponseShape};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The output, as a result.
pub(super) fn response(operation: &Operation, output: &Ident) -> TokenStream {
    let fills = operation.output.fills.as_ref();
    let fills = fills.map(|fills| statements(&quote!(output), fills, Of::Response));
    match &operation.response {
        ResponseShape::Empty => quote!(Ok(#output::default())),
        ResponseShape::Body if fills.is_some() => {
            let body = codec::output(operation);
            quote! {
                let mut output: #output = #body;
                #fills
                Ok(output)
            }
        }
        ResponseShape::Body => {
            let body = codec::output(operation);
            quote!(Ok(#body))
        }
        ResponseShape::Parts(parts) => {
            let fields = parts.iter().map(|step| {
                let field = ident(&step.field);
                let value = read(&step.from);
                quote!(#field: #value,)
            });
            match fills {
                None => quote!(Ok(#output { #(#fields)* })),
                fills => quote! {
                    let mut output = #output { #(#fields)* };
                    #fills
                    Ok(output)
                },
            }
        }
        ResponseShape::BodyAndParts(parts) => {
            let body = codec::output(operation);
            let steps = parts.iter().map(|step| {
                let field = ident(&step.field);
                let value = read(&step.from);
                quote!(output.#field = #value;)
            });
            quote! {
                let mut output: #output = #body;
                #(#steps)*
                #fills
                Ok(output)
            }
        }
    }
}
