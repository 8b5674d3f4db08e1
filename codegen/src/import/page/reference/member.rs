//! What a page says of one parameter or element, laid over its shape.

use super::facts::{Bounds, Facts};
use super::side::Side;
use super::tree::Tree;
use crate::spec::{Shape, Type};
use serde_json::Number;

impl Side<'_> {
    /// Takes what is said of a member.
    pub(super) fn facts(&mut self, shape: &mut Shape, facts: &Facts, path: &str) {
        self.laid.told.insert(path.to_owned());
        if facts.required == Some(true) && self.is_request && is_recursive(shape) {
            // boto3's page shows such a member, and says nothing of it.
            shape.required = true;
        }
        if let (Some(required), true) = (facts.required, self.is_request)
            && required != shape.required
        {
            let (one, other) = match required {
                true => ("optional", "required"),
                false => ("required", "optional"),
            };
            self.laid.differ(
                path,
                format_args!("it is {one} by boto3's page, and {other} by this one"),
            );
        }
        let is_open = shape.kind == Some(Type::Structure) && shape.members.is_none();
        if let Some(said) = &facts.kind {
            if is_open && said == "String" {
                self.answer(shape, &Tree::Text);
            } else if is_open && said == "JSON value" {
                self.answer(shape, &Tree::Document);
            } else if !is_type(said, shape) {
                self.laid.differ(
                    path,
                    format_args!("its type is another one by this page: {said}"),
                );
                return;
            }
            self.number(shape, said);
        }
        self.values(shape, facts, path);
        self.bounds(outer(shape, Type::List), &facts.items);
        self.bounds(outer(shape, Type::Map), &facts.entries);
        self.bounds(leaf(shape, &[Type::String, Type::Blob]), &facts.length);
        let numbers = [Type::Integer, Type::Long, Type::Float, Type::Double];
        self.bounds(leaf(shape, &numbers), &facts.range);
        self.pattern(leaf(shape, &[Type::String]), facts.pattern.as_ref());
        let key = shape.key.as_deref_mut();
        self.bounds(key, &facts.key_length);
        self.pattern(shape.key.as_deref_mut(), facts.key_pattern.as_ref());
    }

    fn values(&mut self, shape: &mut Shape, facts: &Facts, path: &str) {
        if facts.values.is_empty() {
            return;
        }
        let Some(text) = leaf(shape, &[Type::String]) else {
            return;
        };
        let missing = |from: &[String], of: &[String]| -> Vec<String> {
            let missing = of.iter().filter(|value| !from.contains(value));
            missing.cloned().collect()
        };
        let only_here = missing(&text.values, &facts.values);
        let only_there = missing(&facts.values, &text.values);
        for (values, page) in [(only_here, "this page"), (only_there, "boto3's page")] {
            if !values.is_empty() {
                self.laid.differ(
                    path,
                    format_args!("only {page} has the values {}", values.join(", ")),
                );
            }
        }
    }

    /// boto3's pages do not tell how many bits a number has.
    pub(super) fn number(&mut self, shape: &mut Shape, said: &str) {
        let has = |word: &str| {
            let mut words = said.split(|c: char| !c.is_ascii_alphabetic());
            words.any(|it| it.trim_end_matches('s').eq_ignore_ascii_case(word))
        };
        let (from, to) = match (has("long"), has("double")) {
            (true, _) => (Type::Integer, Type::Long),
            (_, true) => (Type::Float, Type::Double),
            _ => return,
        };
        if let Some(number) = leaf(shape, &[from]) {
            number.kind = Some(to);
            self.laid.count("sizes of numbers");
        }
    }

    fn bounds(&mut self, shape: Option<&mut Shape>, bounds: &Bounds) {
        let Some(shape) = shape.filter(|_| !bounds.is_empty()) else {
            return;
        };
        let set = |slot: &mut Option<Number>, bound: &Option<Number>| {
            if slot.is_none() {
                slot.clone_from(bound);
            }
        };
        set(&mut shape.min, &bounds.min);
        set(&mut shape.max, &bounds.max);
        self.laid.count("lengths and ranges");
    }

    fn pattern(&mut self, shape: Option<&mut Shape>, pattern: Option<&String>) {
        if let (Some(shape), Some(pattern)) = (shape, pattern) {
            shape.pattern.get_or_insert_with(|| pattern.clone());
            self.laid.count("patterns");
        }
    }
}

/// Whether a shape repeats one that stands around it, or holds that.
pub(in crate::import::page) fn is_recursive(shape: &Shape) -> bool {
    match shape.kind {
        Some(Type::Recursive) => true,
        Some(Type::List) => shape.element.as_deref().is_some_and(is_recursive),
        Some(Type::Map) => shape.value.as_deref().is_some_and(is_recursive),
        _ => false,
    }
}

/// The shape itself, or what is within its lists and maps, where it is one of these.
fn leaf<'s>(shape: &'s mut Shape, kinds: &[Type]) -> Option<&'s mut Shape> {
    let kind = shape.kind?;
    if kinds.contains(&kind) {
        return Some(shape);
    }
    match kind {
        Type::List => leaf(shape.element.as_deref_mut()?, kinds),
        Type::Map => leaf(shape.value.as_deref_mut()?, kinds),
        _ => None,
    }
}

/// The shape itself, or the first within its lists and maps that is one.
fn outer(shape: &mut Shape, kind: Type) -> Option<&mut Shape> {
    leaf(shape, &[kind])
}

/// Whether a type in the words of a page can be that of a shape.
fn is_type(said: &str, shape: &Shape) -> bool {
    let Some(kind) = shape.kind else {
        return true;
    };
    let is_list = said.starts_with("Array of ");
    let is_map = said.ends_with(" map");
    match said {
        "String" => matches!(kind, Type::String),
        "Boolean" => kind == Type::Boolean,
        "Byte" | "Short" | "Integer" | "Long" => matches!(kind, Type::Integer | Type::Long),
        "Float" | "Double" => matches!(kind, Type::Float | Type::Double),
        "Timestamp" => kind == Type::Timestamp,
        "Base64-encoded binary data object" => kind == Type::Blob,
        "JSON value" => matches!(kind, Type::Document | Type::Structure),
        _ if is_list => matches!(kind, Type::List | Type::Recursive),
        _ if is_map => matches!(kind, Type::Map | Type::Recursive),
        _ if said.ends_with(" object") || said.ends_with(" data type") => matches!(
            kind,
            Type::Structure | Type::Union | Type::Recursive | Type::Document
        ),
        // What is not known says nothing.
        _ => true,
    }
}
