//! A diagram of the types that an operation returns, as SVG for the crate's documentation.
//!
//! - `graph`: the types as boxes, each once, and which field leads to which
//! - `layout`: where boxes and lines are
//! - `svg`: the SVG

mod graph;
mod layout;
mod svg;

use crate::plan::landing::MOST_TYPES;
use crate::plan::{Operation, Plan};
use graph::Graph;

/// Draws the types that an operation returns; `None` if it returns no type with fields, or too many.
///
/// Links are relative to the crate's first page, and colours are those of the page.
#[must_use]
pub fn of_output(plan: &Plan, operation: &Operation) -> Option<String> {
    let graph = Graph::of_output(plan, operation);
    let is_readable = !graph.edges.is_empty() && graph.boxes.len() <= MOST_TYPES + 1;
    is_readable.then(|| svg::draw(&graph))
}
