//! Examples of operations: `@examples`.

use super::super::model::docs::html_to_markdown;
use super::super::model::json::{At, Node, Report};
use super::ast::Ast;
use super::closure::{Closure, name_of};
use super::prose::commonmark_or_html;
use super::traits::{member, text_of};
use crate::spec::{Example, ExampleError, ServiceSpec};
use std::collections::BTreeMap;

const EXAMPLES: &str = "smithy.api#examples";

/// Gives the operations of a spec their examples.
pub(super) fn set(ast: &Ast, closure: &Closure<'_>, spec: &mut ServiceSpec, report: &mut Report) {
    let root = At::ROOT;
    let shapes_at = root.child("shapes");
    let mut examples = BTreeMap::new();
    for id in &closure.operations {
        let node = ast
            .shapes
            .get(*id)
            .and_then(|shape| shape.traits.get(EXAMPLES));
        let Some(node) = node else {
            continue;
        };
        let at = shapes_at.child(id);
        let traits_at = at.child("traits");
        let read = read(node, closure, &traits_at.child(EXAMPLES), report);
        examples.insert(name_of(id).to_owned(), read);
    }
    for (_, operation) in &mut spec.operations {
        operation.examples = examples.remove(&operation.operation).unwrap_or_default();
    }
}

fn read(node: &Node, closure: &Closure<'_>, at: &At<'_>, report: &mut Report) -> Vec<Example> {
    let Node::List(nodes) = node else {
        left_out(report, at, "is no list");
        return Vec::new();
    };
    let mut examples = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let index = index.to_string();
        match text_of(node, "title") {
            Some(title) => examples.push(Example {
                title: title.to_owned(),
                doc: text_of(node, "documentation")
                    .map(commonmark_or_html)
                    .and_then(|html| html_to_markdown(&html)),
                input: member(node, "input").map(Node::to_json),
                output: member(node, "output").map(Node::to_json),
                error: member(node, "error").and_then(|node| error(node, closure)),
            }),
            None => left_out(report, &at.child(&index), "has no title"),
        }
    }
    examples
}

fn error(node: &Node, closure: &Closure<'_>) -> Option<ExampleError> {
    let id = text_of(node, "shapeId")?;
    let name = closure.names.get(id).copied();
    Some(ExampleError {
        exception: name.unwrap_or(name_of(id)).to_owned(),
        content: member(node, "content").map(Node::to_json),
    })
}

fn left_out(report: &mut Report, at: &At<'_>, why: &str) {
    report.warning(
        at,
        format!("an example is left out, as it {why}"),
        "an example is an object with a `title`",
    );
}
