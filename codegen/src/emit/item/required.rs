//! Required members of unions, looked for before a request is sent. Structures derive the search.

use crate::emit::rust::ident;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Those of a union, with the variants in which something may be missing.
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
