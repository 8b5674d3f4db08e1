//! The call of an operation that has no examples: the least that it can be called with.

use crate::model::{self, Bounds, Kind, Member, ShapeId, Type};
use crate::plan::ir::Operation;
use crate::plan::planner::Planner;
use crate::spec::Example;
use serde_json::{Map, Value, json};

/// How deep required members are within others: a type that requires itself has no value.
const MAX_DEPTH: usize = 8;

impl Planner<'_> {
    /// A block of code that calls an operation with its required members, each with a placeholder; nothing if one
    /// of them cannot be written as a literal, such as a stream of events.
    pub(in crate::plan::build) fn least_call(
        &self,
        operation: &model::Operation,
        planned: &Operation,
    ) -> Vec<String> {
        let example = Example {
            input: self.least_object(&operation.request, 0),
            ..Example::default()
        };
        let call = example
            .input
            .as_ref()
            .map(|_| self.example(operation, planned, &example));
        match call {
            Some(Ok(call)) => self.block(&call, Vec::new()),
            Some(Err(_)) | None => Vec::new(),
        }
    }

    fn least_object(&self, members: &[Member], depth: usize) -> Option<Value> {
        let required = members
            .iter()
            .filter(|it| it.required && !it.is_filled_in());
        let values = required.map(|member| Some((member.name.clone(), self.least(member, depth)?)));
        values.collect::<Option<Map<_, _>>>().map(Value::Object)
    }

    fn least(&self, member: &Member, depth: usize) -> Option<Value> {
        if member.event_stream {
            return None;
        }
        if member.json_value {
            return Some(json!({}));
        }
        self.least_of(&member.ty, Some(&member.bounds), depth)
    }

    fn least_of(&self, ty: &Type, bounds: Option<&Bounds>, depth: usize) -> Option<Value> {
        let least = || bounds.and_then(|it| it.min.as_ref());
        Some(match ty {
            Type::String | Type::Blob | Type::Document => json!("..."),
            Type::Boolean => json!(true),
            Type::Byte | Type::Short | Type::Integer | Type::Long => {
                json!(least().and_then(|it| it.parse().ok()).unwrap_or(1_i64))
            }
            Type::Float | Type::Double => {
                json!(least().and_then(|it| it.parse().ok()).unwrap_or(1.0_f64))
            }
            Type::Timestamp(_) => json!("2026-01-01T00:00:00Z"),
            Type::List { element, .. } => json!([self.least_of(element, None, depth)?]),
            Type::Map { key, value, .. } => {
                let key = self.least_of(key, None, depth)?;
                json!({ key.as_str()?: self.least_of(value, None, depth)? })
            }
            Type::Shape(_) if depth == MAX_DEPTH => return None,
            Type::Shape(id) => self.least_shape(*id, depth + 1)?,
        })
    }

    fn least_shape(&self, id: ShapeId, depth: usize) -> Option<Value> {
        match &self.model.shape(id).kind {
            Kind::Structure(members) => self.least_object(members, depth),
            Kind::Union(members) => members.iter().find_map(|member| {
                let value = self.least(member, depth)?;
                Some(json!({ member.name.as_str(): value }))
            }),
            Kind::Enum(values) => values.first().map(|value| json!(value)),
        }
    }
}
