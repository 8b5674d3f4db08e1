//! Values as the vectors have them, as the generated types have them in JSON.

use base64::Engine;
use serde_json::{Map, Value};
use shapewright::spec::{Ordered, ServiceSpec, Shape, Type};

/// The members of an operation's request and response.
pub(super) struct Members<'s> {
    pub(super) request: Option<&'s Ordered<Shape>>,
    pub(super) response: Option<&'s Ordered<Shape>>,
}

pub(super) fn members<'s>(spec: &'s ServiceSpec, operation: &str) -> Members<'s> {
    let found = spec
        .operations
        .iter()
        .map(|(_, found)| found)
        .find(|found| found.operation == operation);
    Members {
        request: found.and_then(|found| found.request.as_ref()),
        response: found.and_then(|found| found.response.as_ref()),
    }
}

/// The members of an exception, which is found by its shape's name or its code.
pub(super) fn error(spec: &ServiceSpec, code: &str, members: &Value) -> Value {
    let shape = spec.shapes.shapes.get(code).or_else(|| {
        spec.shapes.shapes.values().find(|shape| {
            let error = shape.error.as_ref();
            error.and_then(|error| error.code.as_deref()) == Some(code)
        })
    });
    structure(
        spec,
        shape.and_then(|shape| shape.members.as_ref()),
        members,
    )
}

pub(super) fn structure(
    spec: &ServiceSpec,
    members: Option<&Ordered<Shape>>,
    value: &Value,
) -> Value {
    let mut made = Map::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let member = members.and_then(|members| members.get(name));
        let value = member.map_or_else(|| value.clone(), |member| shape(spec, member, value));
        made.insert(name.clone(), value);
    }
    Value::Object(made)
}

fn shape(spec: &ServiceSpec, member: &Shape, value: &Value) -> Value {
    let shared = member.reference.as_ref();
    let own = shared
        .and_then(|name| spec.shapes.shapes.get(name))
        .unwrap_or(member);
    match (own.kind, value) {
        (_, Value::Null) => Value::Null,
        (Some(Type::Structure | Type::Union), _) => structure(spec, own.members.as_ref(), value),
        (Some(Type::Blob), Value::String(text)) => base64::engine::general_purpose::STANDARD
            .encode(text)
            .into(),
        (Some(Type::List), Value::Array(values)) => values
            .iter()
            .map(|value| part(spec, own.element.as_deref(), value))
            .collect(),
        (Some(Type::Map), Value::Object(entries)) => entries
            .iter()
            .map(|(key, value)| (key.clone(), part(spec, own.value.as_deref(), value)))
            .collect(),
        _ => value.clone(),
    }
}

fn part(spec: &ServiceSpec, element: Option<&Shape>, value: &Value) -> Value {
    element.map_or_else(|| value.clone(), |element| shape(spec, element, value))
}
