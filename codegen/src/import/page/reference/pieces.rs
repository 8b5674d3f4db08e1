//! A page of the AWS API Reference as a list of its pieces, whichever form it came in.

use super::html;
use super::piece::{Head, Piece, is_name};
use crate::import::page::prose::token::is_name_of_words;
use crate::import::page::source::markdown::plain;

/// The headings of the parts.
const HEADINGS: [&str; 10] = [
    "Contents",
    "Request Syntax",
    "URI Request Parameters",
    "Request Parameters",
    "Request Body",
    "Response Syntax",
    "Response Elements",
    "Errors",
    "Examples",
    "See Also",
];

/// The titles of notes, which look like heads.
const TITLES: [&str; 5] = ["Note", "Important", "Warning", "Tip", "Caution"];

/// The pieces of a page, in order.
pub(super) fn pieces(page: &str) -> Vec<Piece> {
    if page.trim_start().starts_with('<') && !page.lines().any(is_heading) {
        html::pieces(page)
    } else if page.lines().any(is_heading) {
        of_markdown(page)
    } else {
        of_text(page)
    }
}

/// Whether a line is a heading of Markdown that such pages have.
fn is_heading(line: &str) -> bool {
    line.starts_with('#') && (line.contains(" Response Elements") || line.contains(" Contents"))
}

/// Markdown, as the documentation site itself gives it, as its old repositories have it, and as
/// converters make it.
fn of_markdown(page: &str) -> Vec<Piece> {
    const FENCE: &str = "```";
    // Where heads have spaces within their asterisks, what has none is emphasis.
    let is_spaced = page
        .lines()
        .any(|line| line.trim_start().starts_with("** "));
    let mut pieces = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let text = line.trim();
        if text.starts_with(FENCE) {
            let code = lines
                .by_ref()
                .take_while(|line| !line.trim_start().starts_with(FENCE));
            let code: Vec<&str> = code.collect();
            pieces.push(Piece::Code(with_braces(&code.join("\n"))));
            continue;
        }
        let (text, anchor) = without_anchor(text);
        let heading = text.trim_start_matches('#');
        if heading.len() < text.len() && heading.starts_with(' ') {
            pieces.push(Piece::Heading(plain(heading).trim().to_owned()));
        } else if let Some(name) = head(&text, is_spaced) {
            pieces.push(Piece::Head(Head { name, anchor }));
        } else if let (true, Some(anchor), Some(Piece::Head(head))) =
            (text.is_empty(), anchor, pieces.last_mut())
        {
            head.anchor = Some(anchor);
        } else if !text.is_empty() {
            let text = text.trim_start_matches(['+', ' ']);
            pieces.push(Piece::Text(plain(text).trim().to_owned()));
        }
    }
    pieces
}

/// A line without `<a name="...">`, and the name.
fn without_anchor(line: &str) -> (String, Option<String>) {
    const START: &str = "<a name=\"";
    let anchor = line.split_once(START).and_then(|(before, rest)| {
        let (name, rest) = rest.split_once('"')?;
        let (_, rest) = rest.split_once("</a>")?;
        Some((format!("{before}{rest}"), name.to_owned()))
    });
    match anchor {
        Some((line, name)) => (line.trim().to_owned(), Some(name)),
        None => (line.to_owned(), None),
    }
}

/// The name on a line that is nothing else, in bold letters.
fn head(line: &str, is_spaced: bool) -> Option<String> {
    let inner = line.strip_prefix("**")?.strip_suffix("**")?;
    if is_spaced && !inner.starts_with(' ') {
        return None;
    }
    let name = plain(inner);
    let name = name.trim();
    (is_name(name) && !TITLES.contains(&name)).then(|| name.to_owned())
}

/// A syntax whose values are marked in one way: some converters have `` `name` `` and `***name***`.
fn with_braces(code: &str) -> String {
    let mut text = code.to_owned();
    for mark in ["***", "`"] {
        let parts: Vec<&str> = text.split(mark).collect();
        if parts.len() < 3 || parts.len().is_multiple_of(2) {
            continue;
        }
        let mut marked = String::with_capacity(text.len());
        for (at, part) in parts.iter().enumerate() {
            match at % 2 {
                0 => marked.push_str(part),
                _ => marked.push_str(&format!("{{{{{part}}}}}")),
            }
        }
        text = marked;
    }
    text
}

/// Text, such as a browser's copy: headings and heads are lines like others.
fn of_text(page: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut part = None;
    let mut code: Vec<&str> = Vec::new();
    let mut title = None;
    for line in page.lines() {
        let text = line.trim();
        if let Some(heading) = HEADINGS.iter().find(|it| **it == text) {
            if !code.is_empty() {
                pieces.push(Piece::Code(code.join("\n")));
                code.clear();
            }
            if part.is_none() {
                pieces.extend(title.take().map(Piece::Heading));
            }
            part = Some(*heading);
            pieces.push(Piece::Heading(text.to_owned()));
        } else if part.is_some_and(|part| part.ends_with("Syntax")) {
            code.push(line);
        } else if part.is_none() {
            // The name of the operation stands last, before its description.
            if is_name_of_words(text) && !TITLES.contains(&text) {
                title = Some(text.to_owned());
            }
        } else if is_name(text) && !TITLES.contains(&text) {
            pieces.push(Piece::Head(Head {
                name: text.to_owned(),
                anchor: None,
            }));
        } else if !text.is_empty() {
            pieces.push(Piece::Text(text.to_owned()));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Head, Piece, pieces};

    #[test]
    fn heads_are_told_from_notes() {
        let spaced = "## Response Elements\n** [id](#API_X_RequestSyntax) **   <a name=\"x-request-uri-id\"></a>\n\
                      **Note**  \nText\\.\n";
        let bare =
            "## Response Elements\n\n**[id](#API_X_RequestSyntax \"x\")**\n\n**Note**\n\nText.\n";
        for (page, anchor) in [(spaced, Some("x-request-uri-id")), (bare, None)] {
            let pieces = pieces(page);
            assert_eq!(
                pieces.get(1),
                Some(&Piece::Head(Head {
                    name: "id".to_owned(),
                    anchor: anchor.map(str::to_owned)
                }))
            );
            assert_eq!(pieces.get(2), Some(&Piece::Text("Note".to_owned())));
            assert_eq!(pieces.get(3), Some(&Piece::Text("Text.".to_owned())));
        }
    }
}
