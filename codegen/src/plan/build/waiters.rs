//! Waiters.

use super::expression;
use crate::diagnostic::pointer::escape;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::naming::WaiterNames;
use crate::plan::docs;
use crate::plan::ir::{Acceptor, AcceptorState, Expected, Expression, Matcher, Quantifier, Waiter};
use crate::plan::planner::Planner;
use crate::{model, spec};

impl Planner<'_> {
    /// The waiters. One that is not supported is left out, with a warning.
    pub(in crate::plan) fn waiters(&self, warnings: &mut Diagnostics) -> Vec<Waiter> {
        let waiters = &self.model.service.waiters;
        waiters
            .iter()
            .zip(&self.names.waiters)
            .filter_map(|((name, waiter), names)| {
                let made = self.waiter(name, waiter, names);
                made.map_err(|problem| warnings.0.push(*problem)).ok()
            })
            .collect()
    }

    fn waiter(
        &self,
        name: &str,
        waiter: &spec::Waiter,
        own: &WaiterNames,
    ) -> Result<Waiter, Box<Diagnostic>> {
        let left_out = |pointer: String, reason: String, help: &str| {
            let at = Place {
                pointer: format!("/waiters/{}{pointer}", escape(name)),
                ..self.model.place.clone()
            };
            let message = format!("the waiter `{name}` is left out: {reason}");
            Box::new(Diagnostic::new(at, message, help))
        };
        let operations = self.model.operations.iter().zip(&self.names.operations);
        let (operation, names) = operations
            .into_iter()
            .find(|(operation, _)| operation.name == waiter.operation)
            .ok_or_else(|| {
                let reason = format!("there is no operation `{}`", waiter.operation);
                left_out(
                    "/operation".into(),
                    reason,
                    "add the operation, or remove the waiter",
                )
            })?;
        let mut acceptors = Vec::new();
        for (index, acceptor) in waiter.acceptors.iter().enumerate() {
            let made = self
                .acceptor(operation, acceptor)
                .map_err(|(key, reason)| {
                    let pointer = format!("/acceptors/{index}/{key}");
                    let help =
                        "rewrite it, with `\"pinned\": true` to keep it, or poll without a waiter";
                    left_out(pointer, reason, help)
                })?;
            acceptors.push(made);
        }
        let every = match waiter.delay {
            1 => "every second".to_owned(),
            delay => format!("every {delay} seconds"),
        };
        let text = format!(
            "Polls [`{0}`](Self::{0}) until the waiter {1} succeeds, {every}; its model allows {2} polls.",
            names.method.trim_start_matches("r#"),
            docs::code(name),
            waiter.max_attempts
        );
        let mut doc = docs::wrap(&text, "", "", docs::MEMBER);
        if let Some(text) = &waiter.doc {
            doc.push(String::new());
            doc.extend(docs::wrap(&docs::escape(text), "", "", docs::MEMBER));
        }
        Ok(Waiter {
            name: name.to_owned(),
            method: own.method.clone(),
            constant: own.constant.clone(),
            title: format!("{}.", docs::code(name)),
            doc,
            module: names.method.clone(),
            builder: format!("{}WaiterBuilder", names.prefix),
            delay: waiter.delay,
            max_attempts: waiter.max_attempts,
            acceptors,
        })
    }

    /// An acceptor, or its key that is not supported, and why.
    fn acceptor(
        &self,
        operation: &model::Operation,
        acceptor: &spec::Acceptor,
    ) -> Result<Acceptor, (&'static str, String)> {
        let no_value = || {
            let reason = format!("it cannot be compared with `{}`", acceptor.expected);
            ("expected", reason)
        };
        let values = |quantifier| {
            let text = acceptor.argument.as_deref();
            let text = text.ok_or_else(|| ("matcher", "it has no `argument`".to_owned()))?;
            let expected = expected(&acceptor.expected).ok_or_else(no_value)?;
            let expression = expression::read(self.model, &operation.response, text, quantifier)
                .map_err(|reason| ("argument", reason))?;
            Ok(match expression {
                Expression::Path(text) => Matcher::Path(quantifier, text, expected),
                expression => Matcher::Expression(quantifier, expression, expected),
            })
        };
        let matcher = match acceptor.matcher {
            spec::Matcher::Path => values(Quantifier::One)?,
            spec::Matcher::PathAll => values(Quantifier::All)?,
            spec::Matcher::PathAny => values(Quantifier::Any)?,
            spec::Matcher::Status => {
                let status = acceptor.expected.as_u64().map(u16::try_from);
                Matcher::Status(status.and_then(Result::ok).ok_or_else(no_value)?)
            }
            spec::Matcher::Error => match &acceptor.expected {
                serde_json::Value::Bool(expected) => Matcher::Error(*expected),
                code => Matcher::ErrorCode(code.as_str().ok_or_else(no_value)?.to_owned()),
            },
        };
        Ok(Acceptor {
            state: match acceptor.state {
                spec::WaiterState::Success => AcceptorState::Success,
                spec::WaiterState::Failure => AcceptorState::Failure,
                spec::WaiterState::Retry => AcceptorState::Retry,
            },
            matcher,
        })
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
