//! One shape for one shape, wherever it occurs.
//!
//! Inline shapes are one when they have the same members and the same name: the name of the member
//! that holds them, or one that a person pinned. A pin at one place holds for all equal shapes of
//! that member name. Docs and required marks do not make a difference.

use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Kind, Model, ShapeId, ShapeName, Type, escape};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Merges equal shapes and applies the pinned names of types. A pin that matches no shape is a problem.
#[must_use]
pub fn merge(mut model: Model) -> (Model, Diagnostics) {
    let problems = stale_pins(&model);
    let order = children_first(&model);
    let classes = classes(&model, &order, |_, _| String::new());
    let names = resolved_names(&model, &classes);
    let groups = classes_by_name(&model, &order, &classes, &names);
    for (shape, name) in model.shapes.iter_mut().zip(names) {
        shape.name = name;
    }
    (collapse(model, &groups), problems)
}

/// Pins that find no shape.
fn stale_pins(model: &Model) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for shape in &model.shapes {
        known.extend(shape.places.iter().map(|place| place.path.as_str()));
    }
    for path in model.service.names.types.keys() {
        if !known.contains(path.as_str()) {
            let place = Place {
                pointer: format!("/names/types/{}", escape(path)),
                path: path.clone(),
                ..model.place.clone()
            };
            problems.push_absence(
                &place,
                format!("the pinned name of `{path}` finds no structure, union or enum"),
                "correct the path, or remove the pin",
            );
        }
    }
    problems
}

/// The shapes in an order in which an inline shape comes after those that stand within it.
fn children_first(model: &Model) -> Vec<ShapeId> {
    let mut order: Vec<ShapeId> = model.shape_ids().collect();
    order.sort_by_key(|id| std::cmp::Reverse(model.shape(*id).depth));
    order
}

/// A number for each shape, equal for equal shapes. `extra` adds to what must be equal.
fn classes(
    model: &Model,
    order: &[ShapeId],
    extra: impl Fn(ShapeId, &str) -> String,
) -> Vec<usize> {
    let mut classes: Vec<Option<usize>> = vec![None; model.shapes.len()];
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for id in order {
        let signature = signature(model, *id, &classes);
        let signature = format!("{}{signature}", extra(*id, &signature));
        let next = numbers.len();
        let class = *numbers.entry(signature).or_insert(next);
        *id.of_mut(&mut classes) = Some(class);
    }
    classes.into_iter().map(Option::unwrap_or_default).collect()
}

/// What must be equal for two shapes to be one.
fn signature(model: &Model, id: ShapeId, classes: &[Option<usize>]) -> String {
    let shape = model.shape(id);
    if let ShapeName::Shared(name) = &shape.name {
        return format!("shared {name}");
    }
    match &shape.kind {
        Kind::Enum(values) => format!("enum {values:?}"),
        Kind::Structure(members) | Kind::Union(members) => {
            let union = matches!(shape.kind, Kind::Union(_));
            let members: Vec<String> = members
                .iter()
                .map(|member| {
                    let ty = type_signature(model, &member.ty, shape.depth, classes);
                    let form = &member.form;
                    // Clients fill it in, where they have one.
                    let default = member.default.as_ref().map(ToString::to_string);
                    let name = (&member.name, &member.wire_name, default);
                    format!("{name:?} {form:?} {ty}")
                })
                .collect();
            format!("members {union} {}", members.join(", "))
        }
    }
}

fn type_signature(model: &Model, ty: &Type, depth: usize, classes: &[Option<usize>]) -> String {
    match ty {
        Type::Shape(id) => match *id.of(classes) {
            Some(class) => format!("shape {class}"),
            // Not classed yet: it stands around this shape, or it is shared.
            None => match &model.shape(*id).name {
                ShapeName::Shared(name) => format!("shared {name}"),
                _ => format!("up {}", depth.saturating_sub(model.shape(*id).depth)),
            },
        },
        Type::List { element, sparse } => {
            let element = type_signature(model, element, depth, classes);
            format!("list {sparse} [{element}]")
        }
        Type::Map { key, value, sparse } => {
            let key = type_signature(model, key, depth, classes);
            let value = type_signature(model, value, depth, classes);
            format!("map {sparse} [{key}: {value}]")
        }
        scalar => format!("{scalar:?}"),
    }
}

/// The name of each shape: its own pin, the pin of an equal shape of its member name, or its own.
fn resolved_names(model: &Model, classes: &[usize]) -> Vec<ShapeName> {
    let pin = |id: ShapeId| {
        let path = &model.shape(id).place().path;
        model.service.names.types.get(path)
    };
    let mut pins: HashMap<(usize, &ShapeName), &String> = HashMap::new();
    for (id, class) in model.shape_ids().zip(classes) {
        if let Some(name) = pin(id) {
            pins.entry((*class, &model.shape(id).name)).or_insert(name);
        }
    }
    model
        .shape_ids()
        .zip(classes)
        .map(|(id, class)| {
            let own = &model.shape(id).name;
            pin(id)
                .or_else(|| pins.get(&(*class, own)).copied())
                .map_or_else(|| own.clone(), |name| ShapeName::Pinned(name.clone()))
        })
        .collect()
}

/// The shape that stands for each shape.
fn classes_by_name(
    model: &Model,
    order: &[ShapeId],
    classes_without_name: &[usize],
    names: &[ShapeName],
) -> Vec<ShapeId> {
    let classes = classes(model, order, |id, _| {
        let class = id.of(classes_without_name);
        format!("{:?} {class:?} ", id.of(names))
    });
    let mut first: BTreeMap<usize, ShapeId> = BTreeMap::new();
    for (id, class) in model.shape_ids().zip(&classes) {
        first.entry(*class).or_insert(id);
    }
    model
        .shape_ids()
        .zip(&classes)
        .map(|(id, class)| first.get(class).copied().unwrap_or(id))
        .collect()
}

/// Leaves one shape of each group, and renumbers.
fn collapse(mut model: Model, groups: &[ShapeId]) -> Model {
    let mut numbers: HashMap<ShapeId, ShapeId> = HashMap::new();
    let mut kept = Vec::new();
    for (shape, (id, group)) in model.shapes.drain(..).zip((0..).map(ShapeId).zip(groups)) {
        if id == *group {
            numbers.insert(id, ShapeId(kept.len()));
            kept.push(shape);
        } else if let Some(first) = numbers.get(group) {
            absorb(first.of_mut(&mut kept), shape);
        }
    }
    let renumber = |id: &mut ShapeId| {
        let group = *id.of(groups);
        *id = numbers.get(&group).copied().unwrap_or(group);
    };
    for shape in &mut kept {
        if let Kind::Structure(members) | Kind::Union(members) = &mut shape.kind {
            for member in members {
                member.ty.for_each_shape(&mut { renumber });
            }
        }
    }
    for operation in &mut model.operations {
        for member in operation.request.iter_mut().chain(&mut operation.response) {
            member.ty.for_each_shape(&mut { renumber });
        }
        operation.exceptions.iter_mut().for_each(renumber);
    }
    model.shapes = kept;
    model
}

/// Adds to a shape what an equal one has beyond it: places, docs, required marks.
fn absorb(first: &mut crate::model::Shape, other: crate::model::Shape) {
    first.places.extend(other.places);
    first.doc = first.doc.take().or(other.doc);
    first.sensitive |= other.sensitive;
    let others = match other.kind {
        Kind::Structure(members) | Kind::Union(members) => members,
        Kind::Enum(_) => return,
    };
    if let Kind::Structure(members) | Kind::Union(members) = &mut first.kind {
        for (member, other) in members.iter_mut().zip(others) {
            member.required |= other.required;
            member.sensitive |= other.sensitive;
            member.idempotency_token |= other.idempotency_token;
            member.doc = member.doc.take().or(other.doc);
        }
    }
}
