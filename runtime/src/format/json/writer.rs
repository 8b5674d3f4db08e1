//! A text, written value by value.

use super::scan::plain;
use std::fmt::{Display, Write};

/// Most bodies fit.
const CAPACITY: usize = 512;

/// Writes JSON. A value in a list or an object is followed by a comma, which their end replaces.
#[derive(Debug)]
pub struct Writer {
    text: String,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            text: String::with_capacity(CAPACITY),
        }
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }

    /// What is JSON already.
    #[inline]
    pub(super) fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    /// The text, to add JSON to.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// A value whose text is JSON.
    pub(super) fn display(&mut self, value: impl Display) {
        // A string takes whatever is written to it.
        let _ = write!(self.text, "{value}");
    }

    /// Begins an object.
    #[inline]
    pub fn begin_object(&mut self) {
        self.text.push('{');
    }

    /// Ends an object.
    #[inline]
    pub fn end_object(&mut self) {
        self.end('}');
    }

    pub(super) fn end(&mut self, bracket: char) {
        if self.text.ends_with(',') {
            self.text.pop();
        }
        self.text.push(bracket);
    }

    /// A text.
    pub fn string(&mut self, text: &str) {
        self.text.reserve(text.len() + 3);
        self.text.push('"');
        let mut rest = text;
        loop {
            let (run, from) = rest
                .split_at_checked(plain(rest.as_bytes()))
                .unwrap_or((rest, ""));
            self.text.push_str(run);
            let mut chars = from.chars();
            match chars.next() {
                None => break,
                Some(char) => self.escape(char),
            }
            rest = chars.as_str();
        }
        self.text.push('"');
    }

    fn escape(&mut self, char: char) {
        match char {
            '"' => self.text.push_str("\\\""),
            '\\' => self.text.push_str("\\\\"),
            '\n' => self.text.push_str("\\n"),
            '\r' => self.text.push_str("\\r"),
            '\t' => self.text.push_str("\\t"),
            '\u{8}' => self.text.push_str("\\b"),
            '\u{c}' => self.text.push_str("\\f"),
            control => self.display(format_args!("\\u{:04x}", u32::from(control))),
        }
    }

    /// An integer.
    pub(super) fn integer(&mut self, value: i64) {
        let mut digits = [b'0'; 20];
        let mut rest = value.unsigned_abs();
        let mut count = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
            count += 1;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            self.text.push('-');
        }
        let written = digits.get(digits.len() - count..).unwrap_or_default();
        self.text
            .push_str(std::str::from_utf8(written).unwrap_or_default());
    }
}
