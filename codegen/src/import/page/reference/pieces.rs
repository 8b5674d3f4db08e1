//! A page of the AWS API Reference as a list of its pieces, whichever form it came in.

use super::piece::{Head, Piece, TITLES, is_name};
use super::{html, text};
use crate::import::page::source::markdown::plain;

/// The pieces of a page, in order.
pub(super) fn pieces(page: &str) -> Vec<Piece> {
    if page.trim_start().starts_with('<') && !page.lines().any(is_heading) {
        html::pieces(page)
    } else if page.lines().any(is_heading) {
        of_markdown(page)
    } else {
        text::pieces(page)
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
    let mut marks = Marks::of(page);
    let mut pieces = Vec::new();
    let mut rest = page;
    while !rest.is_empty() {
        let text = line(&mut rest).trim();
        if text.starts_with(FENCE) {
            let mut code: Vec<&str> = Vec::new();
            while !rest.is_empty() {
                match line(&mut rest) {
                    line if line.trim_start().starts_with(FENCE) => break,
                    line => code.push(line),
                }
            }
            pieces.push(Piece::Code(with_braces(&code.join("\n"))));
            continue;
        }
        let (text, anchor) = without_anchor(text);
        let heading = text.trim_start_matches('#');
        if heading.len() < text.len() && heading.starts_with(' ') {
            pieces.push(Piece::Heading(plain(heading).trim().to_owned()));
            marks = Marks::of(rest);
        } else if let Some(name) = head(&text).filter(|_| marks <= Marks::on(&text, &anchor)) {
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

/// Takes the next line.
fn line<'t>(rest: &mut &'t str) -> &'t str {
    let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
    *rest = after;
    line.strip_suffix('\r').unwrap_or(line)
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

/// What tells heads from what is emphasized, the surest last: within a part of a page all have the same.
/// Old pages have spaces within the asterisks of parameters, and none in those of errors.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Marks {
    None,
    Anchored,
    Linked,
    Spaced,
}

impl Marks {
    /// Those of the heads of a part, which begins here and ends with the next heading.
    fn of(part: &str) -> Self {
        let lines = part.lines().take_while(|line| !line.starts_with('#'));
        let marks = lines.filter_map(|line| {
            let (text, anchor) = without_anchor(line.trim());
            head(&text).map(|_| Self::on(&text, &anchor))
        });
        marks.max().unwrap_or(Self::None)
    }

    fn on(line: &str, anchor: &Option<String>) -> Self {
        if line.starts_with("** ") {
            Self::Spaced
        } else if line.starts_with("**[") {
            Self::Linked
        } else if anchor.is_some() {
            Self::Anchored
        } else {
            Self::None
        }
    }
}

/// The name on a line that is nothing else, in bold letters.
fn head(line: &str) -> Option<String> {
    let inner = line.strip_prefix("**")?.strip_suffix("**")?;
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
