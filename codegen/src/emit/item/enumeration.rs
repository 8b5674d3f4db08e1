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
            /// A value that this crate does not know, as it is on the wire. A later version may know
            /// it: compare [`as_str`](Self::as_str) rather than match this.
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
