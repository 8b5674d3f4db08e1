//! The names of a model.

use super::pins::check_pin;
use super::reserved::{
    RESERVED_INPUT, RESERVED_OPERATIONS, RESERVED_SETTERS, RESERVED_TESTS, field, of_file, prefix,
    spelled_type, variant,
};
use super::unique::{numbered, unique};
use super::{Names, OperationNames, WaiterNames, arguments, pins, words};
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Kind, Member, Model, Operation, Shape, ShapeName};
use crate::passes::Usage;
use std::collections::{BTreeMap, BTreeSet};

/// Names everything in a model. Clashes, pins that are not identifiers, and pins that no longer apply
/// are errors.
pub fn assign(model: &Model, usage: &Usage, problems: &mut Diagnostics) -> Names {
    let mut naming = Naming {
        model,
        used_member_pins: BTreeSet::new(),
        problems: Diagnostics::default(),
    };
    let types = naming.types();
    let operations = naming.operations(&types);
    let names = Names {
        parts: naming.parts(&types),
        arguments: arguments::of_shapes(model, usage),
        accessors: accessors(model),
        waiters: naming.waiters(&operations),
        operations,
        types,
    };
    let Naming {
        used_member_pins,
        problems: mut found,
        ..
    } = naming;
    pins::report_stale(model, &names, &used_member_pins, &mut found);
    problems.0.append(&mut found.0);
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
                check_pin(
                    self.model,
                    name,
                    &shape.place(),
                    "types",
                    &mut self.problems,
                );
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

    /// Names the types of one module: those that clash are made unique or reported.
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
                    let spell = |name: &str| field(name, own_fields);
                    self.members(members, &shape.places, spell, "_")
                }
                Kind::Union(members) => self.members(members, &shape.places, variant, ""),
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

    /// The fields or variants of members; a pin may use any path to their shape.
    fn members(
        &mut self,
        members: &'a [Member],
        places: &[Place],
        spell: impl Fn(&str) -> String,
        separator: &str,
    ) -> Vec<String> {
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
            let place = place.unwrap_or_default();
            check_pin(self.model, name, &place, "members", &mut self.problems);
        }
        let wire = members.iter().map(|member| member.name.as_str());
        unique(
            wire,
            |name| match pinned.get(name) {
                Some(pin) => (*pin).to_owned(),
                None => spell(name),
            },
            separator,
        )
    }

    fn operations(&mut self, types: &[String]) -> Vec<OperationNames> {
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
        // All builders are imported in the client's file.
        let prefixes = unique(wire(), prefix, "");
        let named = methods.into_iter().zip(prefixes);
        let operations = model.operations.iter().zip(named);
        operations
            .map(|(operation, (method, prefix))| {
                let spell = |name: &str| field(name, &RESERVED_INPUT);
                let request = self.members(&operation.request, &[], spell, "_");
                let setters = request.iter().map(String::as_str);
                let spell = |name: &str| field(name, &[]);
                OperationNames {
                    setters: unique(setters, |name| field(name, &RESERVED_SETTERS), "_"),
                    response: self.members(&operation.response, &[], spell, "_"),
                    arguments: arguments::of_input(model, operation),
                    tests: tests(operation, types),
                    prefix,
                    request,
                    method,
                }
            })
            .collect()
    }

    /// The waiters' methods are beside those of the operations, which keep their names.
    fn waiters(&mut self, operations: &[OperationNames]) -> Vec<WaiterNames> {
        let own = RESERVED_OPERATIONS.iter().map(|name| (*name).to_owned());
        let methods = operations.iter().map(|operation| operation.method.clone());
        let mut taken: BTreeSet<String> = own.chain(methods).collect();
        let mut constants = BTreeSet::new();
        let service = &self.model.service;
        let mut waiters = Vec::new();
        for name in service.waiters.keys() {
            let method = match service.names.waiters.get(name) {
                Some(pin) => {
                    let place = Place {
                        path: name.clone(),
                        ..Place::default()
                    };
                    check_pin(self.model, pin, &place, "waiters", &mut self.problems);
                    pin.clone()
                }
                None => format!("wait_until_{}", words::snake(name)),
            };
            let method = untaken(method, &mut taken);
            let constant = method.strip_prefix("wait_until_").unwrap_or(&method);
            let constant = constant.trim_start_matches("r#").to_ascii_uppercase();
            waiters.push(WaiterNames {
                constant: untaken(constant, &mut constants),
                method,
            });
        }
        waiters
    }
}

/// The name itself, or the first one with a number that is free.
fn untaken(name: String, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(name.clone()) {
        name
    } else {
        numbered(&name, "_", taken)
    }
}

/// The methods that test an error for the operation's exceptions.
fn tests(operation: &Operation, types: &[String]) -> Vec<String> {
    let exceptions = operation.exceptions.iter();
    let exceptions = exceptions.map(|id| types.get(id.0).map_or("", String::as_str));
    unique(
        exceptions,
        |name| {
            let test = format!("is_{}", words::snake(name));
            field(&test, &RESERVED_TESTS)
        },
        "_",
    )
}

/// The methods that return the members of unions, by shape.
fn accessors(model: &Model) -> Vec<Vec<String>> {
    let of_shape = |shape: &Shape| match &shape.kind {
        Kind::Union(members) => {
            let names = members.iter().map(|member| member.name.as_str());
            unique(names, |name| format!("as_{}", words::snake(name)), "_")
        }
        Kind::Structure(_) | Kind::Enum(_) => Vec::new(),
    };
    model.shapes.iter().map(of_shape).collect()
}

/// The order of shapes with the same name: pins and inline shapes before shared ones.
fn told_apart_by(shape: &Shape) -> (u8, String) {
    match &shape.name {
        ShapeName::Pinned(name) => (0, name.clone()),
        ShapeName::Inline { .. } => (1, String::new()),
        ShapeName::Shared(name) => (2, name.clone()),
    }
}
