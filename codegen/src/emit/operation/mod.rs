//! Operations: input, output, error, the pure functions, the fluent builder.

mod body;
mod call;
mod codec;
mod discovery;
mod endpoint;
mod error;
mod pages;
mod request;
mod response;

use super::imports::Mentions;
use super::item::{input, structure};
use super::rust::{behind_client, ident, inner_doc};
use crate::plan::Operation;
use call::implementation;
use codec::{has_root, home};
use error::error;
use pages::paginated;
use proc_macro2::TokenStream;
use quote::quote;

/// The file of one operation.
pub(super) fn file(operation: &Operation) -> TokenStream {
    let title = format!(" `{}`: input, output and error.", operation.name);
    let fields = operation
        .input
        .fields
        .iter()
        .chain(&operation.output.fields);
    let mut mentions = Mentions::of(fields);
    mentions.error |= !operation.exceptions.is_empty();
    let uses = mentions.crate_uses();
    let debug = [&operation.input, &operation.output]
        .iter()
        .any(|item| item.redacted)
        .then(|| {
            quote!(
                use std::fmt;
            )
        });
    let input = input(operation);
    let output = structure(&operation.output);
    let error = error(operation);
    let call = call(operation);
    let more = (!operation.doc.is_empty()).then(|| inner_doc(&[String::new()]));
    let docs = inner_doc(&operation.doc);
    quote! {
        #![doc = #title]
        #more
        #docs
        #uses
        use shapewright_runtime::__codegen::*;
        #debug
        #input
        #output
        #error
        #call
    }
}

/// The code that needs the client.
fn call(operation: &Operation) -> TokenStream {
    let mut items = vec![implementation(operation)];
    let pages = operation.pages.as_ref();
    items.extend(pages.map(|pages| paginated(operation, pages)));
    let discovered = operation.discovered.as_ref();
    items.extend(discovered.map(|fields| discovery::discovered(operation, fields)));
    // In rustfmt's order.
    let mut uses = Vec::new();
    uses.extend(home(operation).map(|(module, table)| quote!(use crate::#module::#table;)));
    let wire = operation.codec.modeled.filter(|_| has_root(operation));
    uses.extend(wire.map(|module| {
        let module = ident(module);
        quote!(use shapewright_runtime::__codegen::#module::Wire;)
    }));
    uses.extend(endpoint::names_iter(operation).then(|| {
        quote!(
            use std::iter;
        )
    }));
    behind_client(&uses, &items)
}
