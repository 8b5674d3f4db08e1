//! The fluent builder of an operation.

use crate::emit::rust::{doc, ident};
use crate::plan::{Field, Operation, RustType, Setter, SetterKind};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn builder(operation: &Operation) -> TokenStream {
    let name = ident(&format!("{}FluentBuilder", operation.prefix));
    let input = ident(&operation.input.name);
    let output = ident(&operation.output.name);
    let error = ident(&format!("{}Error", operation.prefix));
    let title = doc(&[
        format!(
            "Builds and sends `{}`, member by member; made by",
            operation.name
        ),
        format!("[`Client::{0}`](crate::Client::{0}).", operation.module()),
    ]);
    let fields: Vec<_> = operation
        .input
        .fields
        .iter()
        .map(|field| {
            let (name, ty) = (ident(&field.name), &field.ty);
            quote!(#name: Option<#ty>,)
        })
        .collect();
    let names: Vec<_> = operation
        .input
        .fields
        .iter()
        .map(|field| ident(&field.name))
        .collect();
    let setters = operation
        .input
        .fields
        .iter()
        .zip(&operation.setters)
        .map(|(field, setter)| setter_function(field, setter));
    let values = operation.input.fields.iter().map(|field| {
        let (name, wire_name) = (ident(&field.name), &field.wire_name);
        if field.optional {
            quote!(#name: self.#name,)
        } else {
            quote!(#name: required::given(#wire_name, self.#name)?,)
        }
    });
    let all_optional = operation.input.fields.iter().all(|field| field.optional);
    let (build_doc, build_type, build_value, send_input) = if all_optional {
        let value = quote!(#input { #(#values)* });
        (
            "The input so far.",
            quote!(#input),
            value,
            quote!(let input = self.build();),
        )
    } else {
        let value = quote!(Ok(#input { #(#values)* }));
        (
            "The input so far.\n\n# Errors\nA required member is not set.",
            quote!(Result<#input, #error>),
            value,
            quote!(let input = self.build()?;),
        )
    };
    let paginator = operation.pages.as_ref().map(|pages| {
        let docs = doc(&pages.doc);
        let input_value = if all_optional {
            quote!(Ok(self.build()))
        } else {
            quote!(self.build())
        };
        quote! {
            #docs
            pub fn into_paginator(self) -> Paginator<#input> {
                let client = self.client.core();
                Paginator::new(client, #input_value)
            }
        }
    });
    let build_doc: Vec<String> = build_doc.lines().map(str::to_owned).collect();
    let build_doc = doc(&build_doc);
    quote! {
        #title
        #[cfg(feature = "client")]
        #[derive(Clone)]
        #[must_use = "a builder does nothing until it is sent"]
        pub struct #name {
            client: Client,
            #(#fields)*
        }

        #[cfg(feature = "client")]
        impl #name {
            pub(crate) fn new(client: Client) -> Self {
                Self { client, #(#names: None),* }
            }

            #(#setters)*

            #build_doc
            pub fn build(self) -> #build_type {
                #build_value
            }

            /// Sends the request.
            ///
            /// # Errors
            /// The service answered with an error, or the call got no usable answer.
            pub async fn send(self) -> Result<#output, #error> {
                let client = self.client.clone();
                #send_input
                client.send(input).await
            }

            /// As [`send`](Self::send), and blocks the thread until the answer is there.
            ///
            /// # Errors
            /// Those of [`send`](Self::send).
            #[cfg(feature = "blocking")]
            pub fn send_blocking(self) -> Result<#output, #error> {
                let client = self.client.clone();
                #send_input
                client.send_blocking(input)
            }

            #paginator
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
        (SetterKind::Value, RustType::Box(ty)) => (
            parameter("value", ty),
            quote!(self.#field_name = Some(Box::new(value));),
        ),
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

fn parameter(name: &str, ty: &RustType) -> TokenStream {
    let name = ident(name);
    match ty {
        RustType::Path(path) if path == "String" => quote!(#name: impl Into<String>),
        ty => quote!(#name: #ty),
    }
}

fn argument(name: &str, ty: &RustType) -> TokenStream {
    let name = ident(name);
    match ty {
        RustType::Path(path) if path == "String" => quote!(#name.into()),
        _ => quote!(#name),
    }
}
