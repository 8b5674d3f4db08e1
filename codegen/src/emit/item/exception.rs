//! Exceptions.

use super::exception_parts::exception_macro;
use super::structure::structure;
use crate::emit::imports::{Mentions, json_uses};
use crate::plan::{JsonTraits, Struct};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The file of all exceptions.
pub(in crate::emit) fn errors(errors: &[Struct]) -> TokenStream {
    let mentions = Mentions::of(errors.iter().flat_map(|error| &error.fields));
    let uses = mentions.crate_uses("");
    let json = json_uses(JsonTraits {
        read: errors.iter().any(|error| error.json.read),
        write: errors.iter().any(|error| error.json.write),
    });
    let map = mentions.map.then(|| {
        quote!(
            use shapewright_runtime::Map;
        )
    });
    let wire = mentions.wire.then(|| {
        quote!(
            use shapewright_runtime::__codegen::serde_as;
        )
    });
    let debug = errors.iter().any(|error| error.redacted).then(|| {
        quote!(
            use std::fmt;
        )
    });
    let exceptions = || errors.iter().filter_map(|error| error.exception.as_ref());
    let macros: BTreeSet<_> = exceptions().map(exception_macro).collect();
    let fills = errors.iter().any(|error| error.fills.is_some());
    let reads = exceptions().any(|it| !it.headers.is_empty());
    let client = (fills || reads).then(|| {
        quote! {
            #[cfg(feature = "client")]
            use shapewright_runtime::__codegen::*;
        }
    });
    let items = errors.iter().map(structure);
    quote! {
        //! Exceptions that the service returns.
        #uses
        use shapewright_runtime::{Deserialize, Serialize};
        #client
        use shapewright_runtime::ErrorMetadata;
        #(use shapewright_runtime::__codegen::#macros;)*
        #json
        #map
        #wire
        #debug
        #(#items)*
    }
}
