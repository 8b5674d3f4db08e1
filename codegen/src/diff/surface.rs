//! What a generated crate offers, item by item.

use super::Change;
use super::class::{Kind, of_item};
use crate::paths::{field_type, shown};
use crate::plan::{ItemKind, Plan, Struct};
use std::collections::BTreeMap;

/// An item: what it is (`field`, `variant`, ...), and its type or value.
type Items = BTreeMap<String, (&'static str, String)>;

/// How the items of two crates differ.
pub(super) fn changes(old: &Plan, new: &Plan) -> Vec<Change> {
    let (old, new) = (items(old), items(new));
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| old.get(*path) != new.get(*path))
        .filter_map(|path| {
            let text = |items: &Items| items.get(path).map(|(_, text)| text.clone());
            let (what, _) = new.get(path).or_else(|| old.get(path))?;
            let (before, after) = (text(&old), text(&new));
            let kind = Kind::of(before.as_ref(), after.as_ref());
            let mut parents = path
                .match_indices("::")
                .filter_map(|(at, _)| path.get(..at));
            let goes_without_saying = parents.any(|parent| match kind {
                Kind::Added => new.contains_key(parent) && !old.contains_key(parent),
                Kind::Removed => old.contains_key(parent) && !new.contains_key(parent),
                Kind::Changed => false,
            });
            if goes_without_saying {
                return None;
            }
            Some(Change::new(
                path,
                what,
                (before, after),
                of_item(what, kind),
            ))
        })
        .collect()
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
        items.insert(path, ("module", String::new()));
        items.insert(
            format!("Client::{module}"),
            ("method", operation.prefix.clone()),
        );
    }
    items
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
        let parameters: Vec<_> = fields.map(|field| shown(&field.ty)).collect();
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
