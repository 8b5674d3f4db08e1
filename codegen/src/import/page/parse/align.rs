//! Pairs the heads of a structure's text with the nodes of its syntax, in order.
//!
//! Nearly always the next head is the next node's. A doc may hold what looks like a head, and a head
//! may be missing: then the nearest place is looked for from which both go on together.

use super::heads::{Head, Word};
use super::syntax::{Node, Role};
use crate::import::page::mark::ITEM;

/// How far ahead a place to go on is looked for.
const WINDOW: usize = 48;

/// How often it is looked for that far; then it is a page that no search will save.
const SEARCHES: usize = 500;

/// How many pairs must follow each other where both go on.
const RUN: usize = 3;

/// How many heads are passed over for a member of the very name that is awaited.
const STRAY: usize = 4;

/// The longest name of a stray.
const LONGEST_NAME: usize = 200;

/// A node's head in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    /// Where the head begins, with the member's name.
    pub start: usize,
    /// Where its doc begins.
    pub end: usize,
    /// The type that it names.
    pub word: Word,
    /// The value of a map, whose head has a name: it is a structure's only member, not a map.
    pub named_value: bool,
}

/// How a text shows where a head may begin.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Layout {
    /// Its items are marked.
    Items,
    /// It has lines, and a head may be glued to the end of one.
    Lines,
    /// It is one line.
    OneLine,
}

/// What heads belong to.
pub(crate) struct Alignment {
    /// The head of each node, where there is one.
    pub found: Vec<Option<Match>>,
    /// The heads that belong to no node, in order.
    pub strays: Vec<Stray>,
}

/// A head of something that the syntax does not show.
pub(crate) struct Stray {
    /// Where it begins, with the name.
    pub start: usize,
    /// The name; empty for an element, a key or a value.
    pub name: String,
}

/// Finds the head of each node.
pub(crate) fn align(text: &str, nodes: &[Node], heads: &[Head<'_>]) -> Alignment {
    let layout = if text.contains(ITEM) {
        Layout::Items
    } else if text.trim().contains('\n') {
        Layout::Lines
    } else {
        Layout::OneLine
    };
    let pair = |node: usize, head: usize| matches(text, nodes.get(node)?, heads.get(head)?, layout);
    let mut found = vec![None; nodes.len()];
    let mut strays = Vec::new();
    let mut searches = 0;
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
        searches += 1;
        let window = if searches > SEARCHES { RUN } else { WINDOW };
        let (skip_nodes, skip_heads) = next_run(node, head, window, &pair, nodes, heads);
        let skipped = heads.iter().skip(head).take(skip_heads);
        strays.extend(skipped.filter_map(|head| stray(text, head, layout)));
        node += skip_nodes;
        head += skip_heads;
    }
    let left = heads.iter().skip(head);
    strays.extend(left.filter_map(|head| stray(text, head, layout)));
    Alignment { found, strays }
}

/// How many nodes and heads to pass over so that both go on together; the fewer the better.
fn next_run(
    node: usize,
    head: usize,
    window: usize,
    pair: &impl Fn(usize, usize) -> Option<Match>,
    nodes: &[Node],
    heads: &[Head<'_>],
) -> (usize, usize) {
    if nodes.get(node).is_some_and(is_named) {
        let named = (1..=STRAY).find(|skip| pair(node, head + skip).is_some());
        if let Some(skip_heads) = named {
            return (0, skip_heads);
        }
    }
    for distance in 1..=window {
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

fn is_named(node: &Node) -> bool {
    matches!(node.role, Role::Member(_))
}

/// A head that belongs to no node, where it begins a line or an item.
fn stray(text: &str, head: &Head<'_>, layout: Layout) -> Option<Stray> {
    let mut near = head.open.saturating_sub(LONGEST_NAME);
    while !text.is_char_boundary(near) {
        near += 1;
    }
    let before = text.get(near..head.open)?;
    if near > 0 && !before.contains([ITEM, '\n']) {
        return None;
    }
    let line = match layout {
        Layout::Items => before.rsplit([ITEM, '\n']).next()?,
        Layout::Lines => before.rsplit('\n').next()?,
        Layout::OneLine => return None,
    };
    let start = head.open - line.len();
    let begins = layout != Layout::Items || text.get(..start)?.ends_with(ITEM);
    let name = line.trim();
    (begins && !name.contains(char::is_whitespace)).then(|| Stray {
        start,
        name: name.to_owned(),
    })
}

fn matches(text: &str, node: &Node, head: &Head<'_>, layout: Layout) -> Option<Match> {
    if !head.word.fits(node.kind) {
        return None;
    }
    if head.field.is_some() {
        let is_it = matches!(&node.role, Role::Member(name) if head.field == Some(name));
        return is_it.then_some(Match {
            start: head.open,
            end: head.end,
            word: head.word,
            named_value: false,
        });
    }
    let before = text.get(..head.open)?;
    let begins = |start: usize| {
        let begins = text.get(..start).is_some_and(|text| match layout {
            // Where there is but one parameter, it may be no item.
            Layout::Items => text.ends_with(ITEM) || text.trim().is_empty(),
            Layout::Lines | Layout::OneLine => true,
        });
        begins.then_some(start)
    };
    let named = |name: &str| begins(before.trim_end().strip_suffix(name)?.len());
    let unnamed = || {
        let has_space = before.ends_with(|c: char| c.is_whitespace() && c != '\n');
        (!has_space || layout == Layout::OneLine)
            .then_some(head.open)
            .and_then(begins)
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
