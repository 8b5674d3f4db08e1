//! What a generated crate offers, item by item, and what everything on the wire is called there.

use super::Change;
use super::impact::{ChangeKind, Direction};
use crate::paths::{field_type, shown};
use crate::plan::{ItemKind, ItemType, Operation, Plan, Struct};
use std::collections::BTreeMap;

/// An item: what it is (`field`, `variant`, ...), and its type or value.
type Items = BTreeMap<String, (&'static str, String)>;

/// How the items of two crates differ, and the names of what both have.
pub(super) fn changes(old: &Plan, new: &Plan) -> Vec<Change> {
    let mut changes = of_items(&items(old), &items(new));
    changes.extend(of_names(old, new));
    changes
}

/// What the wire has on both sides and Rust calls otherwise: its old name may be that of something else
/// now, so that code that uses it compiles.
fn of_names(old: &Plan, new: &Plan) -> Vec<Change> {
    let new: BTreeMap<_, _> = new.names.entries().collect();
    let renamed = old.names.entries().filter_map(|(key, before)| {
        let (what, path) = key;
        let after = new.get(&key).filter(|after| **after != before)?;
        // Types and constructors are items, which are compared by themselves.
        if matches!(what, "type" | "arguments") {
            return None;
        }
        let texts = (Some(before.to_owned()), Some((*after).to_owned()));
        Some(Change::new(path, "name", texts, ChangeKind::NameChanged))
    });
    renamed.collect()
}

fn of_items(old: &Items, new: &Items) -> Vec<Change> {
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| old.get(*path) != new.get(*path))
        .filter_map(|path| {
            let text = |items: &Items| items.get(path).map(|(_, text)| text.clone());
            let (what, _) = new.get(path).or_else(|| old.get(path))?;
            let (before, after) = (text(old), text(new));
            let direction = Direction::of(before.as_ref(), after.as_ref());
            let mut parents = path
                .match_indices("::")
                .filter_map(|(at, _)| path.get(..at));
            let goes_without_saying = parents.any(|parent| match direction {
                Direction::Added => new.contains_key(parent) && !old.contains_key(parent),
                Direction::Removed => old.contains_key(parent) && !new.contains_key(parent),
                Direction::Changed => false,
            });
            if goes_without_saying {
                return None;
            }
            let kind = of_item(what, direction);
            Some(Change::new(path, what, (before, after), kind))
        })
        .collect()
}

fn of_item(what: &str, direction: Direction) -> ChangeKind {
    match (what, direction) {
        ("field", Direction::Added) => ChangeKind::FieldAdded,
        ("required field", Direction::Added) => ChangeKind::RequiredFieldAdded,
        (_, Direction::Added) => ChangeKind::New,
        (_, Direction::Removed) => ChangeKind::ItemGone,
        ("constructor", Direction::Changed) => ChangeKind::ArgumentsChanged,
        (_, Direction::Changed) => ChangeKind::ItemChanged,
    }
}

fn items(plan: &Plan) -> Items {
    let mut items = Items::new();
    for item in &plan.types {
        let path = format!("types::{}", item.name());
        match &item.kind {
            ItemKind::Struct(item) => structure(&mut items, path, item),
            ItemKind::Enum(item) => {
                for variant in &item.variants {
                    let path = format!("{path}::{}", variant.name);
                    items.insert(path, ("variant", variant.value.clone()));
                }
                items.insert(path, ("enum", String::new()));
            }
            ItemKind::Union(item) => {
                for variant in &item.variants {
                    let path = format!("{path}::{}", variant.name);
                    items.insert(path, ("variant", shown(&variant.ty)));
                }
                items.insert(path, ("union", String::new()));
            }
        }
    }
    for error in &plan.errors {
        structure(&mut items, format!("types::error::{}", error.name), error);
    }
    for operation in &plan.operations {
        let module = &operation.method;
        let path = format!("operation::{module}");
        for item in [&operation.input, &operation.output] {
            structure(&mut items, format!("{path}::{}", item.name), item);
        }
        for exception in &operation.exceptions {
            let path = format!("{path}::{}Error::{}", operation.prefix, exception.name);
            items.insert(path, ("variant", exception.name.clone()));
        }
        paginator(&mut items, &path, operation);
        items.insert(path, ("module", String::new()));
        items.insert(
            format!("Client::{module}"),
            ("method", operation.prefix.clone()),
        );
    }
    for waiter in &plan.waiters {
        let path = format!("Client::{}", waiter.method);
        items.insert(path, ("method", waiter.builder.clone()));
    }
    items
}

/// What gives the pages of an operation, and the type of their items.
fn paginator(items: &mut Items, path: &str, operation: &Operation) {
    let Some(pages) = &operation.pages else {
        return;
    };
    let path = format!("{path}::{}FluentBuilder::into_paginator", operation.prefix);
    if let Some((_, ty)) = &pages.items {
        let ty = match ty {
            ItemType::Element(ty) => shown(ty),
            ItemType::Entry(key, value) => format!("({}, {})", shown(key), shown(value)),
        };
        items.insert(format!("{path}::items"), ("method", ty));
    }
    items.insert(path, ("method", String::new()));
}

fn structure(items: &mut Items, path: String, item: &Struct) {
    for field in &item.fields {
        let path = format!("{path}::{}", field.name);
        let what = if field.is_optional() {
            "field"
        } else {
            "required field"
        };
        items.insert(path, (what, field_type(field)));
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
        items.insert(format!("{path}::new"), ("constructor", signature));
    }
    if item.has_default {
        items.insert(
            format!("{path}::default"),
            ("implementation", "Default".to_owned()),
        );
    }
    items.insert(path, ("struct", String::new()));
}
