//! The fluent builder of an operation.

use crate::emit::rust::{argument, doc, ident, parameter};
use crate::plan::{Field, Operation, Pages, Presence, Setter, SetterKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The builder, with its setters and what it ends in.
pub(super) fn builder(operation: &Operation) -> TokenStream {
    let name = ident(&operation.builder);
    let fields = &operation.input.fields;
    let setters = fields
        .iter()
        .zip(&operation.setters)
        .map(|(field, setter)| setter_function(field, setter));
    let structure = structure(operation, &name);
    let names = fields.iter().map(|field| ident(&field.name));
    let build = Build::of(operation);
    let function = build.function(operation);
    let send = send(operation, &build);
    let paginator = operation
        .pages
        .as_ref()
        .map(|pages| paginator(operation, pages, &build));
    quote! {
        #structure

        #[cfg(feature = "client")]
        impl #name {
            pub(crate) fn new(client: Client) -> Self {
                Self { client, #(#names: None),* }
            }

            #(#setters)*

            #function
            #send
            #paginator
        }
    }
}

/// The builder's struct.
fn structure(operation: &Operation, name: &Ident) -> TokenStream {
    let title = doc(&[
        format!(
            "Builds and sends `{}`, member by member; made by",
            operation.name
        ),
        format!("[`Client::{0}`](crate::Client::{0}).", operation.module()),
    ]);
    let fields = operation.input.fields.iter().map(|field| {
        let (name, ty) = (ident(&field.name), &field.ty);
        quote!(#name: Option<#ty>,)
    });
    let clone = operation.input.is_clone.then(|| quote!(#[derive(Clone)]));
    quote! {
        #title
        #[cfg(feature = "client")]
        #clone
        #[must_use = "a builder does nothing until it is sent"]
        pub struct #name {
            client: Client,
            #(#fields)*
        }
    }
}

/// Whether an input can be built of nothing.
enum Build {
    Always,
    OrMissing,
}

impl Build {
    fn of(operation: &Operation) -> Self {
        if operation.input.has_default {
            Self::Always
        } else {
            Self::OrMissing
        }
    }

    /// `build`.
    fn function(&self, operation: &Operation) -> TokenStream {
        let input = ident(&operation.input.name);
        let error = ident(&operation.error);
        let values = operation.input.fields.iter().map(|field| {
            let (name, api_name) = (ident(&field.name), &field.api_name);
            match field.presence {
                Presence::Optional => quote!(#name: self.#name,),
                Presence::Required => {
                    quote!(#name: required::given(#api_name, self.#name)?,)
                }
            }
        });
        match self {
            Self::Always => quote! {
                /// The input so far.
                pub fn build(self) -> #input {
                    #input { #(#values)* }
                }
            },
            Self::OrMissing => quote! {
                /// The input so far.
                ///
                /// # Errors
                /// A required member is not set.
                pub fn build(self) -> Result<#input, #error> {
                    Ok(#input { #(#values)* })
                }
            },
        }
    }

    /// The input, in a function that returns an error where it lacks something.
    fn input(&self) -> TokenStream {
        match self {
            Self::Always => quote!(self.build()),
            Self::OrMissing => quote!(self.build()?),
        }
    }

    /// The input, or the error that it lacks something.
    fn result(&self) -> TokenStream {
        match self {
            Self::Always => quote!(Ok(self.build())),
            Self::OrMissing => quote!(self.build()),
        }
    }
}

/// `send` and `send_blocking`. The second is no async function, so the crate itself would compile the
/// whole call for each operation: inline, an application compiles it for those that it calls.
fn send(operation: &Operation, build: &Build) -> TokenStream {
    let output = ident(&operation.output.name);
    let error = ident(&operation.error);
    let input = build.input();
    quote! {
        /// Sends the request.
        ///
        /// # Errors
        /// The service returned an error, or no response was received or it could not be parsed.
        pub async fn send(self) -> Result<#output, #error> {
            let client = self.client.clone();
            let input = #input;
            client.send(input).await
        }

        /// As [`send`](Self::send), and blocks the thread until the call completes.
        ///
        /// # Errors
        /// Those of [`send`](Self::send).
        #[cfg(feature = "blocking")]
        #[inline]
        pub fn send_blocking(self) -> Result<#output, #error> {
            let client = self.client.clone();
            let input = #input;
            client.send_blocking(input)
        }
    }
}

/// `into_paginator`.
fn paginator(operation: &Operation, pages: &Pages, build: &Build) -> TokenStream {
    let input = ident(&operation.input.name);
    let docs = doc(&pages.doc);
    let value = build.result();
    quote! {
        #docs
        pub fn into_paginator(self) -> Paginator<#input> {
            let client = self.client.inner().clone();
            Paginator::new(client, #value)
        }
    }
}

fn setter_function(field: &Field, setter: &Setter) -> TokenStream {
    let (name, field_name, docs) = (ident(&setter.name), ident(&field.name), doc(&setter.doc));
    let (parameters, statement) = match (&setter.kind, &field.ty) {
        (SetterKind::Element(ty), _) => (parameter("value", ty), {
            let value = argument("value", ty);
            quote!(self.#field_name.get_or_insert_default().push(#value);)
        }),
        (SetterKind::Entry(key, value), _) => {
            let parameters = [parameter("key", key), parameter("value", value)];
            let (key, value) = (argument("key", key), argument("value", value));
            (
                quote!(#(#parameters),*),
                quote!(self.#field_name.get_or_insert_default().insert(#key, #value);),
            )
        }
        (SetterKind::Value, ty) => (parameter("value", ty), {
            let value = argument("value", ty);
            quote!(self.#field_name = Some(#value);)
        }),
    };
    quote! {
        #docs
        pub fn #name(mut self, #parameters) -> Self {
            #statement
            self
        }
    }
}
