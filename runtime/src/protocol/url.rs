//! Texts of responses that are URL-encoded.

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

#[cfg(test)]
mod tests {
    use super::decode_url;

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
