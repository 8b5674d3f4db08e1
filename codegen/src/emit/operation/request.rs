//! The request of an operation.

use crate::emit::item::format_type;
use crate::emit::rust::ident;
use crate::plan::{Body, Field, Operation, RequestStart, RustType, Text, WriteStep};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn request(operation: &Operation) -> TokenStream {
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
    quote!(request.host_prefix(format!(#format, #(#arguments),*));)
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

/// The step that says what a payload is, before the one that writes it.
fn content_type(media_type: Option<&String>) -> TokenStream {
    media_type.map_or_else(TokenStream::new, |text| quote!(media_type(#text).))
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
        Body::PayloadBytes {
            field,
            optional,
            media_type,
        } => {
            let field = ident(field);
            let content_type = content_type(media_type.as_ref());
            if *optional {
                (
                    quote!(),
                    quote!(#content_type bytes(self.#field.as_deref())),
                )
            } else {
                (quote!(), quote!(#content_type bytes(Some(&self.#field))))
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
            media_type,
        } => {
            let field = ident(field);
            let content_type = content_type(media_type.as_ref());
            let value = match (optional, is_enum) {
                (true, false) => quote!(self.#field.as_deref()),
                (true, true) => quote!(self.#field.as_ref().map(|value| value.as_str())),
                (false, false) => quote!(Some(&self.#field)),
                (false, true) => quote!(Some(self.#field.as_str())),
            };
            (quote!(), quote!(#content_type text(#value)))
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
                let format = format_type(module);
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
