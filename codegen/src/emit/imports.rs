//! The imports of a file, from the types that it refers to.

use super::render::versioned;
use super::rust::ident;
use crate::plan::{Field, RustType, TypeModule};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The types that a file refers to.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Whether it refers to `primitives`.
    pub primitives: bool,
    /// Whether it refers to `types::error` as `error`.
    pub error: bool,
    /// Whether it refers to `types`.
    pub types: bool,
    /// Siblings in `types` that it names without a path.
    pub siblings: BTreeSet<String>,
}

impl Mentions {
    pub(super) fn of<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Self {
        let mut mentions = Self::default();
        for field in fields {
            mentions.ty(&field.ty);
        }
        mentions
    }

    fn ty(&mut self, ty: &RustType) {
        match ty {
            RustType::String | RustType::Scalar(_) => {}
            RustType::Primitive(_) => self.primitives = true,
            RustType::Named(name) => match name.module {
                TypeModule::Error => self.error = true,
                TypeModule::Types | TypeModule::TypesError => self.types = true,
                TypeModule::Sibling => {
                    self.siblings.insert(name.name.clone());
                }
            },
            RustType::Map(key, value) => {
                self.ty(key);
                self.ty(value);
            }
            RustType::EventStream(event) => {
                self.primitives = true;
                self.ty(event);
            }
            RustType::Vec(inner) | RustType::Option(inner) | RustType::Box(inner) => self.ty(inner),
        }
    }

    /// `use crate::...` for all of them.
    pub(super) fn crate_uses(&self) -> TokenStream {
        let primitives = self.primitives.then(|| {
            quote!(
                use crate::primitives;
            )
        });
        let (types, error) = match (self.types, self.error) {
            (true, true) => (
                quote!(
                    use crate::types::{self, error};
                ),
                None,
            ),
            (true, false) => (
                quote!(
                    use crate::types;
                ),
                None,
            ),
            (false, true) => (
                quote!(),
                Some(quote!(
                    use crate::types::error;
                )),
            ),
            (false, false) => (quote!(), None),
        };
        let mut siblings: Vec<&String> = self.siblings.iter().collect();
        siblings.sort_by_cached_key(|name| versioned(name));
        let siblings: Vec<_> = siblings.into_iter().map(|name| ident(name)).collect();
        // In rustfmt's order: capitalized names, other names, groups.
        match siblings.as_slice() {
            [] => quote!(#primitives #types #error),
            [sibling] => quote! {
                #primitives #types
                use crate::types::#sibling;
                #error
            },
            siblings => quote! {
                #primitives #types #error
                use crate::types::{#(#siblings),*};
            },
        }
    }
}
