//! Open enumerations.

use crate::emit::rust::{doc, ident};
use crate::plan::Enum;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn enumeration(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let docs = doc(&item.doc);
    let variants = item.variants.iter().map(|variant| {
        let docs = doc(&variant.doc);
        let (name, value) = (ident(&variant.name), &variant.value);
        let value = (!variant.is_by_rule).then(|| quote!(#[wire(value = #value)]));
        quote!(#docs #value #name,)
    });
    let open_enum = match item.rename_all {
        Some(rule) => quote!(#[open_enum(rename_all = #rule)]),
        None => quote!(#[open_enum]),
    };
    quote! {
        #docs
        #open_enum
        pub enum #name {
            #(#variants)*
            Unknown(String),
        }
    }
}
