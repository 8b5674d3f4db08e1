//! Exceptions.

use super::fills::{Of, statements};
use super::structure::structure;
use crate::emit::imports::Mentions;
use crate::emit::read::read_headers;
use crate::emit::rust::{behind_client, ident};
use crate::plan::Struct;
use proc_macro2::TokenStream;
use quote::quote;

/// The file of all exceptions.
pub(in crate::emit) fn errors(errors: &[Struct]) -> TokenStream {
    let mentions = Mentions::of(errors.iter().flat_map(|error| &error.fields));
    let uses = mentions.crate_uses();
    let debug = errors.iter().any(|error| error.redacted).then(|| {
        quote!(
            use std::fmt;
        )
    });
    let items = errors.iter().map(structure);
    let reads: Vec<_> = errors.iter().filter_map(read).collect();
    let reads = (!reads.is_empty()).then(|| behind_client(&[], &reads));
    quote! {
        //! Exceptions that the service returns.
        #uses
        use shapewright_runtime::__codegen::*;
        #debug
        #(#items)*
        #reads
    }
}

/// The parsing of an exception with members outside of the body.
fn read(item: &Struct) -> Option<TokenStream> {
    let exception = item.exception.as_ref().filter(|_| item.is_read())?;
    let name = ident(&item.name);
    let headers = read_headers(&exception.headers);
    let fill = item.fills.as_ref().map(|fills| {
        let fills = statements(&quote!(self), fills, Of::Response);
        quote! {
            fn fill_defaults(&mut self) {
                #fills
            }
        }
    });
    Some(quote! {
        impl Exception for #name {
            #headers
            #fill
        }
    })
}
