//! A text, read value by value.

use super::key::{self, Known};
use super::scan::plain;
use std::borrow::Cow;
use std::fmt;

/// How deep values may be nested: types that hold themselves must not use up the stack.
const DEPTH: u8 = 128;

/// Reads JSON. What is read and `serde_json` refuses: half a surrogate pair (which becomes `U+FFFD`), a
/// whole number with a fraction or an exponent (`12.0`, `1e3`) where an integer belongs, `null` in lists
/// and maps, texts of timestamps and blobs as services write them.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

/// What was expected where a value cannot be read; nothing of the text is in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Problem(pub(super) &'static str);

impl Problem {
    pub(crate) const NOT_UTF8: Self = Self("expected UTF-8");
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// The key of a member.
#[derive(Debug)]
pub enum Key<'a> {
    /// One of those asked for, by its index.
    Known(usize),
    /// Another.
    Other(Cow<'a, str>),
}

/// How far a list or an object is read.
#[derive(Debug, Default)]
pub struct Place {
    has_begun: bool,
    /// The key that is expected next.
    next: usize,
}

impl<'a> Reader<'a> {
    /// Reads a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: DEPTH,
        }
    }

    /// The byte that is next, or that a problem is at.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    pub(super) fn take(&mut self, count: usize) {
        self.at += count;
    }

    /// The text from here to `end`, which is taken.
    pub(super) fn take_to(&mut self, end: usize) -> &'a str {
        let text = self.text.get(self.at..end).unwrap_or_default();
        self.at = end;
        text
    }

    /// A problem with the value that begins at `start`.
    pub(super) fn back_to(&mut self, start: usize, expected: &'static str) -> Problem {
        self.at = start;
        Problem(expected)
    }

    pub(super) fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Takes `null`, where that is next.
    ///
    /// # Errors
    /// It only begins so.
    pub fn null(&mut self) -> Result<bool, Problem> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    pub(super) fn word(&mut self, word: &'static str) -> Result<(), Problem> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(Problem("expected a value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Begins a list or an object.
    ///
    /// # Errors
    /// It is neither, or nested too deep.
    pub(super) fn open(&mut self, bracket: u8, expected: &'static str) -> Result<(), Problem> {
        if self.peek() != Some(bracket) {
            return Err(Problem(expected));
        }
        if self.depth <= 1 {
            return Err(Problem("values are nested too deep"));
        }
        self.depth -= 1;
        self.at += 1;
        Ok(())
    }

    /// Whether another value follows in the list or object; its end is taken.
    pub(super) fn more(&mut self, end: u8, place: &mut Place) -> Result<bool, Problem> {
        self.space();
        match self.peek() {
            Some(byte) if byte == end => {
                self.at += 1;
                self.depth += 1;
                return Ok(false);
            }
            Some(b',') if place.has_begun => {
                self.at += 1;
                self.space();
            }
            Some(_) if !place.has_begun => place.has_begun = true,
            _ if end == b'}' => return Err(Problem("expected `,` or `}`")),
            _ => return Err(Problem("expected `,` or `]`")),
        }
        Ok(true)
    }

    /// The key of the next member, with its colon; `None` at the end of the object.
    ///
    /// # Errors
    /// There is no key.
    #[inline]
    pub fn key(&mut self, keys: &[Known], place: &mut Place) -> Result<Option<Key<'a>>, Problem> {
        if !self.more(b'}', place)? {
            return Ok(None);
        }
        match self.known_key(keys, place.next) {
            Some(index) => {
                place.next = index + 1;
                self.space();
                Ok(Some(Key::Known(index)))
            }
            None => self.other_key(keys).map(Some),
        }
    }

    /// Takes one of the keys, where it is next. Members mostly come in order.
    #[inline]
    fn known_key(&mut self, keys: &[Known], next: usize) -> Option<usize> {
        let rest = self.rest();
        let start = key::start(rest);
        let index = match keys.get(next) {
            Some(key) if key.begins(rest, start) => next,
            _ => keys.iter().position(|key| key.begins(rest, start))?,
        };
        self.at += keys.get(index)?.text().len();
        Some(index)
    }

    /// A key that is not known, or is written in another way.
    #[cold]
    fn other_key(&mut self, keys: &[Known]) -> Result<Key<'a>, Problem> {
        let name = self.name()?;
        let is_same = |key: &Known| {
            let inner = key.text().strip_suffix(':').unwrap_or(key.text());
            Reader::new(inner).string().is_ok_and(|key| key == name)
        };
        Ok(match keys.iter().position(is_same) {
            Some(index) => Key::Known(index),
            None => Key::Other(name),
        })
    }

    /// A key with its colon.
    pub(super) fn name(&mut self) -> Result<Cow<'a, str>, Problem> {
        if self.peek() != Some(b'"') {
            return Err(Problem("expected a key"));
        }
        let name = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(Problem("expected `:`"));
        }
        self.at += 1;
        self.space();
        Ok(name)
    }

    /// A text.
    ///
    /// # Errors
    /// The next value is none.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Problem> {
        if self.peek() != Some(b'"') {
            return Err(Problem("expected a string"));
        }
        self.at += 1;
        let text = self.run();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped(text).map(Cow::Owned)
    }

    /// Text up to the next quote, backslash or control character.
    fn run(&mut self) -> &'a str {
        self.take_to(self.at + plain(self.rest()))
    }

    /// The rest of a text that has escapes.
    fn escaped(&mut self, before: &str) -> Result<String, Problem> {
        let mut text = String::with_capacity(before.len() * 2 + 16);
        text.push_str(before);
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(Problem("expected no control character in a string")),
                None => return Err(Problem("expected the end of a string")),
            }
            text.push_str(self.run());
        }
    }

    /// The character of an escape.
    fn escape(&mut self) -> Result<char, Problem> {
        let char = match self.rest().get(1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(Problem("expected an escape")),
        };
        self.at += 2;
        Ok(char)
    }

    /// The character of `\u` escapes. Half a pair, which no text in Rust can hold, is replaced, as in a
    /// message that was cut in the middle of a character.
    fn unicode(&mut self) -> Result<char, Problem> {
        let first = self.code_unit().ok_or(Problem("expected four digits"))?;
        self.at += 6;
        if (0xD800..0xDC00).contains(&first)
            && let Some(second @ 0xDC00..0xE000) = self.code_unit()
        {
            self.at += 6;
            let char = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            return Ok(char::from_u32(char).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The code unit that is next, where it is an escape.
    fn code_unit(&self) -> Option<u32> {
        let digits = self.rest().strip_prefix(b"\\u")?.get(..4)?;
        digits.iter().try_fold(0, |unit, digit| {
            char::from(*digit)
                .to_digit(16)
                .map(|digit| unit * 16 + digit)
        })
    }
}
