//! Where a paragraph ends within a line, where the extraction of text took the line break.

use super::lexicon::{Lexicon, is_before_code, is_english};
use super::token::{OPENING, STOPS, first_token, is_lower, is_number, is_plain, last_token};

impl Lexicon<'_> {
    /// Where paragraphs end within a line that goes on with the next ones.
    pub(crate) fn paragraph_ends(&self, line: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut letters = line.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let Some(&(after, next)) = letters.peek() else {
                break;
            };
            let left = line.get(..at).unwrap_or_default();
            let is_plural = left.ends_with("(s") || next == 's';
            if c == ')' && next.is_alphanumeric() && !is_plural {
                ends.push(after);
                continue;
            }
            if (c.is_lowercase() || matches!(c, ')' | '"' | '”'))
                && next.is_uppercase()
                && self.is_unstopped(line, after)
            {
                ends.push(after);
            }
            if !STOPS.contains(&c) {
                continue;
            }
            let (before, rest) = (line.get(..at), line.get(after..));
            let (Some(before), Some(rest)) = (before, rest) else {
                continue;
            };
            let (Some(left), Some(right)) = (last_token(before), first_token(rest)) else {
                continue;
            };
            if self.is_end(left, c, right, next) {
                ends.push(after);
            }
        }
        ends
    }

    /// Whether a paragraph without a stop ends before `at`: a word ends there, and a sentence begins.
    fn is_unstopped(&self, line: &str, at: usize) -> bool {
        let Some((before, rest)) = line.split_at_checked(at) else {
            return false;
        };
        let (Some(left), Some(right)) = (last_token(before), first_token(rest)) else {
            return false;
        };
        let goes_on = rest.get(right.len()..).unwrap_or_default().trim_start();
        let is_left = left.ends_with(['"', '”']) || is_lower(left) && self.is_word(left);
        let label = right.strip_suffix(':').map(str::to_lowercase);
        if label.is_some_and(|label| is_english(&label)) {
            return is_left;
        }
        is_left
            && is_plain(right)
            && is_english(&right.to_lowercase())
            && goes_on.starts_with(|c: char| c.is_lowercase())
            && goes_on.split_whitespace().next().is_some_and(is_english)
    }

    fn is_end(&self, left: &str, stop: char, right: &str, next: char) -> bool {
        let bare = right.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_word = self.is_word(bare) || self.is_literal(bare) || self.has_name(bare);
        let left = left.trim_start_matches(OPENING);
        let closed = left.ends_with([')', ']', '"', '\'', '”', '’']);
        let is_initial = left.len() == 1 && left.starts_with(char::is_uppercase);
        match stop {
            ':' => {
                let is_code = matches!(next, '"' | '{' | '[');
                let is_known = closed || is_plain(left) || self.is_literal(left);
                let leads_on = is_before_code(left) || left.ends_with('s') && is_english(left);
                (is_known || left.is_empty()) && (is_code || next.is_uppercase() && is_word)
                    || leads_on && next.is_lowercase()
            }
            _ if next == '[' => right.chars().nth(1).is_some_and(char::is_uppercase),
            _ if next.is_numeric() => is_number(right) && is_english(left),
            _ => {
                let plain = closed || is_plain(left);
                next.is_uppercase() && !is_initial && (left.is_empty() || plain || is_word)
            }
        }
    }
}
