//! Identifiers, docs and types as tokens.

use super::layout::WIDTH;
use crate::plan::{
    AcceptorState, Auth, Field, FieldRef, HeaderKind, JsonTraits, PayloadKind, Presence, RustType,
    TimestampFormat, WireFormat, WirePlace,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

/// An identifier of the plan.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Docs, as attributes that render as `///`.
pub(super) fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#[doc = #lines])*)
}

/// Docs of the enclosing module.
pub(super) fn inner_doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#![doc = #lines])*)
}

/// A line of docs, as it is after its slashes.
fn spaced(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// Docs of one line.
pub(super) fn doc_line(line: &str) -> TokenStream {
    doc(&[line.to_owned()])
}

/// A path of segments from the plan.
pub(super) fn path(segments: &[&str]) -> TokenStream {
    let segments = segments.iter().map(|segment| ident(segment));
    quote!(#(#segments)::*)
}

/// The derives for JSON.
pub(super) fn json_derives(json: JsonTraits) -> Vec<&'static str> {
    let names = [("ReadJson", json.read), ("WriteJson", json.write)];
    let names = names.into_iter().filter(|(_, is_derived)| *is_derived);
    names.map(|(name, _)| name).collect()
}

/// The derives of a structure: on one line if it is wide enough, else the standard ones first and
/// this project's below.
pub(super) fn derives(known: &[(&'static str, bool)], own: &[&'static str]) -> TokenStream {
    let known = known.iter().filter(|(_, is_derived)| *is_derived);
    let known = known.map(|(name, _)| *name);
    let known: Vec<_> = known
        .chain(["Deserialize", "PartialEq", "Serialize"])
        .collect();
    let list = |names: &[&'static str]| {
        let mut names = names.to_vec();
        names.sort_unstable();
        names
    };
    let all = list(&[&known, own].concat());
    let attribute = |names: Vec<&str>| {
        let names = names.into_iter().map(ident);
        quote!(#[derive(#(#names),*)])
    };
    // 11 = `#[derive()]`, 3 = reserved by rustfmt
    if 11 + all.join(", ").len() + 3 <= WIDTH {
        return attribute(all);
    }
    let (known, own) = (attribute(known), attribute(list(own)));
    quote!(#known #own)
}

/// Code that needs the client, behind one condition: an item, or a module of several. The module's name is none that an
/// operation or a type has for its file, such as `call` or `events`: clippy rejects a module in one of the same name.
pub(super) fn behind_client(uses: &[TokenStream], items: &[TokenStream]) -> TokenStream {
    if let ([], [item]) = (uses, items) {
        return quote!(#[cfg(feature = "client")] #item);
    }
    quote! {
        #[cfg(feature = "client")]
        mod with_client {
            use super::*;
            #(#uses)*
            #(#items)*
        }
    }
}

/// The attribute for a member's location and name, if they are not the defaults.
pub(super) fn wire_attribute(field: &Field) -> Option<TokenStream> {
    let name = &field.wire_name;
    let place = match field.place {
        None if field.api_name == *name => return None,
        None => quote!(name = #name),
        Some(WirePlace::Header) => quote!(header = #name),
        Some(WirePlace::Headers) => quote!(headers = #name),
        Some(WirePlace::Query) => quote!(query = #name),
        Some(WirePlace::Uri) => quote!(uri = #name),
        Some(WirePlace::Status) => quote!(status),
        Some(WirePlace::Payload) => quote!(payload),
    };
    Some(quote!(#[wire(#place)]))
}

/// The type of a field, by its presence.
pub(super) fn present(ty: &TokenStream, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required => ty.clone(),
        Presence::Optional => quote!(Option<#ty>),
    }
}

/// A field as `Option<&T>`.
pub(super) fn option(field: &FieldRef) -> TokenStream {
    let name = ident(&field.name);
    match field.presence {
        Presence::Optional => quote!(self.#name.as_ref()),
        Presence::Required => quote!(Some(&self.#name)),
    }
}

impl ToTokens for RustType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(match self {
            Self::String => quote!(String),
            Self::Scalar(scalar) => path(&[scalar.name()]),
            Self::Primitive(primitive) => path(&["primitives", primitive.name()]),
            Self::Named(name) => path(&[name.module.segments(), &[&name.name]].concat()),
            Self::Vec(element) => quote!(Vec<#element>),
            Self::Option(value) => quote!(Option<#value>),
            Self::Map(key, value) => quote!(Map<#key, #value>),
            Self::EventStream(event) => quote!(primitives::EventStream<#event>),
            Self::Box(value) => quote!(Box<#value>),
        });
    }
}

/// The path of a format's module in serde's attributes.
pub(super) fn format_module(format: WireFormat) -> &'static str {
    match format {
        WireFormat::Float => "serde_as::float",
        WireFormat::DateTime => "serde_as::date_time",
        WireFormat::HttpDate => "serde_as::http_date",
    }
}

impl ToTokens for TimestampFormat {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(match self {
            Self::DateTime => quote!(TimestampFormat::DateTime),
            Self::HttpDate => quote!(TimestampFormat::HttpDate),
            Self::EpochSeconds => quote!(TimestampFormat::EpochSeconds),
        });
    }
}

impl ToTokens for Auth {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(match self {
            Self::SigV4 => quote!(Auth::SigV4),
            Self::SigV4UnsignedBody => quote!(Auth::SigV4UnsignedBody),
            Self::SigV4a => quote!(Auth::SigV4a),
            Self::Bearer => quote!(Auth::Bearer),
            Self::None => quote!(Auth::None),
        });
    }
}

impl ToTokens for HeaderKind {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(match self {
            Self::Bool => quote!(eventstream::HeaderKind::Bool),
            Self::Byte => quote!(eventstream::HeaderKind::Byte),
            Self::Short => quote!(eventstream::HeaderKind::Short),
            Self::Integer => quote!(eventstream::HeaderKind::Integer),
            Self::Long => quote!(eventstream::HeaderKind::Long),
            Self::Bytes => quote!(eventstream::HeaderKind::Bytes),
            Self::Text => quote!(eventstream::HeaderKind::Text),
            Self::Timestamp => quote!(eventstream::HeaderKind::Timestamp),
        });
    }
}

impl ToTokens for PayloadKind {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(match self {
            Self::Blob => quote!(eventstream::PayloadKind::Blob),
            Self::Text => quote!(eventstream::PayloadKind::Text),
            Self::Value => quote!(eventstream::PayloadKind::Value),
        });
    }
}

impl ToTokens for AcceptorState {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(match self {
            Self::Success => quote!(AcceptorState::Success),
            Self::Failure => quote!(AcceptorState::Failure),
            Self::Retry => quote!(AcceptorState::Retry),
        });
    }
}
