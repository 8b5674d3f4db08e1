//! Text and values of attributes, as they are without references and with the ends of lines that XML
//! gives them.

use super::chars::{self, VALUE};

/// What stands for a character.
#[derive(Debug)]
pub(super) enum Reference<'a> {
    /// A character, by so many bytes.
    Char(char, usize),
    /// An entity, of which none is declared.
    Unknown(&'a str),
    Malformed,
    /// The text ends in it.
    Cut,
}

/// The reference that text begins with.
pub(super) fn reference(text: &str) -> Reference<'_> {
    match text.as_bytes() {
        [b'&', b'q', b'u', b'o', b't', b';', ..] => Reference::Char('"', 6),
        [b'&', b'a', b'm', b'p', b';', ..] => Reference::Char('&', 5),
        [b'&', b'a', b'p', b'o', b's', b';', ..] => Reference::Char('\'', 6),
        [b'&', b'l', b't', b';', ..] => Reference::Char('<', 4),
        [b'&', b'g', b't', b';', ..] => Reference::Char('>', 4),
        [b'&', name @ ..] => other_reference(text, name),
        _ => Reference::Malformed,
    }
}

/// A reference by number, or what is none.
fn other_reference<'a>(text: &'a str, name: &[u8]) -> Reference<'a> {
    let is_in_name = |byte: u8| matches!(byte, b'#' | b':' | 0x80..) || is_name(byte);
    let Some(length) = name.iter().position(|byte| !is_in_name(*byte)) else {
        return Reference::Cut;
    };
    let name = text.get(1..=length).unwrap_or_default();
    if text.as_bytes().get(length + 1) != Some(&b';') {
        return Reference::Malformed;
    }
    match name.strip_prefix('#').map(numbered) {
        Some(Some(char)) => Reference::Char(char, length + 2),
        None if chars::begins_name(name) => Reference::Unknown(name),
        _ => Reference::Malformed,
    }
}

fn is_name(byte: u8) -> bool {
    chars::run(&[byte], chars::NAME) == 1
}

/// The character with a number, which has an `x` before it where it is hexadecimal.
fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // `from_str_radix` takes a sign too.
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let number = u32::from_str_radix(digits, radix).ok()?;
    let char = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
    chars::is_allowed(char).then_some(char)
}

/// The text in the content of an element, and not in the elements in it. The content is well-formed.
pub(super) fn of_content(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let mut depth = 0_usize;
    let mut rest = content;
    loop {
        let (plain, more) = rest
            .split_at_checked(chars::text(rest.as_bytes()))
            .unwrap_or((rest, ""));
        let mut push = |part: &str| {
            if depth == 0 {
                text.push_str(part);
            }
        };
        push(plain);
        rest = match more.as_bytes() {
            [] => return text,
            [b'<', b'!', b'-', ..] => {
                let comment = more.strip_prefix("<!--").unwrap_or(more);
                after(comment, "-->")
            }
            [b'<', b'!', ..] => {
                let data = more.strip_prefix("<![CDATA[").unwrap_or(more);
                let (data, more) = data.split_once("]]>").unwrap_or((data, ""));
                push(&with_newlines(data));
                more
            }
            [b'<', b'?', ..] => after(more, "?>"),
            [b'<', b'/', ..] => {
                depth = depth.saturating_sub(1);
                after(more, ">")
            }
            [b'<', ..] => {
                let (more, is_empty) = after_start_tag(more);
                depth += usize::from(!is_empty);
                more
            }
            [b'&', ..] => match reference(more) {
                Reference::Char(char, length) => {
                    push(char.encode_utf8(&mut [0; 4]));
                    more.get(length..).unwrap_or_default()
                }
                // There is none in what is well-formed.
                _ => return text,
            },
            [b'\r', ..] => {
                push("\n");
                after_newline(more)
            }
            _ => {
                let mut chars = more.chars();
                let char = chars.next().unwrap_or_default();
                push(char.encode_utf8(&mut [0; 4]));
                chars.as_str()
            }
        };
    }
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// What follows a carriage return, and the line feed that is one end of a line with it.
fn after_newline(text: &str) -> &str {
    let rest = text.strip_prefix('\r').unwrap_or(text);
    rest.strip_prefix('\n').unwrap_or(rest)
}

/// What follows a start tag, and whether its element is empty.
fn after_start_tag(tag: &str) -> (&str, bool) {
    let mut rest = tag;
    while let Some(index) = rest.find(['>', '"', '\'']) {
        let (before, mark) = rest.split_at(index);
        let mut more = mark.chars();
        match more.next() {
            Some('>') | None => return (more.as_str(), before.ends_with('/')),
            Some(quote) => {
                let value = more.as_str();
                rest = value.split_once(quote).map_or("", |(_, rest)| rest);
            }
        }
    }
    ("", true)
}

/// Text with line feeds alone as ends of lines.
fn with_newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The value of an attribute. What it is written as is well-formed.
pub(super) fn of_attribute(written: &str) -> String {
    let mut value = String::with_capacity(written.len());
    let mut rest = written;
    loop {
        let (plain, more) = rest
            .split_at_checked(chars::run(rest.as_bytes(), VALUE))
            .unwrap_or((rest, ""));
        value.push_str(plain);
        let mut chars = more.chars();
        rest = match chars.next() {
            None => return value,
            Some('&') => match reference(more) {
                Reference::Char(char, length) => {
                    value.push(char);
                    more.get(length..).unwrap_or_default()
                }
                // There is none in what is well-formed.
                _ => return value,
            },
            Some('\r') => {
                value.push(' ');
                after_newline(more)
            }
            Some('\t' | '\n') => {
                value.push(' ');
                chars.as_str()
            }
            Some(char) => {
                value.push(char);
                chars.as_str()
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_is_not_in_elements() {
        for (content, expected) in [
            ("a&amp;&#x41;&#66;&#xd800;]]b", "a&AB\u{fffd}]]b"),
            ("a\r\nb\rc\n\u{fffd}\r", "a\nb\nc\n\u{fffd}\n"),
            ("\r&#10;&#13;\r\n", "\n\n\r\n"),
            (
                "a<!-- < -->b<?c <?>d<![CDATA[<&amp;\r\n]]]>e",
                "abd<&amp;\n]e",
            ),
            (
                "a<b c='/>\"' d=\"'>\"><e/>x</b >f<g />h<b></b>i<j k='/'>x</j>",
                "afhi",
            ),
        ] {
            assert_eq!(of_content(content), expected, "{content}");
        }
    }

    #[test]
    fn white_space_in_attributes_is_one_kind() {
        assert_eq!(
            of_attribute("a\tb\r\nc\rd\n&#10;&lt;'\u{fffd}"),
            "a b c d \n<'\u{fffd}"
        );
    }

    #[test]
    fn references_are_characters_or_none() {
        for text in [
            "&;",
            "&#;",
            "&#x;",
            "&#+5;",
            "&#0;",
            "&#xFFFF;",
            "&#x110000000;",
            "& ",
            "&a",
        ] {
            let read = reference(text);
            let is_cut = text == "&a";
            match read {
                Reference::Malformed => assert!(!is_cut, "{text}"),
                Reference::Cut => assert!(is_cut, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
        assert!(matches!(reference("&nbsp;"), Reference::Unknown("nbsp")));
        assert!(matches!(
            reference("&#x1F600;x"),
            Reference::Char('\u{1f600}', 9)
        ));
    }
}
