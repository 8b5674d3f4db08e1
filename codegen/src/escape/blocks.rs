//! Markdown of a spec, so that rustdoc shows it and does nothing else with it: no code of it is
//! compiled, no HTML of it is passed on, and no link of it runs a program.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};
use std::ops::Range;

/// How often a text is read again after something was mended in it: what HTML hid is seen only once
/// that is text.
const ROUNDS: usize = 6;

/// What rustdoc calls code that it does not compile.
const TEXT: &str = "text";

/// The schemes that links may have.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Lines of Markdown: code is `text`, HTML is what it reads as, and fences are closed.
#[must_use]
pub fn markdown_blocks(lines: Vec<String>) -> Vec<String> {
    if !lines.iter().any(|line| may_need_care(line)) {
        return lines;
    }
    let mut text = lines.join("\n");
    for _ in 0..ROUNDS {
        let edits = edits(&text);
        if edits.is_empty() {
            return text.split('\n').map(str::to_owned).collect();
        }
        text = edited(&text, &edits);
    }
    // Nothing of this kind is written by a person: then it is shown as it is.
    text.split('\n').map(plain).collect()
}

/// A text with its edits made, in one pass: a doc may have very many.
fn edited(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut out = String::with_capacity(text.len() + edits.len());
    let mut from = 0;
    for (range, replacement) in edits {
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.push_str(replacement);
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Whether a line may begin code or HTML, or has a link.
fn may_need_care(line: &str) -> bool {
    line.contains(['<', '\t'])
        || line.contains("```")
        || line.contains("~~~")
        || line.contains("    ")
        || line.contains("]:")
        || line.contains("](")
}

/// A line without markup at its beginning or in it.
fn plain(line: &str) -> String {
    super::markdown(line)
}

/// What must change in a text, in its order and not overlapping.
fn edits(text: &str) -> Vec<(Range<usize>, String)> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                fenced(text, &range, &info, &mut edits);
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                indented(text, &range, &mut edits);
            }
            Event::Html(_) | Event::InlineHtml(_) => html(text, &range, &mut edits),
            Event::Start(
                Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }
                | Tag::Image {
                    link_type,
                    dest_url,
                    ..
                },
            ) if !may_be_followed(&dest_url) => unlink(text, &range, link_type, &mut edits),
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut end = 0;
    edits.retain(|(range, _)| {
        let is_apart = range.start >= end;
        if is_apart {
            end = range.end;
        }
        is_apart
    });
    edits
}

/// What rustdoc reads Markdown with.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Makes a fence one of text, and closes it where it is open to the end.
fn fenced(text: &str, range: &Range<usize>, info: &str, edits: &mut Vec<(Range<usize>, String)>) {
    let block = text.get(range.clone()).unwrap_or_default();
    let Some(letter) = block.chars().next() else {
        return;
    };
    let fence = block.chars().take_while(|char| *char == letter).count();
    let first = block.find('\n').unwrap_or(block.len());
    if info != TEXT {
        let info = range.start + fence..range.start + first;
        edits.push((info, TEXT.to_owned()));
    }
    let last = block.trim_end().lines().next_back().unwrap_or_default();
    let closing = last.trim_start_matches([' ', '\t', '>']).trim_end();
    let is_closed = block.contains('\n')
        && closing.chars().all(|char| char == letter)
        && closing.chars().count() >= fence;
    if !is_closed {
        let prefix = prefix(text, range.start);
        let end = range.start + block.trim_end_matches('\n').len();
        let closing: String = std::iter::repeat_n(letter, fence).collect();
        edits.push((end..end, format!("\n{}{closing}", blank(&prefix))));
    }
}

/// Puts a fence around code that is code by its indentation.
fn indented(text: &str, range: &Range<usize>, edits: &mut Vec<(Range<usize>, String)>) {
    let block = text.get(range.clone()).unwrap_or_default();
    let longest = block
        .split(|char| char != '~')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "~".repeat(longest.max(2) + 1);
    let line = text.get(..range.start).unwrap_or_default();
    let line = line.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line..range.start).unwrap_or_default();
    let marker = before.trim_end_matches([' ', '\t']);
    // A list's marker has a space of its own after it.
    let space = if marker.is_empty() || before.len() == marker.len() {
        ""
    } else {
        " "
    };
    let prefix = format!("{marker}{space}");
    let end = range.start + block.trim_end().len();
    let below = blank(&prefix);
    let open = format!("{prefix}{fence}{TEXT}\n{below}");
    let indent = before.get(marker.len()..).unwrap_or_default();
    edits.push((line..range.start, format!("{open}{indent}")));
    edits.push((end..end, format!("\n{below}{fence}")));
}

/// Takes tags for text.
fn html(text: &str, range: &Range<usize>, edits: &mut Vec<(Range<usize>, String)>) {
    let html = text.get(range.clone()).unwrap_or_default();
    for (at, _) in html.match_indices('<') {
        let at = range.start + at;
        let is_escaped = text.get(..at).is_some_and(|before| before.ends_with('\\'));
        let backslash = if is_escaped { "&lt;" } else { "\\<" };
        edits.push((at..at + 1, backslash.to_owned()));
    }
}

/// Takes a link for text, by its first bracket.
fn unlink(
    text: &str,
    range: &Range<usize>,
    kind: LinkType,
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let link = text.get(range.clone()).unwrap_or_default();
    let bracket = match kind {
        LinkType::Autolink | LinkType::Email => '<',
        _ => '[',
    };
    if let Some(at) = link.find(bracket) {
        let at = range.start + at;
        edits.push((at..at, "\\".to_owned()));
    }
}

/// Whether a link leads somewhere: to a page, or to an item by its path.
fn may_be_followed(target: &str) -> bool {
    let target: String = target
        .chars()
        .filter(|char| !char.is_whitespace() && !char.is_control())
        .collect();
    match target.split_once(':') {
        None => true,
        Some((_, rest)) if rest.starts_with(':') => true,
        Some((scheme, _)) if scheme.contains(['/', '?', '#']) => true,
        Some((scheme, _)) => SCHEMES.iter().any(|it| scheme.eq_ignore_ascii_case(it)),
    }
}

/// What stands before a place on its line.
fn prefix(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    before.get(line..).unwrap_or_default().to_owned()
}

/// A line's beginning as the lines below it have it: quotes stay, markers of lists become spaces.
fn blank(prefix: &str) -> String {
    let kept = |char| {
        if matches!(char, '>' | '\t') {
            char
        } else {
            ' '
        }
    };
    prefix.chars().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        markdown_blocks(text.split('\n').map(str::to_owned).collect()).join("\n")
    }

    /// The info strings of the code in a text; `None` for code by indentation.
    fn code(text: &str) -> Vec<Option<String>> {
        Parser::new_ext(text, options())
            .filter_map(|event| match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    Some(Some(info.to_string()))
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some(None),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn code_is_text_wherever_it_stands() {
        let some = "let a = 1;";
        let texts = [
            format!("```\n{some}\n```"),
            format!("```rust\n{some}\n```"),
            format!("```rust,no_run\n{some}\n```\nmore"),
            format!("~~~\n{some}\n~~~"),
            format!("~~~~ rust ~\n{some}\n~~~~"),
            format!("   ````\n{some}\n   ````"),
            format!("- item\n\n  ```rust\n  {some}\n  ```"),
            format!("- ```\n  {some}\n  ```"),
            format!("1. item\n   ~~~\n   {some}\n   ~~~"),
            format!("> ```rust\n> {some}\n> ```"),
            format!("> - ```\n>   {some}\n>   ```"),
            format!("    {some}"),
            format!("text\n\n    {some}\n    {some}\n\nmore"),
            format!("\t{some}"),
            format!("-     {some}"),
            format!("- item\n\n      {some}\n\n- next"),
            format!(">     {some}\n>     {some}"),
            format!("```rust\n{some}"),
            format!("> ```rust\n> {some}\n\nmore"),
            format!("<div>\n\n```\n{some}\n```\n\n</div>"),
            format!("<pre>\n```rust\n{some}\n```\n</pre>"),
            format!("<!-- x\n\n    {some}\n-->"),
            format!("[a]: javascript:1\n\n    {some}"),
            format!("    {some}\n    ~~~\n    ```\n"),
        ];
        for text in texts {
            let shown = shown(&text);
            assert!(
                code(&shown).iter().all(|it| it.as_deref() == Some(TEXT)),
                "{text}\n---\n{shown}"
            );
            assert!(shown.contains(some), "{text}\n---\n{shown}");
            assert_eq!(super::edits(&shown), [], "{text}\n---\n{shown}");
        }
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "a `b` c",
            "- a\n- b\n\n```text\n<x>\n```\n\n[a](https://x.y) <https://x.y> [`A`](crate::A)",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn html_and_programs_are_text() {
        assert_eq!(shown("a <b>c</b>"), "a \\<b>c\\</b>");
        assert_eq!(shown("<div>\nx\n</div>"), "\\<div>\nx\n\\</div>");
        assert_eq!(shown("[a](javascript:b)"), "\\[a](javascript:b)");
        assert_eq!(shown("![a](data:b)"), "!\\[a](data:b)");
        assert_eq!(shown("<javascript:b>"), "\\<javascript:b>");
    }

    #[test]
    fn an_open_fence_ends_with_its_text() {
        assert_eq!(shown("```\na"), "```text\na\n```");
    }
}
