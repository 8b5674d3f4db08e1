//! The crate's root, and its lists of modules.

use super::rust::ident;
use crate::plan::{Plan, Table};
use proc_macro2::TokenStream;
use quote::quote;

/// `lib.rs`, with the diagram if there is one.
pub(super) fn lib(plan: &Plan, diagram: Option<&str>) -> TokenStream {
    let service = &plan.service;
    let mut lines = vec![format!(" {}", service.crate_doc)];
    if !service.doc.is_empty() {
        lines.push(String::new());
        lines.extend(service.doc.iter().map(|line| format!(" {line}")));
    }
    let landing = &plan.landing;
    let diagram_doc = diagram.map(|_| &landing.diagram_doc).into_iter().flatten();
    lines.push(String::new());
    for line in landing.doc.iter().chain(diagram_doc) {
        let space = if line.is_empty() { "" } else { " " };
        lines.push(format!("{space}{line}"));
    }
    let diagram = diagram.map(|file| quote!(#![doc = include_str!(#file)]));
    let waiters = (!plan.waiters.is_empty()).then(|| {
        quote! {
            #[cfg(feature = "client")]
            mod waiters;
        }
    });
    let table = plan.table.as_ref().map(|table| {
        let module = ident(table.module);
        quote! {
            #[cfg(feature = "client")]
            mod #module;
        }
    });
    let rules = service.rules.as_ref().map(|_| {
        quote! {
            #[cfg(feature = "client")]
            mod endpoint_rules;
        }
    });
    // Sorted by name.
    let (before, behind) = match &plan.table {
        Some(Table { module, .. }) if *module < "types" => (table, None),
        _ => (None, table),
    };
    quote! {
        #(#![doc = #lines])*
        #diagram
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #![deny(missing_docs, rustdoc::all)]

        #[cfg(feature = "client")]
        mod client;
        #rules
        pub mod operation;
        pub mod primitives;
        #before
        pub mod types;
        #waiters
        #behind

        #[cfg(feature = "client")]
        pub use client::Client;
        #[cfg(feature = "client")]
        pub use shapewright_runtime::config::{self, Config};
        #[cfg(feature = "client")]
        pub use shapewright_runtime::presigning;
        /// The runtime, which clients of all services share: configuration, credentials, retries, stubs.
        pub use shapewright_runtime as runtime;
    }
}

/// `primitives.rs`.
pub(super) fn primitives() -> TokenStream {
    quote! {
        //! Blobs, documents, timestamps and streams: types that are not the service's own.
        pub use shapewright_runtime::{Blob, ByteStream, Document, EventError, EventStream, Map, Timestamp, TimestampError, TimestampFormat, percent_decoded};
    }
}

/// `operation.rs`.
pub(super) fn operations(plan: &Plan) -> TokenStream {
    let modules = plan
        .operations
        .iter()
        .map(|operation| ident(&operation.method));
    quote! {
        //! The operations, each with its input, output and error.
        #(pub mod #modules;)*
    }
}
