//! What bytes and characters may be in XML 1.0.

/// What a name goes on with; colons and what is not ASCII are looked at one by one.
pub(super) const NAME: u8 = 1;
/// What a name begins with.
const START: u8 = 1 << 1;
/// White space.
pub(super) const SPACE: u8 = 1 << 2;
/// What stays what it is in text; what does not is markup, or is looked at one by one.
pub(super) const TEXT: u8 = 1 << 3;
/// The same in the value of an attribute.
pub(super) const VALUE: u8 = 1 << 4;

/// The first byte of the only characters beyond ASCII that are none of XML, U+FFFE and U+FFFF.
const OF_NO_CHARACTER: u8 = 0xef;

static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut rest: &mut [u8] = &mut classes;
    let mut byte = 0;
    while let [class, more @ ..] = rest {
        *class = class_of(byte);
        byte = byte.wrapping_add(1);
        rest = more;
    }
    classes
}

const fn class_of(byte: u8) -> u8 {
    let name = match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'_' => NAME | START,
        b'0'..=b'9' | b'-' | b'.' => NAME,
        _ => 0,
    };
    let space = match byte {
        b' ' | b'\t' | b'\n' | b'\r' => SPACE,
        _ => 0,
    };
    let text = match byte {
        b'<' | b'&' | b'\r' | b']' | OF_NO_CHARACTER => 0,
        b'\t' | b'\n' | 0x20.. => TEXT,
        _ => 0,
    };
    let value = match byte {
        b'<' | b'&' | b'"' | b'\'' | OF_NO_CHARACTER => 0,
        0x20.. => VALUE,
        _ => 0,
    };
    name | space | text | value
}

fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
}

/// How many bytes in front are of a class.
#[inline]
pub(super) fn run(bytes: &[u8], of: u8) -> usize {
    bytes
        .iter()
        .position(|byte| class(*byte) & of == 0)
        .unwrap_or(bytes.len())
}

/// The byte in each place of a word.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// A mark in the place of each byte of a word that is this one. Above the first, others may be marked.
const fn marked(word: u64, byte: u8) -> u64 {
    let differs = word ^ each(byte);
    differs.wrapping_sub(each(1)) & !differs
}

/// How many bytes in front are [`TEXT`]. Eight at a time, as long as they are ASCII on one line.
#[inline]
pub(super) fn text(bytes: &[u8]) -> usize {
    let (words, _) = bytes.as_chunks();
    let mut at = 0;
    for chunk in words {
        let word = u64::from_le_bytes(*chunk);
        let stops = word
            | word.wrapping_sub(each(b' '))
            | marked(word, b'<')
            | marked(word, b'&')
            | marked(word, b']');
        let stops = stops & each(0x80);
        if stops != 0 {
            at += usize::try_from(stops.trailing_zeros() / 8).unwrap_or_default();
            break;
        }
        at += chunk.len();
    }
    at + run(bytes.get(at..).unwrap_or_default(), TEXT)
}

/// How many bytes in front are letters, of the first eight.
fn letters(word: u64) -> usize {
    let lower = word | each(0x20);
    let from_a = lower.wrapping_add(each(0x80 - b'a'));
    let after_z = lower.wrapping_add(each(0x7f - b'z'));
    let others = (!from_a | after_z | word) & each(0x80);
    usize::try_from(others.trailing_zeros() / 8).unwrap_or_default()
}

/// How many bytes in front are a name without a prefix, where it is ASCII and ends with a `>`.
#[inline]
pub(super) fn plain_name(bytes: &[u8]) -> Option<usize> {
    let (words, _) = bytes.as_chunks();
    let mut length = 0;
    for chunk in words {
        let count = letters(u64::from_le_bytes(*chunk));
        length += count;
        if count < chunk.len() {
            break;
        }
    }
    if length > 0 && bytes.get(length) == Some(&b'>') {
        return Some(length);
    }
    length += run(bytes.get(length..).unwrap_or_default(), NAME);
    let is_name = class(*bytes.first()?) & START != 0;
    (is_name && bytes.get(length) == Some(&b'>')).then_some(length)
}

/// How many bytes in front are white space.
pub(super) fn spaces(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(byte) if class(*byte) & SPACE != 0 => run(bytes, SPACE),
        _ => 0,
    }
}

/// How many bytes a name has that goes on at this one.
pub(super) fn name(text: &str, at: usize) -> usize {
    let mut end = at;
    loop {
        let rest = text.as_bytes().get(end..).unwrap_or_default();
        end += run(rest, NAME);
        if text.as_bytes().get(end).is_none_or(u8::is_ascii) {
            return end - at;
        }
        match text.get(end..).and_then(|rest| rest.chars().next()) {
            Some(char) if goes_on(char) => end += char.len_utf8(),
            _ => return end - at,
        }
    }
}

/// Whether a name, or the part of one before or after its colon, begins as one may.
pub(super) fn begins_name(name: &str) -> bool {
    match name.chars().next() {
        Some(char) if char.is_ascii() => name.bytes().take(1).all(|byte| class(byte) & START != 0),
        Some(char) => begins(char),
        None => false,
    }
}

fn begins(char: char) -> bool {
    matches!(u32::from(char),
        0xc0..=0xd6
        | 0xd8..=0xf6
        | 0xf8..=0x2ff
        | 0x370..=0x37d
        | 0x37f..=0x1fff
        | 0x200c..=0x200d
        | 0x2070..=0x218f
        | 0x2c00..=0x2fef
        | 0x3001..=0xd7ff
        | 0xf900..=0xfdcf
        | 0xfdf0..=0xfffd
        | 0x1_0000..=0xe_ffff)
}

fn goes_on(char: char) -> bool {
    begins(char) || matches!(u32::from(char), 0xb7 | 0x300..=0x36f | 0x203f..=0x2040)
}

/// Whether a character may be in a document at all.
pub(super) fn is_allowed(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => char >= ' ',
    }
}

/// The first character that is none of XML, and where it is.
pub(super) fn refused(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, char)| !is_allowed(*char))
}
