//! Structs.

use super::exception_parts::exception_macro;
use super::fills::{Of, fills, fills_use, statements};
use super::redacted::redacted_struct;
use super::required::required;
use crate::emit::imports::{Mentions, runtime_uses};
use crate::emit::read::read_headers;
use crate::emit::rust::{
    argument, doc, doc_line, format_module, ident, json_derives, parameter, present, wire_attribute,
};
use crate::plan::{Field, Operation, Presence, Primitive, RustType, Setter, Struct};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn struct_file(item: &Struct) -> TokenStream {
    let mentions = Mentions::of(&item.fields);
    let uses = mentions.crate_uses(&item.name);
    let runtime = runtime_uses(&mentions, item.checks.as_deref(), item.json);
    let debug = item.redacted.then(|| {
        quote!(
            use std::fmt;
        )
    });
    let fills = fills_use(item.fills.is_some());
    let structure = structure(item);
    let fill = item
        .fills
        .as_ref()
        .map(|fills| self::fills(&ident(&item.name), fills));
    quote! {
        #uses
        #runtime
        #fills
        #debug
        #structure
        #fill
    }
}

/// The input of an operation, of which the fluent builders are derived.
pub(in crate::emit) fn input(operation: &Operation) -> TokenStream {
    let waiter = operation.has_waiter.then(|| quote!(, WaiterBuilder));
    let builders = quote!(#[cfg_attr(feature = "client", derive(FluentBuilder #waiter))]);
    let setters = operation.setters.iter().map(Some);
    structure_with(&operation.input, Some(&builders), setters)
}

/// A struct with what belongs to it.
pub(in crate::emit) fn structure(item: &Struct) -> TokenStream {
    structure_with(item, None, std::iter::repeat(None))
}

fn structure_with<'a>(
    item: &Struct,
    builders: Option<&TokenStream>,
    setters: impl Iterator<Item = Option<&'a Setter>>,
) -> TokenStream {
    let name = ident(&item.name);
    let docs = doc(&item.doc);
    let debug = (!item.redacted).then(|| quote!(Debug,));
    let clone = item.is_clone.then(|| quote!(Clone,));
    let default = item.has_default.then(|| quote!(Default,));
    let (read, write) = json_derives(item.json);
    let rename_all = item
        .rename_all
        .map(|rule| rule.name())
        .map(|rule| quote!(#[serde(rename_all = #rule)]));
    let fields = item.fields.iter().zip(setters);
    let fields = fields.map(|(field, setter)| self::field(field, item.has_default, setter));
    let metadata = item.exception.as_ref().map(|_| {
        quote! {
            /// What is known about the failed call.
            #[serde(skip)]
            pub metadata: ErrorMetadata,
        }
    });
    let constructor = constructor(item);
    let redacted = item.redacted.then(|| redacted_struct(item));
    let checks = item.checks.as_ref().map(|checks| required(&name, checks));
    let exception = item.exception.as_ref().map(|exception| {
        let declare = exception_macro(exception);
        if exception.headers.is_empty() && item.fills.is_none() {
            return quote!(#declare!(#name););
        }
        let headers = read_headers(&exception.headers);
        let fill = item.fills.as_ref().map(|fills| {
            let fills = statements(&quote!(self), fills, Of::Response);
            quote! {
                fn fill_defaults(&mut self) {
                    #fills
                }
            }
        });
        quote! {
            #declare!(#name, headers);
            #[cfg(feature = "client")]
            impl Exception for #name {
                #headers
                #fill
            }
        }
    });
    quote! {
        #docs
        #[derive(#clone #debug #default Deserialize, PartialEq, #read Serialize #write)]
        #builders
        #rename_all
        pub struct #name {
            #(#fields)*
            #metadata
        }
        #constructor
        #redacted
        #checks
        #exception
    }
}

fn field(field: &Field, has_default: bool, setter: Option<&Setter>) -> TokenStream {
    let name = ident(&field.name);
    let docs = doc(&field.doc);
    let ty = &field.ty;
    let mut attributes = Vec::new();
    if let Some(api_name) = &field.rename {
        attributes.push(quote!(rename = #api_name));
    }
    if let Some(format) = field.format {
        let path = format_module(format);
        attributes.push(quote!(with = #path));
    }
    // A stream that is not there is an empty one.
    if has_default && field.presence == Presence::Required {
        attributes.push(quote!(default));
    }
    let ty = present(&quote!(#ty), field.presence);
    let setters = setter.map(|setter| setter_attributes(field, setter));
    let wire = wire_attribute(field);
    quote! {
        #docs
        #wire
        #setters
        #(#[serde(#attributes)])*
        pub #name: #ty,
    }
}

/// What builders call a member where that does not follow from the field's name.
fn setter_attributes(field: &Field, setter: &Setter) -> TokenStream {
    let (name, whole) = (&setter.name, &setter.whole);
    let plain = field.name.trim_start_matches("r#");
    let one = (*name != field.name).then(|| quote!(#[wire(setter = #name)]));
    let all = (*whole != format!("set_{plain}")).then(|| quote!(#[wire(whole_setter = #whole)]));
    quote!(#one #all)
}

fn constructor(item: &Struct) -> Option<TokenStream> {
    let constructor = item.constructor.as_ref()?;
    let name = ident(&item.name);
    let is_parameter = |index: &usize| constructor.fields.contains(index);
    let parameters = constructor.fields.iter().filter_map(|index| {
        let field = item.fields.get(*index)?;
        Some(parameter(&field.name, &field.ty))
    });
    let fields = item.fields.iter().enumerate().map(|(index, field)| {
        let name = ident(&field.name);
        if !is_parameter(&index) {
            return quote!(#name: None);
        }
        let value = argument(&field.name, &field.ty);
        match (field.presence, &field.ty) {
            (Presence::Optional, _) => quote!(#name: Some(#value)),
            (
                Presence::Required,
                RustType::String | RustType::Box(_) | RustType::Primitive(Primitive::ByteStream),
            ) => quote!(#name: #value),
            (Presence::Required, _) => quote!(#name),
        }
    });
    let docs = doc_line(&format!("A `{}` with its required members.", item.name));
    Some(quote! {
        impl #name {
            #docs
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#fields),* }
            }
        }
    })
}
