//! Defaults that the client fills in for absent members.

use crate::emit::rust::ident;
use crate::plan::{Constant, DocumentConstant, Fill, Fills};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The kind of message that a value is part of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::emit) enum Of {
    /// A request.
    Request,
    /// A response.
    Response,
    /// As the parameter `of_response` states.
    Either,
}

pub(in crate::emit) fn fills(name: &Ident, fills: &Fills) -> TokenStream {
    let statements = statements(&quote!(self), fills, Of::Either);
    let uses_parameter = !fills.inside.is_empty() || fills.own.iter().any(|fill| fill.of_responses);
    let parameter = ident(if uses_parameter {
        "of_response"
    } else {
        "_of_response"
    });
    quote! {
        impl FillDefaults for #name {
            fn fill_defaults(&mut self, #parameter: bool) {
                #statements
            }
        }
    }
}

/// The same for a union.
pub(super) fn fills_of_variants(name: &Ident, variants: &[String]) -> TokenStream {
    let filled = match variants {
        [variant] => {
            let variant = ident(variant);
            quote! {
                if let Self::#variant(value) = self {
                    value.fill_defaults(of_response);
                }
            }
        }
        variants => {
            let variants = variants.iter().map(|variant| ident(variant));
            quote! {
                match self {
                    #(Self::#variants(value) => value.fill_defaults(of_response),)*
                    _ => {}
                }
            }
        }
    };
    quote! {
        impl FillDefaults for #name {
            fn fill_defaults(&mut self, of_response: bool) {
                #filled
            }
        }
    }
}

/// Fills in the defaults of `value`: its own members first, then those within them.
pub(in crate::emit) fn statements(value: &TokenStream, fills: &Fills, of: Of) -> TokenStream {
    let set = |fill: &Fill| {
        let field = ident(&fill.field);
        self::set(&quote!(#value.#field), &fill.value)
    };
    let always = fills.own.iter().filter(|fill| !fill.of_responses).map(set);
    let mut in_responses = fills
        .own
        .iter()
        .filter(|fill| fill.of_responses)
        .map(set)
        .peekable();
    let in_responses = match of {
        Of::Request => None,
        _ if in_responses.peek().is_none() => None,
        Of::Response => Some(quote!(#(#in_responses)*)),
        Of::Either => Some(quote!(if of_response { #(#in_responses)* })),
    };
    let of_response = match of {
        Of::Request => quote!(false),
        Of::Response => quote!(true),
        Of::Either => quote!(of_response),
    };
    let inside = fills.inside.iter().map(|field| {
        let field = ident(field);
        quote!(#value.#field.fill_defaults(#of_response);)
    });
    quote! {
        #(#always)*
        #in_responses
        #(#inside)*
    }
}

fn set(field: &TokenStream, constant: &Constant) -> TokenStream {
    match constant {
        Constant::Zero => quote!(#field.get_or_insert_default();),
        Constant::True => quote!(#field.get_or_insert(true);),
        Constant::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(#field.get_or_insert(#value);)
        }
        // clippy mistakes some fractions for mathematical constants.
        Constant::Float(value) if value.fract() != 0.0 => parsed(field, value),
        Constant::Double(value) if value.fract() != 0.0 => parsed(field, value),
        Constant::Float(value) => {
            let value = Literal::f32_unsuffixed(*value);
            quote!(#field.get_or_insert(#value);)
        }
        Constant::Double(value) => {
            let value = Literal::f64_unsuffixed(*value);
            quote!(#field.get_or_insert(#value);)
        }
        Constant::Text(text) => quote!(#field.get_or_insert(#text.to_owned());),
        Constant::Value(text) => quote!(#field.get_or_insert(#text.into());),
        Constant::Bytes(bytes) => {
            let bytes = Literal::byte_string(bytes);
            quote!(#field.get_or_insert(primitives::Blob::new(#bytes));)
        }
        Constant::Timestamp(text) => parsed(field, text),
        Constant::Document(value) => {
            let value = document(value);
            quote!(#field.get_or_insert(#value);)
        }
    }
}

/// A value that is parsed from a string.
fn parsed(field: &TokenStream, text: &impl ToString) -> TokenStream {
    let text = text.to_string();
    quote!(#field = #field.or_else(|| #text.parse().ok());)
}

fn document(value: &DocumentConstant) -> TokenStream {
    match value {
        DocumentConstant::Bool(value) => quote!(#value.into()),
        DocumentConstant::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(primitives::Document::Integer(#value))
        }
        DocumentConstant::Double(value) => {
            let value = Literal::f64_unsuffixed(*value);
            quote!(primitives::Document::Double(#value))
        }
        DocumentConstant::Text(text) => quote!(#text.into()),
        DocumentConstant::Array => quote!(primitives::Document::Array(Vec::new())),
        DocumentConstant::Object => {
            quote!(primitives::Document::Object(shapewright_runtime::Map::new()))
        }
    }
}
