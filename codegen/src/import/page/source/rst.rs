//! reStructuredText: the docs' own source, and the docstrings made of it, as `help`, `?` of IPython and
//! `__doc__` show them.

use crate::import::page::mark::ITEM;
use crate::import::page::prose::typography::closed_up;

/// What comes before code.
const CODE: &str = "::";

/// Notes, with the title that the page gives them.
const NOTES: [(&str, &str); 6] = [
    (".. note::", "Note"),
    (".. warning::", "Warning"),
    (".. danger::", "Danger"),
    (".. important::", "Important"),
    (".. tip::", "Tip"),
    (".. caution::", "Caution"),
];

/// The text of a page, and what its address tells.
pub(crate) fn to_text(page: &str, service: Option<&str>) -> String {
    let mut text = String::with_capacity(page.len());
    if let Some(signature) = signature(page, service) {
        text.push_str(&signature);
        text.push('\n');
    }
    let mut kind: Option<(&str, &str)> = None;
    let mut lines = docstring(page).lines().peekable();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let line = line.trim();
        if let Some(field) = line.strip_prefix(":type ") {
            kind = field
                .split_once(':')
                .map(|(name, kind)| (name, kind.trim()));
            continue;
        }
        if line == CODE {
            // What is indented is code.
            while let Some(code) = lines.peek() {
                let inner = code.trim_start();
                if !inner.is_empty() && code.len() - inner.len() <= indent {
                    break;
                }
                text.push_str(code);
                text.push('\n');
                lines.next();
            }
            continue;
        }
        block(line, kind, &mut text);
        text.push('\n');
    }
    text
}

/// The docstring without what `help` and IPython's `?` show around it.
fn docstring(page: &str) -> &str {
    const BEFORE: [&str; 2] = [" method of botocore.client.", "Docstring:"];
    const AFTER: [&str; 2] = ["\nFile:  ", "\nType:  "];
    let start = BEFORE.iter().find_map(|mark| {
        let at = page.find(mark)?;
        let line = page.get(at..)?.find('\n')?;
        Some(at + line)
    });
    let page = page.get(start.unwrap_or(0)..).unwrap_or(page);
    let end = AFTER.iter().filter_map(|mark| page.rfind(mark)).min();
    page.get(..end.unwrap_or(page.len())).unwrap_or(page)
}

/// Writes what a line says.
fn block(line: &str, kind: Option<(&str, &str)>, text: &mut String) {
    const METHOD: &str = ".. py:method:: ";
    if let Some(field) = line.strip_prefix(":param ") {
        let (name, doc) = field.split_once(':').unwrap_or((field, ""));
        let word = kind
            .filter(|(of, _)| *of == name)
            .map_or("", |(_, word)| word);
        text.push(ITEM);
        text.push_str(&format!("{name} ({word}) – {}", inline(doc.trim())));
    } else if let Some(word) = line.strip_prefix(":rtype:") {
        text.push_str(&format!("- Return type:\n{}", word.trim()));
    } else if let Some(doc) = line
        .strip_prefix(":returns:")
        .or_else(|| line.strip_prefix(":return:"))
    {
        text.push_str(&format!("- Returns:\n{}", inline(doc.trim())));
    } else if let Some(signature) = line.strip_prefix(METHOD) {
        text.push_str(signature);
    } else if let Some((doc, title)) = NOTES
        .iter()
        .find_map(|(mark, title)| Some((line.strip_prefix(mark)?, *title)))
    {
        text.push_str(&format!("{title}\n{}", inline(doc.trim())));
    } else if line.len() > 2
        && line
            .chars()
            .all(|c| matches!(c, '=' | '-' | '*' | '~' | '^'))
    {
        // The rule under a title.
    } else if let Some(item) = item(line) {
        text.push(ITEM);
        text.push_str(&inline(item));
    } else {
        text.push_str(&inline(line));
    }
}

/// What follows a bullet or a number.
fn item(line: &str) -> Option<&str> {
    ["- ", "* ", "#. "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .or_else(|| {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            (rest.len() < line.len()).then(|| rest.strip_prefix(". "))?
        })
        .map(str::trim)
}

/// `Class.Client.method(**kwargs)`, where the page does not say it in this way.
fn signature(page: &str, service: Option<&str>) -> Option<String> {
    if page.contains(".. py:method:: ") {
        return None;
    }
    let after = |mark: &str, is_part: fn(char) -> bool| {
        let (_, rest) = page.split_once(mark)?;
        let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty())
    };
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    let method = after("response = client.", |c| {
        c.is_ascii_alphanumeric() || c == '_'
    })?;
    let class = after("method of botocore.client.", is_letter)
        .or_else(|| {
            let (before, _) = page.split_once(".Client.exceptions.")?;
            before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next()
        })
        .or(service)?;
    Some(format!("{class}.Client.{method}(**kwargs)"))
}

/// A text without its markup.
pub(crate) fn inline(text: &str) -> String {
    closed_up(&unmarked(text))
}

fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = if let Some((code, left)) = quoted(rest, "``") {
            plain.push_str(code);
            left
        } else if let Some((role, left)) = role(rest) {
            plain.push_str(role);
            left
        } else if let Some((title, left)) = reference(rest) {
            plain.push_str(&title.replace("\\:", ":"));
            left
        } else if let Some((words, left)) = quoted(rest, "**")
            .or_else(|| quoted(rest, "*"))
            .filter(|(words, _)| begins_markup(&plain, words))
        {
            plain.push_str(words);
            left
        } else if let (true, Some(left)) = (c == '\\', after.strip_prefix([' ', ':'])) {
            plain.push_str(if after.starts_with(':') { ":" } else { "" });
            left
        } else {
            plain.push(c);
            after
        };
    }
    plain
}

/// Whether a mark begins an emphasis: not after a letter, and not between a parenthesis or quotes.
fn begins_markup(before: &str, words: &str) -> bool {
    const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('\'', '\''), ('"', '"')];
    let is_enclosed =
        |(open, close): &(char, char)| before.ends_with(*open) && words.starts_with(*close);
    !before.ends_with(|c: char| c.is_alphanumeric()) && !PAIRS.iter().any(is_enclosed)
}

/// What stands between two marks, and what follows; it begins and ends with no space.
fn quoted<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let inner = text.strip_prefix(mark)?;
    let (words, rest) = inner.split_once(mark)?;
    let is_tight = !words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace);
    let is_code = mark == "``";
    (!words.is_empty() && is_tight && (is_code || !words.contains('*'))).then_some((words, rest))
}

/// The target of `:role:`target``.
fn role(text: &str) -> Option<(&str, &str)> {
    let (role, rest) = text.strip_prefix(':')?.split_once(":`")?;
    let is_role = !role.is_empty() && role.chars().all(|c| c.is_ascii_alphanumeric() || c == ':');
    let (target, rest) = rest.split_once('`')?;
    let title = target.split_once(" <").map_or(target, |(title, _)| title);
    // `.StreamingBody` is looked up wherever it is, and shown without the dot.
    is_role.then_some((title.trim_start_matches('.'), rest))
}

/// The title of `` `title <address>`__ ``.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (inner, rest) = text.strip_prefix('`')?.split_once('`')?;
    let rest = rest.strip_prefix("__").or_else(|| rest.strip_prefix('_'))?;
    let title = inner.rsplit_once(" <").map_or(inner, |(title, _)| title);
    Some((title, rest))
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn each_kind_of_markup_is_left_out() {
        for (rst, text) in [
            ("``true`` or ``a``.", "true or a."),
            (
                "see `the Guide <https://x/y>`__ in *Name*.",
                "see the Guide in Name.",
            ),
            (
                ":py:class:`X.Client.exceptions.Gone`",
                "X.Client.exceptions.Gone",
            ),
            ("(:class:`.StreamingBody`)", "(StreamingBody)"),
            ("**Bold**: 3 * 4 * 5", "Bold: 3 * 4 * 5"),
            ("an asterisk (*), and '*'", "an asterisk (*), and '*'"),
            ("`The reference\\: a <https://x>`__", "The reference: a"),
            ("a*b*c", "a*b*c"),
            ("x\\ y", "xy"),
        ] {
            assert_eq!(inline(rst), text);
        }
    }
}
