//! Identifiers, docs and types as tokens.

use crate::plan::RustType;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

/// An identifier as the plan spells it.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Docs, as attributes that render as `///`.
pub(super) fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// Docs of one line.
pub(super) fn doc_line(line: &str) -> TokenStream {
    doc(&[line.to_owned()])
}

impl ToTokens for RustType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(match self {
            Self::Path(path) => {
                let segments = path.split("::").map(ident);
                quote!(#(#segments)::*)
            }
            Self::Vec(element) => quote!(Vec<#element>),
            Self::Option(value) => quote!(Option<#value>),
            Self::Map(key, value) => quote!(Map<#key, #value>),
            Self::EventStream(event) => quote!(primitives::EventStream<#event>),
            Self::Box(value) => quote!(Box<#value>),
        });
    }
}
