//! Our reader and writer of JSON beside `serde_json`'s: whatever one reads, both read alike, but for the
//! leniences that `docs/use-a-client.md` lists.
#![allow(clippy::indexing_slicing)]

use shapewright_tests::json::{Outcome, check};

/// Numbers that seem to be by chance, the same ones in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn space(&mut self, text: &mut String) {
        text.push_str(self.one_of(&["", "", "", "", "", " ", "\n\t", "\r\n  "]));
    }

    /// Some elements between brackets.
    fn several(
        &mut self,
        brackets: [char; 2],
        text: &mut String,
        one: impl Fn(&mut Self, &mut String),
    ) {
        text.push(brackets[0]);
        for index in 0..self.below(4) {
            if index > 0 {
                text.push(',');
            }
            self.space(text);
            match self.below(9) {
                0 if brackets[0] == '[' => text.push_str("null"),
                _ => one(self, text),
            }
            self.space(text);
        }
        text.push(brackets[1]);
    }

    fn entries(
        &mut self,
        text: &mut String,
        keys: &[&str],
        value: impl Fn(&mut Self, &mut String),
    ) {
        self.several(['{', '}'], text, |random, text| {
            text.push_str(random.one_of(keys));
            random.space(text);
            text.push(':');
            random.space(text);
            match random.below(9) {
                0 => text.push_str("null"),
                _ => value(random, text),
            }
        });
    }

    fn string(&mut self, text: &mut String) {
        text.push('"');
        for _ in 0..self.below(6) {
            text.push_str(self.one_of(STRING_PARTS));
        }
        text.push('"');
    }

    /// Any value.
    fn any(&mut self, depth: usize, text: &mut String) {
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => self.string(text),
            1 => text.push_str(self.one_of(INTEGERS)),
            2 => text.push_str(self.one_of(DOUBLES)),
            3 => text.push_str(self.one_of(&["true", "false", "null"])),
            4 => self.several(['[', ']'], text, |random, text| random.any(depth - 1, text)),
            _ => self.entries(text, &["\"a\"", "\"b\"", "\"\""], |random, text| {
                random.any(depth - 1, text);
            }),
        }
    }

    fn choice(&mut self, depth: usize, text: &mut String) {
        text.push_str(self.one_of(&["{", "{\"__type\":\"a#b\",", "{\"numbers\":null,"]));
        match self.below(if depth == 0 { 3 } else { 4 }) {
            0 => {
                text.push_str("\"text\":");
                self.string(text);
            }
            1 => {
                text.push_str("\"numbers\":");
                self.several(['[', ']'], text, |random, text| {
                    text.push_str(random.one_of(INTEGERS));
                });
            }
            2 => {
                text.push_str("\"new\":");
                self.any(1, text);
            }
            _ => {
                text.push_str("\"inner\":");
                self.choice(depth - 1, text);
            }
        }
        text.push('}');
    }

    fn row(&mut self, text: &mut String) {
        let rows = [
            "{\"id\":\"r\"}",
            "{\"size\":3,\"id\":\"\"}",
            "{\"id\":\"r\",\"size\":1e1,\"new\":[{}]}",
        ];
        text.push_str(self.one_of(&rows));
    }

    /// A structure whose members mostly have values of their kind.
    fn thing(&mut self, depth: usize, text: &mut String) {
        self.several(['{', '}'], text, |random, text| {
            let (key, kind) = random.one_of(MEMBERS);
            text.push_str(key);
            random.space(text);
            text.push(':');
            random.space(text);
            let kind = match random.below(40) {
                0 => random.one_of(MEMBERS).1,
                1 => return text.push_str("null"),
                _ => kind,
            };
            random.of_kind(kind, depth, text);
        });
    }

    fn of_kind(&mut self, kind: Kind, depth: usize, text: &mut String) {
        let deeper = depth.saturating_sub(1);
        match kind {
            Kind::String => self.string(text),
            Kind::Bool => text.push_str(self.one_of(&["true", "false"])),
            Kind::Integer => text.push_str(self.one_of(INTEGERS)),
            Kind::Double => text.push_str(self.one_of(DOUBLES)),
            Kind::Timestamp => text.push_str(self.one_of(TIMESTAMPS)),
            Kind::Blob => text.push_str(self.one_of(BLOBS)),
            Kind::Any => self.any(2, text),
            Kind::Choice => self.choice(2, text),
            Kind::Strings => self.several(['[', ']'], text, Self::string),
            Kind::Integers => self.several(['[', ']'], text, |random, text| {
                text.push_str(random.one_of(INTEGERS));
            }),
            Kind::Rows => self.several(['[', ']'], text, Self::row),
            Kind::Things if depth == 0 => text.push_str("[]"),
            Kind::Things => self.several(['[', ']'], text, |random, text| {
                random.thing(deeper, text);
            }),
            Kind::StringMap => self.entries(text, KEYS, Self::string),
            Kind::IntegerMap => self.entries(text, KEYS, |random, text| {
                text.push_str(random.one_of(INTEGERS));
            }),
            Kind::ThingsMap => self.entries(text, KEYS, |random, text| {
                random.of_kind(Kind::Things, deeper, text);
            }),
            Kind::Thing if depth == 0 => text.push_str("{}"),
            Kind::Thing => self.thing(deeper, text),
        }
    }

    /// The text with a byte changed, left out, doubled or put in, where it stays UTF-8.
    fn damaged(&mut self, text: &str) -> String {
        const BYTES: &[u8] = b"\"\\{}[],:0e.-u \n\x01tDd9n";
        let mut bytes = text.as_bytes().to_vec();
        let at = self.below(bytes.len().max(1));
        match self.below(4) {
            0 if at < bytes.len() => bytes[at] = self.one_of(BYTES),
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 if at < bytes.len() => bytes.insert(at, bytes[at]),
            3 => bytes.truncate(at),
            _ => bytes.insert(at, self.one_of(BYTES)),
        }
        String::from_utf8(bytes).unwrap_or_default()
    }
}

#[derive(Clone, Copy)]
enum Kind {
    String,
    Bool,
    Integer,
    Double,
    Timestamp,
    Blob,
    Any,
    Choice,
    Strings,
    Integers,
    Rows,
    Things,
    StringMap,
    IntegerMap,
    ThingsMap,
    Thing,
}

/// Keys as they are written, escaped ones too, with the kind of their values.
const MEMBERS: &[(&str, Kind)] = &[
    ("\"name\"", Kind::String),
    ("\"n\\u0061me\"", Kind::String),
    ("\"is_on\"", Kind::Bool),
    ("\"small\"", Kind::Integer),
    ("\"medium\"", Kind::Integer),
    ("\"large\"", Kind::Integer),
    ("\"ratio\"", Kind::Double),
    ("\"at\"", Kind::Timestamp),
    ("\"data\"", Kind::Blob),
    ("\"any\"", Kind::Any),
    ("\"state\"", Kind::String),
    ("\"choice\"", Kind::Choice),
    ("\"names\"", Kind::Strings),
    ("\"sparse\"", Kind::Integers),
    ("\"rows\"", Kind::Rows),
    ("\"things\"", Kind::Things),
    ("\"tags\"", Kind::StringMap),
    ("\"sparse_tags\"", Kind::IntegerMap),
    ("\"by_state\"", Kind::ThingsMap),
    ("\"inner\"", Kind::Thing),
    ("\"a_name_of_many_letters\"", Kind::String),
    ("\"a_name_of_many_letters_too\"", Kind::Integer),
    ("\"a\\\"b\\\\é\\n\"", Kind::Integer),
    ("\"\\u0061\\\"b\\\\\\u00e9\\u000A\"", Kind::Integer),
    ("\"elsewhere\"", Kind::Any),
    ("\"new\"", Kind::Any),
    ("\"\"", Kind::Any),
    ("\"nam\"", Kind::Any),
    ("\"a_name_of_many_lettersX\"", Kind::Any),
];

const KEYS: &[&str] = &["\"ON\"", "\"a\"", "\"b\\u0062\"", "\"\"", "\"O\\u004e\""];

const STRING_PARTS: &[&str] = &[
    "a",
    "é",
    "plain text of some length",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b\\f\\r\\t",
    "\\u00e9",
    "\\u0000",
    "\\ud83d\\ude00",
    "\\uD83D",
    "\\ude00",
    "\\\\ud83d",
    "😀",
    "\u{7f}",
    "\u{2028}",
    "ON",
];

const INTEGERS: &[&str] = &[
    "0",
    "-1",
    "7",
    "127",
    "-128",
    "128",
    "2147483647",
    "2147483648",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "12.0",
    "1e3",
    "-0",
    "-0.0e5",
    "1.5E+1",
    "1200e-2",
    "12.7",
];

const DOUBLES: &[&str] = &[
    "0",
    "-0",
    "1.5",
    "-2.5e3",
    "0.1",
    "1E-2",
    "123456789.125",
    "18446744073709551615",
    "18446744073709551616",
    "1e300",
    "\"NaN\"",
    "\"-Infinity\"",
    "1e400",
];

const TIMESTAMPS: &[&str] = &[
    "0",
    "-1",
    "1775836321",
    "1775836321122",
    "253402300799",
    "253402300800",
    "-62167219201",
    "9223372036854775807",
    "1775836321.25",
    "\"2026-04-10T15:52:01Z\"",
    "\"2026-04-10 15:52\"",
    "\"Fri, 10 Apr 2026 15:52:01 GMT\"",
    "\" 1775836321\\n\"",
    "\"tomorrow\"",
];

const BLOBS: &[&str] = &[
    "\"\"",
    "\"aGVsbG8=\"",
    "\"aGVs\\r\\nbG8=\\n\"",
    "\"a\"",
    "\"aGVsbG8\"",
];

#[test]
fn what_one_reads_both_read_alike_but_for_the_leniences() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut read, mut refused, mut unclear) = (0, 0, 0);
    for _ in 0..200_000 {
        let mut text = String::new();
        random.space(&mut text);
        random.thing(3, &mut text);
        for _ in 0..random.below(3) {
            text = random.damaged(&text);
        }
        match check(&text) {
            Outcome::Read => read += 1,
            Outcome::Refused => refused += 1,
            Outcome::Unclear => unclear += 1,
        }
    }
    // Enough of each, or the generator makes one kind alone.
    assert!(
        read > 60_000 && refused > 40_000 && unclear < 20_000,
        "{read} {refused} {unclear}"
    );
}

#[test]
fn each_byte_put_in_the_place_of_another_is_read_alike() {
    let text = "{\"name\":\"a\\ud83d\\ude00\",\"large\":-1.5e1,\"ratio\":0.25,\"any\":[true,null,{\"a\":1}],\
                \"choice\":{\"text\":\"t\"},\"rows\":[{\"id\":\"r\"}],\"tags\":{\"k\":\"v\"},\"new\":[0.5e3,\"\\u0041\"]}";
    for at in 0..text.len() {
        for byte in 0..0x80_u8 {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            if let Ok(text) = String::from_utf8(bytes) {
                check(&text);
            }
        }
        check(&text[..at]);
    }
}
