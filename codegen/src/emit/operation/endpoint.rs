//! The endpoint parameters of an operation.

use crate::emit::rust::ident;
use crate::plan::RuleConstant;
use crate::plan::{EndpointSource, Operation, Presence, Walk, WriteStep};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn parameter(name: &str, source: &EndpointSource) -> TokenStream {
    match source {
        EndpointSource::Constant(value) => {
            let value = match value {
                RuleConstant::Bool(flag) => quote!(#flag),
                RuleConstant::Text(text) => quote!(#text),
                RuleConstant::List(texts) => quote!(vec![#(#texts.to_owned()),*]),
            };
            quote!(request.endpoint(#name, #value);)
        }
        EndpointSource::Boolean(path) => {
            let values = values(path);
            quote!(request.endpoint_flag(#name, #values);)
        }
        EndpointSource::String(path) => {
            let values = values(path);
            quote!(request.endpoint_text(#name, #values);)
        }
        EndpointSource::Strings(path) => {
            let values = values(path);
            quote!(request.endpoint_texts(#name, #values);)
        }
    }
}

/// Whether the endpoint parameters use `iter`.
pub(super) fn names_iter(operation: &Operation) -> bool {
    operation.write.iter().any(|step| match step {
        WriteStep::Endpoint { source, .. } => match source {
            EndpointSource::Constant(_) => false,
            EndpointSource::Boolean(path)
            | EndpointSource::String(path)
            | EndpointSource::Strings(path) => path.len() > 1 && begins_with_once(path),
        },
        _ => false,
    })
}

/// Whether a path, or one within it, begins with a field that is not optional and no list or map.
fn begins_with_once(path: &[Walk]) -> bool {
    let is_one = match path {
        [Walk::Field(field), next, ..] => {
            field.presence == Presence::Required && !matches!(next, Walk::Each | Walk::Keys)
        }
        [Walk::Field(field)] => field.presence == Presence::Required,
        _ => true,
    };
    let within = |step: &Walk| match step {
        Walk::Several(paths) => paths.iter().any(|path| begins_with_once(path)),
        _ => false,
    };
    is_one || path.iter().any(within)
}

/// The values at a path, as an iterator.
fn values(path: &[Walk]) -> TokenStream {
    match path {
        [Walk::Field(field)] => {
            let name = ident(&field.name);
            match field.presence {
                Presence::Required => quote!([&self.#name]),
                Presence::Optional => quote!(&self.#name),
            }
        }
        path => from(&quote!(self), path),
    }
}

fn from(start: &TokenStream, path: &[Walk]) -> TokenStream {
    let Some((Walk::Field(first), rest)) = path.split_first() else {
        let steps = path.iter().map(step);
        return quote!(iter::once(#start) #(#steps)*);
    };
    let name = ident(&first.name);
    let (begin, rest) = match (first.presence, rest) {
        (Presence::Optional, rest) => (quote!(#start.#name.iter()), rest),
        (Presence::Required, [Walk::Each, rest @ ..]) => (quote!(#start.#name.iter()), rest),
        (Presence::Required, [Walk::Keys, rest @ ..]) => (quote!(#start.#name.keys()), rest),
        (Presence::Required, rest) => (quote!(iter::once(&#start.#name)), rest),
    };
    let steps = rest.iter().map(step);
    quote!(#begin #(#steps)*)
}

fn step(step: &Walk) -> TokenStream {
    match step {
        Walk::Field(field) => {
            let name = ident(&field.name);
            match field.presence {
                Presence::Required => quote!(.map(|it| &it.#name)),
                Presence::Optional => quote!(.filter_map(|it| it.#name.as_ref())),
            }
        }
        Walk::Each => quote!(.flatten()),
        Walk::Keys => quote!(.flat_map(|it| it.keys())),
        Walk::Several(paths) => {
            let mut paths = paths.iter().map(|path| from(&quote!(it), path));
            let first = paths.next();
            quote!(.flat_map(|it| #first #(.chain(#paths))*))
        }
    }
}
