//! Waiters.

use super::{Acceptor, Expected, Matcher, Planner, Waiter, docs};
use crate::model::{self, Kind, Member, Type};
use crate::naming;
use crate::spec;

impl Planner<'_> {
    /// The waiters whose operation is generated and whose paths are names.
    pub(super) fn waiters(&self) -> Vec<Waiter> {
        let waiters = &self.model.service.waiters;
        waiters
            .iter()
            .filter_map(|(name, waiter)| self.waiter(name, waiter))
            .collect()
    }

    fn waiter(&self, name: &str, waiter: &spec::Waiter) -> Option<Waiter> {
        let operations = self.model.operations.iter().zip(&self.names.operations);
        let (operation, names) = operations
            .into_iter()
            .find(|(operation, _)| operation.name == waiter.operation)?;
        let acceptors = waiter
            .acceptors
            .iter()
            .map(|acceptor| self.acceptor(operation, acceptor))
            .collect::<Option<Vec<_>>>()?;
        let snake = naming::snake(name);
        let mut doc = vec![format!(
            "Waits, by asking [`{0}`](Self::{0}), until the waiter {1} is content.",
            names.method.trim_start_matches("r#"),
            docs::code(name)
        )];
        if let Some(text) = &waiter.doc {
            doc.extend([String::new(), docs::escape(text)]);
        }
        Some(Waiter {
            name: name.to_owned(),
            method: format!("wait_until_{snake}"),
            constant: snake.to_ascii_uppercase(),
            doc,
            operation: (names.method.clone(), names.prefix.clone()),
            delay: waiter.delay,
            max_attempts: waiter.max_attempts,
            acceptors,
        })
    }

    fn acceptor(
        &self,
        operation: &model::Operation,
        acceptor: &spec::Acceptor,
    ) -> Option<Acceptor> {
        let path = |variant| {
            let path = self.wire_path(operation, acceptor.argument.as_deref()?)?;
            Some(Matcher::Path(variant, path, expected(&acceptor.expected)?))
        };
        let matcher = match acceptor.matcher {
            spec::Matcher::Path => path("Path")?,
            spec::Matcher::PathAll => path("PathAll")?,
            spec::Matcher::PathAny => path("PathAny")?,
            spec::Matcher::Status => {
                let status = acceptor.expected.as_u64()?;
                Matcher::Status(u16::try_from(status).ok()?)
            }
            spec::Matcher::Error => match &acceptor.expected {
                serde_json::Value::Bool(expected) => Matcher::Error(*expected),
                code => Matcher::ErrorCode(code.as_str()?.to_owned()),
            },
        };
        Some(Acceptor {
            state: match acceptor.state {
                spec::WaiterState::Success => "Success",
                spec::WaiterState::Failure => "Failure",
                spec::WaiterState::Retry => "Retry",
            },
            matcher,
        })
    }

    /// A path of member names (`image.state.status`, `items[].state`) in wire names.
    fn wire_path(&self, operation: &model::Operation, path: &str) -> Option<String> {
        let mut wire = Vec::new();
        let mut members: &[Member] = &operation.response;
        for segment in path.split('.') {
            let (name, is_list) = match segment.strip_suffix("[]") {
                Some(name) => (name, true),
                None => (segment, false),
            };
            let member = members.iter().find(|member| member.name == name)?;
            let inner = match (&member.ty, is_list) {
                (Type::List { element, .. }, true) => element,
                (_, true) => return None,
                (ty, false) => ty,
            };
            members = match inner {
                Type::Shape(id) => match &self.model.shape(*id).kind {
                    Kind::Structure(members) => members,
                    _ => &[],
                },
                _ => &[],
            };
            let end = if is_list { "[]" } else { "" };
            wire.push(format!("{}{end}", member.wire_name));
        }
        Some(wire.join("."))
    }
}

fn expected(value: &serde_json::Value) -> Option<Expected> {
    match value {
        serde_json::Value::String(text) => Some(Expected::Text(text.clone())),
        serde_json::Value::Bool(flag) => Some(Expected::Bool(*flag)),
        serde_json::Value::Number(number) => number.as_i64().map(Expected::Integer),
        _ => None,
    }
}
