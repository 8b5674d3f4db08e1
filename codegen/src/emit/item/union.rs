//! Unions.

use super::fills::fills_of_variants;
use super::redacted::redacted_union;
use crate::emit::rust::{doc, format_module, ident};
use crate::emit::table;
use crate::plan::{Field, Union, snake};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn union(item: &Union) -> TokenStream {
    let name = ident(&item.name);
    let docs = doc(&item.doc);
    let derives = [
        ("Clone", true),
        ("Debug", !item.redacted),
        ("PartialEq", true),
        ("ReadJson", item.json.read),
        ("Required", item.checks.is_some()),
        ("Union", true),
        ("WriteJson", item.json.write),
    ];
    let derives = derives.into_iter().filter(|(_, is_derived)| *is_derived);
    let derives = derives.map(|(name, _)| ident(name));
    let allow = item.has_large_variants.then(|| {
        quote!(#[allow(clippy::large_enum_variant, reason = "patterns cannot match through boxes")])
    });
    let variants = item.variants.iter().zip(&item.accessors);
    let variants = variants.map(|(variant, accessor)| {
        let (docs, name, ty) = (doc(&variant.doc), ident(&variant.name), &variant.ty);
        let attributes = attributes(item, variant, accessor);
        quote!(#docs #attributes #name(#ty),)
    });
    let rename_all = item
        .rename_all
        .map(|rule| quote!(#[serde(rename_all = #rule)]));
    let redacted = item.redacted.then(|| redacted_union(item));
    let fills = item
        .fills
        .as_ref()
        .map(|fills| fills_of_variants(&name, fills));
    quote! {
        #docs
        #[derive(#(#derives),*)]
        #rename_all
        #allow
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// The name and value of a member that this crate does not know. Compare
            /// [`member_name`](Self::member_name) rather than match this, as a later version may know it.
            Unknown(String, primitives::Document),
        }

        #redacted
        #fills
    }
}

/// The attributes of a variant: its names, and its format.
fn attributes(item: &Union, variant: &Field, accessor: &str) -> TokenStream {
    let (api_name, wire_name) = (&variant.api_name, &variant.wire_name);
    let mut serde = Vec::new();
    if let Some(api_name) = &variant.rename {
        serde.push(quote!(rename = #api_name));
    }
    if let Some(format) = variant.format {
        let path = format_module(format);
        serde.push(quote!(with = #path));
    }
    let mut wire = Vec::new();
    if wire_name != api_name {
        wire.push(quote!(name = #wire_name));
    }
    if accessor != format!("as_{}", snake(variant.name.trim_start_matches("r#"))) {
        wire.push(quote!(accessor = #accessor));
    }
    let mut checks = item.checks.iter().flatten();
    if checks.any(|check| *check == variant.name) {
        wire.push(quote!(checked));
    }
    let serde = (!serde.is_empty()).then(|| quote!(#[serde(#(#serde),*)]));
    let wire = (!wire.is_empty()).then(|| quote!(#[wire(#(#wire),*)]));
    quote!(#serde #wire)
}

/// The parsing of a stream's frames as values of a union, which needs the client.
pub(super) fn events(union: &Union) -> Option<TokenStream> {
    let name = ident(&union.name);
    let events = union.events.as_ref()?;
    let method = ident(events.codec.events?);
    let table = table::home(&events.codec).map(|(_, name)| quote!(&#name));
    let headers = (!events.headers.is_empty()).then(|| {
        let headers = events.headers.iter().map(|header| {
            let (event, member, kind) = (&header.event, &header.member, header.kind);
            quote!(eventstream::Header { event: #event, member: #member, kind: #kind })
        });
        quote!(const HEADERS: &'static [eventstream::Header] = &[#(#headers),*];)
    });
    let exceptions = (!events.exceptions.is_empty()).then(|| {
        let names = events.exceptions.iter().map(|name| ident(name));
        quote! {
            fn into_exception(self) -> Result<Self, Box<dyn ProvideErrorMetadata>> {
                match self {
                    #(Self::#names(error) => Err(Box::new(error)),)*
                    event => Ok(event),
                }
            }
        }
    });
    let payloads = (!events.payloads.is_empty()).then(|| {
        let payloads = events.payloads.iter().map(|payload| {
            let (event, member, kind) = (&payload.event, &payload.member, payload.kind);
            quote!(eventstream::Payload { event: #event, member: #member, kind: #kind })
        });
        quote!(const PAYLOADS: &'static [eventstream::Payload] = &[#(#payloads),*];)
    });
    Some(quote! {
        impl eventstream::Events for #name {
            #headers
            #payloads

            fn read(event: &mut eventstream::Received<'_>) -> Result<Option<Self>, String> {
                event.#method(#table)
            }

            #exceptions
        }
    })
}
