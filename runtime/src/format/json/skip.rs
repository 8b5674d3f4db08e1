//! What is left out.

use super::reader::{Problem, Reader};
use super::scan::plain;

impl Reader<'_> {
    /// Leaves out a value of any kind, however deep.
    ///
    /// # Errors
    /// It is none.
    pub fn skip(&mut self) -> Result<(), Problem> {
        // The brackets that end what is open.
        let mut open: Vec<u8> = Vec::new();
        loop {
            match self.peek() {
                Some(b'"') => self.skip_string()?,
                Some(bracket @ (b'{' | b'[')) => {
                    let end = if bracket == b'{' { b'}' } else { b']' };
                    self.take(1);
                    self.space();
                    if self.peek() != Some(end) {
                        open.push(end);
                        self.skip_key(end)?;
                        continue;
                    }
                    self.take(1);
                }
                Some(b'-' | b'0'..=b'9') => self.number("expected a value").map(|_| ())?,
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                _ => self.word("null")?,
            }
            // What ends with this value.
            loop {
                let Some(end) = open.last().copied() else {
                    return Ok(());
                };
                self.space();
                match self.peek() {
                    Some(b',') => {
                        self.take(1);
                        self.space();
                        self.skip_key(end)?;
                        break;
                    }
                    Some(byte) if byte == end => {
                        self.take(1);
                        open.pop();
                    }
                    _ => return Err(Problem("expected `,` or an end")),
                }
            }
        }
    }

    /// The key of a value in an object.
    fn skip_key(&mut self, end: u8) -> Result<(), Problem> {
        if end == b']' {
            return Ok(());
        }
        if self.peek() != Some(b'"') {
            return Err(Problem("expected a key"));
        }
        self.skip_string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(Problem("expected `:`"));
        }
        self.take(1);
        self.space();
        Ok(())
    }

    fn skip_string(&mut self) -> Result<(), Problem> {
        self.take(1);
        loop {
            self.take(plain(self.rest()));
            match self.rest() {
                [b'"', ..] => {
                    self.take(1);
                    return Ok(());
                }
                [
                    b'\\',
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                    ..,
                ] => self.take(2),
                [b'\\', b'u', a, b, c, d, ..]
                    if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) =>
                {
                    self.take(6);
                }
                _ => return Err(Problem("expected the end of a string")),
            }
        }
    }
}
