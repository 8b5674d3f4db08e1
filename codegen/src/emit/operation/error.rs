//! The error of an operation.

use crate::emit::rust::{doc, doc_line, ident};
use crate::plan::{ExceptionVariant, Operation, snake};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn error(operation: &Operation) -> TokenStream {
    let name = ident(&operation.error);
    let title = doc_line(&format!("The error of `{}`.", operation.name));
    let variants = operation.exceptions.iter().map(variant);
    // The texts of errors must not contain sensitive members.
    let sensitive = (!operation.sensitive.is_empty()).then(|| quote!(#[exception(sensitive)]));
    let codec = operation
        .codec
        .modeled
        .map(|module| quote!(#[exception(codec = #module)]));
    quote! {
        #title
        #[derive(Debug, OperationError)]
        #sensitive
        #codec
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// An error code that this crate does not know. Compare `code()` rather than match this, as a
            /// later version may know it.
            Unknown(UnknownError),
            /// No response was received, or it could not be parsed.
            Request(RequestError),
        }
    }
}

fn variant(exception: &ExceptionVariant) -> TokenStream {
    let (docs, name) = (doc(&exception.doc), ident(&exception.name));
    let (shape, test) = (&exception.shape, &exception.test);
    let code = (*shape != exception.name).then(|| quote!(#[exception(code = #shape)]));
    let is_regular = *test == format!("is_{}", snake(&exception.name));
    let test = (!is_regular).then(|| quote!(#[exception(test = #test)]));
    quote!(#docs #code #test #name(Box<error::#name>),)
}
