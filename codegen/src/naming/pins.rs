//! Pins: names that a person chose, checked before and after they are used.

use super::reserved::RESERVED_TYPES;
use super::unique::{is_identifier, is_keyword};
use super::{Names, arguments};
use crate::diagnostic::pointer::escape;
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Kind, Model};
use std::collections::BTreeSet;

/// A pinned name must be an identifier that is free.
pub(super) fn check_pin(
    model: &Model,
    name: &str,
    place: &Place,
    map: &str,
    problems: &mut Diagnostics,
) {
    let reserved = map == "types" && RESERVED_TYPES.contains(&name);
    if is_keyword(name) || !is_identifier(name) || reserved {
        let at = Place {
            pointer: format!("/names/{map}/{}", escape(&place.path)),
            path: place.path.clone(),
            ..model.place.clone()
        };
        problems.push(
            &at,
            format!("`{name}` cannot be the name of a Rust item here"),
            "choose an identifier that is not a keyword and not in Rust's prelude",
        );
    }
}

/// Pins of paths that are not in the model.
pub(super) fn report_stale(
    model: &Model,
    names: &Names,
    used_member_pins: &BTreeSet<&str>,
    problems: &mut Diagnostics,
) {
    let pins = &model.service.names;
    let mut stale = Vec::new();
    for path in pins.members.keys() {
        if !used_member_pins.contains(path.as_str()) {
            stale.push(("members", escape(path), path.clone(), "member"));
        }
    }
    let operations: BTreeSet<&str> = model
        .operations
        .iter()
        .map(|operation| operation.name.as_str())
        .collect();
    for name in pins.operations.keys() {
        if !operations.contains(name.as_str()) {
            stale.push(("operations", escape(name), name.clone(), "operation"));
        }
    }
    for name in pins.waiters.keys() {
        if !model.service.waiters.contains_key(name) {
            stale.push(("waiters", escape(name), name.clone(), "waiter"));
        }
    }
    for (path, listed) in &pins.arguments {
        match arguments::members_at(model, path) {
            None => stale.push(("arguments", escape(path), path.clone(), "structure")),
            Some(members) => {
                let is_known = |name: &String| members.iter().any(|it| it.name == *name);
                for (index, name) in listed.iter().enumerate().filter(|(_, it)| !is_known(it)) {
                    let pointer = format!("{}/{index}", escape(path));
                    stale.push(("arguments", pointer, format!("{path}.{name}"), "member"));
                }
            }
        }
    }
    for (ty, values) in &pins.values {
        let index = names.types.iter().position(|name| name == ty);
        let shape = index.and_then(|index| model.shapes.get(index));
        let known: &[String] = match shape.map(|shape| &shape.kind) {
            Some(Kind::Enum(values)) => values,
            _ => &[],
        };
        for value in values.keys() {
            if !known.contains(value) {
                let pointer = format!("{}/{}", escape(ty), escape(value));
                stale.push(("values", pointer, format!("{ty}: {value}"), "value"));
            }
        }
    }
    for (map, pointer, path, what) in stale {
        let place = Place {
            pointer: format!("/names/{map}/{pointer}"),
            path: path.clone(),
            ..model.place.clone()
        };
        problems.push_absence(
            &place,
            format!("the pinned name of `{path}` finds no {what}"),
            "correct the path, or remove the pin",
        );
    }
}
