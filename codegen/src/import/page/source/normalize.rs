//! What mails, chats and editors do to a document on its way, undone: everything after this sees the
//! document as its tool wrote it.

use super::label;
use std::borrow::Cow;

/// How often a document may be quoted within a quote.
const QUOTES: usize = 5;

/// A document as it was before it was sent around.
pub(super) fn normalized(document: Cow<'_, str>) -> Cow<'_, str> {
    const STEPS: [fn(&str) -> Option<String>; 7] = [
        of_line_ends,
        of_quotes,
        of_fence,
        of_viewer,
        of_entities,
        of_spaces,
        of_indent,
    ];
    let mut normal = document;
    for step in STEPS {
        if let Some(text) = step(&normal) {
            normal = Cow::Owned(text);
        }
    }
    match is_html(&normal) {
        true => normal,
        false => match label::plain(&normal) {
            Some(text) => Cow::Owned(text),
            None => normal,
        },
    }
}

fn is_html(document: &str) -> bool {
    document.trim_start().starts_with('<')
}

/// Lines that end in the way of another system.
fn of_line_ends(document: &str) -> Option<String> {
    document.contains(['\r', '\u{2028}']).then(|| {
        let lines = document.replace("\r\n", "\n");
        lines.replace(['\r', '\u{2028}'], "\n")
    })
}

/// A reply to a mail: nearly every line begins with `>`.
fn of_quotes(document: &str) -> Option<String> {
    let mut quoted = Cow::Borrowed(document);
    for _ in 0..QUOTES {
        let (mut all, mut marked) = (0_usize, 0_usize);
        for line in quoted.lines().filter(|line| !line.trim().is_empty()) {
            all += 1;
            marked += usize::from(line.trim_start().starts_with('>'));
        }
        if all == 0 || marked * 10 < all * 9 {
            break;
        }
        let without = quoted.lines().flat_map(|line| {
            let rest = line.trim_start().strip_prefix('>');
            let rest = rest.map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
            [rest.unwrap_or(line), "\n"]
        });
        quoted = Cow::Owned(without.collect());
    }
    match quoted {
        Cow::Owned(text) => Some(text),
        Cow::Borrowed(_) => None,
    }
}

/// A page between the fences of a block of code. Markdown has fences of its own, behind the signature.
fn of_fence(document: &str) -> Option<String> {
    let is_fence = |line: &str| {
        let line = line.trim();
        line.starts_with("```") || line.starts_with("~~~")
    };
    let mut at = 0;
    let mut open = None;
    let mut close = None;
    for line in document.split_inclusive('\n') {
        if is_fence(line) {
            match open {
                None => open = Some((at, at + line.len())),
                Some(_) => close = Some(at),
            }
        }
        at += line.len();
    }
    let (fence, start) = open?;
    let before = document.get(..fence)?;
    if before.contains(".Client.") || before.contains("Request Syntax") {
        return None;
    }
    let page = document.get(start..close.unwrap_or(document.len()))?;
    page.contains(".Client.").then(|| page.to_owned())
}

/// A text that a browser showed, saved as HTML: all of it is one `pre`.
fn of_viewer(document: &str) -> Option<String> {
    if !is_html(document) {
        return None;
    }
    let (_, after) = document.split_once("<pre")?;
    let (_, text) = after.split_once('>')?;
    let text = text.rsplit_once("</pre>").map_or(text, |(text, _)| text);
    let is_page = !text.contains("<pre")
        && !text.contains("</pre")
        && text.contains(".Client.")
        && text.contains("response = client.");
    is_page.then(|| unescaped(text))
}

/// What was escaped once more than its form asks for, as the quotes of its syntax show.
fn of_entities(document: &str) -> Option<String> {
    let is_escaped = |quote: &str| {
        document.contains(&format!("{quote}string{quote}"))
            || document.contains(&format!("{quote}: "))
    };
    const TWICE: [&str; 4] = ["&amp;#39;", "&amp;#x27;", "&amp;apos;", "&amp;quot;"];
    const ONCE: [&str; 3] = ["&#39;", "&#x27;", "&apos;"];
    if is_html(document) {
        let is_twice = document.contains("response")
            && TWICE.iter().any(|quote| {
                document.match_indices(quote).any(|(at, _)| {
                    document
                        .get(at + quote.len()..)
                        .is_some_and(|it| it.starts_with("string"))
                })
            });
        return is_twice.then(|| document.replace("&amp;", "&"));
    }
    ONCE.iter()
        .any(|quote| is_escaped(quote))
        .then(|| unescaped(document))
}

/// A text with the characters that HTML has to escape.
fn unescaped(text: &str) -> String {
    const ENTITIES: [(&str, &str); 8] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        // At last: what it makes is no entity.
        ("&amp;", "&"),
    ];
    ENTITIES
        .iter()
        .fold(text.to_owned(), |text, (entity, letter)| {
            match text.contains(entity) {
                true => text.replace(entity, letter),
                false => text,
            }
        })
}

/// Blanks that all became those that break no line.
fn of_spaces(document: &str) -> Option<String> {
    const HARD: [char; 2] = ['\u{a0}', '\u{202f}'];
    let has = |words: &str| {
        HARD.iter()
            .any(|blank| document.contains(&words.replace(' ', &blank.to_string())))
    };
    (!is_html(document) && (has("Request Syntax") || has("response =") || has("\n  ")))
        .then(|| document.replace(HARD, " "))
}

/// A text that was set in: every line begins with the same blanks.
fn of_indent(document: &str) -> Option<String> {
    if is_html(document) {
        return None;
    }
    let lines = || document.lines().filter(|line| !line.trim().is_empty());
    let first = lines().next()?;
    let (blanks, _) = first.split_at(first.len() - first.trim_start().len());
    let same = |line: &str| {
        let same = line.bytes().zip(blanks.bytes());
        same.take_while(|(one, other)| one == other).count()
    };
    let common = lines().map(same).min()?;
    (common > 0).then(|| {
        document
            .lines()
            .flat_map(|line| [line.get(common..).unwrap_or_default(), "\n"])
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::normalized;
    use std::borrow::Cow;

    const PAGE: &str =
        "x.Client.get(**kwargs)\nRequest Syntax\nresponse = client.get(\n    a='string'\n)\n";

    #[test]
    fn what_was_done_to_a_page_on_its_way_is_undone() {
        let each = |begin: &str| -> String {
            PAGE.lines()
                .map(|line| format!("{begin}{line}\n"))
                .collect()
        };
        let escaped = PAGE.replace('\'', "&#x27;");
        for (how, page) in [
            ("lines of another system", PAGE.replace('\n', "\r\n")),
            ("lines of an old system", PAGE.replace('\n', "\r")),
            ("a reply", each("> ")),
            ("a reply to a reply", each("> > ")),
            ("a fence", format!("See here:\n```text\n{PAGE}```\nBye.\n")),
            ("another fence", format!("~~~\n{PAGE}~~~\n")),
            ("hard blanks", PAGE.replace(' ', "\u{a0}")),
            (
                "hard blanks at margins",
                PAGE.replace("    ", "\u{a0}\u{a0}\u{a0}\u{a0}"),
            ),
            ("set in", each("    ")),
            ("escaped", escaped.clone()),
            (
                "a viewer",
                format!("<html><body><pre>{escaped}</pre></body></html>"),
            ),
        ] {
            assert_eq!(normalized(Cow::Owned(page)), PAGE, "{how}");
        }
        assert!(matches!(normalized(Cow::Borrowed(PAGE)), Cow::Borrowed(_)));
    }

    #[test]
    fn markup_of_the_page_itself_stays() {
        let markdown = "x.Client.get()\n\n## Request Syntax\n\n```\nresponse = client.get()\n```\n\n> A note.\n";
        let entities = "x.Client.get()\nWrite &apos; as `&apos;`, and &lt; too.\n";
        for page in [markdown, entities] {
            assert_eq!(normalized(Cow::Borrowed(page)), page);
        }
    }
}
