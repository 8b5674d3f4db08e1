//! Unions.

use super::fills::fills_of_variants;
use super::redacted::redacted_union;
use super::required::required_of_variants;
use crate::emit::rust::{doc, doc_line, format_module, ident};
use crate::emit::table;
use crate::plan::{Field, JsonTraits, RustType, Union};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn union(item: &Union) -> TokenStream {
    let name = ident(&item.name);
    let docs = doc(&item.doc);
    let derive_debug = (!item.redacted).then(|| quote!(, Debug));
    let read = item.json.read.then(|| quote!(, ReadJson));
    let write = item.json.write.then(|| quote!(, WriteJson));
    let has_json = item.json != JsonTraits::default();
    let uneven = item.uneven.then(|| {
        quote!(#[allow(clippy::large_enum_variant, reason = "boxes would be in the way of patterns")])
    });
    let variants = item.variants.iter().map(|variant| {
        let (docs, name, ty) = (doc(&variant.doc), ident(&variant.name), &variant.ty);
        let wire = has_json.then(|| wire(variant));
        quote!(#docs #wire #name(#ty),)
    });
    let accessors = accessors(item);
    let implementation = read_and_write(item);
    let redacted = item.redacted.then(|| redacted_union(item));
    let checks = item
        .checks
        .as_ref()
        .map(|checks| required_of_variants(&name, checks));
    let fills = item
        .fills
        .as_ref()
        .map(|fills| fills_of_variants(&name, fills));
    quote! {
        #docs
        #[derive(Clone #derive_debug, PartialEq #read #write)]
        #uneven
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A member that this crate does not know: its name and its value. A later version may know
            /// it: compare [`member_name`](Self::member_name) rather than match this.
            Unknown(String, primitives::Document),
        }

        #accessors

        #implementation

        open_union!(#name);
        #redacted
        #checks
        #fills
    }
}

/// How a variant is on the wire: no rule makes a member's name of it.
fn wire(variant: &Field) -> TokenStream {
    let name = &variant.wire_name;
    let format = variant.format.map(format_module);
    let format = format.map(|path| quote!(, with = #path));
    quote!(#[wire(name = #name #format)])
}

/// How serde reads and writes a union, member by member.
fn read_and_write(item: &Union) -> TokenStream {
    let name = ident(&item.name);
    let read = item.variants.iter().map(|variant| {
        let (name, api_name) = (ident(&variant.name), &variant.api_name);
        match variant.format {
            None => quote!(#api_name => union::read(map, Self::#name)?,),
            Some(format) => quote!(#api_name => union::read_as(map, #format, Self::#name)?,),
        }
    });
    let write = item.variants.iter().map(|variant| {
        let (name, api_name) = (ident(&variant.name), &variant.api_name);
        match variant.format {
            None => quote!(Self::#name(value) => union::write(map, #api_name, value),),
            Some(format) => {
                quote!(Self::#name(value) => union::write_as(map, #format, #api_name, value),)
            }
        }
    });
    quote! {
        impl Union for #name {
            fn read<'de, A: MapAccess<'de>>(
                name: String,
                map: &mut A,
            ) -> Result<Option<Self>, A::Error> {
                let member = match name.as_str() {
                    #(#read)*
                    _ => union::read(map, |value| Self::Unknown(name, value))?,
                };
                Ok(member)
            }

            fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    #(#write)*
                    Self::Unknown(name, value) => union::write(map, name, value),
                }
            }
        }
    }
}

/// What reads a union without a match, and stays true where a later version knows more members.
fn accessors(item: &Union) -> TokenStream {
    let name = ident(&item.name);
    let names = item.variants.iter().map(|variant| {
        let (name, wire_name) = (ident(&variant.name), &variant.wire_name);
        quote!(Self::#name(_) => #wire_name,)
    });
    let accessors = item.variants.iter().zip(&item.accessors);
    let accessors = accessors.map(|(variant, accessor)| {
        let docs = doc_line(&format!(
            "The value of [`{0}`](Self::{0}), where that is set.",
            variant.name
        ));
        let (name, accessor, ty) = (ident(&variant.name), ident(accessor), borrowed(&variant.ty));
        quote! {
            #docs
            #[must_use]
            pub fn #accessor(&self) -> Option<#ty> {
                match self {
                    Self::#name(value) => Some(value),
                    _ => None,
                }
            }
        }
    });
    quote! {
        impl #name {
            /// The name of the member that is set, as it is on the wire.
            #[must_use]
            pub fn member_name(&self) -> &str {
                match self {
                    #(#names)*
                    Self::Unknown(name, _) => name,
                }
            }

            #(#accessors)*
        }
    }
}

/// A reference to a value of a type.
fn borrowed(ty: &RustType) -> TokenStream {
    match ty {
        RustType::String => quote!(&str),
        RustType::Vec(element) => quote!(&[#element]),
        RustType::Box(inner) => quote!(&#inner),
        ty => quote!(&#ty),
    }
}

/// How the frames of a stream become values of a union, which needs the client.
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
