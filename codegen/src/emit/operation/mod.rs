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

use super::imports::{Mentions, runtime_uses};
use super::item::{input, structure};
use super::rust::{ident, inner_doc};
use crate::plan::{JsonTraits, Operation};
use call::implementation;
use codec::{has_root, home};
use error::error;
use pages::paginated;
use proc_macro2::TokenStream;
use quote::quote;

/// The file of one operation.
pub(super) fn file(operation: &Operation) -> TokenStream {
    let title = format!(" `{}`: input, output, error and call.", operation.name);
    let fields = operation
        .input
        .fields
        .iter()
        .chain(&operation.output.fields);
    let mentions = Mentions::of(fields);
    let uses = mentions.crate_uses("");
    let json = JsonTraits {
        read: operation.output.json.read,
        write: operation.input.json.write,
    };
    let runtime = runtime_uses(&mentions, operation.input.checks.as_deref(), json);
    let debug = [&operation.input, &operation.output]
        .iter()
        .any(|item| item.redacted)
        .then(|| {
            quote!(
                use std::fmt;
            )
        });
    let call_uses = call_uses(operation);
    let input = input(operation);
    let output = structure(&operation.output);
    let call = implementation(operation);
    let error = error(operation);
    let pages = operation
        .pages
        .as_ref()
        .map(|pages| paginated(operation, pages));
    let discovered = operation.discovered.as_ref();
    let discovered = discovered.map(|fields| discovery::discovered(operation, fields));
    let more = (!operation.doc.is_empty()).then(|| inner_doc(&[String::new()]));
    let docs = inner_doc(&operation.doc);
    quote! {
        #![doc = #title]
        #more
        #docs
        #uses
        #runtime
        #debug
        #call_uses
        #input
        #output
        #error
        #call
        #pages
        #discovered
    }
}

/// What the client's half of the file uses, behind one condition.
fn call_uses(operation: &Operation) -> TokenStream {
    let mut own = vec![quote!(crate::client::SERVICE)];
    if let Some((module, table)) = home(operation) {
        own.push(quote!(crate::#module::#table));
    }
    if !operation.exceptions.is_empty() {
        own.push(quote!(crate::types::error));
    }
    own.sort_by_key(ToString::to_string);
    let wire = operation.codec.modeled.filter(|_| has_root(operation));
    let wire = wire.map(|module| {
        let module = ident(module);
        quote!(shapewright_runtime::__codegen::#module::Wire,)
    });
    let iter = endpoint::names_iter(operation).then(|| quote!(std::iter,));
    quote! {
        #[cfg(feature = "client")]
        use {
            #(#own,)* #wire shapewright_runtime::__codegen::*, #iter
        };
    }
}
