//! Model types.

use super::imports::Mentions;
use super::{doc, doc_line, ident};
use crate::plan::{
    Check, Enum, Exception, Field, Item, ItemKind, RetryHint, RustType, Struct, Union,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// The file of one type.
pub(super) fn file(item: &Item) -> TokenStream {
    match &item.kind {
        ItemKind::Struct(item) => struct_file(item),
        ItemKind::Enum(item) => enumeration(item),
        ItemKind::Union(item) => union_file(item),
    }
}

/// The file of all exceptions.
pub(super) fn errors(errors: &[Struct]) -> TokenStream {
    let mentions = Mentions::of(errors.iter().flat_map(|error| &error.fields));
    let uses = mentions.crate_uses("");
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
    let macros: BTreeSet<_> = errors
        .iter()
        .filter_map(|e| e.exception.as_ref())
        .map(exception_macro)
        .collect();
    let items = errors.iter().map(structure);
    quote! {
        //! The exceptions that the service answers with.
        #uses
        use shapewright_runtime::{Deserialize, Serialize};
        #[cfg(feature = "client")]
        use shapewright_runtime::__codegen::*;
        use shapewright_runtime::ErrorMetadata;
        #(use shapewright_runtime::__codegen::#macros;)*
        #map
        #wire
        #debug
        #(#items)*
    }
}

fn struct_file(item: &Struct) -> TokenStream {
    let mentions = Mentions::of(&item.fields);
    let uses = mentions.crate_uses(&item.name);
    let runtime = runtime_uses(&mentions, item.checks.as_deref());
    let debug = item.redacted.then(|| {
        quote!(
            use std::fmt;
        )
    });
    let structure = structure(item);
    quote! {
        #uses
        use shapewright_runtime::{Deserialize, Serialize};
        #runtime
        #debug
        #structure
    }
}

/// What a file of types uses of the runtime.
pub(super) fn runtime_uses(mentions: &Mentions, checks: Option<&[Check]>) -> TokenStream {
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
    let required = checks.map(|checks| {
        if checks.is_empty() {
            quote!(
                use shapewright_runtime::__codegen::required::{Missing, Required};
            )
        } else {
            quote!(
                use shapewright_runtime::__codegen::required::{self, Missing, Required};
            )
        }
    });
    quote!(#map #required #wire)
}

/// A struct with what belongs to it.
pub(super) fn structure(item: &Struct) -> TokenStream {
    let name = ident(&item.name);
    let docs = doc(&item.doc);
    let debug = (!item.redacted).then(|| quote!(Debug,));
    let default = item.has_default.then(|| quote!(Default,));
    let rename_all = item
        .rename_all
        .map(|rule| quote!(#[serde(rename_all = #rule)]));
    let fields = item.fields.iter().map(field);
    let metadata = item.exception.as_ref().map(|_| {
        quote! {
            /// What is known of the failed call.
            #[serde(skip)]
            pub metadata: ErrorMetadata,
        }
    });
    let constructor = constructor(item);
    let redacted = item.redacted.then(|| redacted_struct(item));
    let checks = item.checks.as_ref().map(|checks| required(&name, checks));
    let exception = item.exception.as_ref().map(|exception| {
        let declare = exception_macro(exception);
        let headers = super::operation::read_headers(&exception.headers);
        quote! {
            #declare!(#name);
            #[cfg(feature = "client")]
            impl Exception for #name {
                #headers
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, #debug #default Deserialize, PartialEq, Serialize)]
        #rename_all
        pub struct #name {
            #(#fields)*
            #metadata
        }
        #constructor
        #redacted
        #checks
        #exception
    }
}

/// The runtime's macro that makes a struct this kind of exception.
fn exception_macro(exception: &Exception) -> Ident {
    ident(match exception.hint {
        None => "exception",
        Some(RetryHint::Transient) => "transient_exception",
        Some(RetryHint::Throttling) => "throttling_exception",
    })
}

fn field(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let docs = doc(&field.doc);
    let ty = &field.ty;
    let mut attributes = Vec::new();
    if let Some(wire_name) = &field.rename {
        attributes.push(quote!(rename = #wire_name));
    }
    if let Some(module) = field.with {
        let path = format!("serde_as::{module}");
        attributes.push(quote!(with = #path));
    }
    let ty = if field.optional {
        quote!(Option<#ty>)
    } else {
        quote!(#ty)
    };
    quote! {
        #docs
        #(#[serde(#attributes)])*
        pub #name: #ty,
    }
}

fn constructor(item: &Struct) -> Option<TokenStream> {
    let constructor = item.constructor.as_ref()?;
    let name = ident(&item.name);
    let is_parameter = |index: &usize| constructor.fields.contains(index);
    let parameters = constructor.fields.iter().filter_map(|index| {
        let field = item.fields.get(*index)?;
        let name = ident(&field.name);
        Some(match &field.ty {
            RustType::Path(path) if path == "String" => quote!(#name: impl Into<String>),
            RustType::Box(ty) => quote!(#name: #ty),
            ty => quote!(#name: #ty),
        })
    });
    let fields = item.fields.iter().enumerate().map(|(index, field)| {
        let name = ident(&field.name);
        if !is_parameter(&index) {
            return quote!(#name: None);
        }
        let value = match &field.ty {
            RustType::Path(path) if path == "String" => quote!(#name.into()),
            RustType::Box(_) => quote!(Box::new(#name)),
            _ => quote!(#name),
        };
        match (field.optional, &field.ty) {
            (true, _) => quote!(#name: Some(#value)),
            (false, RustType::Path(path)) if path == "String" => quote!(#name: #value),
            (false, RustType::Box(_)) => quote!(#name: #value),
            (false, _) => quote!(#name),
        }
    });
    let docs = doc_line(&format!("A `{}` with what is required.", item.name));
    Some(quote! {
        impl #name {
            #docs
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#fields),* }
            }
        }
    })
}

fn redacted_struct(item: &Struct) -> TokenStream {
    let name = ident(&item.name);
    let text = &item.name;
    let fields = item.fields.iter().map(|field| {
        let label = field.name.trim_start_matches("r#");
        let name = ident(&field.name);
        if field.sensitive {
            quote!(debug.field(#label, &"** redacted **");)
        } else {
            quote!(debug.field(#label, &self.#name);)
        }
    });
    quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut debug = formatter.debug_struct(#text);
                #(#fields)*
                debug.finish()
            }
        }
    }
}

fn required(name: &Ident, checks: &[Check]) -> TokenStream {
    if checks.is_empty() {
        return quote! {
            impl Required for #name {
                fn missing(&self) -> Option<Missing> {
                    None
                }
            }
        };
    }
    let checks = checks.iter().map(|check| match check {
        Check::Member { wire_name, field } => {
            let field = ident(field);
            quote!(search.member(#wire_name, &self.#field);)
        }
        Check::Inside { wire_name, field } => {
            let field = ident(field);
            quote!(search.inside(#wire_name, &self.#field);)
        }
    });
    quote! {
        impl Required for #name {
            fn missing(&self) -> Option<Missing> {
                let mut search = required::Search::new();
                #(#checks)*
                search.found()
            }
        }
    }
}

fn enumeration(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let docs = doc(&item.doc);
    let variants = item.variants.iter().map(|variant| {
        let docs = doc(&variant.doc);
        let name = ident(&variant.name);
        quote!(#docs #name,)
    });
    let to_text = item.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(Self::#name => #value,)
    });
    let from_text = item.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(#value => Self::#name,)
    });
    let known = item.variants.iter().map(|variant| &variant.value);
    quote! {
        use shapewright_runtime::__codegen::open_enum;

        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this crate does not know, as it is on the wire.
            Unknown(String),
        }

        impl #name {
            /// The values that this crate knows, in documented order.
            #[must_use]
            pub const fn values() -> &'static [&'static str] {
                &[#(#known),*]
            }

            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#to_text)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#from_text)*
                    unknown => Self::Unknown(unknown.to_owned()),
                }
            }
        }

        open_enum!(#name);
    }
}

fn union_file(item: &Union) -> TokenStream {
    let mut mentions = Mentions::of(&item.variants);
    mentions.primitives = true;
    let uses = mentions.crate_uses(&item.name);
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
    let debug = item.redacted.then(|| {
        quote!(
            use std::fmt;
        )
    });
    let checks = item.checks.as_ref().map(|_| {
        quote!(
            use shapewright_runtime::__codegen::required::{Missing, Required};
        )
    });
    let events = item.events.as_ref().map(|payloads| {
        let payload = (!payloads.is_empty()).then(|| quote!(, Payload, PayloadKind));
        quote! {
            #[cfg(feature = "client")]
            use shapewright_runtime::__codegen::eventstream::{Events #payload};
        }
    });
    let union = union(item);
    quote! {
        #uses
        #events
        use shapewright_runtime::__codegen::open_union;
        use shapewright_runtime::__codegen::union::{self, MapAccess, SerializeMap, Union};
        #map #checks #wire
        #debug
        #union
    }
}

fn union(item: &Union) -> TokenStream {
    let name = ident(&item.name);
    let docs = doc(&item.doc);
    let derive_debug = (!item.redacted).then(|| quote!(, Debug));
    let uneven = item.uneven.then(|| {
        quote!(#[allow(clippy::large_enum_variant, reason = "boxes would be in the way of patterns")])
    });
    let variants = item.variants.iter().map(|variant| {
        let (docs, name, ty) = (doc(&variant.doc), ident(&variant.name), &variant.ty);
        quote!(#docs #name(#ty),)
    });
    let read = item.variants.iter().map(|variant| {
        let (name, wire_name) = (ident(&variant.name), &variant.wire_name);
        match variant.with {
            None => quote!(#wire_name => union::read(map, Self::#name)?,),
            Some(module) => {
                let format = format_type(module);
                quote!(#wire_name => union::read_as(map, #format, Self::#name)?,)
            }
        }
    });
    let write = item.variants.iter().map(|variant| {
        let (name, wire_name) = (ident(&variant.name), &variant.wire_name);
        match variant.with {
            None => quote!(Self::#name(value) => union::write(map, #wire_name, value),),
            Some(module) => {
                let format = format_type(module);
                quote!(Self::#name(value) => union::write_as(map, #format, #wire_name, value),)
            }
        }
    });
    let events = events(item);
    let redacted = item.redacted.then(|| redacted_union(item));
    let checks = item.checks.as_ref().map(|checks| {
        let checks = checks.iter().map(|variant| {
            let variant = ident(variant);
            quote!(Self::#variant(value) => value.missing(),)
        });
        quote! {
            impl Required for #name {
                fn missing(&self) -> Option<Missing> {
                    match self {
                        #(#checks)*
                        _ => None,
                    }
                }
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone #derive_debug, PartialEq)]
        #uneven
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A member that this crate does not know: its name and its value.
            Unknown(String, primitives::Document),
        }

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

        open_union!(#name);
        #events
        #redacted
        #checks
    }
}

/// How the frames of a stream become values of a union.
fn events(union: &Union) -> Option<TokenStream> {
    let name = ident(&union.name);
    let payloads = union.events.as_ref()?;
    let table = (!payloads.is_empty()).then(|| {
        let payloads = payloads.iter().map(|payload| {
            let (event, member, kind) = (&payload.event, &payload.member, ident(payload.kind));
            quote!(Payload { event: #event, member: #member, kind: PayloadKind::#kind })
        });
        quote!(const PAYLOADS: &'static [Payload] = &[#(#payloads),*];)
    });
    Some(quote! {
        #[cfg(feature = "client")]
        impl Events for #name {
            #table
        }
    })
}

fn redacted_union(item: &Union) -> TokenStream {
    let name = ident(&item.name);
    let variants = item.variants.iter().map(|variant| {
        let (name, text) = (ident(&variant.name), &variant.name);
        if variant.sensitive {
            quote!(Self::#name(_) => (#text, &"** redacted **"),)
        } else {
            quote!(Self::#name(value) => (#text, value),)
        }
    });
    quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (name, value): (&str, &dyn fmt::Debug) = match self {
                    #(#variants)*
                    Self::Unknown(name, _) => ("Unknown", name),
                };
                formatter.debug_tuple(name).field(value).finish()
            }
        }
    }
}

/// The marker type of a module of the runtime's `wire`.
pub(super) fn format_type(module: &str) -> TokenStream {
    match module {
        "float" => quote!(serde_as::float::Float),
        "date_time" => quote!(serde_as::date_time::DateTime),
        _ => quote!(serde_as::http_date::HttpDate),
    }
}
