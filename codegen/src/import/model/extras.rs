//! Paginators and waiters, which are in separate files.

use super::docs::html_to_markdown;
use super::json::{At, Fields, Node, Report};
use crate::spec::{Acceptor, Matcher, Pagination, Waiter, WaiterState};
use std::collections::BTreeMap;

/// The paginators by operation.
pub(in crate::import) fn paginators(
    report: &mut Report,
    root: &Node,
) -> BTreeMap<String, Pagination> {
    let at = At::ROOT;
    let fields = report.record(&at, root, &["pagination"], &["version"]);
    let mut paginators = BTreeMap::new();
    if let Some(node) = fields.node("pagination") {
        let at = at.child("pagination");
        for (name, node) in report.object(&at, node).entries() {
            let made = paginator(report, &at.child(name), node);
            paginators.extend(made.map(|made| (name.clone(), made)));
        }
    }
    paginators
}

fn paginator(report: &mut Report, at: &At<'_>, node: &Node) -> Option<Pagination> {
    let known = [
        "input_token",
        "limit_key",
        "more_results",
        "output_token",
        "result_key",
    ];
    // What a response says besides its items is there on every page.
    let fields = report.record(at, node, &known, &["non_aggregate_keys", "py_input_token"]);
    let mut texts = |key| {
        let texts = fields.text_or_texts(report, at, key);
        texts.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let input_token = texts("input_token");
    let output_token = texts("output_token");
    let result_key = texts("result_key");
    if input_token.is_empty() || input_token.len() != output_token.len() {
        report.error(
            at,
            "a paginator needs as many output tokens as input tokens, and at least one",
            "correct `input_token` and `output_token`",
        );
        return None;
    }
    Some(Pagination {
        input_token,
        output_token,
        result_key,
        limit_key: fields.text(report, at, "limit_key").map(str::to_owned),
        more_results: fields.text(report, at, "more_results").map(str::to_owned),
    })
}

/// The waiters by name.
pub(in crate::import) fn waiters(report: &mut Report, root: &Node) -> BTreeMap<String, Waiter> {
    let at = At::ROOT;
    let fields = report.record(&at, root, &["waiters"], &["version"]);
    let mut waiters = BTreeMap::new();
    if let Some(node) = fields.node("waiters") {
        let at = at.child("waiters");
        for (name, node) in report.object(&at, node).entries() {
            let made = waiter(report, &at.child(name), node);
            waiters.extend(made.map(|made| (name.clone(), made)));
        }
    }
    waiters
}

fn waiter(report: &mut Report, at: &At<'_>, node: &Node) -> Option<Waiter> {
    let known = [
        "acceptors",
        "delay",
        "description",
        "maxAttempts",
        "operation",
    ];
    let fields = report.record(at, node, &known, &[]);
    let operation = fields.required(report, at, "operation");
    let doc = fields.text(report, at, "description");
    let delay = whole(report, at, &fields, "delay");
    let max_attempts = whole(report, at, &fields, "maxAttempts");
    let acceptors_at = at.child("acceptors");
    let mut acceptors = Vec::new();
    for (index, node) in fields.nodes(report, at, "acceptors").iter().enumerate() {
        acceptors.extend(acceptor(
            report,
            &acceptors_at.child(&index.to_string()),
            node,
        ));
    }
    Some(Waiter {
        operation: operation?.to_owned(),
        doc: doc.and_then(html_to_markdown),
        delay: delay?,
        max_attempts: max_attempts?,
        acceptors,
        pinned: false,
    })
}

fn whole(report: &mut Report, at: &At<'_>, fields: &Fields<'_>, key: &str) -> Option<u32> {
    if fields.node(key).is_none() {
        report.error(
            at,
            format!("`{key}` is missing"),
            "a waiter needs a delay and a greatest number of attempts",
        );
    }
    fields.count(report, at, key)
}

fn acceptor(report: &mut Report, at: &At<'_>, node: &Node) -> Option<Acceptor> {
    let known = ["argument", "expected", "matcher", "state"];
    let fields = report.record(at, node, &known, &[]);
    let state = match fields.required(report, at, "state")? {
        "success" => WaiterState::Success,
        "failure" => WaiterState::Failure,
        "retry" => WaiterState::Retry,
        other => return unknown(report, &at.child("state"), other),
    };
    let matcher = match fields.required(report, at, "matcher")? {
        "path" => Matcher::Path,
        "pathAll" => Matcher::PathAll,
        "pathAny" => Matcher::PathAny,
        "status" => Matcher::Status,
        "error" => Matcher::Error,
        other => return unknown(report, &at.child("matcher"), other),
    };
    Some(Acceptor {
        state,
        matcher,
        argument: fields.text(report, at, "argument").map(str::to_owned),
        expected: fields
            .node("expected")
            .map_or(serde_json::Value::Null, Node::to_json),
    })
}

fn unknown<T>(report: &mut Report, at: &At<'_>, word: &str) -> Option<T> {
    report.error(
        at,
        format!("unknown word `{word}`"),
        "states are success, failure and retry; matchers path, pathAll, pathAny, status and error",
    );
    None
}
