//! Where the literal begins that a line ends with: the extraction of text takes the space before it.
//!
//! A token is taken apart at the place where a word and a literal fit best, by the [rules](super::rules).

use super::case::{Case, Next, Place};
use super::lexicon::{Lexicon, is_connective, is_opener, is_unlike_prefix};
use super::rules::{fit, literal_after, word_before};
use super::token::{CLOSING, LONGEST, OPENING, is_bracketed, is_camel, is_lower};
use crate::words::capitalised;

/// How many words of a literal are looked at.
const WORDS: usize = 6;

/// Learns the words of a page, and takes for code what stands alone on a line and does not come
/// apart. `literals` are what is known to be code.
pub(crate) fn learn<'p>(page: &'p str, literals: impl Iterator<Item = &'p str>) -> Lexicon<'p> {
    let mut lexicon = Lexicon::new(page, literals);
    let alone = |line: &&str| {
        !line.is_empty() && !line.contains(char::is_whitespace) && !line.starts_with(CLOSING)
    };
    let place = Place {
        next: Next::Text,
        alone: true,
        begins: false,
    };
    for line in page.lines().map(str::trim).filter(alone) {
        if seam(&lexicon, line, place).is_none() {
            lexicon.add_literal(line);
        }
    }
    lexicon
}

/// Where the literal begins that a line ends with, where the space before it is lost.
pub(crate) fn literal(lexicon: &Lexicon<'_>, line: &str, next: Next) -> Option<usize> {
    if line.ends_with(['(', '[', '“', '‘']) {
        return None;
    }
    let mut end = line.len();
    let mut best: Option<(usize, usize)> = None;
    let mut distance = 0;
    while distance < WORDS {
        let rest = line.get(..end)?;
        let start = rest.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let token = rest.get(start..)?;
        let before = rest.get(..start)?.trim_end();
        let place = Place {
            next,
            alone: start == 0 && end == line.len() || before.ends_with('|'),
            begins: before.ends_with(['.', ':', '-', '–']),
        };
        if let Some((fit, at)) = seam(lexicon, token, place) {
            let at = start + at;
            if next == Next::Paragraph {
                let is_literal = line.get(at..).is_some_and(is_camel);
                let is_it = is_literal && line.get(start..at).is_some_and(is_connective);
                return (is_it && !place.alone).then_some(at);
            }
            // A literal of several words is rarer, so its place has to be clear.
            let word = line.get(start..at)?;
            let is_apart = is_unlike_prefix(word) || is_opener(word);
            let enough = fit > fit::LIKELY + fit::GUESS || next == Next::Closing;
            let clear = distance == 0
                || fit >= fit::CLEAR
                || is_apart && enough
                || is_bracketed(line.get(at..)?);
            if clear && best.is_none_or(|(other, _)| fit > other) {
                best = Some((fit, at));
            }
        }
        let (Some(before), true) = (start.checked_sub(1), next != Next::Paragraph) else {
            break;
        };
        end = before;
        distance += usize::from(token.contains(char::is_alphanumeric));
    }
    best.map(|(_, at)| at)
}

/// Where a token of a word and a literal without the space between them comes apart, after how
/// well they fit.
fn seam(lexicon: &Lexicon<'_>, token: &str, place: Place) -> Option<(usize, usize)> {
    let inner = token.trim_start_matches(OPENING);
    if inner.len() > LONGEST || is_whole(lexicon, inner, place) {
        return None;
    }
    let start = token.len() - inner.len();
    let place = Place {
        alone: place.alone || start > 0,
        ..place
    };
    inner
        .char_indices()
        .skip(1)
        .filter_map(|(at, next)| {
            let (word, literal) = inner.split_at_checked(at)?;
            let case = Case {
                lexicon,
                word,
                literal,
                next,
                place,
            };
            let fit = word_before(&case)? + literal_after(&case)?;
            (fit >= fit::TOGETHER).then_some((fit, start + at))
        })
        .max()
}

/// Whether a token is known as it stands.
fn is_whole(lexicon: &Lexicon<'_>, token: &str, place: Place) -> bool {
    let bare = token.trim_end_matches(CLOSING);
    if bare.len() > 2 && is_lower(bare) && lexicon.is_word(bare) {
        return true;
    }
    lexicon.has_literal(token)
        || lexicon.has_literal(bare)
        || place.alone && lexicon.has_literal(&capitalised(bare))
}
