//! What must hold of a model as a whole before anything is made of it.

use super::json::{At, Report};
use super::method::method_name;
use super::mirror::{Member, Model, Shape};
use crate::spec::Type;
use std::collections::BTreeMap;

/// How deep lists and maps may stand in each other.
const DEPTH: usize = 32;

/// Reports every problem; where there is none, following references ends.
pub(in crate::import) fn check(model: &Model<'_>, report: &mut Report) {
    let root = At::ROOT;
    let shapes_at = root.child("shapes");
    for (name, shape) in &model.shapes {
        let at = shapes_at.child(name);
        references(model, report, &at, shape);
        nesting(model, report, &at, name, shape);
    }
    let operations_at = root.child("operations");
    let mut methods = BTreeMap::new();
    for operation in &model.operations {
        let at = operations_at.child(operation.name);
        for (key, target) in [("input", operation.input), ("output", operation.output)] {
            structure(model, report, &at.child(key), target);
        }
        for target in &operation.errors {
            structure(model, report, &at.child("errors"), Some(target));
        }
        let method = method_name(operation.name);
        if let Some(other) = methods.insert(method, operation.name) {
            report.error(
                &at,
                format!(
                    "`{}` and `{other}` have the same method name",
                    operation.name
                ),
                "rename or delete one of the two",
            );
        }
    }
}

fn references(model: &Model<'_>, report: &mut Report, at: &At<'_>, shape: &Shape<'_>) {
    let members_at = at.child("members");
    for (name, member) in &shape.members {
        exists(model, report, &members_at.child(name), member.target);
    }
    for (key, member) in [
        ("member", &shape.element),
        ("key", &shape.key),
        ("value", &shape.value),
    ] {
        if let Some(member) = member {
            exists(model, report, &at.child(key), member.target);
        }
    }
    let key = shape
        .key
        .as_ref()
        .and_then(|key| model.shapes.get(key.target));
    if key.is_some_and(|key| key.kind != Type::String) {
        report.error(
            &at.child("key"),
            "the key of a map is not a string",
            "refer to a shape of type string",
        );
    }
}

fn exists(model: &Model<'_>, report: &mut Report, at: &At<'_>, target: &str) {
    if !model.declared.contains(target) {
        let near = model
            .declared
            .iter()
            .map(|name| (strsim::damerau_levenshtein(name, target), name))
            .min();
        let help = match near {
            Some((distance, name)) if distance <= 1 + target.len() / 4 => {
                format!("did you mean `{name}`?")
            }
            _ => "add the shape, or correct the reference".to_owned(),
        };
        report.error(at, format!("there is no shape `{target}`"), &help);
    }
}

fn structure(model: &Model<'_>, report: &mut Report, at: &At<'_>, target: Option<&str>) {
    let Some(target) = target else { return };
    exists(model, report, at, target);
    if model
        .shapes
        .get(target)
        .is_some_and(|shape| shape.kind != Type::Structure)
    {
        report.error(
            at,
            format!("`{target}` is not a structure"),
            "requests, responses and errors are structures",
        );
    }
}

/// Lists and maps are written out where they are used, which must end.
fn nesting(model: &Model<'_>, report: &mut Report, at: &At<'_>, name: &str, shape: &Shape<'_>) {
    let mut path = vec![name];
    let mut next = within(shape);
    while let Some(member) = next {
        if member.target == name {
            // Each name of the cycle comes here; the first alone speaks for it.
            if path.iter().all(|other| *other >= name) {
                report.error(
                    at,
                    format!(
                        "lists and maps hold each other without end: {}",
                        path.join(", ")
                    ),
                    "put a structure between them",
                );
            }
            return;
        }
        if path.contains(&member.target) {
            return;
        }
        if path.len() == DEPTH {
            report.error(
                at,
                format!("more than {DEPTH} lists and maps stand in each other"),
                "put a structure between them",
            );
            return;
        }
        path.push(member.target);
        next = model.shapes.get(member.target).and_then(within);
    }
}

fn within<'s, 'n>(shape: &'s Shape<'n>) -> Option<&'s Member<'n>> {
    shape.element.as_ref().or(shape.value.as_ref())
}
