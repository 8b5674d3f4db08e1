//! The output of an operation, from a response.

use crate::emit::read::read;
use crate::emit::rust::ident;
use crate::plan::Operation;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn response(operation: &Operation, output: &proc_macro2::Ident) -> TokenStream {
    match (operation.reads_body, operation.read.is_empty()) {
        (true, true) if operation.query => quote!(Ok(QUERY.output::<Self>(response)?)),
        (true, true) => quote!(Ok(protocol::json(response)?)),
        (false, true) => quote!(Ok(#output::default())),
        (false, false) => {
            let fields = operation.read.iter().map(|step| {
                let field = ident(&step.field);
                let value = read(&step.from);
                quote!(#field: #value,)
            });
            quote!(Ok(#output { #(#fields)* }))
        }
        (true, false) => {
            let steps = operation.read.iter().map(|step| {
                let field = ident(&step.field);
                let value = read(&step.from);
                quote!(output.#field = #value;)
            });
            quote! {
                let mut output: #output = protocol::json(response)?;
                #(#steps)*
                Ok(output)
            }
        }
    }
}
