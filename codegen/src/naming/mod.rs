//! Names: the one place that spells a Rust identifier.
//!
//! A name comes from the wire by case conversion ([`words`]), or from a pin. It must be unique in
//! its scope: two names that the wire tells apart by case alone are told apart by a number, in the
//! order of their bytes, so that neither depends on where it stands. Two inline shapes of one name
//! are a clash, and a person has to name them.

mod table;
mod words;

pub use table::NameTable;
pub(crate) use words::{camel, snake};

use crate::diagnostic::{Diagnostics, Place};
use crate::escape::file_stem;
use crate::model::{Kind, Member, Model, Shape, ShapeId, ShapeName, escape};
use std::collections::{BTreeMap, BTreeSet};

/// Types that generated files refer to without a path.
const RESERVED_TYPES: [&str; 16] = [
    "Box",
    "Deserialize",
    "Err",
    "Map",
    "None",
    "Ok",
    "Option",
    "ReadJson",
    "Result",
    "Self",
    "Serialize",
    "Some",
    "String",
    "Vec",
    "Unknown",
    "WriteJson",
];
/// What the files of structures, enumerations and unions refer to beside those.
const RESERVED_MODEL_TYPES: [&str; 6] = [
    "From",
    "MapAccess",
    "Missing",
    "Required",
    "SerializeMap",
    "Union",
];
/// What the file of the exceptions, and the error of an operation, have beside exceptions.
const RESERVED_EXCEPTIONS: [&str; 6] = [
    "Bytes",
    "CallError",
    "ErrorMetadata",
    "Exception",
    "Failed",
    "Response",
];
/// Operations whose error would be called as something that generated files refer to.
const RESERVED_PREFIXES: [&str; 3] = ["Call", "Operation", "Unknown"];
/// Methods that a fluent builder has of its own.
const RESERVED_SETTERS: [&str; 8] = [
    "build",
    "clone",
    "into",
    "into_paginator",
    "new",
    "send",
    "send_blocking",
    "input",
];
/// What a fluent builder has beside the members of the input.
const RESERVED_INPUT: [&str; 1] = ["client"];
/// Methods that a client has of its own, and the module around those of the operations.
const RESERVED_OPERATIONS: [&str; 7] = [
    "clone",
    "config",
    "inner",
    "new",
    "operation",
    "send",
    "send_blocking",
];
/// Modules beside those of the types, and around them.
const RESERVED_MODULES: [&str; 2] = ["error", "types"];

/// Every name of a generated crate.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Types, by shape.
    types: Vec<String>,
    /// Modules of types, by shape.
    modules: Vec<String>,
    /// Fields or variants, by shape.
    parts: Vec<Vec<String>>,
    /// Operations, in the model's order.
    pub operations: Vec<OperationNames>,
}

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub struct OperationNames {
    /// The module and the client's method, such as `get_image`.
    pub method: String,
    /// What its types begin with, such as `GetImage`.
    pub prefix: String,
    /// Fields of the input.
    pub request: Vec<String>,
    /// The fluent builder's setters.
    pub setters: Vec<String>,
    /// Fields of the output.
    pub response: Vec<String>,
}

impl Names {
    /// The type of a shape.
    #[must_use]
    pub fn ty(&self, id: ShapeId) -> &str {
        self.types.get(id.0).map_or("", String::as_str)
    }

    /// The module of a shape's type.
    #[must_use]
    pub fn module(&self, id: ShapeId) -> &str {
        self.modules.get(id.0).map_or("", String::as_str)
    }

    /// The fields or variants of a shape's type.
    #[must_use]
    pub fn parts(&self, id: ShapeId) -> &[String] {
        self.parts.get(id.0).map_or(&[], Vec::as_slice)
    }
}

/// Names everything in a model. Clashes, pins that are no identifiers, and pins that no longer apply
/// are problems.
pub fn assign(model: &Model, problems: &mut Diagnostics) -> Names {
    let mut naming = Naming {
        model,
        used_member_pins: BTreeSet::new(),
        problems: Diagnostics::default(),
    };
    let types = naming.types();
    let names = Names {
        modules: modules(model, &types),
        parts: naming.parts(&types),
        operations: naming.operations(),
        types,
    };
    naming.report_stale_pins(&names);
    problems.0.append(&mut naming.problems.0);
    names
}

struct Naming<'a> {
    model: &'a Model,
    used_member_pins: BTreeSet<&'a str>,
    problems: Diagnostics,
}

impl<'a> Naming<'a> {
    fn types(&mut self) -> Vec<String> {
        let shapes = &self.model.shapes;
        let spelled: Vec<String> = shapes.iter().map(spelled_type).collect();
        for shape in shapes {
            if let ShapeName::Pinned(name) = &shape.name {
                self.check_pin(name, &shape.place(), "types");
            }
        }
        let mut names = vec![String::new(); shapes.len()];
        for is_error in [false, true] {
            let scope: Vec<usize> = (0..shapes.len())
                .filter(|index| {
                    shapes
                        .get(*index)
                        .is_some_and(|s| s.error.is_some() == is_error)
                })
                .collect();
            self.types_of_scope(&scope, &spelled, &mut names);
        }
        names
    }

    /// Names the types of one module: those that clash are told apart or reported.
    fn types_of_scope(&mut self, scope: &[usize], spelled: &[String], names: &mut [String]) {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for index in scope {
            if let Some(name) = spelled.get(*index) {
                by_name.entry(name).or_default().push(*index);
            }
        }
        let mut taken: BTreeSet<String> = by_name.keys().map(|name| (*name).to_owned()).collect();
        for (name, mut indices) in by_name {
            indices.sort_by_key(|index| self.model.shapes.get(*index).map(told_apart_by));
            for (nth, index) in indices.iter().enumerate() {
                let Some(shape) = self.model.shapes.get(*index) else {
                    continue;
                };
                let unique = if nth == 0 {
                    name.to_owned()
                } else if matches!(shape.name, ShapeName::Shared(_)) {
                    numbered(name, "", &mut taken)
                } else {
                    self.report_clash(name, shape);
                    name.to_owned()
                };
                if let Some(slot) = names.get_mut(*index) {
                    *slot = unique;
                }
            }
        }
    }

    fn report_clash(&mut self, name: &str, shape: &Shape) {
        let place = shape.place();
        let message = format!("another shape, with other members, is called `{name}` too");
        let help = format!(
            "name this one: add `\"{}\": \"...\"` to `names.types` in `{}`",
            place.path, self.model.place.file
        );
        self.problems.push(&place, message, help);
    }

    fn parts(&mut self, types: &[String]) -> Vec<Vec<String>> {
        let mut parts = Vec::new();
        for (shape, ty) in self.model.shapes.iter().zip(types) {
            parts.push(match &shape.kind {
                Kind::Enum(values) => self.values(values, ty),
                Kind::Structure(members) => {
                    let own_fields: &[&str] = if shape.error.is_some() {
                        &["metadata"]
                    } else {
                        &[]
                    };
                    self.fields(members, &shape.places, own_fields)
                }
                Kind::Union(members) => {
                    let wire = members.iter().map(|member| member.name.as_str());
                    unique(wire, variant, "")
                }
            });
        }
        parts
    }

    fn values(&self, values: &'a [String], ty: &str) -> Vec<String> {
        let pins = self.model.service.names.values.get(ty);
        let wire = values.iter().map(String::as_str);
        unique(
            wire,
            |value| {
                let pin = pins.and_then(|pins| pins.get(value));
                pin.cloned().unwrap_or_else(|| variant(value))
            },
            "",
        )
    }

    /// The fields of members; a pin may name any of the places that their shape stands in.
    fn fields(&mut self, members: &'a [Member], places: &[Place], taken: &[&str]) -> Vec<String> {
        let pins = &self.model.service.names.members;
        let mut pinned: BTreeMap<&str, &str> = BTreeMap::new();
        if !pins.is_empty() {
            for member in members {
                let own = std::iter::once(member.place.path.clone());
                let equal = places
                    .iter()
                    .map(|place| format!("{}.{}", place.path, member.name));
                for path in own.chain(equal) {
                    if let Some((path, name)) = pins.get_key_value(&path) {
                        self.used_member_pins.insert(path);
                        pinned.insert(&member.name, name);
                    }
                }
            }
        }
        for (member, name) in &pinned {
            let place = members
                .iter()
                .find(|m| m.name == **member)
                .map(|m| m.place.clone());
            self.check_pin(name, &place.unwrap_or_default(), "members");
        }
        let wire = members.iter().map(|member| member.name.as_str());
        unique(
            wire,
            |name| match pinned.get(name) {
                Some(pin) => (*pin).to_owned(),
                None => field(name, taken),
            },
            "_",
        )
    }

    fn operations(&mut self) -> Vec<OperationNames> {
        let model = self.model;
        let pins = &model.service.names.operations;
        let wire = || model.operations.iter().map(|operation| &*operation.name);
        let methods = unique(
            wire(),
            |name| {
                let pin = pins.get(name);
                pin.cloned()
                    .unwrap_or_else(|| of_file(field(name, &RESERVED_OPERATIONS)))
            },
            "_",
        );
        // All builders meet in the client's file.
        let prefixes = unique(wire(), prefix, "");
        model
            .operations
            .iter()
            .zip(methods.into_iter().zip(prefixes))
            .map(|(operation, (method, prefix))| {
                let request = self.fields(&operation.request, &[], &RESERVED_INPUT);
                OperationNames {
                    prefix,
                    setters: request
                        .iter()
                        .map(|name| field(name, &RESERVED_SETTERS))
                        .collect(),
                    response: self.fields(&operation.response, &[], &[]),
                    request,
                    method,
                }
            })
            .collect()
    }

    fn check_pin(&mut self, name: &str, place: &Place, map: &str) {
        let reserved = map == "types" && RESERVED_TYPES.contains(&name);
        if is_keyword(name) || !is_identifier(name) || reserved {
            let at = Place {
                pointer: format!("/names/{map}/{}", escape(&place.path)),
                path: place.path.clone(),
                ..self.model.place.clone()
            };
            self.problems.push(
                &at,
                format!("`{name}` cannot be the name of a Rust item here"),
                "choose an identifier that is not a keyword and not in Rust's prelude",
            );
        }
    }

    fn report_stale_pins(&mut self, names: &Names) {
        let pins = &self.model.service.names;
        let mut stale = Vec::new();
        for path in pins.members.keys() {
            if !self.used_member_pins.contains(path.as_str()) {
                stale.push(("members", escape(path), path.clone(), "member"));
            }
        }
        let operations: BTreeSet<&str> = self
            .model
            .operations
            .iter()
            .map(|operation| operation.name.as_str())
            .collect();
        for name in pins.operations.keys() {
            if !operations.contains(name.as_str()) {
                stale.push(("operations", escape(name), name.clone(), "operation"));
            }
        }
        for (ty, values) in &pins.values {
            let index = names.types.iter().position(|name| name == ty);
            let shape = index.and_then(|index| self.model.shapes.get(index));
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
                ..self.model.place.clone()
            };
            self.problems.push(
                &place,
                format!("the pinned name of `{path}` finds no {what}"),
                "correct the path, or remove the pin",
            );
        }
    }
}

/// What decides the order of shapes of one name: pins and inline shapes before shared ones.
fn told_apart_by(shape: &Shape) -> (u8, String) {
    match &shape.name {
        ShapeName::Pinned(name) => (0, name.clone()),
        ShapeName::Inline { .. } => (1, String::new()),
        ShapeName::Shared(name) => (2, name.clone()),
    }
}

fn spelled_type(shape: &Shape) -> String {
    let name = match &shape.name {
        ShapeName::Pinned(name) => return name.clone(),
        ShapeName::Shared(name) => words::camel(name),
        ShapeName::Inline {
            member,
            element: true,
        } => words::camel(&words::singular(member)),
        ShapeName::Inline {
            member,
            element: false,
        } => words::camel(member),
    };
    let of_its_file = if shape.error.is_some() {
        RESERVED_EXCEPTIONS
    } else {
        RESERVED_MODEL_TYPES
    };
    if of_its_file.contains(&name.as_str()) || RESERVED_TYPES.contains(&name.as_str()) {
        format!("{name}Shape")
    } else {
        name
    }
}

/// What the types of an operation begin with.
fn prefix(operation: &str) -> String {
    let name = words::camel(operation);
    if RESERVED_PREFIXES.contains(&name.as_str()) {
        format!("{name}Operation")
    } else {
        name
    }
}

fn modules(model: &Model, types: &[String]) -> Vec<String> {
    let mut taken: BTreeSet<String> = RESERVED_MODULES.map(str::to_owned).into();
    let mut modules = vec![String::new(); types.len()];
    let mut order: Vec<(usize, &String)> = types.iter().enumerate().collect();
    order.sort_by_key(|(_, name)| *name);
    for (index, ty) in order {
        if model
            .shapes
            .get(index)
            .is_some_and(|shape| shape.error.is_some())
        {
            continue;
        }
        let mut module = of_file(words::snake(ty));
        if is_keyword(&module) {
            module.push('_');
        }
        if !taken.insert(module.clone()) {
            module = numbered(&module, "_", &mut taken);
        }
        if let Some(slot) = modules.get_mut(index) {
            *slot = module;
        }
    }
    modules
}

/// Identifiers for names, in their order, told apart by numbers where they would be equal.
fn unique<'a>(
    names: impl Iterator<Item = &'a str>,
    spell: impl Fn(&str) -> String,
    separator: &str,
) -> Vec<String> {
    let names: Vec<&str> = names.collect();
    let spelled: Vec<String> = names.iter().map(|name| spell(name)).collect();
    let mut taken: BTreeSet<String> = spelled.iter().cloned().collect();
    let mut by_bytes: Vec<usize> = (0..names.len()).collect();
    by_bytes.sort_by_key(|index| names.get(*index));
    let mut first: BTreeSet<String> = BTreeSet::new();
    let mut unique = spelled.clone();
    for index in by_bytes {
        let (Some(name), Some(slot)) = (spelled.get(index), unique.get_mut(index)) else {
            continue;
        };
        if !first.insert(name.clone()) {
            *slot = numbered(name, separator, &mut taken);
        }
    }
    unique
}

/// The name with the first number, from 2, that makes it new.
fn numbered(name: &str, separator: &str, taken: &mut BTreeSet<String>) -> String {
    let name = name.trim_start_matches("r#").trim_end_matches('_');
    let mut number = 2_usize;
    loop {
        let candidate = format!("{name}{separator}{number}");
        if taken.insert(candidate.clone()) {
            return candidate;
        }
        number += 1;
    }
}

fn variant(value: &str) -> String {
    match words::camel(value) {
        name if name == "Unknown" => "UnknownValue".to_owned(),
        name if is_keyword(&name) => format!("{name}Value"),
        name => name,
    }
}

/// A field or method, with what is taken in its scope.
fn field(name: &str, taken: &[&str]) -> String {
    let name = match name.strip_prefix("r#") {
        Some(raw) if is_identifier(raw) => raw.to_owned(),
        _ => words::snake(name),
    };
    if matches!(name.as_str(), "self" | "super" | "crate" | "_") || taken.contains(&name.as_str()) {
        format!("{name}_")
    } else if is_keyword(&name) {
        format!("r#{name}")
    } else {
        name
    }
}

/// The name of an item that is also that of its file.
fn of_file(name: String) -> String {
    match name.strip_prefix("r#") {
        Some(_) => name,
        None => file_stem(&name),
    }
}

fn is_identifier(name: &str) -> bool {
    let name = name.strip_prefix("r#").unwrap_or(name);
    name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_')
}

fn is_keyword(name: &str) -> bool {
    // `syn` takes `gen` for an identifier, as it was before the 2024 edition.
    name == "gen" || (is_identifier(name) && syn::parse_str::<syn::Ident>(name).is_err())
}
