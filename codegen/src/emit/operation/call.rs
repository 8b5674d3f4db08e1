//! The pure functions of an operation.

use super::codec;
use super::request::request;
use super::response::response;
use crate::emit::item::fills::{Of, statements};
use crate::emit::rust::ident;
use crate::plan::{EncodedText, Operation, Presence, ResponseShape, Streams, UrlEncoding};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

pub(super) fn implementation(operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let input = ident(&operation.input.name);
    let output = ident(&operation.output.name);
    let error = ident(&operation.error);
    let auth = operation.auth.map(|auth| quote!(auth: #auth,));
    let sensitive = &operation.sensitive;
    let sensitive = (!sensitive.is_empty()).then(|| quote!(sensitive: &[#(#sensitive),*],));
    let streams = streams(&operation.streams);
    let metadata = if auth.is_none() && sensitive.is_none() && streams.is_none() {
        quote!(Metadata::new(&crate::client::SERVICE, #name))
    } else {
        quote! {
            Metadata {
                #auth
                #sensitive
                #streams
                ..Metadata::new(&crate::client::SERVICE, #name)
            }
        }
    };
    let request = request(operation);
    let parse = parse(operation, &output);
    let tokens = tokens(operation);
    let fills = operation.input.fills.as_ref().map(|fills| {
        let fills = statements(&quote!(self), fills, Of::Request);
        quote! {
            fn fill_defaults(&mut self) {
                #fills
            }
        }
    });
    let urls = operation.url_encoding.as_ref().map(url_encoding);
    let bodies = bodies(&operation.streams);
    // Inline, as all functions that refer to the types of an operation: so they are compiled
    // in the crate that calls the operation, and not for operations that nobody calls.
    quote! {
        impl Operation for #input {
            type Output = #output;
            type Error = #error;

            const METADATA: Metadata = #metadata;

            #[inline]
            fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
                #request
            }

            #parse

            #fills
            #tokens
            #urls
            #bodies
        }
    }
}

/// The parsing of output or error.
fn parse(operation: &Operation, output: &Ident) -> TokenStream {
    if codec::is_json(operation)
        && matches!(operation.response, ResponseShape::Body)
        && operation.output.fills.is_none()
    {
        return quote!(parse_json!(););
    }
    let failure = codec::failure(operation);
    let response = response(operation, output);
    quote! {
        #[inline]
        fn parse_response(response: &Response<Bytes>) -> Result<Self::Output, Self::Error> {
            if let Some(error) = #failure {
                return Err(error.into());
            }
            #response
        }
    }
}

/// The streaming bodies, for the metadata.
fn streams(streams: &Streams) -> Option<TokenStream> {
    let request =
        streams
            .request
            .as_ref()
            .map(|_| match (streams.sends_events, streams.requires_length) {
                (true, _) => quote!(.with_request_events()),
                (false, true) => quote!(.with_sized_request()),
                (false, false) => quote!(.with_request()),
            });
    let response = streams.response.as_ref();
    let response = response.map(|_| match streams.initial_response {
        true => quote!(.with_initial_response()),
        false => quote!(.with_response()),
    });
    let sum = streams
        .request_checksum
        .map(|is_required| quote!(.with_request_checksum(#is_required)));
    let tree = streams.tree_hash.then(|| quote!(.with_tree_hash()));
    let checked = streams
        .response_checksum
        .then(|| quote!(.with_response_checksum()));
    (request.is_some() || response.is_some())
        .then(|| quote!(streams: Streams::NONE #request #tree #sum #response #checked,))
}

/// The functions that pass streaming bodies on.
fn bodies(streams: &Streams) -> TokenStream {
    let take = streams.request.as_ref().map(|field| {
        let name = ident(&field.name);
        let value = match (field.presence, streams.sends_events) {
            (Presence::Optional, false) => quote!(self.#name.take()),
            (Presence::Required, false) => quote!(Some(std::mem::take(&mut self.#name))),
            (Presence::Optional, true) => quote!(self.#name.take().map(EventStream::into_frames)),
            (Presence::Required, true) => {
                quote!(Some(std::mem::take(&mut self.#name).into_frames()))
            }
        };
        quote! {
            fn take_body(&mut self) -> Option<ByteStream> {
                #value
            }
        }
    });
    let set = streams.response.as_ref().map(|field| {
        let name = ident(field);
        let events = streams.receives_events.then(|| quote!(.into()));
        quote! {
            fn set_body(output: &mut Self::Output, body: ByteStream) {
                output.#name = body #events;
            }
        }
    });
    quote!(#take #set)
}

fn tokens(operation: &Operation) -> Option<TokenStream> {
    if operation.tokens.is_empty() {
        return None;
    }
    let fields = operation.tokens.iter().map(|field| ident(field));
    Some(quote! {
        fn fill_idempotency_tokens(&mut self, new_token: &mut dyn FnMut() -> String) {
            #(self.#fields.get_or_insert_with(&mut *new_token);)*
        }
    })
}

/// The functions that request strings of the response URL-encoded, and decode them.
fn url_encoding(encoding: &UrlEncoding) -> TokenStream {
    let UrlEncoding {
        asks, says, value, ..
    } = encoding;
    let (asks, says) = (ident(asks), ident(says));
    let texts = encoding.texts.iter().map(|text| match text {
        EncodedText::Field(field) => {
            let field = ident(field);
            quote!(protocol::decode_url(&mut output.#field);)
        }
        EncodedText::OfEach(list, field) => {
            let (list, field) = (ident(list), ident(field));
            quote! {
                let elements = output.#list.iter_mut().flatten();
                for element in elements {
                    protocol::decode_url(&mut element.#field);
                }
            }
        }
    });
    quote! {
        fn ask_url_encoding(&mut self) -> bool {
            let is_open = self.#asks.is_none();
            self.#asks.get_or_insert_with(|| #value.into());
            is_open
        }

        fn decode_urls(output: &mut Self::Output) {
            let encoding = output.#says.as_ref().map(|it| it.as_str());
            if encoding != Some(#value) {
                return;
            }
            #(#texts)*
        }
    }
}
