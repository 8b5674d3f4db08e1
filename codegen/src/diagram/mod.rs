//! A diagram of the types that an operation returns, as SVG for the crate's documentation.
//!
//! - `graph`: the types as boxes, each once, and which field leads to which
//! - `layout`: where boxes and lines are
//! - `svg`: the picture

mod graph;
mod layout;
mod svg;

use crate::plan::landing::MOST_TYPES;
use crate::plan::{Operation, Plan};
use graph::Graph;

/// What an operation returns, drawn; `None` where it returns no type that has fields, or too many.
///
/// The links lead from the crate's first page, and colours come from the page around the picture.
#[must_use]
pub fn of_output(plan: &Plan, operation: &Operation) -> Option<String> {
    let graph = Graph::of_output(plan, operation);
    let is_readable = !graph.edges.is_empty() && graph.boxes.len() <= MOST_TYPES + 1;
    is_readable.then(|| svg::draw(&graph))
}
