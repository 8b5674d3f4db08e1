//! The request of an operation.

use super::body::body;
use super::endpoint;
use crate::emit::rust::{ident, option};
use crate::plan::{
    Cardinality, FieldRef, HostTemplate, Operation, Presence, RegionCopy, RequestStart, Text,
    WriteStep,
};
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
        RequestStart::RpcV2Cbor {
            path,
            query_compatible,
        } => {
            let mode = query_compatible.then(|| quote!(.query_mode()));
            quote!(RequestBuilder::rpc_v2_cbor(#path) #mode)
        }
    };
    let is_apart = operation.streams.request_checksum.is_some();
    let checksum = (operation.checksum && !is_apart).then(|| match operation.content_md5 {
        true => quote!(.content_md5()),
        false => quote!(.checksum()),
    });
    let media_type = operation.media_type.as_ref();
    let media_type = media_type.map(|media_type| quote!(.media_type(#media_type)));
    let copy = operation.copy.as_ref().map(|copy| {
        let RegionCopy {
            source_region,
            url,
            sends_regions,
        } = copy;
        quote!(.region_copy(#source_region, #url, #sends_regions))
    });
    let headers = operation.headers.iter();
    let headers = headers.map(|(name, value)| quote!(.default_header(#name, #value)));
    let form = operation.query_as_form.then(|| quote!(.query_as_form()));
    let compression = operation.compression.then(|| quote!(.compressible()));
    let short = last_segments(&operation.last_segments);
    let steps: Vec<TokenStream> = operation.write.iter().map(write_step).collect();
    let call = body(operation);
    let mutable = (!steps.is_empty()).then(|| quote!(mut));
    quote! {
        #short
        let #mutable request = #start #(#headers)* #form #checksum #compression #media_type #copy;
        #(#steps)*
        request.#call
    }
}

fn write_step(step: &WriteStep) -> TokenStream {
    match step {
        WriteStep::Require => quote!(request.require(self);),
        WriteStep::HostPrefix(template) => host_prefix(template),
        WriteStep::EndpointUrl(field) => {
            let value = option(field);
            quote!(request.endpoint_url(#value);)
        }
        WriteStep::Endpoint { name, source } => endpoint::parameter(name, source),
        WriteStep::Label(text) => label(text),
        WriteStep::Query(text) => {
            let name = &text.wire_name;
            let values = values(text);
            quote!(request.query(#name, #values);)
        }
        WriteStep::QueryMap { field, values } => {
            let value = option(field);
            match values {
                Cardinality::One => quote!(request.query_map(#value);),
                Cardinality::Many => quote!(request.query_map_of_lists(#value);),
            }
        }
        WriteStep::Header(text) => header(text),
        WriteStep::HeaderBase64 { wire_name, field } => {
            let value = option(field);
            quote!(request.header_base64(#wire_name, #value);)
        }
        WriteStep::HeaderPath(text) => {
            let name = &text.wire_name;
            let values = values(text);
            quote!(request.header_path(#name, #values);)
        }
        WriteStep::HeaderKey {
            wire_name,
            md5_name,
            field,
        } => {
            let value = option(field);
            quote!(request.header_key(#wire_name, #md5_name, #value);)
        }
        WriteStep::PrefixHeaders { wire_name, field } => {
            let value = option(field);
            quote!(request.prefix_headers(#wire_name, #value);)
        }
    }
}

/// The input, with some fields of its body reduced to their last segments.
fn last_segments(fields: &[FieldRef]) -> Option<TokenStream> {
    if fields.is_empty() {
        return None;
    }
    let fields = fields.iter().map(|field| {
        let name = ident(&field.name);
        match field.presence {
            Presence::Required => quote!(#name: protocol::last_segment(&self.#name).to_owned()),
            Presence::Optional => {
                quote!(#name: self.#name.as_deref().map(protocol::last_segment).map(str::to_owned))
            }
        }
    });
    Some(quote! {
        let input = Self {
            #(#fields,)*
            ..self.clone()
        };
    })
}

fn host_prefix(template: &HostTemplate) -> TokenStream {
    let HostTemplate { format, labels } = template;
    if labels.is_empty() {
        return quote!(request.host_prefix(#format););
    }
    let names: Vec<_> = labels.iter().map(|label| ident(label)).collect();
    quote! {
        #(request.host_label(#labels, &self.#names);)*
        request.host_prefix(format!(#format, #(self.#names),*));
    }
}

fn header(text: &Text) -> TokenStream {
    let name = &text.wire_name;
    let values = values(text);
    let field = ident(&text.field.name);
    let empty = text.sent_empty.then(|| match text.field.presence {
        Presence::Required => quote!(request.empty_header(#name, true);),
        Presence::Optional => quote!(request.empty_header(#name, self.#field.is_some());),
    });
    match (text.cardinality, text.timestamp) {
        (Cardinality::Many, Some(_)) => quote!(#empty request.header_dates(#name, #values);),
        (Cardinality::Many, None) => quote!(#empty request.header_list(#name, #values);),
        (Cardinality::One, _) => quote!(request.header(#name, #values);),
    }
}

fn label(text: &Text) -> TokenStream {
    let name = &text.wire_name;
    let field = ident(&text.field.name);
    let value = match (text.timestamp, text.field.presence, &text.default) {
        (Some(format), Presence::Required, _) => quote!(&self.#field.format(#format)),
        (None, Presence::Required, _) => quote!(&self.#field),
        (_, Presence::Optional, Some(default)) => {
            // Labels of a URI must not be empty.
            quote!(self.#field.as_deref().filter(|text| !text.is_empty()).unwrap_or(#default))
        }
        // An idempotency token in the URI: filled in before this is called.
        (_, Presence::Optional, None) => quote!(self.#field.as_deref().unwrap_or_default()),
    };
    match text.last_segment {
        true => quote!(request.label(#name, protocol::last_segment(#value));),
        false => quote!(request.label(#name, #value);),
    }
}

/// The strings of a member, as an iterator.
fn values(text: &Text) -> TokenStream {
    let field = ident(&text.field.name);
    let values = match (text.cardinality, text.field.presence) {
        (Cardinality::One, Presence::Optional) | (Cardinality::Many, Presence::Required) => {
            quote!(&self.#field)
        }
        (Cardinality::One, Presence::Required) => quote!([&self.#field]),
        (Cardinality::Many, Presence::Optional) => quote!(self.#field.iter().flatten()),
    };
    match text.timestamp {
        None if text.last_segment => match text.field.presence {
            Presence::Optional => quote!(self.#field.as_deref().map(protocol::last_segment)),
            Presence::Required => quote!([protocol::last_segment(&self.#field)]),
        },
        None => values,
        Some(format) => quote!(&protocol::times(#values, #format)),
    }
}
