//! The body of an operation's request.

use super::codec;
use crate::emit::rust::{ident, option, present};
use crate::plan::{AbsentPayload, Body, Field, FieldRef, Operation, Presence, RustType, TextKind};
use proc_macro2::TokenStream;
use quote::quote;

/// How a request ends: what stands before its last call, and that.
pub(super) struct Ending {
    pub(super) before: TokenStream,
    pub(super) call: TokenStream,
}

impl Ending {
    fn call(call: TokenStream) -> Self {
        let before = TokenStream::new();
        Self { before, call }
    }
}

/// How the request of an operation ends.
pub(super) fn body(operation: &Operation) -> Ending {
    match &operation.body {
        Body::Empty => Ending::call(quote!(empty())),
        Body::EmptyObject => Ending::call(quote!(empty_object())),
        Body::Input => Ending::call(codec::write(operation, &quote!(self))),
        Body::Fields(fields) => Ending {
            before: body_struct(fields),
            call: codec::write(operation, &quote!(&body)),
        },
        Body::PayloadJson { field, absent } => {
            let value = option(field);
            Ending::call(match absent {
                AbsentPayload::EmptyObject => quote!(json_payload(#value)),
                AbsentPayload::Nothing => quote!(json_or_empty(#value)),
            })
        }
        Body::PayloadBytes(field) => {
            let name = ident(&field.name);
            Ending::call(match field.presence {
                Presence::Optional => quote!(bytes(self.#name.as_deref())),
                Presence::Required => quote!(bytes(Some(&self.#name))),
            })
        }
        Body::Events(field) => {
            let stream = option(field);
            Ending::call(quote!(bytes(#stream.map(|stream| stream.frames()))))
        }
        Body::PayloadText { field, text } => {
            let value = text_of(field, *text);
            Ending::call(quote!(text(#value)))
        }
    }
}

/// A field's text, as an option.
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

/// A struct of the fields that are in the body, borrowed from the input.
fn body_struct(fields: &[Field]) -> TokenStream {
    let members = fields.iter().map(body_member);
    let values = fields.iter().map(body_value);
    quote! {
        #[derive(Serialize)]
        struct Body<'a> {
            #(#members)*
        }
        let body = Body { #(#values)* };
    }
}

fn body_member(field: &Field) -> TokenStream {
    let (name, ty, wire_name) = (ident(&field.name), &field.ty, &field.wire_name);
    let rename = (field.name.trim_start_matches("r#") != wire_name)
        .then(|| quote!(#[serde(rename = #wire_name)]));
    let ty = match (field.format, ty) {
        (Some(format), ty) => quote!(serde_as::As<#format, &'a #ty>),
        (None, RustType::String) => quote!(&'a str),
        (None, ty) => quote!(&'a #ty),
    };
    let ty = present(&ty, field.presence);
    quote!(#rename #name: #ty,)
}

fn body_value(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    match (field.format, field.presence, &field.ty) {
        (Some(_), Presence::Optional, _) => {
            quote!(#name: self.#name.as_ref().map(serde_as::As::new),)
        }
        (Some(_), Presence::Required, _) => quote!(#name: serde_as::As::new(&self.#name),),
        (None, Presence::Optional, RustType::String) => quote!(#name: self.#name.as_deref(),),
        (None, Presence::Optional, _) => quote!(#name: self.#name.as_ref(),),
        (None, Presence::Required, _) => quote!(#name: &self.#name,),
    }
}
