//! Selecting operations of a spec.

use crate::diagnostic::{Diagnostics, Place};
use crate::spec::{Ordered, Selection, ServiceSpec, Shape};
use std::collections::BTreeSet;

/// Removes the operations that `service.json` does not select, and the shapes that only they need. A spec
/// that selects all of them is unchanged.
///
/// # Errors
/// A selected operation does not exist.
pub fn select(mut spec: ServiceSpec) -> Result<ServiceSpec, Diagnostics> {
    let Selection::Only(selected) = &spec.service.operations else {
        return Ok(spec);
    };
    let mut problems = Diagnostics::default();
    for name in selected {
        let is_there =
            |(_, operation): &(String, crate::spec::Operation)| operation.operation == *name;
        if !spec.operations.iter().any(is_there) {
            problems.push(
                &Place {
                    file: format!("{}/service.json", spec.folder),
                    pointer: "/operations/only".to_owned(),
                    path: name.clone(),
                },
                format!("there is no operation `{name}`"),
                nearest(&spec, name),
            );
        }
    }
    spec.operations
        .retain(|(_, operation)| selected.contains(&operation.operation));
    spec.service
        .waiters
        .retain(|_, waiter| waiter.pinned || selected.contains(&waiter.operation));
    let used = closure(&spec);
    spec.shapes.shapes.retain(|name, _| used.contains(name));
    problems.into_result(spec)
}

fn nearest(spec: &ServiceSpec, name: &str) -> String {
    let operations = spec.operations.iter();
    let names = operations.map(|(_, operation)| operation.operation.as_str());
    let example = names.clone().next().unwrap_or("GetItem");
    near(name, names).map_or_else(
        || format!("operations are named as the API has them, such as `{example}`"),
        |near| format!("did you mean `{near}`?"),
    )
}

/// The name that is most similar to a misspelt one, ignoring case; `None` if none is similar enough.
pub fn near<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LEAST: f64 = 0.6;
    let name = name.to_lowercase();
    names
        .map(|other| {
            let likeness = strsim::normalized_damerau_levenshtein(&other.to_lowercase(), &name);
            (likeness, other)
        })
        .filter(|(likeness, _)| *likeness >= LEAST)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, other)| other)
}

/// The names of the shared shapes that the operations need.
fn closure(spec: &ServiceSpec) -> BTreeSet<String> {
    let mut open: Vec<&str> = Vec::new();
    for (_, operation) in &spec.operations {
        for members in operation.request.iter().chain(&operation.response) {
            in_members(members, &mut open);
        }
        open.extend(operation.exceptions.iter().map(String::as_str));
    }
    let mut used = BTreeSet::new();
    while let Some(name) = open.pop() {
        if used.insert(name.to_owned())
            && let Some(shape) = spec.shapes.shapes.get(name)
        {
            in_shape(shape, &mut open);
        }
    }
    used
}

fn in_members<'s>(members: &'s Ordered<Shape>, names: &mut Vec<&'s str>) {
    for shape in members.values() {
        in_shape(shape, names);
    }
}

fn in_shape<'s>(shape: &'s Shape, names: &mut Vec<&'s str>) {
    names.extend(shape.reference.as_deref());
    if let Some(members) = &shape.members {
        in_members(members, names);
    }
    for part in [&shape.element, &shape.key, &shape.value]
        .into_iter()
        .flatten()
    {
        in_shape(part, names);
    }
}
