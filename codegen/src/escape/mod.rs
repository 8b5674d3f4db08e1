//! Escaping: one function for each kind of target that text from outside is written into.
//!
//! | target | function |
//! | --- | --- |
//! | a message, one line of plain text | [`line()`] |
//! | a comment of Rust, TOML or a table | [`comment`] |
//! | text and attributes of SVG and XML | [`xml`] |
//! | a comment of SVG and XML | [`xml_comment`] |
//! | a string of a manifest (TOML) | [`toml_string`] |
//! | the name of a file | [`file_stem`] |
//! | a doc of several lines, before it becomes Markdown | [`doc_text`] |
//! | a phrase of Markdown, as in a README | [`markdown`] |
//! | Markdown that a spec gives whole | [`markdown_blocks`] |
//!
//! Rust strings are escaped by `quote`. Names are validated earlier, in [`crate::spec::check`].

mod blocks;

pub use blocks::markdown_blocks;

/// The longest stem of a file, in bytes: file systems take names of 255, and an ending follows.
const LONGEST_STEM: usize = 200;

/// Names that Windows keeps for devices, whatever ending follows.
/// Source: "Naming Files, Paths, and Namespaces" of Microsoft's documentation.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Whether a character does what nobody sees: a control character, or one that changes the
/// direction of the text around it (those that rustc's `text_direction_codepoint_in_literal` names).
pub(crate) fn is_hidden(char: char) -> bool {
    char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text on one line: hidden characters and line ends as Rust's escapes.
#[must_use]
pub fn line(text: &str) -> String {
    escaped(text, is_hidden)
}

/// Text of several lines, with `\n` alone between them: other hidden characters as Rust's escapes.
#[must_use]
pub fn doc_text(text: &str) -> String {
    if !text.contains(is_hidden) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    escaped(&text, |char| {
        is_hidden(char) && !matches!(char, '\n' | '\t')
    })
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if is_escaped(char) {
            out.extend(char.escape_default());
        } else {
            out.push(char);
        }
    }
    out
}

/// Text in a comment that ends with its line.
#[must_use]
pub fn comment(text: &str) -> String {
    line(text)
}

/// Text in SVG or XML, between tags or in an attribute.
#[must_use]
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in line(text).chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Text in a comment of SVG or XML, where two hyphens would begin its end.
#[must_use]
pub fn xml_comment(text: &str) -> String {
    line(text)
        .replace("--", "-\u{2010}")
        .replace(['<', '>'], "_")
}

/// A phrase of Markdown that reads as the text does.
#[must_use]
pub fn markdown(text: &str) -> String {
    let text = line(text);
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    let number = text.chars().take_while(char::is_ascii_digit).count();
    for (at, char) in text.chars().enumerate() {
        let begins = at == 0 && matches!(char, '-' | '+' | '=');
        let ends_number = at == number && at > 0 && matches!(char, '.' | ')');
        let is_markup = "\\`*_[]<>|~&#!$".contains(char);
        if begins || ends_number || is_markup {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// Text as a basic string of TOML, with its quotes.
/// Source: TOML 1.0, "String": what JSON escapes, TOML does too, and U+007F beside it.
#[must_use]
pub fn toml_string(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut out = String::with_capacity(json.len());
    for char in json.chars() {
        if is_hidden(char) {
            out.push_str(&format!("\\u{:04X}", u32::from(char)));
        } else {
            out.push(char);
        }
    }
    out
}

/// The name of a file before its ending, made of letters, digits, `_` and `-`: one that every system
/// can have, and no path. A device of Windows gets a `_`.
#[must_use]
pub fn file_stem(name: &str) -> String {
    let mut stem: String = name
        .chars()
        .map(|char| match char {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => char,
            _ => '_',
        })
        .take(LONGEST_STEM)
        .collect();
    if stem.is_empty() || is_device(&stem) {
        stem.push('_');
    }
    stem
}

/// Whether Windows takes a name for a device.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let lower = stem.to_lowercase();
    let numbered = |device: &str| {
        let mut rest = lower.strip_prefix(device)?.chars();
        let digit = rest.next()?;
        let is_digit = digit.is_ascii_digit() || matches!(digit, '¹' | '²' | '³');
        (is_digit && rest.next().is_none()).then_some(())
    };
    DEVICES.contains(&lower.as_str()) || numbered("com").or_else(|| numbered("lpt")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_what_it_stands_in() {
        assert_eq!(comment("a\nmod x;\r\u{202e}"), "a\\nmod x;\\r\\u{202e}");
        assert_eq!(xml("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;'");
        assert!(!xml_comment("a --> b --- c").contains("--"));
        assert_eq!(toml_string("a\"\nb = 1\u{7f}"), "\"a\\\"\\nb = 1\\u007F\"");
        assert_eq!(markdown("1. a <b> #c"), "1\\. a \\<b\\> \\#c");
        assert_eq!(doc_text("a\r\nb\rc\td\u{1b}"), "a\nb\nc\td\\u{1b}");
    }

    #[test]
    fn a_file_can_be_on_every_system() {
        assert_eq!(file_stem("../a/b"), "___a_b");
        for device in ["con", "Aux", "NUL", "com1", "LPT9", "prn", "com0"] {
            assert_eq!(file_stem(device), format!("{device}_"));
        }
        assert_eq!(file_stem("common"), "common");
        assert_eq!(file_stem("com10"), "com10");
        assert_eq!(file_stem(""), "_");
        assert_eq!(file_stem(&"x".repeat(999)).len(), LONGEST_STEM);
        assert!(is_device("con.json") && is_device("Com¹") && !is_device("icon.json"));
    }
}
