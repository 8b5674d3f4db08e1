//! Line breaks in expressions and types, by rustfmt's rules, with its names for them.

use super::text::{chain, has_literal, last_group, list, split_once, width};

/// The widest line that prettyplease writes, and the `max_width` given to rustfmt.
pub(in super::super) const WIDTH: usize = 89;

/// The space for a piece of code.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// The indentation of lines after the first.
    indent: usize,
    /// The columns taken before the piece on its first line.
    offset: usize,
    /// The columns left for it.
    width: usize,
}

impl Shape {
    /// A whole line.
    pub(super) fn indented(indent: usize) -> Self {
        Self {
            indent,
            offset: 0,
            width: WIDTH.saturating_sub(indent),
        }
    }

    /// The space after other code on the same line.
    pub(super) fn offset_left(self, columns: usize) -> Option<Self> {
        Some(Self {
            offset: self.offset + columns,
            ..self.sub_width(columns)?
        })
    }

    /// The space before other code on the same line.
    pub(super) fn sub_width(self, columns: usize) -> Option<Self> {
        let width = self.width.checked_sub(columns)?;
        Some(Self { width, ..self })
    }

    /// Unlimited space.
    pub(super) fn add_width(self, columns: usize) -> Self {
        let width = self.width + columns;
        Self { width, ..self }
    }

    /// The code after the piece.
    fn rhs_overhead(self) -> usize {
        WIDTH.saturating_sub(self.indent + self.offset + self.width)
    }
}

pub(super) fn pad(indent: usize) -> String {
    " ".repeat(indent)
}

/// An expression or a type; `None` if it does not fit, however broken.
pub(super) fn rewrite(text: &str, shape: Shape) -> Option<String> {
    if width(text) <= shape.width && !has_literal(text) {
        return Some(text.to_owned());
    }
    for prefix in ["&mut ", "&'a ", "&", "*"] {
        if let Some(rest) = text.strip_prefix(prefix) {
            let rest = rewrite(rest, shape.offset_left(prefix.len())?)?;
            return Some(format!("{prefix}{rest}"));
        }
    }
    if text.starts_with('|') {
        return closure(text, shape);
    }
    let (parent, links) = chain(text);
    if !links.is_empty() {
        return rewrite_chain(parent, &links, shape);
    }
    if let Some(tried) = text.strip_suffix('?') {
        return Some(rewrite(tried, shape.sub_width(1)?)? + "?");
    }
    match last_group(text) {
        Some((name, '{', fields)) => literal(name, fields, shape),
        Some((head, open, items)) => overflow(head, open, items, shape),
        None => None,
    }
}

/// `|parameter| body`, the body in braces if it has to break.
fn closure(text: &str, shape: Shape) -> Option<String> {
    let (parameters, body) = text.strip_prefix('|')?.split_once("| ")?;
    let head = format!("|{parameters}| ");
    shape.sub_width(head.len() + 1)?;
    let inner = Shape::indented(shape.indent + 4);
    let body = rewrite(body, inner)?;
    let (inner, outer) = (pad(shape.indent + 4), pad(shape.indent));
    Some(format!("{head}{{\n{inner}{body}\n{outer}}}"))
}

/// `Name { fields }`, one field per line.
fn literal(name: &str, fields: &str, shape: Shape) -> Option<String> {
    let name = name.trim_end();
    shape.sub_width(name.len() + 2)?;
    let inner = Shape::indented(shape.indent + 4);
    let mut text = format!("{name} {{\n");
    for field in list(fields) {
        let line = match field.strip_prefix("..") {
            Some(base) => format!("..{}", rewrite(base, inner.offset_left(2)?)?),
            None => field_value(field, inner.sub_width(1)?)? + ",",
        };
        text.push_str(&format!("{}{line}\n", pad(inner.indent)));
    }
    text.push_str(&format!("{}}}", pad(shape.indent)));
    Some(text)
}

/// The columns that rustfmt reserves after a value: after a chain with `?`, two more.
pub(super) fn margin(value: &str) -> usize {
    match value.ends_with('?') && !chain(value).1.is_empty() {
        true => 2,
        false => 0,
    }
}

/// `name: value`, the value on the next line only if no part of it fits beside the name.
fn field_value(field: &str, shape: Shape) -> Option<String> {
    let Some((name, value)) = split_once(field, ": ") else {
        return Some(field.to_owned());
    };
    let margin = margin(value);
    let beside = shape
        .offset_left(name.len() + 2)
        .and_then(|shape| rewrite(value, shape.sub_width(margin)?));
    if let Some(value) = beside {
        return Some(format!("{name}: {value}"));
    }
    let below = rewrite(value, Shape::indented(shape.indent + 4))?;
    Some(format!("{name}:\n{}{below}", pad(shape.indent + 4)))
}

/// `head(items)`: a single item starts on the line of the head if rustfmt does that, else one item
/// per line.
fn overflow(head: &str, open: char, items: &str, shape: Shape) -> Option<String> {
    let close = match open {
        '(' => ')',
        '[' => ']',
        _ => '>',
    };
    let items = list(items);
    shape.sub_width(width(head))?;
    let nested = Shape::indented(shape.indent + 4).sub_width(1)?;
    let one_line = shape
        .offset_left(width(head) + 1)
        .and_then(|shape| shape.sub_width(1));
    let last = one_line.and_then(|shape| overflow_last(head, &items, shape, nested));
    if let Some(last) = last {
        return Some(format!("{head}{open}{last}{close}"));
    }
    let mut text = format!("{head}{open}\n");
    for item in items {
        // A string on its own line may exceed the width.
        let item = match rewrite(item, nested) {
            None if item.starts_with('"') => item.to_owned(),
            item => item?,
        };
        text.push_str(&format!("{}{item},\n", pad(nested.indent)));
    }
    text.push_str(&format!("{}{close}", pad(shape.indent)));
    Some(text)
}

/// The items, with only the last one broken.
fn overflow_last(head: &str, items: &[&str], one_line: Shape, nested: Shape) -> Option<String> {
    let (last, before) = items.split_last()?;
    if !can_be_overflowed(last, items.len()) {
        return None;
    }
    let mut start: String = before.iter().map(|item| format!("{item}, ")).collect();
    let rewritten = rewrite(last, one_line.offset_left(width(&start))?)?;
    let is_chain = !chain(last).1.is_empty();
    let combines = items.len() == 1 && head.len() < 4;
    if is_chain && !combines && rewritten.lines().nth(1)?.trim_start().starts_with('.') {
        return None;
    }
    if items.len() == 1 && rewritten.matches('\n').count() == 1 {
        let alone = rewrite(last, nested);
        if alone.is_some_and(|alone| !alone.contains('\n')) {
            return None;
        }
    }
    start.push_str(&rewritten);
    Some(start)
}

fn can_be_overflowed(item: &str, of: usize) -> bool {
    let item = item.trim_start_matches('&').trim_end_matches('?');
    item.starts_with('|') || of == 1 && item.ends_with([')', ']', '}'])
}

/// A chain on one line but for its last link, or one link per line.
fn rewrite_chain(parent: &str, links: &[&str], shape: Shape) -> Option<String> {
    let mut root = rewrite(parent, shape)?;
    // The first links stay beside a receiver that is no wider than an indentation.
    let tab = 4_usize.saturating_sub(shape.offset);
    let mut rest = links;
    while let Some((link, after)) = rest.split_first() {
        if root.len() > tab || root.contains('\n') {
            break;
        }
        let Some(link) = rewrite_link(link, shape.offset_left(width(&root))?) else {
            break;
        };
        root.push_str(&link);
        rest = after;
    }
    let Some((last, rest)) = rest.split_last() else {
        return Some(root);
    };
    let extends = root.contains('\n') && ends_with_brackets(&root);
    let child = Shape::indented(shape.indent + if extends { 0 } else { 4 });
    let mut rewrites = vec![root];
    for link in rest {
        rewrites.push(rewrite_link(link, child)?);
    }
    let all_in_one_line = rewrites.iter().all(|rewrite| !rewrite.contains('\n'));
    let below = child
        .sub_width(shape.rhs_overhead())
        .and_then(|shape| rewrite_link(last, shape));
    let used: usize = rewrites.iter().map(|rewrite| width(rewrite)).sum();
    let beside = shape
        .offset_left(used)
        .filter(|_| all_in_one_line)
        .and_then(|shape| Some((rewrite_link(last, shape)?, shape.width)));
    let lines = |text: &str| text.lines().count();
    let (last, is_beside) = match (beside, below) {
        (Some((beside, budget)), below) => {
            let fits = beside
                .lines()
                .next()
                .is_some_and(|line| width(line) <= budget);
            match below {
                _ if fits && lines(&beside) >= 5 => (beside, true),
                Some(below) if !fits || lines(&below) < lines(&beside) => (below, false),
                _ => (beside, fits),
            }
        }
        (None, below) => (below?, false),
    };
    rewrites.push(last);
    let connector = if is_beside {
        String::new()
    } else {
        format!("\n{}", pad(child.indent))
    };
    Some(rewrites.join(&connector))
}

/// `.field`, or `.method(arguments)`.
fn rewrite_link(link: &str, shape: Shape) -> Option<String> {
    let bare = link.trim_end_matches('?');
    let tries = link.strip_prefix(bare).unwrap_or_default();
    let shape = shape.sub_width(tries.len())?;
    if width(bare) <= shape.width && !has_literal(bare) {
        return Some(link.to_owned());
    }
    let (head, open, items) = last_group(bare)?;
    Some(overflow(head, open, items, shape)? + tries)
}

fn ends_with_brackets(text: &str) -> bool {
    text.lines().last().is_some_and(|line| {
        line.trim_start()
            .chars()
            .all(|char| "()]}?>".contains(char))
    })
}

/// `left right`, the right side on the next line if that is better.
pub(super) fn rewrite_assign_rhs(left: &str, right: &str, shape: Shape) -> Option<String> {
    let beside = shape
        .offset_left(width(left) + 1)
        .and_then(|shape| rewrite(right, shape));
    if let Some(right) = beside.as_ref().filter(|right| !right.contains('\n')) {
        return Some(format!("{left} {right}"));
    }
    let below = Shape::indented(shape.indent + 4)
        .sub_width(shape.rhs_overhead())
        .and_then(|shape| rewrite(right, shape));
    match (beside, below) {
        (Some(beside), Some(below)) if !prefer_next_line(&beside, &below) => {
            Some(format!("{left} {beside}"))
        }
        (_, Some(below)) => Some(format!("{left}\n{}{below}", pad(shape.indent + 4))),
        (Some(beside), None) => Some(format!("{left} {beside}")),
        (None, None) => None,
    }
}

pub(super) fn prefer_next_line(beside: &str, below: &str) -> bool {
    let newlines = |text: &str| text.matches('\n').count();
    let opens = |text: &str, open: char| {
        let first = text.lines().next();
        first.is_some_and(|line| line.ends_with(open))
    };
    !below.contains('\n')
        || newlines(beside) > newlines(below) + 1
        || ['(', '{', '[']
            .iter()
            .any(|open| opens(beside, *open) && !opens(below, *open))
}

/// `pattern => body`, the body in braces if it moves to its own line.
pub(super) fn rewrite_match_arm(pattern: &str, body: &str, shape: Shape) -> Option<String> {
    // 5 = ` => {`
    let pattern = rewrite(pattern, shape.sub_width(5)?)?;
    let left = match pattern.rsplit_once('\n') {
        Some((_, last)) => width(last).saturating_sub(shape.indent),
        None => width(&pattern),
    };
    let room = shape
        .offset_left(left + 4)
        .and_then(|shape| shape.sub_width(1));
    let beside = room.and_then(|room| {
        let body = rewrite(body, room)?;
        let first = body.lines().next()?;
        (width(first) <= room.width).then_some(body)
    });
    if let Some(body) = beside.as_ref().filter(|body| !body.contains('\n')) {
        return Some(format!("{pattern} => {body},"));
    }
    let below = rewrite(body, Shape::indented(shape.indent + 4));
    match (beside, below) {
        (Some(beside), Some(below)) if !prefer_next_line(&beside, &below) => {
            Some(format!("{pattern} => {beside},"))
        }
        (_, Some(below)) => {
            let (inner, outer) = (pad(shape.indent + 4), pad(shape.indent));
            Some(format!("{pattern} => {{\n{inner}{below}\n{outer}}}"))
        }
        (Some(beside), None) => Some(format!("{pattern} => {beside},")),
        (None, None) => None,
    }
}
