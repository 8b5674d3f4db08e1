//! Keys that a type knows, to be found without a search.

/// A key as it is on the wire, whose first bytes are compared as one number: a type has many keys, and most
/// differ there.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    text: &'static str,
    start: u128,
    mask: u128,
}

/// A key, from its text: escaped, in quotes, with a colon.
#[must_use]
pub const fn known(text: &'static str) -> Known {
    let (mut start, mut mask) = (0, 0);
    let mut rest = text.as_bytes();
    let mut shift = 0;
    while let [byte, after @ ..] = rest
        && shift < u128::BITS
    {
        start |= (*byte as u128) << shift;
        mask |= 0xff << shift;
        shift += 8;
        rest = after;
    }
    Known { text, start, mask }
}

impl Known {
    /// The key's text as it is on the wire.
    pub(super) fn text(&self) -> &'static str {
        self.text
    }

    /// Whether bytes begin with it, of which `start` are the first sixteen.
    #[inline]
    pub(super) fn begins(&self, bytes: &[u8], start: u128) -> bool {
        start & self.mask == self.start
            && (self.text.len() <= 16 || bytes.starts_with(self.text.as_bytes()))
    }
}

/// The first sixteen bytes as a number; zeros stand for those that are missing.
#[inline]
pub(super) fn start(bytes: &[u8]) -> u128 {
    match bytes.first_chunk::<16>() {
        Some(start) => u128::from_le_bytes(*start),
        None => short_start(bytes),
    }
}

#[cold]
fn short_start(bytes: &[u8]) -> u128 {
    let bytes = bytes.iter().rev();
    bytes.fold(0, |start, byte| start << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_first_bytes_and_the_rest() {
        let begins = |key, text: &str| known(key).begins(text.as_bytes(), start(text.as_bytes()));
        assert!(begins("\"a\":", "\"a\":1"));
        assert!(begins("\"a\":", "\"a\":"));
        assert!(!begins("\"a\":", "\"a\""));
        assert!(!begins("\"a\":", "\"b\":1"));
        assert!(!begins("\"a\":", ""));
        assert!(begins("\"nameOf\":", "\"nameOf\":\"of this\""));
        assert!(!begins("\"nameOf\":", "\"nameOg\":\"x\""));
        assert!(!begins("\"nameOfTheThingA\":", "\"nameOfTheThing\":1"));
        assert!(begins("\"nameOfTheThingA\":", "\"nameOfTheThingA\":1"));
        assert!(!begins("\"nameOfTheThingA\":", "\"nameOfTheThingB\":1"));
    }
}
