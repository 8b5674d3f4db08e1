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

/// The width that fits a window of 1280 px: beside rustdoc's sidebar there are 960, and a picture is made smaller
/// by a fifth at most.
const MOST_WIDTH: i64 = 1200;

/// Draws the types that an operation returns, as many steps of them as fit; `None` if it returns no type with
/// fields, or too many.
///
/// Links are relative to the crate's first page, and colours are those of the page.
#[must_use]
pub fn of_output(plan: &Plan, operation: &Operation) -> Option<String> {
    let whole = Graph::of_output(plan, operation, usize::MAX);
    let is_readable = !whole.edges.is_empty() && whole.boxes.len() <= MOST_TYPES + 1;
    if !is_readable {
        return None;
    }
    let fewer = (2..whole.columns()).rev();
    let narrower = fewer.map(|columns| Graph::of_output(plan, operation, columns));
    let all = std::iter::once(whole).chain(narrower);
    let drawn = all.map(|graph| svg::draw(&graph));
    // Two columns are drawn whatever their width.
    let mut last = None;
    for picture in drawn {
        let fits = picture.width <= MOST_WIDTH;
        last = Some(picture.text);
        if fits {
            break;
        }
    }
    last
}
