//! The pieces of a page that is text, such as a browser's copy: headings and heads are lines like others.
//!
//! trafilatura marks heads as items of a list, `- name` and below it `-`, and breaks lines at what was
//! code: `Pattern:` and its value are two lines, and the next fact or head may stand behind the value.

use super::STATUS;
use super::facts::LABELS;
use super::piece::{Head, Piece, TITLES, is_name};
use crate::import::page::prose::token::is_name_of_words;
use std::borrow::Cow;

/// The headings of the parts.
const HEADINGS: [&str; 12] = [
    "Contents",
    "Request Syntax",
    "URI Request Parameters",
    "Request Parameters",
    "Request Body",
    "Response Syntax",
    "Response Elements",
    "Errors",
    "Example",
    "Examples",
    "Sample Request",
    "See Also",
];

/// The pieces of a page, in order.
pub(super) fn pieces(page: &str) -> Vec<Piece> {
    let is_listed = page.lines().any(|line| line == "-");
    let page = match is_listed {
        true => Cow::Owned(unlisted(page)),
        false => Cow::Borrowed(page),
    };
    let mut writer = Writer::default();
    for line in page.lines() {
        writer.line(line, is_listed);
    }
    writer.pieces
}

#[derive(Default)]
struct Writer<'t> {
    pieces: Vec<Piece>,
    part: Option<&'static str>,
    code: Vec<&'t str>,
    title: Option<String>,
}

impl<'t> Writer<'t> {
    fn line(&mut self, line: &'t str, is_listed: bool) {
        let text = line.trim();
        if let Some(heading) = HEADINGS.iter().find(|it| **it == text) {
            self.heading(heading);
        } else if self.part.is_some_and(|part| part.ends_with("Syntax")) {
            self.code.push(line);
        } else if self.part.is_none() {
            // The name of the operation stands last, before its description; trafilatura has it first.
            let is_title = is_name_of_words(text) && !TITLES.contains(&text);
            if is_title && !(is_listed && self.title.is_some()) {
                self.title = Some(text.to_owned());
            }
        } else if let Some(name) = self.head(text, is_listed) {
            self.pieces.push(Piece::Head(Head { name, anchor: None }));
        } else if !text.is_empty() {
            self.pieces.push(Piece::Text(text.to_owned()));
        }
    }

    fn heading(&mut self, heading: &'static str) {
        if !self.code.is_empty() {
            self.pieces.push(Piece::Code(self.code.join("\n")));
            self.code.clear();
        }
        if self.part.is_none() {
            self.pieces.extend(self.title.take().map(Piece::Heading));
        }
        self.part = Some(heading);
        self.pieces.push(Piece::Heading(heading.to_owned()));
    }

    fn head(&self, text: &str, is_listed: bool) -> Option<String> {
        let name = match is_listed {
            true => text.strip_prefix(HEAD)?,
            false => text,
        };
        (is_name(name) && !TITLES.contains(&name) || name == NAMELESS).then(|| name.to_owned())
    }
}

/// What stands before a head, so that no text looks like one.
const HEAD: &str = "\u{1}";

/// The head whose name was a link, which trafilatura drops.
const NAMELESS: &str = "(a name that this form has lost)";

/// A page of trafilatura with each head and each fact on a line of its own.
fn unlisted(page: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut is_after_label = false;
    for line in page.lines() {
        let line = line.trim();
        if line == "-" {
            head(&mut lines);
            is_after_label = false;
            continue;
        }
        // The last item of a text may end so.
        let is_nameless = |last: &String| last.strip_prefix(HEAD) == Some(NAMELESS);
        if lines.last().is_some_and(is_nameless)
            && (line.starts_with("- ") || HEADINGS.contains(&line))
        {
            lines.pop();
        }
        let mut parts = split(line).into_iter();
        if let Some(label) = lines.last_mut().filter(|_| is_after_label) {
            label.push(' ');
            label.push_str(parts.next().unwrap_or_default());
        }
        lines.extend(parts.map(str::to_owned));
        is_after_label = line
            .strip_suffix(':')
            .is_some_and(|it| LABELS.contains(&it));
    }
    lines.join("\n")
}

/// Marks the head that stands before a line that is `-` alone, where that is not an item within a text.
fn head(lines: &mut Vec<String>) {
    let mut name = NAMELESS.to_owned();
    let mut is_named = false;
    // A parameter in the query protocols has several heads, of which the first is its name.
    while let Some(item) = lines.last().and_then(|line| line.strip_prefix("- ")) {
        if is_name(item) {
            item.clone_into(&mut name);
            is_named = true;
        } else if !item.ends_with(')') {
            break;
        }
        lines.pop();
    }
    let last = lines.last().map(String::as_str).unwrap_or_default();
    if let (false, Some((text, item))) = (is_named, last.rsplit_once(" - "))
        && is_name(item)
    {
        item.clone_into(&mut name);
        is_named = true;
        let text: Vec<String> = split(text).into_iter().map(str::to_owned).collect();
        lines.pop();
        lines.extend(text);
    }
    let last = lines.last().map(String::as_str).unwrap_or_default();
    let fact = last.split_once(':').map(|(label, _)| label);
    let is_fact = fact.is_some_and(|label| LABELS.contains(&label) || last.starts_with(STATUS));
    let is_first = INTRODUCTIONS.iter().any(|it| last.ends_with(it));
    if is_named || is_fact || is_first {
        lines.push(format!("{HEAD}{name}"));
    }
}

/// How the sentences end that stand before the first head of a part.
const INTRODUCTIONS: [&str; 7] = [
    "by the service.",
    "URI parameters.",
    "JSON format.",
    "XML format.",
    "HTTP headers.",
    "HTTP response.",
    "HTTP body.",
];

/// A line and the facts that stand right behind its text: `^[a-z]+$Required: Yes`, `the name.Type: String`.
fn split(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = line;
    // A line has a fact of each kind at most.
    for _ in 0..LABELS.len() {
        let own = LABELS.iter().filter(|label| rest.starts_with(**label));
        let from = own.map(|label| label.len()).max().unwrap_or(1);
        let next = LABELS
            .iter()
            .filter_map(|label| fact(rest, label, from))
            .min();
        let Some((text, fact)) = next.and_then(|at| rest.split_at_checked(at)) else {
            break;
        };
        parts.push(text.trim_end());
        rest = fact;
    }
    parts.push(rest);
    parts
}

/// Where in a line a fact begins that has this label.
fn fact(line: &str, label: &str, from: usize) -> Option<usize> {
    const TYPES: [&str; 10] = [
        "Array of",
        "Base64",
        "Boolean",
        "Double",
        "Float",
        "Integer",
        "JSON",
        "Long",
        "String",
        "Timestamp",
    ];
    let head = format!("{label}: ");
    let at = from + line.get(from..)?.find(&head)?;
    let before = line.get(..at)?.chars().next_back()?;
    let value = line.get(at + head.len()..)?.trim();
    let is_value = match label {
        "Required" => return matches!(value, "Yes" | "No").then_some(at),
        "Type" => TYPES.iter().any(|it| value.starts_with(it)) || value.contains(" object"),
        "Pattern" | "Key Pattern" | "Value Pattern" | "Valid Values" => true,
        _ => ["Minimum", "Maximum", "Fixed"]
            .iter()
            .any(|it| value.starts_with(it)),
    };
    (is_value && (before == '.' || before.is_whitespace())).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::super::piece::{Head, Piece};
    use super::{NAMELESS, pieces};

    #[test]
    fn heads_of_a_list_are_told_from_its_texts() {
        let page = "ListTags\nLists the tags.\nNames\nRequest Syntax\nGET /tags/Arn\nHTTP/1.1\n\
                    URI Request Parameters\n- Arn\n-\nThe name of the\nResource\n.Type: String\n\
                    Pattern:\n^arn:.*Required: Yes - Next\n-\nWhat is next:\n-\nThat.\nRequired: No\n\
                    - Map\n- Map.entry.N.key (key)\n-\nA map. Type: String to string map \
                    Key Length Constraints: Minimum length of 1. Required: No\n\
                    Response Elements\nGiven by the service.\n-\nThe tags.\nErrors\n- NoSuchThing\n-\nNone.\n\
                    HTTP Status Code: 404\n";
        let head = |name: &str| {
            let name = name.to_owned();
            Piece::Head(Head { name, anchor: None })
        };
        let text = |text: &str| Piece::Text(text.to_owned());
        let heading = |text: &str| Piece::Heading(text.to_owned());
        assert_eq!(
            pieces(page),
            [
                heading("ListTags"),
                heading("Request Syntax"),
                Piece::Code("GET /tags/Arn\nHTTP/1.1".to_owned()),
                heading("URI Request Parameters"),
                head("Arn"),
                text("The name of the"),
                text("Resource"),
                text("."),
                text("Type: String"),
                text("Pattern: ^arn:.*"),
                text("Required: Yes"),
                head("Next"),
                text("What is next:"),
                text("That."),
                text("Required: No"),
                head("Map"),
                text("A map."),
                text("Type: String to string map"),
                text("Key Length Constraints: Minimum length of 1."),
                text("Required: No"),
                heading("Response Elements"),
                text("Given by the service."),
                head(NAMELESS),
                text("The tags."),
                heading("Errors"),
                head("NoSuchThing"),
                text("None."),
                text("HTTP Status Code: 404"),
            ]
        );
    }
}
