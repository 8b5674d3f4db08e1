//! Where a parser is in a text, and the smallest parts of XML.

use super::chars::{self, VALUE};
use super::names::Name;
use super::place::Place;
use super::text::{self, Reference};
use crate::protocol::problem::Problem;
use std::borrow::Cow;

/// A text, and the byte of it that is next.
pub(super) struct Cursor<'i> {
    pub(super) text: &'i str,
    pub(super) at: usize,
}

impl<'i> Cursor<'i> {
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'i str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn bytes(&self) -> &'i [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    pub(super) fn since(&self, start: usize) -> &'i str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub(super) fn spaces(&mut self) -> usize {
        let spaces = chars::spaces(self.bytes());
        self.at += spaces;
        spaces
    }

    /// Whether this is next, which is taken then.
    pub(super) fn takes(&mut self, text: &str) -> bool {
        let is_next = self.bytes().starts_with(text.as_bytes());
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    pub(super) fn expect(&mut self, text: &str) -> Result<(), Problem> {
        if self.takes(text) {
            return Ok(());
        }
        if text.as_bytes().starts_with(self.bytes()) {
            return Err(self.cut());
        }
        Err(self.wrong_here(&format!("expected '{text}'")))
    }

    pub(super) fn wrong(&self, at: usize, what: &str) -> Problem {
        let place = Place::of(self.text, at);
        let shown = format!("{what} at {}:{}", place.line, place.column);
        let mut problem = Problem::of(shown, "expected well-formed XML".to_owned());
        problem.0.place = place.shown();
        problem
    }

    pub(super) fn wrong_here(&self, what: &str) -> Problem {
        self.wrong(self.at, what)
    }

    /// That the text ends before the document does.
    pub(super) fn cut(&self) -> Problem {
        let what = "the document ends before it is complete,";
        let mut problem = self.wrong(self.text.len(), what);
        problem.0.is_cut = true;
        problem
    }

    /// A character that is looked at alone.
    pub(super) fn char(&mut self) -> Result<(), Problem> {
        match self.rest().chars().next() {
            Some(char) if chars::is_allowed(char) => self.at += char.len_utf8(),
            Some(char) => return Err(self.not_of_xml(self.at, char)),
            None => return Err(self.cut()),
        }
        Ok(())
    }

    fn not_of_xml(&self, at: usize, char: char) -> Problem {
        self.wrong(at, &format!("a non-XML character {char:?} found"))
    }

    pub(super) fn reference(&mut self) -> Result<(), Problem> {
        match text::reference(self.rest()) {
            Reference::Char(_, length) => self.at += length,
            Reference::Unknown(name) => {
                let what = format!("unknown entity reference '{name}'");
                return Err(self.wrong_here(&what));
            }
            Reference::Malformed => return Err(self.wrong_here("malformed entity reference")),
            Reference::Cut => return Err(self.cut()),
        }
        Ok(())
    }

    /// What ends here, where all characters are allowed.
    pub(super) fn up_to(&mut self, end: &str) -> Result<&'i str, Problem> {
        let Some((within, _)) = self.rest().split_once(end) else {
            return Err(self.cut());
        };
        if let Some((index, char)) = chars::refused(within) {
            return Err(self.not_of_xml(self.at + index, char));
        }
        self.at += within.len() + end.len();
        Ok(within)
    }

    /// A name that may have a prefix.
    pub(super) fn name(&mut self) -> Result<Name<'i>, Problem> {
        let start = self.at;
        let mut colon = None;
        loop {
            self.at += chars::name(self.text, self.at);
            match self.byte() {
                Some(b':') if colon.is_none() => {
                    colon = Some(self.at);
                    self.at += 1;
                }
                Some(b':') => return Err(self.wrong(start, "invalid name")),
                Some(_) => break,
                None => return Err(self.cut()),
            }
        }
        let name = Name::new(self.since(start), colon.map(|colon| colon - start));
        match name.is_one() {
            true => Ok(name),
            false => Err(self.wrong(start, "invalid name")),
        }
    }

    /// The value of an attribute, after the name.
    pub(super) fn value(&mut self) -> Result<Cow<'i, str>, Problem> {
        self.spaces();
        self.expect("=")?;
        self.spaces();
        let quote = match self.byte() {
            Some(quote @ (b'"' | b'\'')) => quote,
            Some(_) => return Err(self.wrong_here("expected a quote")),
            None => return Err(self.cut()),
        };
        self.at += 1;
        let start = self.at;
        let mut is_plain = true;
        loop {
            self.at += chars::run(self.bytes(), VALUE);
            match self.byte() {
                Some(byte) if byte == quote => break,
                Some(b'<') => return Err(self.wrong_here("unescaped '<' found")),
                Some(b'&') => {
                    is_plain = false;
                    self.reference()?;
                }
                Some(b'\t' | b'\n' | b'\r') => {
                    is_plain = false;
                    self.at += 1;
                }
                _ => self.char()?,
            }
        }
        let value = self.since(start);
        self.at += 1;
        Ok(match is_plain {
            true => Cow::Borrowed(value),
            false => Cow::Owned(text::of_attribute(value)),
        })
    }
}
