//! Texts of others in texts for people: what would move the cursor, colour a terminal or begin a line of a
//! log is shown as its escape.

use std::fmt::{self, Write};

/// Shows a value with control characters escaped.
pub(crate) struct Escaped<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for Escaped<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(formatter), "{}", self.0)
    }
}

struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(index) = rest.find(is_unsafe) {
            let (before, from) = rest.split_at(index);
            self.0.write_str(before)?;
            let mut chars = from.chars();
            if let Some(found) = chars.next() {
                write!(self.0, "{}", found.escape_default())?;
            }
            rest = chars.as_str();
        }
        self.0.write_str(rest)
    }
}

/// Control characters, line separators, and what changes the direction of text.
fn is_unsafe(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// How much of a body that cannot be read an error shows.
const EXCERPT: usize = 200;

/// The beginning of a body, for an error.
pub(crate) fn beginning(body: &[u8]) -> String {
    // A character is four bytes at most.
    let front = body
        .get(..body.len().min(4 * EXCERPT + 4))
        .unwrap_or_default();
    let text = String::from_utf8_lossy(front);
    let excerpt: String = text.chars().take(EXCERPT).collect();
    let more = if excerpt.len() < body.len() {
        "..."
    } else {
        ""
    };
    format!("the body begins {excerpt:?}{more}")
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn control_characters_are_shown_escaped() {
        let text = "\u{1b}[31mred\u{1b}[0m\r\nnext\t\0\u{9b}\u{202e}\u{7f} é \\ \"";
        let expected = "\\u{1b}[31mred\\u{1b}[0m\\r\\nnext\\t\\u{0}\\u{9b}\\u{202e}\\u{7f} é \\ \"";
        assert_eq!(Escaped(text).to_string(), expected);
        assert_eq!(Escaped("plain").to_string(), "plain");
    }
}
