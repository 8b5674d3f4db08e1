//! The error of an operation.

use crate::emit::rust::{doc, doc_line, ident};
use crate::plan::Operation;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn error(operation: &Operation) -> TokenStream {
    let name = ident(&operation.error);
    let title = doc_line(&format!("What a failed `{}` returns.", operation.name));
    let variants = operation.exceptions.iter().map(|exception| {
        let (docs, name) = (doc(&exception.doc), ident(&exception.name));
        quote!(#docs #name(Box<error::#name>),)
    });
    let codes = operation.exceptions.iter().map(|exception| {
        let (name, shape) = (ident(&exception.name), &exception.shape);
        quote!(Some(#shape) => modeled(failure, Self::#name),)
    });
    let names: Vec<_> = operation
        .exceptions
        .iter()
        .map(|e| ident(&e.name))
        .collect();
    // What is not to be shown stays out of the texts of errors.
    let input = ident(&operation.input.name);
    let is_sensitive = !operation.sensitive.is_empty();
    let shared = match is_sensitive {
        true => quote!(operation_error!(#name, #input);),
        false => quote!(operation_error!(#name);),
    };
    let redacted =
        is_sensitive.then(|| quote!(let failure = failure.redacted(#input::METADATA.sensitive);));
    let from_failure = if operation.exceptions.is_empty() {
        quote!(Self::Unknown(failure.unknown()))
    } else {
        quote! {
            let known = match failure.shape() {
                #(#codes)*
                _ => Err(failure.unknown()),
            };
            known.unwrap_or_else(Self::Unknown)
        }
    };
    let tests = tests(operation);
    quote! {
        #title
        #[cfg(feature = "client")]
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// An error code that this crate does not know; code, message and request id are kept. A
            /// later version may know it: compare [`code`](Self::code) rather than match this.
            Unknown(UnknownError),
            /// No response was received, or it could not be parsed.
            Request(RequestError),
        }

        #[cfg(feature = "client")]
        #shared

        #tests

        #[cfg(feature = "client")]
        impl From<ErrorResponse<'_>> for #name {
            #[inline]
            fn from(failure: ErrorResponse<'_>) -> Self {
                #redacted
                #from_failure
            }
        }

        #[cfg(feature = "client")]
        impl OperationError for #name {
            fn payload(&self) -> &dyn ProvideErrorMetadata {
                match self {
                    #(Self::#names(error) => &**error,)*
                    Self::Unknown(error) => error,
                    Self::Request(error) => error,
                }
            }

            fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata {
                match self {
                    #(Self::#names(error) => &mut **error,)*
                    Self::Unknown(error) => error,
                    Self::Request(error) => error,
                }
            }
        }
    }
}

/// What asks for an exception without a match.
fn tests(operation: &Operation) -> Option<TokenStream> {
    if operation.exceptions.is_empty() {
        return None;
    }
    let name = ident(&format!("{}Error", operation.prefix));
    let tests = operation.exceptions.iter().map(|exception| {
        let docs = doc_line(&format!(
            "Whether it is [`{0}`](Self::{0}).",
            exception.name
        ));
        let (variant, test) = (ident(&exception.name), ident(&exception.test));
        quote! {
            #docs
            #[must_use]
            pub fn #test(&self) -> bool {
                matches!(self, Self::#variant(_))
            }
        }
    });
    Some(quote! {
        #[cfg(feature = "client")]
        impl #name {
            #(#tests)*
        }
    })
}
