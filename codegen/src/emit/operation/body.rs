//! The body of an operation's request.

use super::codec;
use crate::emit::rust::{ident, option};
use crate::plan::{AbsentPayload, Body, FieldRef, Operation, Presence, TextKind};
use proc_macro2::TokenStream;
use quote::quote;

/// The last call of the request builder.
pub(super) fn body(operation: &Operation) -> TokenStream {
    match &operation.body {
        Body::Empty => quote!(empty()),
        Body::EmptyObject => quote!(empty_object()),
        Body::Input { root } => {
            let write = operation.codec.write;
            let input = match operation.last_segments.is_empty() {
                true => quote!(self),
                false => quote!(&input),
            };
            codec::write(operation, write, root.as_ref(), &input)
        }
        Body::Payload {
            field,
            root,
            absent,
        } => {
            let write = match absent {
                AbsentPayload::EmptyObject => operation.codec.payload,
                AbsentPayload::Nothing => operation.codec.payload_or_empty,
            };
            codec::write(operation, write, root.as_ref(), &option(field))
        }
        Body::PayloadBytes(field) => {
            let name = ident(&field.name);
            match field.presence {
                Presence::Optional => quote!(bytes(self.#name.as_deref())),
                Presence::Required => quote!(bytes(Some(&self.#name))),
            }
        }
        Body::Stream(field) => {
            let stream = option(field);
            quote!(stream(#stream))
        }
        Body::Events => quote!(events()),
        Body::EventsAfter => quote!(events_after(self)),
        Body::PayloadText { field, text } => {
            let value = text_of(field, *text);
            quote!(text(#value))
        }
    }
}

/// A field as an optional string.
fn text_of(field: &FieldRef, text: TextKind) -> TokenStream {
    let name = ident(&field.name);
    match (field.presence, text) {
        (Presence::Optional, TextKind::String) => quote!(self.#name.as_deref()),
        (Presence::Optional, TextKind::Enum) => {
            quote!(self.#name.as_ref().map(|value| value.as_str()))
        }
        (Presence::Required, TextKind::String) => quote!(Some(&self.#name)),
        (Presence::Required, TextKind::Enum) => quote!(Some(self.#name.as_str())),
    }
}
