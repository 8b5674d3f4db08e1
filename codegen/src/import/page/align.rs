//! Pairs the heads of a structure's text with the nodes of its syntax, in order.
//!
//! Nearly always the next head is the next node's. A doc may hold what looks like a head, and a head
//! may be missing: then the nearest place is looked for from which both go on together.

use super::heads::{Head, Word};
use super::syntax::{Node, Role};

/// How far ahead a place to go on is looked for.
const WINDOW: usize = 48;

/// How many pairs must follow each other where both go on.
const RUN: usize = 3;

/// A node's head in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    /// Where the head begins, with the member's name.
    pub start: usize,
    /// Where its doc begins.
    pub end: usize,
    /// The type that it names.
    pub word: Word,
    /// The value of a map, whose head has a name: it is a structure's only member, not a map.
    pub named_value: bool,
}

/// The head of each node, where there is one.
pub(super) fn align(text: &str, nodes: &[Node], heads: &[Head]) -> Vec<Option<Match>> {
    let one_line = !text.trim().contains('\n');
    let pair =
        |node: usize, head: usize| matches(text, nodes.get(node)?, heads.get(head)?, one_line);
    let mut found = vec![None; nodes.len()];
    let (mut node, mut head) = (0, 0);
    while node < nodes.len() && head < heads.len() {
        if let Some(pair) = pair(node, head) {
            if let Some(slot) = found.get_mut(node) {
                *slot = Some(pair);
            }
            node += 1;
            head += 1;
            continue;
        }
        let (skip_nodes, skip_heads) = next_run(node, head, &pair, nodes, heads);
        node += skip_nodes;
        head += skip_heads;
    }
    found
}

/// How many nodes and heads to pass over so that both go on together; the fewer the better.
fn next_run(
    node: usize,
    head: usize,
    pair: &impl Fn(usize, usize) -> Option<Match>,
    nodes: &[Node],
    heads: &[Head],
) -> (usize, usize) {
    for distance in 1..=WINDOW {
        for skip_heads in 0..=distance {
            let (n, h) = (node + distance - skip_heads, head + skip_heads);
            let ends = |k: usize| n + k >= nodes.len() || h + k >= heads.len();
            if n < nodes.len()
                && h < heads.len()
                && (0..RUN).all(|k| (k > 0 && ends(k)) || pair(n + k, h + k).is_some())
            {
                return (distance - skip_heads, skip_heads);
            }
        }
    }
    (1, 1)
}

fn matches(text: &str, node: &Node, head: &Head, one_line: bool) -> Option<Match> {
    if !head.word.fits(node.kind) {
        return None;
    }
    let before = text.get(..head.open)?;
    let named = |name: &str| {
        let start = before.trim_end().strip_suffix(name)?.len();
        Some(start)
    };
    let unnamed = || {
        let glued = !before.ends_with(|c: char| c.is_whitespace() && c != '\n');
        (glued || one_line).then_some(head.open)
    };
    let (start, named_value) = match &node.role {
        Role::Member(name) => (named(name)?, false),
        Role::Value => match unnamed() {
            Some(start) => (start, false),
            None => (named("string")?, true),
        },
        Role::Root | Role::Element | Role::Key => (unnamed()?, false),
    };
    Some(Match {
        start,
        end: head.end,
        word: head.word,
        named_value,
    })
}
