//! Operations: input, output, error, the pure functions, the fluent builder.

use super::imports::Mentions;
use super::{doc, doc_line, ident, items};
use crate::plan::{
    Body, Field, ItemType, Operation, Pages, ReadFrom, ReadStep, RequestStart, RustType, Setter,
    SetterKind, Step, Text, WriteStep,
};
use proc_macro2::TokenStream;
use quote::quote;

/// The file of one operation.
pub(super) fn file(operation: &Operation) -> TokenStream {
    let title = format!(" `{}`: input, output, error and call.", operation.name);
    let fields = operation
        .input
        .fields
        .iter()
        .chain(&operation.output.fields);
    let mentions = Mentions::of(fields);
    let uses = mentions.crate_uses("");
    let runtime = items::runtime_uses(&mentions, operation.input.checks.as_deref());
    let debug = [&operation.input, &operation.output]
        .iter()
        .any(|item| item.redacted)
        .then(|| {
            quote!(
                use std::fmt;
            )
        });
    let call_uses = call_uses(operation);
    let input = items::structure(&operation.input);
    let output = items::structure(&operation.output);
    let call = implementation(operation);
    let error = error(operation);
    let pages = operation
        .pages
        .as_ref()
        .map(|pages| paginated(operation, pages));
    let builder = builder(operation);
    quote! {
        #![doc = #title]
        #uses
        use shapewright_runtime::{Deserialize, Serialize};
        #runtime
        #call_uses
        #debug
        #input
        #output
        #error
        #call
        #pages
        #builder
    }
}

/// How the result is read page by page.
fn paginated(operation: &Operation, pages: &Pages) -> TokenStream {
    let input = ident(&operation.input.name);
    let output = ident(&operation.output.name);
    let tokens: Vec<TokenStream> = pages
        .tokens
        .iter()
        .map(|(field, way)| {
            let field = ident(field);
            let token = borrowed(way);
            quote!(advance(&mut self.#field, #token))
        })
        .collect();
    let more = pages.more.as_ref().map(|way| {
        let more = borrowed(way);
        quote! {
            let more = #more;
            if more != Some(&true) {
                return Advance::End;
            }
        }
    });
    let next = match tokens.as_slice() {
        [one] => quote!(#one),
        several => quote! {
            let tokens = [#(#several),*];
            Advance::of(&tokens)
        },
    };
    let items = pages.items.as_ref().map(|(way, ty)| {
        let ty = match ty {
            ItemType::Element(ty) => quote!(#ty),
            ItemType::Entry(key, value) => quote!((#key, #value)),
        };
        let items = owned(way);
        let is_map = matches!(pages.items, Some((_, ItemType::Entry(..))));
        let items = if is_map {
            quote!(#items.unwrap_or_default().into_iter().collect())
        } else {
            quote!(#items.unwrap_or_default())
        };
        quote! {
            #[cfg(feature = "client")]
            impl PaginatedItems for #input {
                type Item = #ty;

                fn items(output: #output) -> Vec<Self::Item> {
                    #items
                }
            }
        }
    });
    quote! {
        #[cfg(feature = "client")]
        impl Paginated for #input {
            fn advance(&mut self, output: &#output) -> Advance {
                #more
                #next
            }
        }
        #items
    }
}

/// The value at the end of a way through an output's fields, as `Option<&T>`.
fn borrowed(way: &[Step]) -> TokenStream {
    let mut value = quote!(output);
    let mut is_output = true;
    for step in way {
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

/// The same by fields alone, as `Option<T>`.
fn owned(way: &[Step]) -> TokenStream {
    let mut fields = way.iter().filter_map(|step| match step {
        Step::Field(field) => Some(ident(field)),
        Step::Element(_) | Step::Last => None,
    });
    let first = fields.next();
    fields.fold(
        quote!(output.#first),
        |value, field| quote!(#value.and_then(|inner| inner.#field)),
    )
}

fn call_uses(operation: &Operation) -> TokenStream {
    let error = (!operation.exceptions.is_empty()).then(|| {
        quote! {
            #[cfg(feature = "client")]
            use crate::types::error;
        }
    });
    // In place of the prelude's, which reads JSON.
    let modeled = (operation.query && !operation.exceptions.is_empty()).then(|| {
        quote! {
            #[cfg(feature = "client")]
            use shapewright_runtime::query::modeled;
        }
    });
    let query = operation.query.then(|| {
        quote! {
            #[cfg(feature = "client")]
            use crate::query::QUERY;
        }
    });
    quote! {
        #[cfg(feature = "client")]
        use crate::client::{Client, SERVICE};
        #query
        #error
        #[cfg(feature = "client")]
        use shapewright_runtime::prelude::*;
        #modeled
    }
}

fn implementation(operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let input = ident(&operation.input.name);
    let output = ident(&operation.output.name);
    let error = ident(&format!("{}Error", operation.prefix));
    let auth = operation.auth.map(|auth| {
        let auth = ident(auth);
        quote!(auth: Auth::#auth,)
    });
    let sensitive = &operation.sensitive;
    let sensitive = (!sensitive.is_empty()).then(|| quote!(sensitive: &[#(#sensitive),*],));
    let metadata = if auth.is_none() && sensitive.is_none() {
        quote!(Metadata::new(&SERVICE, #name))
    } else {
        quote! {
            Metadata {
                #auth
                #sensitive
                ..Metadata::new(&SERVICE, #name)
            }
        }
    };
    let request = request(operation);
    let response = response(operation, &output);
    let failure = if operation.query {
        quote!(QUERY.failure(response))
    } else {
        quote!(protocol::failure(response))
    };
    let tokens = tokens(operation);
    // Inline, as other functions that bring all types of an operation with them: so they are compiled
    // where the operation is called, and not for all that are not.
    quote! {
        #[cfg(feature = "client")]
        impl Operation for #input {
            type Output = #output;
            type Error = #error;

            const METADATA: Metadata = #metadata;

            #[inline]
            fn to_request(&self) -> Result<Request<Bytes>, CallError> {
                #request
            }

            #[inline]
            fn parse_response(response: &Response<Bytes>) -> Result<Self::Output, Self::Error> {
                if let Some(failure) = #failure {
                    return Err(failure.into());
                }
                #response
            }

            #tokens
        }
    }
}

fn tokens(operation: &Operation) -> Option<TokenStream> {
    if operation.tokens.is_empty() {
        return None;
    }
    let fields = operation.tokens.iter().map(|field| ident(field));
    Some(quote! {
        fn fill_in(&mut self, fresh_token: &mut dyn FnMut() -> String) {
            #(self.#fields.get_or_insert_with(&mut *fresh_token);)*
        }
    })
}

fn request(operation: &Operation) -> TokenStream {
    let start = match &operation.request {
        RequestStart::Rest { method, uri } => {
            let method = ident(method);
            quote!(RequestBuilder::new(Method::#method, #uri))
        }
        RequestStart::JsonRpc {
            target,
            content_type,
            query_compatible,
        } => {
            let mode = query_compatible.then(|| quote!(.query_mode()));
            quote!(RequestBuilder::json_rpc(#target, #content_type) #mode)
        }
    };
    let checksum = operation.checksum.then(|| quote!(.checksum()));
    let steps: Vec<TokenStream> = operation.write.iter().map(write_step).collect();
    let (before, end) = body(operation);
    let mutable = (!steps.is_empty()).then(|| quote!(mut));
    quote! {
        let #mutable request = #start #checksum;
        #(#steps)*
        #before
        request.#end
    }
}

fn write_step(step: &WriteStep) -> TokenStream {
    match step {
        WriteStep::Require => quote!(request.require(self);),
        WriteStep::HostPrefix { template, labels } => host_prefix(template, labels),
        WriteStep::Label(text) => label(text),
        WriteStep::Query(text) => {
            let name = &text.wire_name;
            let values = values(text);
            quote!(request.query(#name, #values);)
        }
        WriteStep::QueryMap {
            field,
            lists,
            optional,
        } => {
            let value = option(field, *optional);
            if *lists {
                quote!(request.query_map_of_lists(#value);)
            } else {
                quote!(request.query_map(#value);)
            }
        }
        WriteStep::Header(text) => {
            let name = &text.wire_name;
            let values = values(text);
            if text.list && text.timestamp.is_some() {
                quote!(request.header_dates(#name, #values);)
            } else if text.list {
                quote!(request.header_list(#name, #values);)
            } else {
                quote!(request.header(#name, #values);)
            }
        }
        WriteStep::HeaderBase64 {
            wire_name,
            field,
            optional,
        } => {
            let value = option(field, *optional);
            quote!(request.header_base64(#wire_name, #value);)
        }
        WriteStep::PrefixHeaders {
            wire_name,
            field,
            optional,
        } => {
            let value = option(field, *optional);
            quote!(request.prefix_headers(#wire_name, #value);)
        }
    }
}

/// A field as `Option<&T>`.
fn option(field: &str, optional: bool) -> TokenStream {
    let field = ident(field);
    if optional {
        quote!(self.#field.as_ref())
    } else {
        quote!(Some(&self.#field))
    }
}

fn host_prefix(template: &str, labels: &[(String, String)]) -> TokenStream {
    if labels.is_empty() {
        return quote!(request.host_prefix(#template););
    }
    let mut format = template.to_owned();
    let mut arguments = Vec::new();
    for (name, field) in labels {
        format = format.replace(&format!("{{{name}}}"), "{}");
        let field = ident(field);
        arguments.push(quote!(self.#field));
    }
    let names = labels.iter().map(|(name, _)| name);
    quote! {
        #(request.host_label(#names, &#arguments);)*
        request.host_prefix(format!(#format, #(#arguments),*));
    }
}

fn label(text: &Text) -> TokenStream {
    let name = &text.wire_name;
    let field = ident(&text.field);
    match (text.timestamp, text.optional) {
        (Some(format), false) => {
            let format = ident(format);
            quote!(request.label(#name, &self.#field.format(TimestampFormat::#format));)
        }
        (None, false) => quote!(request.label(#name, &self.#field);),
        // An idempotency token in the URI: filled in before this is called.
        (_, true) => {
            quote!(request.label(#name, self.#field.as_deref().unwrap_or_default());)
        }
    }
}

/// The texts of a member, as something to iterate over.
fn values(text: &Text) -> TokenStream {
    let field = ident(&text.field);
    match (text.timestamp, text.list, text.optional) {
        (None, false, true) => quote!(&self.#field),
        (None, false, false) => quote!([&self.#field]),
        (None, true, true) => quote!(self.#field.iter().flatten()),
        (None, true, false) => quote!(&self.#field),
        (Some(format), list, optional) => {
            let format = ident(format);
            let times = match (list, optional) {
                (false, true) | (true, false) => quote!(&self.#field),
                (false, false) => quote!([&self.#field]),
                (true, true) => quote!(self.#field.iter().flatten()),
            };
            quote!(&protocol::times(#times, TimestampFormat::#format))
        }
    }
}

/// What stands before the end of the request, and its end.
fn body(operation: &Operation) -> (TokenStream, TokenStream) {
    match &operation.body {
        Body::Empty => (quote!(), quote!(empty())),
        Body::EmptyObject => (quote!(), quote!(empty_object())),
        Body::Input => (quote!(), quote!(json(self))),
        Body::Form => (quote!(), quote!(form(&QUERY, self))),
        Body::Fields(fields) => body_fields(fields),
        Body::PayloadJson {
            field,
            optional,
            object,
        } => {
            let value = option(field, *optional);
            if *object {
                (quote!(), quote!(json_payload(#value)))
            } else {
                (quote!(), quote!(json_or_empty(#value)))
            }
        }
        Body::PayloadBytes { field, optional } => {
            let field = ident(field);
            if *optional {
                (quote!(), quote!(bytes(self.#field.as_deref())))
            } else {
                (quote!(), quote!(bytes(Some(&self.#field))))
            }
        }
        Body::Events { field, optional } => {
            let stream = option(field, *optional);
            (
                quote!(),
                quote!(bytes(#stream.map(|stream| stream.frames()))),
            )
        }
        Body::PayloadText {
            field,
            optional,
            is_enum,
        } => {
            let field = ident(field);
            let value = match (optional, is_enum) {
                (true, false) => quote!(self.#field.as_deref()),
                (true, true) => quote!(self.#field.as_ref().map(|value| value.as_str())),
                (false, false) => quote!(Some(&self.#field)),
                (false, true) => quote!(Some(self.#field.as_str())),
            };
            (quote!(), quote!(text(#value)))
        }
    }
}

/// A struct of the fields that are in the body, borrowed from the input.
fn body_fields(fields: &[Field]) -> (TokenStream, TokenStream) {
    let members = fields.iter().map(|field| {
        let (name, ty, wire_name) = (ident(&field.name), &field.ty, &field.wire_name);
        let rename = (field.name.trim_start_matches("r#") != wire_name)
            .then(|| quote!(#[serde(rename = #wire_name)]));
        let ty = match field.with {
            Some(module) => {
                let format = items::format_type(module);
                quote!(wire::As<#format, &'a #ty>)
            }
            None => match ty {
                RustType::Path(path) if path == "String" => quote!(&'a str),
                ty => quote!(&'a #ty),
            },
        };
        let ty = if field.optional {
            quote!(Option<#ty>)
        } else {
            ty
        };
        quote!(#rename #name: #ty,)
    });
    let values = fields.iter().map(|field| {
        let name = ident(&field.name);
        let is_string = matches!(&field.ty, RustType::Path(path) if path == "String");
        match (field.with, field.optional, is_string) {
            (Some(_), true, _) => quote!(#name: self.#name.as_ref().map(wire::As::new),),
            (Some(_), false, _) => quote!(#name: wire::As::new(&self.#name),),
            (None, true, true) => quote!(#name: self.#name.as_deref(),),
            (None, true, false) => quote!(#name: self.#name.as_ref(),),
            (None, false, _) => quote!(#name: &self.#name,),
        }
    });
    let before = quote! {
        #[derive(Serialize)]
        struct Body<'a> {
            #(#members)*
        }
        let body = Body { #(#values)* };
    };
    (before, quote!(json(&body)))
}

fn response(operation: &Operation, output: &proc_macro2::Ident) -> TokenStream {
    match (operation.reads_body, operation.read.is_empty()) {
        (true, true) if operation.query => quote!(Ok(QUERY.output::<Self>(response)?)),
        (true, true) => quote!(Ok(protocol::json(response)?)),
        (false, true) => quote!(Ok(#output::default())),
        (false, false) => {
            let fields = operation.read.iter().map(|step| {
                let field = ident(&step.field);
                let value = read(&step.from);
                quote!(#field: #value,)
            });
            quote!(Ok(#output { #(#fields)* }))
        }
        (true, false) => {
            let steps = operation.read.iter().map(|step| {
                let field = ident(&step.field);
                let value = read(&step.from);
                quote!(output.#field = #value;)
            });
            quote! {
                let mut output: #output = protocol::json(response)?;
                #(#steps)*
                Ok(output)
            }
        }
    }
}

fn read(from: &ReadFrom) -> TokenStream {
    match from {
        ReadFrom::Header(name) => quote!(protocol::header(response, #name)?),
        ReadFrom::HeaderList(name) => quote!(protocol::header_list(response, #name)?),
        ReadFrom::HttpDateList(name) => quote!(protocol::http_date_list(response, #name)?),
        ReadFrom::HeaderBase64(name) => quote!(protocol::header_base64(response, #name)?),
        ReadFrom::PrefixHeaders(name) => quote!(protocol::prefix_headers(response, #name)?),
        ReadFrom::StatusCode => quote!(Some(response.status().as_u16().into())),
        ReadFrom::PayloadJson => quote!(protocol::payload(response)?),
        ReadFrom::PayloadBytes => quote!(protocol::blob(response)),
        ReadFrom::Events => quote!(protocol::events(response)),
        ReadFrom::PayloadText => quote!(protocol::payload_text(response)?),
    }
}

/// The function of an exception that reads its headers, where it has some.
pub(super) fn read_headers(steps: &[ReadStep]) -> Option<TokenStream> {
    if steps.is_empty() {
        return None;
    }
    let steps = steps.iter().map(|step| {
        let field = ident(&step.field);
        let value = read(&step.from);
        quote!(self.#field = #value;)
    });
    Some(quote! {
        fn read_headers(&mut self, response: &Response<Bytes>) -> Result<(), CallError> {
            #(#steps)*
            Ok(())
        }
    })
}

fn error(operation: &Operation) -> TokenStream {
    let name = ident(&format!("{}Error", operation.prefix));
    let title = doc_line(&format!("What a failed `{}` returns.", operation.name));
    let variants = operation.exceptions.iter().map(|exception| {
        let (docs, name) = (doc(&exception.doc), ident(&exception.name));
        quote!(#docs #name(Box<error::#name>),)
    });
    let codes = operation.exceptions.iter().map(|exception| {
        let (name, shape) = (ident(&exception.name), &exception.shape);
        quote!(Some(#shape) => modeled(failure, Self::#name),)
    });
    let names: Vec<_> = operation
        .exceptions
        .iter()
        .map(|e| ident(&e.name))
        .collect();
    // What is not to be shown stays out of the texts of errors.
    let input = ident(&operation.input.name);
    let is_sensitive = !operation.sensitive.is_empty();
    let shared = match is_sensitive {
        true => quote!(operation_error!(#name, #input);),
        false => quote!(operation_error!(#name);),
    };
    let redacted = is_sensitive.then(|| {
        quote!(let failure = failure.redacted(#input::METADATA.sensitive);)
    });
    let from_failure = if operation.exceptions.is_empty() {
        quote!(Self::Unknown(failure.unknown()))
    } else {
        quote! {
            let known = match failure.shape() {
                #(#codes)*
                _ => Err(failure.unknown()),
            };
            known.unwrap_or_else(Self::Unknown)
        }
    };
    quote! {
        #title
        #[cfg(feature = "client")]
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// An error code that this crate does not know; code, message and request id are kept.
            Unknown(UnknownError),
            /// The call got no usable answer.
            Failed(CallError),
        }

        #[cfg(feature = "client")]
        #shared

        #[cfg(feature = "client")]
        impl From<Failure<'_>> for #name {
            #[inline]
            fn from(failure: Failure<'_>) -> Self {
                #redacted
                #from_failure
            }
        }

        #[cfg(feature = "client")]
        impl OperationError for #name {
            fn fault(&self) -> &dyn Fault {
                match self {
                    #(Self::#names(error) => &**error,)*
                    Self::Unknown(error) => error,
                    Self::Failed(error) => error,
                }
            }

            fn fault_mut(&mut self) -> &mut dyn Fault {
                match self {
                    #(Self::#names(error) => &mut **error,)*
                    Self::Unknown(error) => error,
                    Self::Failed(error) => error,
                }
            }
        }
    }
}

fn builder(operation: &Operation) -> TokenStream {
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
