//! How much of HTML a tree may be built of.
//!
//! A tree's builder looks through the elements that are open at every tag, and through a tag's
//! attributes at every attribute; its readers call themselves for each level. Documentation nests 14
//! deep at the most, so what is far beyond that is not documentation.

use ego_tree::iter::Edge;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use scraper::Html;
use std::collections::HashMap;

/// Elements may be nested no deeper than this.
const DEPTH: usize = 200;

/// A tag may have no more attributes than this.
const ATTRIBUTES: usize = 200;

/// The elements without content.
const VOID: [&[u8]; 14] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param",
    b"source", b"track", b"wbr",
];

/// What is open, by name: an end tag closes nothing of another name.
#[derive(Default)]
struct Open {
    counts: HashMap<Vec<u8>, usize>,
    depth: usize,
    attributes: usize,
}

impl Open {
    /// Takes the next event; whether it is within the bounds.
    fn take(&mut self, event: &CallbackEvent<'_>) -> bool {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.attributes = 0;
                if !VOID.contains(name) {
                    *self.counts.entry(name.to_vec()).or_default() += 1;
                    self.depth += 1;
                }
            }
            CallbackEvent::AttributeName { .. } => self.attributes += 1,
            CallbackEvent::EndTag { name } => {
                if let Some(count) = self.counts.get_mut(*name).filter(|count| **count > 0) {
                    *count -= 1;
                    self.depth -= 1;
                }
            }
            _ => {}
        }
        self.depth <= DEPTH && self.attributes <= ATTRIBUTES
    }
}

/// The tree of a piece of HTML; `None` where that would take time out of proportion to its length, or
/// a reader too many calls within calls.
pub(super) fn tree(html: &str) -> Option<Html> {
    if !is_buildable(html) {
        return None;
    }
    let tree = Html::parse_fragment(html);
    (depth(&tree) <= 2 * DEPTH).then_some(tree)
}

fn is_buildable(html: &str) -> bool {
    let mut open = Open::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        (!open.take(&event)).then_some(())
    });
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).next().is_none()
}

fn depth(tree: &Html) -> usize {
    let mut open = 0_usize;
    let mut deepest = 0;
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(_) => open += 1,
            Edge::Close(_) => open -= 1,
        }
        deepest = deepest.max(open);
    }
    deepest
}
