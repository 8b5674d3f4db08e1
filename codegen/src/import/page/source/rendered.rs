//! What terminal browsers and converters to plain text show: w3m, links, lynx, pandoc, inscriptis.
//!
//! Lines are wrapped, items have bullets by their depth, and lynx numbers its links.

use super::blocks::{self, Block, Joins, Layout};

/// The bullets of all of them: `o`, `#` and `@` are lynx's, the shapes are w3m's.
const BULLETS: [&str; 18] = [
    "*", "+", "-", "o", "#", "@", "=", "•", "◦", "▪", "★", "◎", "☆", "○", "●", "■", "□", "△",
];

/// The text of a page.
pub(crate) fn to_text(page: &str) -> String {
    let numbered = is_numbered(page);
    let page = match (numbered, page.find("\nReferences\n")) {
        (true, Some(end)) => page.split_at(end).0,
        _ => page,
    };
    let layout = Layout {
        bullets: &BULLETS,
        bullets_begin: false,
        joins: if is_lynx(page) {
            Joins::WhereFull
        } else {
            Joins::Adjacent
        },
    };
    let blocks = blocks::blocks(page, layout);
    // inscriptis puts spaces around code.
    let spaced = page.contains("Parameters :") || page.contains("Return type :");
    let blocks = blocks.into_iter().map(|block| Block {
        text: match (block.is_code, numbered, spaced) {
            (false, true, _) => without_numbers(&block.text),
            (false, _, true) => without_spaces(&block.text),
            _ => block.text,
        },
        ..block
    });
    blocks::join(blocks.collect())
}

/// Whether links are numbered: lynx lists them behind the page, and numbers the signature's own, at the end
/// of a line that may be wrapped within it.
fn is_numbered(page: &str) -> bool {
    let list = page
        .split_once("\nReferences\n")
        .map(|(_, list)| list.trim_start());
    if list.is_some_and(|list| list.starts_with("1. ")) {
        return true;
    }
    page.lines().any(|line| {
        let ends_signature = line.contains(".Client.") || line.trim_end().ends_with('¶');
        ends_signature
            && line.split(")[").nth(1).is_some_and(|rest| {
                rest.split(']').next().is_some_and(|number| {
                    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
                })
            })
    })
}

/// Whether lynx made it: it alone sets paragraphs of an item on lines that follow each other. What follows
/// a head because its line was full is no paragraph.
fn is_lynx(page: &str) -> bool {
    // Less than any of them wraps at: a word that would have fitted was not wrapped.
    const WIDTH: usize = 70;
    let mut before = "";
    page.lines().any(|line| {
        let is_head = before.trim_end().ends_with(") –");
        let word = line.split_whitespace().next();
        let follows = word.is_some_and(|word| {
            let wrapped = before.trim_end().chars().count() + 1 + word.chars().count();
            is_head && wrapped <= WIDTH
        });
        before = line;
        follows
    })
}

/// A text without the spaces before what closes.
fn without_spaces(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let mut ahead = letters.clone();
        let closes = c == ' '
            && ahead
                .next()
                .is_some_and(|c| matches!(c, '.' | ',' | ';' | ')'));
        let ends = closes
            && ahead
                .next()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ','));
        let opens = c == ' ' && plain.ends_with('(') && !plain.ends_with("( (");
        if !ends && !opens {
            plain.push(c);
        }
    }
    plain
}

/// A text without `[12]` before its links.
fn without_numbers(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        match after.split_once(']') {
            Some((number, after))
                if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) =>
            {
                rest = after;
            }
            _ => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::{is_lynx, is_numbered};

    #[test]
    fn a_head_whose_line_was_full_is_not_lynxs() {
        let deep = " ".repeat(55);
        for (page, expected) in [
            (
                "     * Name (string) –\n       [REQUIRED]\n".to_owned(),
                true,
            ),
            (
                "     * Name (string) –\n\n       [REQUIRED]\n".to_owned(),
                false,
            ),
            (
                format!("{deep}* ANameOfIt (dict) –\n{deep}  [REQUIRED]\n"),
                false,
            ),
        ] {
            assert_eq!(is_lynx(&page), expected, "{page}");
        }
    }

    #[test]
    fn numbers_are_told_where_the_signature_is_wrapped_too() {
        for (page, expected) in [
            ("   S3.Client.get(**kwargs)[8]¶\n", true),
            (
                "   S3.Client.get_what_has_a_long_name(**kwar\n          gs)[8]¶\n",
                true,
            ),
            (
                "   S3.Client.get(**kwar\n     gs)\n\nReferences\n\n   1. https://x/\n",
                true,
            ),
            (
                "   S3.Client.get(**kwargs)¶\n   an index (such as a)[1]\n",
                false,
            ),
        ] {
            assert_eq!(is_numbered(page), expected, "{page}");
        }
    }
}
