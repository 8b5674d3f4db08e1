//! Code as text: brackets, strings, and the characters outside of them.

/// The characters outside of strings, each with its offset and the number of brackets open before it;
/// a closing bracket counts as outside.
fn code(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    outside_strings(text.char_indices())
}

fn outside_strings(
    text: impl Iterator<Item = (usize, char)>,
) -> impl Iterator<Item = (usize, char, usize)> {
    let mut depth = 0_usize;
    let mut previous = ' ';
    let mut in_string = false;
    let mut escaped = false;
    text.filter_map(move |(place, char)| {
        let before = std::mem::replace(&mut previous, char);
        if in_string {
            in_string = escaped || char != '"';
            escaped = char == '\\' && !escaped;
            return None;
        }
        let is_generic = before.is_alphanumeric() || matches!(before, '_' | ':' | '>' | ')');
        match char {
            '"' => in_string = true,
            '(' | '[' | '{' => {
                depth += 1;
                return Some((place, char, depth - 1));
            }
            '<' if is_generic => {
                depth += 1;
                return Some((place, char, depth - 1));
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '>' if is_generic => depth = depth.saturating_sub(1),
            _ => {}
        }
        Some((place, char, depth))
    })
}

/// The number of brackets left open.
pub(super) fn open_brackets(text: &str) -> usize {
    if !text.contains(['(', '[', '{', '<']) {
        return 0;
    }
    // One more character has the depth after the last one.
    let end = [(text.len(), ' ')];
    let last = outside_strings(text.char_indices().chain(end)).last();
    last.map_or(0, |(_, _, depth)| depth)
}

/// The text before and after the first separator outside of brackets.
pub(super) fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let place = code(text)
        .filter(|(_, _, depth)| *depth == 0)
        .find(|(place, ..)| {
            text.get(*place..)
                .is_some_and(|rest| rest.starts_with(separator))
        })?
        .0;
    Some((text.get(..place)?, text.get(place + separator.len()..)?))
}

/// The parts of a list, split at commas.
pub(super) fn list(mut text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    while let Some((part, rest)) = split_once(text, ",") {
        parts.push(part.trim());
        text = rest;
    }
    parts.push(text.trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// A text that ends with a bracket: the text before it, the opening bracket, its contents.
pub(super) fn last_group(text: &str) -> Option<(&str, char, &str)> {
    let close = text.chars().last()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        '}' => '{',
        '>' => '<',
        _ => return None,
    };
    let (place, char, _) = code(text)
        .filter(|(_, char, depth)| *depth == 0 && matches!(char, '(' | '[' | '{' | '<'))
        .last()?;
    let inside = text.get(place + 1..text.len() - 1)?;
    (char == open).then_some((text.get(..place)?, open, inside))
}

/// A chain: its receiver, and its fields and methods, each with its dot.
pub(super) fn chain(text: &str) -> (&str, Vec<&str>) {
    let is_digit = |place: usize| {
        let next = text.as_bytes().get(place);
        next.is_some_and(u8::is_ascii_digit)
    };
    let mut links = Vec::new();
    let mut end = text.len();
    let dots: Vec<usize> = code(text)
        .filter(|(place, char, depth)| *depth == 0 && *char == '.' && !is_digit(place + 1))
        .map(|(place, ..)| place)
        .collect();
    for place in dots.into_iter().rev() {
        links.extend(text.get(place..end));
        end = place;
    }
    links.reverse();
    (text.get(..end).unwrap_or(text), links)
}

/// The offset at which an open bracket is closed.
pub(super) fn closing(text: &str) -> Option<usize> {
    // That bracket adds one to every depth.
    let all = format!("({text}");
    let place = code(&all)
        .skip(1)
        .find(|(_, char, depth)| *depth == 0 && matches!(char, ')' | ']' | '}'))?
        .0;
    place.checked_sub(1)
}

/// Whether a `{` that follows begins the fields of a struct literal, not a block.
pub(super) fn begins_literal(before: &str) -> bool {
    let before = before.trim_end();
    let start = before.rfind(|char: char| !char.is_alphanumeric() && !matches!(char, '_' | ':'));
    let name = start.map_or(before, |place| before.get(place + 1..).unwrap_or_default());
    let left = before.strip_suffix(name).unwrap_or_default().trim_end();
    let is_type = name
        .rsplit("::")
        .next()
        .is_some_and(|name| name.starts_with(|char: char| char.is_ascii_uppercase()));
    let is_value = left.is_empty() || left.ends_with(['(', '[', '=', ',', ':', '&']);
    // After an arrow comes a type, possibly a reference.
    let is_returned = left.trim_end_matches('&').trim_end().ends_with("->");
    is_type && !is_returned && (is_value || left.ends_with("=>"))
}

/// Whether it contains the fields of a struct literal.
pub(super) fn has_literal(text: &str) -> bool {
    let mut braces = code(text).filter(|(_, char, _)| *char == '{');
    text.contains('{')
        && braces.any(|(place, ..)| {
            let is_empty = text.get(place..).is_some_and(|rest| rest.starts_with("{}"));
            !is_empty && text.get(..place).is_some_and(begins_literal)
        })
}

/// The width of a text in columns.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}
