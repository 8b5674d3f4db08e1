//! Percent-encoding.

use std::borrow::Cow;

/// Decodes a percent-encoded string, such as the policies in IAM's responses. `+` is kept, and so is a `%`
/// without two hexadecimal digits after it; invalid UTF-8 becomes `U+FFFD`.
///
/// ```
/// use shapewright_runtime::percent_decoded;
///
/// assert_eq!(percent_decoded("%7B%22Version%22%3A1%7D"), r#"{"Version":1}"#);
/// ```
#[must_use]
pub fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digits = behind.first_chunk().filter(|_| first == b'%');
        match digits.and_then(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    Cow::Owned(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn what_is_no_escape_stays() {
        for (text, expected) in [
            ("a+b", "a+b"),
            ("%c3%A9", "\u{e9}"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%ff", "\u{fffd}"),
            ("%25%41", "%A"),
        ] {
            assert_eq!(percent_decoded(text), expected, "{text}");
        }
    }
}
