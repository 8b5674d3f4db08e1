//! The file of the model types.

use super::enumeration::enumeration;
use super::structure::model_type;
use super::union::{events, union};
use crate::emit::Tokens;
use crate::emit::imports::Mentions;
use crate::emit::rust::behind_client;
use crate::emit::table;
use crate::plan::{Events, ModelType, Plan, Union};
use proc_macro2::TokenStream;
use quote::quote;

/// `types.rs`, in pieces that are laid out in parallel: its head, the types, and the code that
/// needs the client.
pub(in crate::emit) fn pieces(plan: &Plan) -> Vec<Tokens<'_>> {
    let mut pieces: Vec<Tokens<'_>> = vec![Box::new(|| begin(plan))];
    for item in &plan.types {
        pieces.push(Box::new(|| match item {
            ModelType::Struct(item) => model_type(item),
            ModelType::Enum(item) => enumeration(item),
            ModelType::Union(item) => union(item),
        }));
    }
    if unions(plan).any(|union| union.events.is_some()) {
        pieces.push(Box::new(|| event_streams(plan)));
    }
    pieces
}

fn begin(plan: &Plan) -> TokenStream {
    let error = (!plan.errors.is_empty()).then(|| {
        quote!(
            pub mod error;
        )
    });
    let fields = plan.types.iter().flat_map(|item| match item {
        ModelType::Struct(item) => item.fields.as_slice(),
        ModelType::Union(item) => &item.variants,
        ModelType::Enum(_) => &[],
    });
    let mut mentions = Mentions::of(fields);
    // An unknown member of a union is a document.
    mentions.primitives |= unions(plan).next().is_some();
    let primitives = mentions.primitives.then(|| {
        quote!(
            use crate::primitives;
        )
    });
    let codegen = (!plan.types.is_empty()).then(|| {
        quote!(
            use shapewright_runtime::__codegen::*;
        )
    });
    let is_redacted = |item: &ModelType| match item {
        ModelType::Struct(item) => item.redacted,
        ModelType::Union(item) => item.redacted,
        ModelType::Enum(_) => false,
    };
    let fmt = plan.types.iter().any(is_redacted).then(|| {
        quote!(
            use std::fmt;
        )
    });
    quote! {
        //! The structures, enumerations and unions of the API.
        //!
        //! Members may be added in any release: construct with `..Default::default()`, or with
        //! `..Type::new(...)` if members are required.
        #error
        #primitives
        #codegen
        #fmt
    }
}

/// The parsing of frames as the unions of their event streams.
fn event_streams(plan: &Plan) -> TokenStream {
    let home = |events: &Events| table::home(&events.codec);
    // All event streams of a service have the same format.
    let table = unions(plan).find_map(|union| union.events.as_ref().and_then(home));
    let uses = table.map(|(module, name)| quote!(use crate::#module::#name;));
    let uses: Vec<_> = uses.into_iter().collect();
    let items: Vec<_> = unions(plan).filter_map(events).collect();
    behind_client(&uses, &items)
}

fn unions(plan: &Plan) -> impl Iterator<Item = &Union> {
    plan.types.iter().filter_map(|item| match item {
        ModelType::Union(union) => Some(union),
        _ => None,
    })
}
