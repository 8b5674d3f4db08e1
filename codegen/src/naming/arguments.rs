//! The parameters of constructors, and their order.
//!
//! The order is that of the members in the spec, and never changes: swapped arguments of the same type
//! compile, and mean something else. If a newer model has another order, or no longer
//! requires a member, an import pins the constructor's parameters as they were (`names.arguments` of
//! `service.json`); members that are newly required come last.

use crate::model::{Kind, Member, Model, Operation, lower};
use crate::passes::{self, Usage};
use crate::spec::ServiceSpec;
use std::collections::BTreeMap;

/// The maximum number of parameters of a constructor; with more, a literal is clearer.
const MOST_PARAMETERS: usize = 7;

/// The parameters of the constructors of structures, by shape. Types that are never sent have none.
pub(super) fn of_shapes(model: &Model, usage: &Usage) -> Vec<Option<Vec<usize>>> {
    let pins = &model.service.names.arguments;
    let of_shape = |id| {
        let shape = model.shape(id);
        let Kind::Structure(members) = &shape.kind else {
            return None;
        };
        if shape.error.is_some() || !usage.is_sent(id) {
            return None;
        }
        let pin = shape.places.iter().find_map(|place| pins.get(&place.path));
        constructor(members, pin)
    };
    model.shape_ids().map(of_shape).collect()
}

/// The parameters of an input's constructor.
pub(super) fn of_input(model: &Model, operation: &Operation) -> Option<Vec<usize>> {
    let pin = model.service.names.arguments.get(&input_path(operation));
    constructor(&operation.request, pin)
}

/// The spec path of an input.
pub(super) fn input_path(operation: &Operation) -> String {
    format!("{}.request", operation.name)
}

/// The members of the structure or input at a spec path.
pub(super) fn members_at<'m>(model: &'m Model, path: &str) -> Option<&'m [Member]> {
    let input = model.operations.iter().find(|it| input_path(it) == path);
    let shape = || {
        let stands_there = |place: &crate::diagnostic::Place| place.path == path;
        let mut shapes = model.shapes.iter();
        let shape = shapes.find(|shape| shape.places.iter().any(stands_there))?;
        matches!(shape.kind, Kind::Structure(_)).then(|| shape.members())
    };
    input.map(|operation| &*operation.request).or_else(shape)
}

/// The pinned members, then the other required ones; `None` if there are none, or too many.
fn constructor(members: &[Member], pin: Option<&Vec<String>>) -> Option<Vec<usize>> {
    let pinned = pin.into_iter().flatten();
    let mut arguments: Vec<usize> = pinned
        .filter_map(|name| members.iter().position(|member| member.name == *name))
        .collect();
    let required = members.iter().enumerate();
    let required = required.filter(|(_, member)| member.required && !member.is_filled_in());
    for (index, _) in required {
        if !arguments.contains(&index) {
            arguments.push(index);
        }
    }
    (!arguments.is_empty() && arguments.len() <= MOST_PARAMETERS).then_some(arguments)
}

/// A constructor: its parameters, and all members that could be parameters.
struct Taken {
    arguments: Vec<String>,
    members: Vec<String>,
}

/// The structures of a spec that are sent, by their paths, with the parameters of their constructors.
fn constructors(spec: &ServiceSpec) -> BTreeMap<String, Taken> {
    // Errors of the spec are reported when it is generated.
    let (model, _) = lower(spec);
    let usage = passes::usage(&model);
    let mut constructors = BTreeMap::new();
    let mut add = |path: String, members: &[Member], arguments: Option<&Vec<usize>>| {
        let names = members.iter().map(|member| member.name.clone());
        let taken = arguments.into_iter().flatten();
        let taken = taken.filter_map(|index| members.get(*index));
        let taken = Taken {
            arguments: taken.map(|member| member.name.clone()).collect(),
            members: names.collect(),
        };
        constructors.insert(path, taken);
    };
    for operation in &model.operations {
        let arguments = of_input(&model, operation);
        add(
            input_path(operation),
            &operation.request,
            arguments.as_ref(),
        );
    }
    for (shape, arguments) in model.shapes.iter().zip(of_shapes(&model, &usage)) {
        for place in &shape.places {
            if matches!(shape.kind, Kind::Structure(_)) {
                add(place.path.clone(), shape.members(), arguments.as_ref());
            }
        }
    }
    constructors
}

/// Pins in a newer spec the parameters of an older one's constructors, if they would differ.
/// Pins of constructors that no longer exist are removed.
pub fn keep_arguments(older: &ServiceSpec, newer: &mut ServiceSpec) {
    let now = constructors(newer);
    let pins = &mut newer.service.names.arguments;
    pins.retain(|path, listed| match now.get(path) {
        Some(taken) => {
            listed.retain(|name| taken.members.contains(name));
            !listed.is_empty()
        }
        None => false,
    });
    for (path, before) in constructors(older) {
        let Some(now) = now.get(&path) else { continue };
        let is_there = |name: &String| now.members.contains(name);
        let kept: Vec<String> = before.arguments.into_iter().filter(is_there).collect();
        if !kept.is_empty() && !now.arguments.starts_with(&kept) {
            pins.insert(path, kept);
        }
    }
}
