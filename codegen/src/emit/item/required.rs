//! Required members, looked for before a request is sent.

use crate::emit::rust::ident;
use crate::plan::Check;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

pub(super) fn required(name: &Ident, checks: &[Check]) -> TokenStream {
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
            let (name, field) = (field.trim_start_matches("r#"), ident(field));
            quote!(search.member(#name, #wire_name, &self.#field);)
        }
        Check::Inside { wire_name, field } => {
            let (name, field) = (field.trim_start_matches("r#"), ident(field));
            quote!(search.inside(#name, #wire_name, &self.#field);)
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

/// The same of a union, with the variants in which something may be missing.
pub(super) fn required_of_variants(name: &Ident, checks: &[String]) -> TokenStream {
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
}
