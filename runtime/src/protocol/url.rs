//! Texts that are URL-encoded.

use std::borrow::Cow;

/// Decodes a text as forms have it, where a plus is a space. One that is not so encoded stays as it is.
pub fn decode_url(text: &mut Option<String>) {
    if let Some(text) = text
        && text.contains(['%', '+'])
        && let Some(decoded) = decoded(text)
    {
        *text = decoded;
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}

/// Everything but RFC 3986's unreserved characters as `%XX`.
pub(crate) fn percent_encoded(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_unreserved) {
        return text.into();
    }
    let mut encoded = String::with_capacity(text.len() + 32);
    push_encoded(&mut encoded, text);
    encoded.into()
}

/// A path with each of its segments so encoded.
pub(super) fn encoded_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len() + 32);
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            encoded.push('/');
        }
        push_encoded(&mut encoded, segment);
    }
    encoded
}

/// Adds a text with everything but unreserved characters as `%XX`, run by run.
pub(super) fn push_encoded(encoded: &mut String, mut text: &str) {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or_default();
    let plain = |text: &str| text.bytes().take_while(|byte| is_unreserved(*byte)).count();
    while let Some((run, rest)) = text.split_at_checked(plain(text)) {
        encoded.push_str(run);
        let Some(next) = rest.chars().next() else {
            return;
        };
        for byte in next.encode_utf8(&mut [0; 4]).bytes() {
            encoded.push('%');
            encoded.push(digit(byte >> 4));
            encoded.push(digit(byte & 0xf));
        }
        text = rest.get(next.len_utf8()..).unwrap_or_default();
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::{decode_url, percent_encoded};

    #[test]
    fn all_but_unreserved_characters_are_encoded() {
        for (text, encoded) in [
            ("", ""),
            ("a-b._~9Z", "a-b._~9Z"),
            ("a b/c", "a%20b%2Fc"),
            ("grüße+%", "gr%C3%BC%C3%9Fe%2B%25"),
        ] {
            assert_eq!(percent_encoded(text), encoded);
        }
    }

    #[test]
    fn plus_is_a_space_and_what_is_not_encoded_stays() {
        for (encoded, expected) in [
            ("x+y%2Bz%0D", "x y+z\r"),
            ("a%20b", "a b"),
            ("gr%C3%BC%c3%9fe/%2F", "grüße//"),
            ("plain", "plain"),
            ("100%", "100%"),
            ("%zz", "%zz"),
            ("%FF", "%FF"),
        ] {
            let mut text = Some(encoded.to_owned());
            decode_url(&mut text);
            assert_eq!(text.as_deref(), Some(expected), "{encoded}");
        }
    }
}
