//! Docs: from the spec's text to Markdown for rustdoc.

mod of_types;

pub(super) use of_types::{deprecation, shape_name, value_doc};

use crate::escape::{doc_text, line as one_line, markdown_blocks};
use crate::model::{Bounds, Doc};
use crate::spec::DocFormat;
use std::collections::BTreeMap;

/// The width of an item's docs: 100, without `/// `.
pub(super) const ITEM: usize = 96;

/// The width of the docs of a field, a variant or a method, which are indented.
pub(super) const MEMBER: usize = ITEM - 4;

/// The sections whose headings are a line of their own in pages.
const SECTIONS: [&str; 5] = ["Note", "Warning", "Important", "Tip", "Caution"];

/// Docs of an item or a module as lines of Markdown.
#[must_use]
pub fn markdown(doc: &Doc) -> Vec<String> {
    markdown_of(doc, ITEM)
}

/// Docs as lines of Markdown, wrapped at a width.
pub(super) fn markdown_of(doc: &Doc, width: usize) -> Vec<String> {
    let source = doc_text(&doc.text);
    markdown_blocks(match doc.format {
        DocFormat::Markdown => wrapped(&source, width),
        DocFormat::Text => text(&source, width),
    })
}

/// Markdown with its paragraphs and list items wrapped; code, tables and headings are left as they
/// are.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut in_code = false;
    for line in text.lines().map(str::trim_end) {
        let content = line.trim_start();
        let is_fence = content.starts_with("```");
        in_code ^= is_fence;
        let is_fixed = in_code || is_fence || content.starts_with(['|', '#']);
        if is_fixed || content.contains("  ") || line.chars().count() <= width {
            lines.push(line.to_owned());
            continue;
        }
        let indent = line.len() - content.len();
        let (markers, content) = content.split_at(markers(content));
        let first = " ".repeat(indent) + markers;
        let rest = first.replace(|letter| !matches!(letter, ' ' | '>'), " ");
        lines.extend(wrap(content, &first, &rest, width));
    }
    lines
}

/// The length of all markers at the start of a line: an item may begin with a nested list.
fn markers(line: &str) -> usize {
    let mut length = 0;
    while let Some(rest) = line.get(length..)
        && let 1.. = marker(rest)
    {
        length += marker(rest);
    }
    length
}

/// The length of `- `, `1. ` or `> ` at the start of a line.
fn marker(line: &str) -> usize {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    match digits {
        0 if rest.starts_with("- ") || rest.starts_with("> ") => 2,
        0 => 0,
        _ if rest.starts_with(". ") => digits + 2,
        _ => 0,
    }
}

/// The meanings of an enumeration's values, if the docs list them: `IMPORT – A VM import ...`.
#[must_use]
pub fn of_values(doc: Option<&Doc>, values: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let Some(doc) = doc else {
        return found;
    };
    let source = doc_text(&doc.text);
    for line in source.lines() {
        let Some((value, meaning)) = value_and_meaning(line, doc.format) else {
            continue;
        };
        if values.contains(&value) {
            found.entry(value).or_insert_with(|| {
                markdown_blocks(match doc.format {
                    DocFormat::Text => wrap(&escape(meaning), "", "", MEMBER),
                    DocFormat::Markdown => wrap(meaning, "", "", MEMBER),
                })
            });
        }
    }
    found
}

fn value_and_meaning(line: &str, format: DocFormat) -> Option<(String, &str)> {
    let item = match format {
        DocFormat::Text => line.trim(),
        DocFormat::Markdown => line.trim().strip_prefix("- ").unwrap_or(line.trim()),
    };
    let (value, meaning) = [" – ", " - ", " — ", ": "]
        .into_iter()
        .filter_map(|dash| item.split_once(dash))
        .min_by_key(|(value, _)| value.len())?;
    let value = match format {
        DocFormat::Text => value.to_owned(),
        DocFormat::Markdown => value.trim_matches(['`', '*']).replace('\\', ""),
    };
    let meaning = meaning.trim();
    (!meaning.is_empty() && !has_open_markup(meaning)).then_some((value, meaning))
}

/// Whether code or a link begins in the text and ends outside of it.
fn has_open_markup(text: &str) -> bool {
    !text.matches('`').count().is_multiple_of(2)
        || text.matches("](").count() > text.matches(')').count()
}

/// The first sentence, if the full docs are elsewhere.
#[must_use]
pub fn summary(lines: &[String]) -> Vec<String> {
    let paragraph: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty())
        .collect();
    let paragraph = paragraph.join(" ");
    let end = paragraph
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .find(|end| {
            let sentence = paragraph.get(..*end).unwrap_or_default();
            !has_open_markup(sentence) && !sentence.ends_with("e.g.") && !sentence.ends_with("i.e.")
        })
        .unwrap_or(paragraph.len());
    let sentence = paragraph.get(..end).unwrap_or(&paragraph);
    markdown_blocks(wrap(sentence, "", "", MEMBER))
}

/// The bounds of a member, or of `whose`, as sentences.
#[must_use]
pub fn bounds(bounds: &Bounds, whose: Option<&str>, measured: &str) -> Vec<String> {
    let range = match (&bounds.min, &bounds.max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("{measured} at least {min}")),
        (None, Some(max)) => Some(format!("{measured} at most {max}")),
        (Some(min), Some(max)) if min == max => Some(format!("{measured} exactly {min}")),
        (Some(min), Some(max)) => Some(format!("{measured} {min} to {max}")),
    };
    let pattern = bounds.pattern.as_ref().map(|pattern| {
        // In a pattern, `
        // ` and the like mean the same.
        format!("Pattern: {}", code(pattern))
    });
    let default = bounds.default.as_ref();
    let default =
        default.map(|default| format!("Default: {}", code(&default.replace('\n', "\\n"))));
    let sentences = range.into_iter().chain(pattern).chain(default);
    let mut sentences: Vec<String> = sentences.map(|sentence| sentence + ".").collect();
    if let (Some(whose), Some(first)) = (whose, sentences.first_mut()) {
        *first = format!("{whose}: {first}");
    }
    sentences
}

/// Appends sentences to docs, to the last paragraph if the docs end with one. None is wrapped, as
/// patterns may contain spaces.
pub(in crate::plan) fn append(doc: &mut Vec<String>, sentences: Vec<String>, width: usize) {
    let mut open = ends_with_paragraph(doc);
    if !sentences.is_empty() && !open {
        doc.push(String::new());
    }
    for sentence in sentences {
        let length = sentence.chars().count();
        match doc.last_mut() {
            Some(line) if open && line.chars().count() + 1 + length <= width => {
                line.push(' ');
                line.push_str(&sentence);
            }
            _ => doc.push(sentence),
        }
        open = true;
    }
}

/// Whether docs end with an unindented paragraph that is a full sentence, and not with a list, table, code
/// or the like.
fn ends_with_paragraph(doc: &[String]) -> bool {
    let begins_more = |line: &String| {
        line.is_empty() || line.starts_with([' ', '>', '#', '|', '<', '[', '~']) || {
            line.starts_with("```") || marker(line) > 0 || line.starts_with("* ")
        }
    };
    let lines = doc.iter().rev().take_while(|line| !line.is_empty());
    let ends = doc
        .last()
        .map(|line| line.trim_end_matches(['*', '_', '`', ')', '"']));
    ends.is_some_and(|line| line.ends_with(['.', '!', '?'])) && !lines.into_iter().any(begins_more)
}

/// A separate paragraph of a member's docs.
#[must_use]
pub fn paragraph(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    lines.extend(wrap(text, "", "", MEMBER));
    lines
}

/// Text as inline code, with a longer fence if it contains backticks.
#[must_use]
pub fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text
        .split(|char| char != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 {
        format!("`{text}`")
    } else {
        format!("{fence} {text} {fence}")
    }
}

/// Plain text of a page: a paragraph or a list item per line.
fn text(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut after_item = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if SECTIONS.contains(&line) {
            separate(&mut lines);
            lines.push(format!("**{line}**"));
            after_item = false;
            continue;
        }
        let is_item = item_head(line).is_some();
        if !(is_item && after_item) {
            separate(&mut lines);
        }
        lines.extend(match item_head(line) {
            Some((head, rest)) => {
                let item = format!("{} – {}", escape(head), escape(rest));
                wrap(&item, "- ", "  ", width)
            }
            None => wrap(&escape(line), "", "", width),
        });
        after_item = is_item;
    }
    lines
}

/// `IMPORT – A VM import ...`: a short term, a dash, its meaning.
fn item_head(line: &str) -> Option<(&str, &str)> {
    let (head, rest) = line.split_once(" – ")?;
    let short = head.split(' ').count() <= 6 && !head.ends_with(['.', ':', ',']);
    (short && !rest.is_empty()).then_some((head, rest))
}

fn separate(lines: &mut Vec<String>) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
}

/// Text with the markup of Markdown and rustdoc escaped, and bare URLs as
/// links.
#[must_use]
pub fn escape(text: &str) -> String {
    let text = doc_text(text);
    let words: Vec<String> = text.split_whitespace().map(escape_word).collect();
    guard_start(words.join(" "))
}

fn escape_word(word: &str) -> String {
    if let Some(start) = word.find("http://").or_else(|| word.find("https://")) {
        let (before, rest) = word.split_at(start);
        let end = rest
            .find(['<', '>', '"', '\'', '`', '\\', '|', '{', '}'])
            .unwrap_or(rest.len());
        let url = rest
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches(['.', ',', ';', ':', ')', ']', '!', '?', '*', '_']);
        let after = rest.get(url.len()..).unwrap_or_default();
        let scheme_only = url.ends_with("//") || url.len() < "http://a".len();
        if !scheme_only {
            return format!("{}<{url}>{}", escape_plain(before), escape_plain(after));
        }
    }
    escape_plain(word)
}

fn escape_plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    let chars: Vec<char> = word.chars().collect();
    for (index, char) in chars.iter().enumerate() {
        let special = match char {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' => true,
            // Between two letters, an underscore is not markup.
            '_' => {
                let beside = |index: Option<usize>| {
                    index
                        .and_then(|index| chars.get(index))
                        .is_some_and(|char| char.is_alphanumeric())
                };
                !(beside(index.checked_sub(1)) && beside(Some(index + 1)))
            }
            '&' => chars.iter().skip(index).any(|char| *char == ';'),
            '!' => chars.get(index + 1) == Some(&'['),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(*char);
    }
    out
}

/// Escapes the start of a paragraph that would be a heading, a list, a quote or a rule.
fn guard_start(text: String) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && matches!(text.chars().nth(digits), Some('.' | ')')) {
        let (number, rest) = text.split_at(digits);
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['#', '>', '-', '+', '=']) {
        return format!("\\{text}");
    }
    text
}

/// Wraps a paragraph. No line begins with a word that would be markup there.
pub(super) fn wrap(text: &str, first: &str, rest: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        let fits = line.chars().count() + 1 + word.chars().count() <= width;
        if !empty && !fits && !starts_a_block(word) {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines
}

/// Whether a word at the start of a line would be markup.
fn starts_a_block(word: &str) -> bool {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let is_all = |chars: &[char]| word.chars().all(|char| chars.contains(&char));
    word.starts_with(['>', '|', '<'])
        || is_all(&['#', '-', '+', '*', '=', '_', ':'])
        || word.starts_with("```")
        || word.starts_with("~~~")
        || (digits > 0 && matches!(word.chars().nth(digits), Some('.' | ')')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> String {
        super::text(text, MEMBER).join("\n")
    }

    #[test]
    fn what_begins_an_item_of_an_item_is_wrapped_within_it() {
        let words = "word ".repeat(19);
        for (markers, indent) in [
            ("- ", "  "),
            ("- - ", "    "),
            ("1. - ", "     "),
            ("> - ", ">   "),
            ("- > ", "  > "),
        ] {
            let lines = wrapped(&format!("{markers}{words}"), MEMBER);
            assert_eq!(lines.len(), 2, "{lines:?}");
            assert!(lines[0].starts_with(&format!("{markers}word")), "{lines:?}");
            assert!(lines[1].starts_with(&format!("{indent}word")), "{lines:?}");
        }
    }

    #[test]
    fn what_looks_like_markup_is_escaped() {
        assert_eq!(
            lines("three nodes: <major>.<minor>"),
            "three nodes: \\<major>.\\<minor>"
        );
        assert_eq!(lines("#!/bin/bash"), "\\#!/bin/bash");
        assert_eq!(
            lines("a [link] *b* __c__"),
            "a \\[link\\] \\*b\\* \\_\\_c\\_\\_"
        );
        assert_eq!(
            lines("USER_INITIATED &INS; & co"),
            "USER_INITIATED \\&INS; & co"
        );
        assert_eq!(lines("1. first"), "1\\. first");
    }

    #[test]
    fn bare_urls_become_links() {
        assert_eq!(
            lines("See https://example.com/a_b (or http://x.y)."),
            "See <https://example.com/a_b> (or <http://x.y>)."
        );
    }

    #[test]
    fn sections_and_items_are_kept() {
        assert_eq!(
            lines("Ways:\nSCHEDULED – By cron.\nIMPORT – By VM.\nNote\nNot active."),
            "Ways:\n\n- SCHEDULED – By cron.\n- IMPORT – By VM.\n\n**Note**\n\nNot active."
        );
    }

    #[test]
    fn markdown_is_wrapped_where_it_is_prose() {
        let long = "word ".repeat(30);
        let lines = wrapped(&format!("- {long}\n\n```text\n{long}\n```"), MEMBER);
        assert!(lines.iter().take(2).all(|line| line.len() <= MEMBER));
        assert!(lines[1].starts_with("  word"));
        assert_eq!(lines[4].trim_end(), long.trim_end());
    }

    #[test]
    fn bounds_stand_in_the_last_paragraph_where_there_is_one() {
        let with = |doc: &[&str]| {
            let mut doc = doc.iter().map(|line| (*line).to_owned()).collect();
            append(
                &mut doc,
                vec!["Required.".to_owned(), "Size 1 to 2.".to_owned()],
                MEMBER,
            );
            doc.join("\n")
        };
        assert_eq!(with(&["The tags."]), "The tags. Required. Size 1 to 2.");
        let long = format!("{}.", "t".repeat(80));
        assert_eq!(with(&[&long]), format!("{long} Required.\nSize 1 to 2."));
        for other in [
            "The tags",
            "- The tags.",
            "```text\nA.\n```",
            "| The tags. |",
        ] {
            let lines: Vec<_> = other.lines().collect();
            assert_eq!(with(&lines), format!("{other}\n\nRequired. Size 1 to 2."));
        }
    }

    #[test]
    fn a_word_begins_a_line_unless_it_would_begin_a_block() {
        for (word, begins) in [("`x`", true), ("**x**", true), ("-x", true), ("-", false)] {
            let text = format!("{} {word} y", "t".repeat(MEMBER - 1));
            let lines = wrap(&text, "", "", MEMBER);
            assert_eq!(
                lines.iter().any(|line| line.starts_with(word)),
                begins,
                "{word}"
            );
        }
    }

    #[test]
    fn the_summary_is_the_first_sentence() {
        let doc: Vec<String> = ["The name. It is", "long."].map(str::to_owned).into();
        assert_eq!(summary(&doc), ["The name."]);
    }
}
