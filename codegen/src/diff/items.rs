//! The public items of a generated crate.

use crate::paths::{field_type, shown};
use crate::plan::{
    ExceptionVariant, ItemType, ModelType, Operation, Plan, SetterKind, Struct, Union,
};
use std::collections::BTreeMap;

/// Items by their Rust paths.
pub(super) type Items = BTreeMap<String, Item>;

/// An item that code may name or rely on.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Item {
    /// What it is: `field`, `variant`, `implementation`, ...
    pub(super) what: &'static str,
    /// Its type, value or meaning.
    pub(super) text: String,
    /// The item that it follows from, where that is none of those its path is in.
    pub(super) follows: Option<String>,
}

/// What a crate offers.
pub(super) fn items(plan: &Plan) -> Items {
    let mut items = Collected::default();
    for item in &plan.types {
        let path = format!("types::{}", item.name());
        match item {
            ModelType::Struct(item) => items.structure(path, item),
            ModelType::Enum(item) => {
                for variant in &item.variants {
                    let path = format!("{path}::{}", variant.name);
                    items.add(path, "variant", &variant.value);
                }
                items.add(path, "enum", "");
            }
            ModelType::Union(item) => items.union(&path, item),
        }
    }
    for error in &plan.errors {
        items.structure(format!("types::error::{}", error.name), error);
    }
    for operation in &plan.operations {
        items.operation(operation);
    }
    for waiter in &plan.waiters {
        let path = format!("Client::{}", waiter.method);
        items.add(path, "method", &waiter.builder);
    }
    for feature in plan.client_features() {
        let path = format!("shapewright-runtime/{feature}");
        items.add(path, "feature", "");
    }
    items.0
}

#[derive(Default)]
struct Collected(Items);

impl Collected {
    fn add(&mut self, path: String, what: &'static str, text: &str) {
        let item = Item {
            what,
            text: text.to_owned(),
            follows: None,
        };
        self.0.insert(path, item);
    }

    fn add_following(&mut self, path: String, what: &'static str, text: String, from: &str) {
        let follows = Some(from.to_owned());
        let item = Item {
            what,
            text,
            follows,
        };
        self.0.insert(path, item);
    }

    /// A trait that not every type of its kind has, by its function or its name.
    fn implementation(&mut self, path: &str, function: &str, name: &str) {
        self.add(format!("{path}::{function}"), "implementation", name);
    }

    fn structure(&mut self, path: String, item: &Struct) {
        for field in &item.fields {
            let path = format!("{path}::{}", field.name);
            let what = if field.is_optional() {
                "field"
            } else {
                "required field"
            };
            self.add(path, what, &field_type(field));
        }
        if let Some(constructor) = &item.constructor {
            let fields = constructor
                .fields
                .iter()
                .filter_map(|index| item.fields.get(*index));
            let parameters: Vec<_> = fields
                .map(|field| format!("{}: {}", field.name, shown(&field.ty)))
                .collect();
            let signature = format!("({})", parameters.join(", "));
            self.add(format!("{path}::new"), "constructor", &signature);
        }
        if item.has_default {
            self.implementation(&path, "default", "Default");
        }
        if item.is_clone {
            self.implementation(&path, "clone", "Clone");
        }
        self.add(path, "struct", "");
    }

    fn union(&mut self, path: &str, item: &Union) {
        for (variant, accessor) in item.variants.iter().zip(&item.accessors) {
            let of = format!("{path}::{}", variant.name);
            let text = format!("Option<&{}> of {}", shown(&variant.ty), variant.name);
            self.add_following(format!("{path}::{accessor}"), "method", text, &of);
            self.add(of, "variant", &shown(&variant.ty));
        }
        if item.events.is_some() {
            self.implementation(path, "Events", "Events");
        }
        self.add(path.to_owned(), "union", "");
    }

    fn operation(&mut self, operation: &Operation) {
        let module = &operation.method;
        let path = format!("operation::{module}");
        for item in [&operation.input, &operation.output] {
            self.structure(format!("{path}::{}", item.name), item);
        }
        let error = format!("{path}::{}", operation.error);
        for ExceptionVariant { name, test, .. } in &operation.exceptions {
            let variant = format!("{error}::{name}");
            let text = format!("whether it is {name}");
            self.add_following(format!("{error}::{test}"), "method", text, &variant);
            self.add(variant, "variant", name);
        }
        self.builder(operation, &path);
        self.paginator(operation, &path);
        // What is known of checksums of a stream is known by the headers of their algorithms.
        let streams = &operation.streams;
        let sums = match (streams.request_checksum, streams.response_checksum) {
            (None, false) => "none",
            (Some(_), false) => "sent",
            (None, true) => "checked",
            (Some(_), true) => "sent and checked",
        };
        self.add(format!("{path}::checksums"), "checksums", sums);
        self.add(path, "module", "");
        let method = format!("Client::{module}");
        self.add(method, "method", &operation.prefix);
    }

    /// The fluent builder: what its setters set, and what it builds.
    fn builder(&mut self, operation: &Operation, module: &str) {
        let path = format!("{module}::{}", operation.builder);
        let input = &operation.input;
        for (setter, field) in operation.setters.iter().zip(&input.fields) {
            let of = format!("{module}::{}::{}", input.name, field.name);
            let (ty, name) = (shown(&field.ty), &field.name);
            let one = match &setter.kind {
                SetterKind::Value => format!("{name}: {ty}"),
                SetterKind::Element(element) => format!("{name}: one more {}", shown(element)),
                SetterKind::Entry(key, value) => {
                    format!("{name}: one more {} of {}", shown(value), shown(key))
                }
            };
            self.add_following(format!("{path}::{}", setter.name), "method", one, &of);
            let whole = format!("{name}: the whole {ty}");
            self.add_following(format!("{path}::{}", setter.whole), "method", whole, &of);
        }
        // A required member may be missing.
        let built = match input.fields.iter().all(|field| field.is_optional()) {
            true => input.name.clone(),
            false => format!("Result<{}, {}>", input.name, operation.error),
        };
        self.add(format!("{path}::build"), "method", &built);
        if input.is_clone {
            self.implementation(&path, "clone", "Clone");
        }
        if operation.has_waiter {
            let path = format!("{module}::{}WaiterBuilder", operation.prefix);
            self.add(path, "struct", "");
        }
    }

    /// What gives the pages of an operation, and the type of their items.
    fn paginator(&mut self, operation: &Operation, module: &str) {
        let Some(pages) = &operation.pages else {
            return;
        };
        let path = format!("{module}::{}::into_paginator", operation.builder);
        if let Some((_, ty)) = &pages.items {
            let ty = match ty {
                ItemType::Element(ty) => shown(ty),
                ItemType::Entry(key, value) => format!("({}, {})", shown(key), shown(value)),
            };
            self.add(format!("{path}::items"), "method", &ty);
        }
        self.add(path, "method", "");
    }
}
