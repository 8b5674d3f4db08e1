//! Pagination.

use crate::emit::rust::{doc, ident};
use crate::plan::{ItemType, Operation, Pages, Step};
use proc_macro2::TokenStream;
use quote::quote;

/// The pagination of an operation.
pub(super) fn paginated(operation: &Operation, pages: &Pages) -> TokenStream {
    let input = ident(&operation.input.name);
    let output = ident(&operation.output.name);
    let (builder, docs) = (ident(&operation.builder), doc(&pages.doc));
    let tokens: Vec<TokenStream> = pages
        .tokens
        .iter()
        .map(|token| {
            let field = ident(&token.field);
            let paths: Vec<_> = token.paths.iter().map(|path| borrowed(path)).collect();
            let next = match paths.as_slice() {
                [one] => quote!(#one),
                several => quote!(first_token([#(#several),*])),
            };
            let function = match token.is_enum {
                true => quote!(next_page_of_enum),
                false => quote!(next_page),
            };
            quote!(#function(&mut self.#field, #next))
        })
        .collect();
    let more = pages.more.as_ref().map(|path| {
        let more = borrowed(path);
        quote! {
            let more = #more;
            if more != Some(&true) {
                return NextPage::End;
            }
        }
    });
    let next = match tokens.as_slice() {
        [one] => quote!(#one),
        several => quote! {
            let tokens = [#(#several),*];
            NextPage::of(&tokens)
        },
    };
    let items = pages.items.as_ref().map(|(path, ty)| {
        let ty = match ty {
            ItemType::Element(ty) => quote!(#ty),
            ItemType::Entry(key, value) => quote!((#key, #value)),
        };
        let items = owned(path);
        let is_map = matches!(pages.items, Some((_, ItemType::Entry(..))));
        let items = if is_map {
            quote!(#items.unwrap_or_default().into_iter().collect())
        } else {
            quote!(#items.unwrap_or_default())
        };
        quote! {
            impl PaginatedItems for #input {
                type Item = #ty;

                #[inline]
                fn items(output: #output) -> Vec<Self::Item> {
                    #items
                }
            }
        }
    });
    quote! {
        impl Paginated for #input {
            #[inline]
            fn next_page(&mut self, output: &#output) -> NextPage {
                #more
                #next
            }
        }
        #items
        impl #builder {
            #docs
            #[inline]
            pub fn into_paginator(self) -> Paginator<#input> {
                Paginator::new(self.client.inner().clone(), self.finish())
            }
        }
    }
}

/// The value at the end of a path through an output's fields, as `Option<&T>`.
fn borrowed(path: &[Step]) -> TokenStream {
    let mut value = quote!(output);
    let mut is_output = true;
    for step in path {
        let inner = match step {
            Step::Field(field) => {
                let field = ident(field);
                quote!(#field.as_ref())
            }
            Step::Element(at) => {
                let at = proc_macro2::Literal::usize_unsuffixed(*at);
                quote!(get(#at))
            }
            Step::Last => quote!(last()),
        };
        value = if is_output {
            quote!(#value.#inner)
        } else {
            quote!(#value.and_then(|inner| inner.#inner))
        };
        is_output = false;
    }
    value
}

/// The same for a path of fields only, as `Option<T>`.
fn owned(path: &[Step]) -> TokenStream {
    let mut fields = path.iter().filter_map(|step| match step {
        Step::Field(field) => Some(ident(field)),
        Step::Element(_) | Step::Last => None,
    });
    let first = fields.next();
    fields.fold(
        quote!(output.#first),
        |value, field| quote!(#value.and_then(|inner| inner.#field)),
    )
}
