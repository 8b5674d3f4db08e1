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
    let rename_all = item
        .rename_all
        .map(|rule| quote!(#[wire(rename_all = #rule)]));
    quote! {
        use shapewright_runtime::__codegen::OpenEnum;

        #docs
        #[derive(Clone, Debug, OpenEnum)]
        #rename_all
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that is newer than this crate: compare [`as_str`](Self::as_str), do not match this.
            Unknown(String),
        }
    }
}
