//! Paginators and waiters, which are traits of operations.

use super::super::model::docs::html_to_markdown;
use super::super::model::json::{At, Node};
use super::ast::{Ast, Traits};
use super::closure::{Closure, name_of};
use super::traits::{Reader, elements, member, text_of};
use crate::spec::{Acceptor, Matcher, Pagination, Waiter, WaiterState};
use serde_json::Value;
use std::collections::BTreeMap;

const PAGINATED: &str = "smithy.api#paginated";
const WAITABLE: &str = "smithy.waiters#waitable";

/// Seconds between two attempts where a waiter does not say.
const DELAY: u32 = 2;

/// Smithy leaves it to callers how long they wait. This is how many attempts most of botocore's
/// waiters make.
const ATTEMPTS: u32 = 40;

/// The paginators by operation.
pub(super) fn paginators(
    ast: &Ast,
    closure: &Closure<'_>,
    reader: &mut Reader<'_>,
) -> BTreeMap<String, Pagination> {
    let root = At::ROOT;
    let shapes_at = root.child("shapes");
    let common = closure.service.traits.get(PAGINATED);
    let mut paginators = BTreeMap::new();
    for (id, traits) in operations(ast, closure) {
        let Some(own) = traits.get(PAGINATED) else {
            continue;
        };
        let text = |key: &str| {
            let common = common.and_then(|common| text_of(common, key));
            text_of(own, key).or(common).map(str::to_owned)
        };
        let (Some(input), Some(output)) = (text("inputToken"), text("outputToken")) else {
            let at = shapes_at.child(id);
            reader.report.error(
                &at.child("traits").child(PAGINATED),
                "a paginator needs `inputToken` and `outputToken`",
                "give both here, or in the `@paginated` of the service",
            );
            continue;
        };
        let made = Pagination {
            input_token: vec![input],
            output_token: vec![output],
            result_key: text("items").into_iter().collect(),
            limit_key: text("pageSize"),
            more_results: None,
        };
        paginators.insert(name_of(id).to_owned(), made);
    }
    paginators
}

/// The waiters by name.
pub(super) fn waiters(
    ast: &Ast,
    closure: &Closure<'_>,
    reader: &mut Reader<'_>,
) -> BTreeMap<String, Waiter> {
    let root = At::ROOT;
    let shapes_at = root.child("shapes");
    let mut waiters = BTreeMap::new();
    for (id, traits) in operations(ast, closure) {
        let Some(Node::Object(entries)) = traits.get(WAITABLE) else {
            continue;
        };
        let at = shapes_at.child(id);
        let traits_at = at.child("traits");
        let waitable_at = traits_at.child(WAITABLE);
        for (name, node) in entries {
            let at = waitable_at.child(name);
            let made = waiter(name_of(id), node, &at, reader);
            waiters.extend(made.map(|made| (name.clone(), made)));
        }
    }
    waiters
}

fn operations<'n>(
    ast: &'n Ast,
    closure: &Closure<'n>,
) -> impl Iterator<Item = (&'n str, &'n Traits)> {
    let ids = closure.operations.iter();
    ids.filter_map(|id| Some((*id, &ast.shapes.get(*id)?.traits)))
}

fn waiter(operation: &str, node: &Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Waiter> {
    let delay = match member(node, "minDelay") {
        Some(Node::Number(number)) => number
            .as_u64()
            .and_then(|seconds| u32::try_from(seconds).ok()),
        _ => Some(DELAY),
    };
    let acceptors_at = at.child("acceptors");
    let mut acceptors = Vec::new();
    for (index, node) in elements(member(node, "acceptors")).iter().enumerate() {
        let index = index.to_string();
        let here = acceptors_at.child(&index);
        match acceptor(node) {
            Ok(acceptor) => acceptors.push(acceptor),
            Err(what) => {
                reader.report.warning(
                    &here,
                    format!("{what}: the waiter is left out"),
                    "write the waiter in service.json, with `\"pinned\": true`",
                );
                return None;
            }
        }
    }
    Some(Waiter {
        operation: operation.to_owned(),
        doc: text_of(node, "documentation").and_then(html_to_markdown),
        delay: delay.unwrap_or(DELAY),
        max_attempts: ATTEMPTS,
        acceptors,
        pinned: false,
    })
}

fn acceptor(node: &Node) -> Result<Acceptor, String> {
    let state = match text_of(node, "state") {
        Some("success") => WaiterState::Success,
        Some("failure") => WaiterState::Failure,
        Some("retry") => WaiterState::Retry,
        other => return Err(format!("an acceptor's state is {other:?}")),
    };
    let Some(Node::Object(entries)) = member(node, "matcher") else {
        return Err("an acceptor has no matcher".to_owned());
    };
    let Some((kind, node)) = entries.first() else {
        return Err("an acceptor has no matcher".to_owned());
    };
    let (matcher, argument, expected) = match (kind.as_str(), node) {
        // Whether there was an error.
        ("success", Node::Bool(success)) => (Matcher::Error, None, Value::Bool(!success)),
        ("errorType", Node::Text(id)) => (Matcher::Error, None, Value::from(name_of(id))),
        ("output", node) => output(node)?,
        (kind, _) => return Err(format!("acceptors cannot compare by `{kind}`")),
    };
    Ok(Acceptor {
        state,
        matcher,
        argument,
        expected,
    })
}

fn output(node: &Node) -> Result<(Matcher, Option<String>, Value), String> {
    let expected = text_of(node, "expected").unwrap_or_default();
    let (matcher, expected) = match text_of(node, "comparator") {
        Some("stringEquals") => (Matcher::Path, Value::from(expected)),
        Some("booleanEquals") => (Matcher::Path, Value::Bool(expected == "true")),
        Some("allStringEquals") => (Matcher::PathAll, Value::from(expected)),
        Some("anyStringEquals") => (Matcher::PathAny, Value::from(expected)),
        other => return Err(format!("an acceptor's comparator is {other:?}")),
    };
    Ok((matcher, text_of(node, "path").map(str::to_owned), expected))
}
