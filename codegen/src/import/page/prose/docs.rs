//! The text of a doc, without what is not the service's own words.

use super::lexicon::Lexicon;
use super::repair;
use super::typography::{closed_up, straight};
use crate::import::page::mark::ITEM;

/// Where a page's text comes from.
#[derive(Clone, Copy)]
pub(crate) enum Form<'p> {
    /// From its HTML: paragraphs are lines.
    Clean,
    /// From a text made of it, which does not tell code: the markup's spaces stand before some.
    Spaced,
    /// Extracted by another tool: a paragraph with inline code has lost its lines.
    Extracted(&'p Lexicon<'p>),
}

/// What stands after a head.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Doc {
    pub text: Option<String>,
    pub required: bool,
    /// boto3's note that only one of the members is set stands with it.
    pub tagged_union: bool,
}

const REQUIRED: &str = "[REQUIRED]";
const TAGGED_UNION: &str = "This is a Tagged Union structure.";
const DEPRECATED: &str = "This operation is deprecated and may not function as expected.";

/// Reads the doc of a member.
pub(crate) fn member(text: &str, form: Form<'_>) -> Doc {
    let mut text = text.trim_matches(is_space);
    let required = text.strip_prefix(REQUIRED);
    text = required.unwrap_or(text);
    let note = note(text, TAGGED_UNION, "Note");
    Doc {
        required: required.is_some(),
        tagged_union: note.is_some(),
        text: clean(note.unwrap_or(text), form),
    }
}

/// Reads an operation's doc, and whether boto3 says that it is deprecated.
pub(crate) fn description(text: &str, form: Form<'_>) -> (Option<String>, bool) {
    // What is left of the signature stands on its line.
    let text = text.split_once('\n').map_or("", |(_, text)| text);
    let note = note(text, DEPRECATED, "Danger");
    (clean(note.unwrap_or(text), form), note.is_some())
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == ITEM
}

/// What stands before a note of boto3's own, where there is one.
fn note<'t>(text: &'t str, words: &str, title: &str) -> Option<&'t str> {
    let before = text.get(..text.find(words)?)?.trim_end_matches(is_space);
    Some(
        before
            .strip_suffix(title)
            .unwrap_or(before)
            .trim_end_matches(is_space),
    )
}

fn clean(text: &str, form: Form<'_>) -> Option<String> {
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| line.trim_start_matches(ITEM).split_whitespace())
        .map(|words| words.collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    match form {
        Form::Clean => {}
        Form::Spaced => {
            for line in &mut lines {
                *line = closed_up(line);
            }
        }
        Form::Extracted(lexicon) => lines = repair::paragraphs(&lines, lexicon),
    }
    let text = straight(&lines.join("\n"));
    (!text.is_empty()).then_some(text)
}
