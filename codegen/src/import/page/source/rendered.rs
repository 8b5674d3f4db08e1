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
        joins: if is_lynx(page) {
            Joins::WhereFull
        } else {
            Joins::Adjacent
        },
    };
    let blocks = blocks::blocks(page, layout);
    let blocks = blocks.into_iter().map(|block| Block {
        text: if numbered && !block.is_code {
            without_numbers(&block.text)
        } else {
            block.text
        },
        ..block
    });
    blocks::join(blocks.collect())
}

/// Whether links are numbered: the signature's own link is.
fn is_numbered(page: &str) -> bool {
    page.lines().any(|line| {
        line.contains(".Client.")
            && line.split(")[").nth(1).is_some_and(|rest| {
                rest.split(']').next().is_some_and(|number| {
                    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
                })
            })
    })
}

/// Whether lynx made it: it alone sets paragraphs of an item on lines that follow each other.
fn is_lynx(page: &str) -> bool {
    let mut before = "";
    page.lines().any(|line| {
        let is_head = before.trim_end().ends_with(") –");
        let follows = is_head && !line.trim().is_empty();
        before = line;
        follows
    })
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
