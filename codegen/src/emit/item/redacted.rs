//! `Debug` without sensitive members.

use crate::emit::rust::ident;
use crate::plan::{Struct, Union};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn redacted_struct(item: &Struct) -> TokenStream {
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

pub(super) fn redacted_union(item: &Union) -> TokenStream {
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
