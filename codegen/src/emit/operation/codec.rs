//! The functions of the runtime that write and read the bodies of a protocol.

use crate::emit::rust::ident;
use crate::emit::table;
use crate::plan::{Body, CodecHome, Operation, Wire};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The module and the static of the crate that has the codec's functions, if there is one.
pub(super) fn home(operation: &Operation) -> Option<(Ident, Ident)> {
    table::home(&operation.codec)
}

/// Whether bodies are read by the runtime's JSON reader.
pub(super) fn is_json(operation: &Operation) -> bool {
    let codec = &operation.codec;
    matches!(codec.home, CodecHome::Module("protocol"))
        && (codec.failure, codec.read) == ("failure", "json")
}

/// Returns early if the response is an error.
pub(super) fn failure(operation: &Operation) -> TokenStream {
    let function = ident(operation.codec.failure);
    match operation.codec.home {
        CodecHome::Module(module) => {
            let module = ident(module);
            quote!(#module::#function(response))
        }
        CodecHome::Table { name, .. } => {
            let table = ident(name);
            quote!(#table.#function(response))
        }
    }
}

/// The output, from the response's body.
pub(super) fn output(operation: &Operation) -> TokenStream {
    let function = ident(operation.codec.read);
    match operation.codec.home {
        CodecHome::Module(module) => {
            let module = ident(module);
            quote!(#module::#function(response)?)
        }
        CodecHome::Table { name, .. } => {
            let table = ident(name);
            quote!(#table.#function::<Self>(response)?)
        }
    }
}

/// The last call of the request builder, with a value as the body.
pub(super) fn write(
    operation: &Operation,
    function: &str,
    root: Option<&Wire>,
    value: &TokenStream,
) -> TokenStream {
    let function = ident(function);
    let table = home(operation).map(|(_, table)| quote!(&#table,));
    let root = root.map(table::wire).map(|root| quote!(&#root,));
    quote!(#function(#table #root #value))
}

/// Whether the body has a root element.
pub(super) fn has_root(operation: &Operation) -> bool {
    matches!(
        operation.body,
        Body::Input { root: Some(_) } | Body::Payload { root: Some(_), .. }
    )
}
