//! Structs.

use super::fills::fills;
use super::redacted::redacted_struct;
use crate::emit::rust::{
    derives, doc, format_module, ident, json_derives, present, wire_attribute,
};
use crate::plan::{Check, Constructor, Field, Operation, Presence, RetryHint, Setter, Struct};
use proc_macro2::TokenStream;
use quote::quote;

/// A model type that is a structure.
pub(super) fn model_type(item: &Struct) -> TokenStream {
    let structure = structure(item);
    let fill = item
        .fills
        .as_ref()
        .map(|fills| self::fills(&ident(&item.name), fills));
    quote!(#structure #fill)
}

/// The input of an operation, which derives the fluent builders.
pub(in crate::emit) fn input(operation: &Operation) -> TokenStream {
    let mut builders = vec!["FluentBuilder"];
    builders.extend(operation.has_waiter.then_some("WaiterBuilder"));
    let setters = operation.setters.iter().map(Some);
    structure_with(&operation.input, &builders, setters)
}

/// A struct and its implementations.
pub(in crate::emit) fn structure(item: &Struct) -> TokenStream {
    structure_with(item, &[], std::iter::repeat(None))
}

fn structure_with<'a>(
    item: &Struct,
    builders: &[&'static str],
    setters: impl Iterator<Item = Option<&'a Setter>>,
) -> TokenStream {
    let name = ident(&item.name);
    let docs = doc(&item.doc);
    let derives = self::derives(
        &[
            ("Clone", item.is_clone),
            ("Debug", !item.redacted),
            ("Default", item.has_default),
        ],
        &[
            builders,
            &json_derives(item.json),
            &[
                ("Error", item.exception.is_some()),
                ("New", item.constructor.is_some()),
                ("Required", item.checks.is_some()),
            ]
            .into_iter()
            .filter_map(|(name, is_derived)| is_derived.then_some(name))
            .collect::<Vec<_>>(),
        ]
        .concat(),
    );
    let rename_all = item
        .rename_all
        .map(|rule| rule.name())
        .map(|rule| quote!(#[serde(rename_all = #rule)]));
    let fields = item.fields.iter().zip(setters);
    let fields = fields.map(|(field, setter)| self::field(field, item, setter));
    let metadata = item.exception.as_ref().map(|_| {
        quote! {
            /// Code, message, request ID and status of the failed call.
            #[serde(skip)]
            pub metadata: ErrorMetadata,
        }
    });
    let parameters = item
        .constructor
        .as_ref()
        .and_then(|it| parameters(item, it));
    let redacted = item.redacted.then(|| redacted_struct(item));
    let error = item.exception.as_ref().and_then(|exception| {
        let hint = exception.hint.map(|hint| match hint {
            RetryHint::Transient => quote!(transient),
            RetryHint::Throttling => quote!(throttling),
        });
        let headers = item.is_read().then(|| quote!(headers));
        let arguments: Vec<_> = hint.into_iter().chain(headers).collect();
        (!arguments.is_empty()).then(|| quote!(#[error(#(#arguments),*)]))
    });
    quote! {
        #docs
        #derives
        #rename_all
        #parameters
        #error
        pub struct #name {
            #(#fields)*
            #metadata
        }
        #redacted
    }
}

fn field(field: &Field, item: &Struct, setter: Option<&Setter>) -> TokenStream {
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
    // An absent stream is an empty one.
    if item.has_default && field.presence == Presence::Required {
        attributes.push(quote!(default));
    }
    let ty = present(&quote!(#ty), field.presence);
    let setters = setter.map(|setter| setter_attributes(field, setter));
    let wire = wire_attribute(field);
    let checks = item.checks.iter().flatten();
    let checks = checks.filter_map(|check| match check {
        Check::Member(name) if *name == field.name => Some(quote!(required)),
        Check::Inside(name) if *name == field.name => Some(quote!(checked)),
        _ => None,
    });
    let checks: Vec<_> = checks.collect();
    let checks = (!checks.is_empty()).then(|| quote!(#[wire(#(#checks),*)]));
    quote! {
        #docs
        #wire
        #checks
        #setters
        #(#[serde(#attributes)])*
        pub #name: #ty,
    }
}

/// The names of a member's setters, if they do not follow from the field's name.
fn setter_attributes(field: &Field, setter: &Setter) -> TokenStream {
    let (name, whole) = (&setter.name, &setter.whole);
    let plain = field.name.trim_start_matches("r#");
    let one = (*name != field.name).then(|| quote!(#[wire(setter = #name)]));
    let all = (*whole != format!("set_{plain}")).then(|| quote!(#[wire(whole_setter = #whole)]));
    quote!(#one #all)
}

/// The parameters of a constructor, if they are not the required fields in their order.
fn parameters(item: &Struct, constructor: &Constructor) -> Option<TokenStream> {
    let is_required = |field: &Field| {
        let checks = item.checks.iter().flatten();
        let mut members = checks.filter_map(|check| match check {
            Check::Member(name) => Some(name),
            Check::Inside(_) => None,
        });
        field.presence == Presence::Required || members.any(|name| *name == field.name)
    };
    let fields = item.fields.iter().enumerate();
    let required = fields.filter(|(_, field)| is_required(field));
    if required
        .map(|(index, _)| index)
        .eq(constructor.fields.iter().copied())
    {
        return None;
    }
    let fields = constructor
        .fields
        .iter()
        .filter_map(|index| item.fields.get(*index));
    let names = fields.map(|field| ident(&field.name));
    Some(quote!(#[wire(new(#(#names),*))]))
}
