//! Read and written as `serde_json` does, but for what services do.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::expect_used)]

use super::{ReadJson, from_str, to_string};
use crate::format::serde_as;
use crate::format::{Deserialize, Serialize};
use crate::value::{Blob, Document, Map, Timestamp};
use shapewright_derive::{ReadJson, WriteJson};

#[derive(Clone, Debug, Default, Deserialize, PartialEq, ReadJson, Serialize, WriteJson)]
#[serde(rename_all = "camelCase")]
struct Thing {
    name: Option<String>,
    #[wire(name = "item")]
    items: Option<Vec<Thing>>,
    small: Option<i8>,
    large: Option<i64>,
    #[serde(with = "serde_as::float")]
    ratio: Option<f64>,
    is_on: Option<bool>,
    at: Option<Timestamp>,
    data: Option<Blob>,
    any: Option<Document>,
    tags: Option<Map<String, String>>,
    names: Option<Vec<String>>,
    sparse: Option<Vec<Option<i32>>>,
    inner: Option<Box<Thing>>,
    #[wire(header = "X-Trace")]
    trace: Option<String>,
    #[serde(rename = "a\"b\\\u{e9}")]
    odd: Option<i32>,
}

fn read<T: ReadJson>(text: &str) -> Option<T> {
    from_str(text).ok()
}

fn thing(text: &str) -> Thing {
    from_str(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
}

#[test]
fn members_have_the_wire_s_names_here_and_the_api_s_in_serde() {
    let wire = r#"{"name":"n","item":[{"large":1}],"trace":"no","a\"b\\é":7}"#;
    let value = thing(wire);
    assert_eq!(value.items.as_ref().map(Vec::len), Some(1));
    assert_eq!((value.trace.clone(), value.odd), (None, Some(7)));
    assert_eq!(to_string(&value), wire.replace(r#""trace":"no","#, ""));
    let api = r#"{"name":"n","items":[{"large":1}],"a\"b\\é":7}"#;
    assert_eq!(serde_json::to_string(&value).ok().as_deref(), Some(api));
    assert_eq!(serde_json::from_str::<Thing>(api).ok(), Some(value));
}

#[test]
fn null_leaves_out_entries_and_elements_but_structures() {
    let value = thing(
        r#"{"item":[{"name":"a"},null,{"name":"c"}],"names":["a",null,"c"],
        "sparse":[1,null],"tags":{"a":"1","b":null,"a":null},"any":[null,{"a":null}],"name":null}"#,
    );
    let items = value.items.unwrap_or_default();
    assert_eq!(items.get(1), Some(&Thing::default()));
    assert_eq!(items.len(), 3);
    assert_eq!(value.names, Some(vec!["a".into(), "c".into()]));
    assert_eq!(value.sparse, Some(vec![Some(1), None]));
    assert_eq!(value.tags, Some(Map::new()));
    assert_eq!(value.name, None);
    let null = Document::Object(Map::from([("a".into(), Document::Null)]));
    assert_eq!(value.any, Some(Document::Array(vec![Document::Null, null])));
}

#[test]
fn whole_numbers_of_any_notation_are_integers() {
    for (text, expected) in [
        ("12.0", Some(12)),
        ("1e3", Some(1000)),
        ("-0", Some(0)),
        ("-0.0e5", Some(0)),
        ("1.5E+1", Some(15)),
        ("1200e-2", Some(12)),
        ("9007199254740993.0", Some(9_007_199_254_740_993)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("-922337203685477580.8e1", Some(i64::MIN)),
        ("9223372036854775808", None),
        ("12.7", None),
        ("125e-1", None),
        ("1e99999", None),
        ("1e-99999", None),
        ("01", None),
        ("1.", None),
        (".5", None),
        ("+1", None),
        ("1e", None),
        ("\"1\"", None),
    ] {
        assert_eq!(read::<i64>(text), expected, "{text}");
    }
    assert_eq!(read::<i8>("127"), Some(127));
    assert_eq!(read::<i8>("128"), None);
}

#[test]
fn timestamps_and_blobs_are_read_as_services_write_them() {
    let moment = |seconds, nanos| Timestamp::from_unix(seconds, nanos);
    for (text, expected) in [
        ("1775836321", moment(1_775_836_321, 0)),
        ("1775836321.25", moment(1_775_836_321, 250_000_000)),
        ("1.775836321e9", moment(1_775_836_321, 0)),
        ("-0.5", moment(-1, 500_000_000)),
        // In 2026 as milliseconds, and in no year that a service means as seconds.
        ("1775836321122", moment(1_775_836_321, 122_000_000)),
        ("1775836321122.0", moment(1_775_836_321_122, 0)),
        ("9223372036854775807", moment(i64::MAX, 0)),
        ("\"2026-04-10T15:52:01Z\"", moment(1_775_836_321, 0)),
        ("\"2026-04-10T15:52\"", moment(1_775_836_320, 0)),
        (
            "\" 2026-04-10 17:52:01.5+0200 \"",
            moment(1_775_836_321, 500_000_000),
        ),
        ("\"2026-04-10\"", moment(1_775_779_200, 0)),
        (
            "\"Friday, 10-Apr-26 15:52:01 GMT\"",
            moment(1_775_836_321, 0),
        ),
        (
            "\"Fri, 10 Apr 2026 15:52:01 +0000\"",
            moment(1_775_836_321, 0),
        ),
        ("\"1775836321\"", moment(1_775_836_321, 0)),
        ("\"tomorrow\"", None),
        ("true", None),
    ] {
        assert_eq!(read::<Timestamp>(text), expected, "{text}");
    }
    assert_eq!(read("\"aGVs\\r\\nbG8=\\n\""), Some(Blob::from("hello")));
    assert_eq!(read::<Blob>("\"a\""), None);
}

#[test]
fn half_a_character_is_replaced() {
    let text = r#""a\ud83d b \ude00\ud83d\ude00\ud83d\u0041\uD83D""#;
    let expected = "a\u{fffd} b \u{fffd}\u{1f600}\u{fffd}A\u{fffd}";
    assert_eq!(read::<String>(text).as_deref(), Some(expected));
}

#[test]
fn depth_is_bounded_as_serde_json_does() {
    for depth in [100, 126, 127, 128, 129, 100_000] {
        let lists = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let expected = serde_json::from_str::<Document>(&lists).ok();
        assert_eq!(read::<Document>(&lists), expected, "{depth}");
        let skipped = format!("{{\"new\":{lists}}}");
        assert_eq!(read::<Thing>(&skipped), Some(Thing::default()));
    }
    // And the bound is of depth alone.
    assert!(read::<Document>(&format!("[{}[]]", "[],{},".repeat(1000))).is_some());
}

#[test]
fn a_problem_says_where_and_what_but_no_value() {
    for (text, at, expected) in [
        (r#"{"name": 7}"#, 9, "expected a string"),
        (r#"{"names": ["a", {}]}"#, 16, "expected a string"),
        (r#"{"small": 128}"#, 10, "expected an integer of its size"),
        (r#"{"new": tru}"#, 8, "expected a value"),
        (r#"{"name": "a" "b"}"#, 13, "expected `,` or `}`"),
        (r#"{"name": "a",}"#, 13, "expected a key"),
        (r#"{"name" "a"}"#, 8, "expected `:`"),
        (r#"{"name": "a"#, 11, "expected the end of a string"),
        (r#"{} {}"#, 3, "expected the end of the text"),
    ] {
        let (position, problem) = from_str::<Thing>(text).expect_err(text);
        assert_eq!((position, &*problem.to_string()), (at, expected), "{text}");
    }
}

/// A generator of numbers that look random and are the same each time.
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

    /// JSON, mostly: of the members' names and of others, with white space.
    fn json(&mut self, depth: usize, text: &mut String) {
        let space = self.one_of(&["", "", "", " ", "\n\t", "\r\n  "]);
        text.push_str(space);
        match self.below(if depth == 0 { 5 } else { 8 }) {
            0 => self.string(text),
            1 | 2 => {
                let numbers = [
                    "0",
                    "-1",
                    "7",
                    "127",
                    "128",
                    "1.5",
                    "-2.5e3",
                    "1e2",
                    "0.1",
                    "-0.0",
                    "1E-2",
                    "18446744073709551615",
                    "18446744073709551616",
                    "9223372036854775807",
                    "1e400",
                    "01",
                    "1.",
                    "-",
                    "1e+",
                    "123456789.125",
                ];
                text.push_str(self.one_of(&numbers));
            }
            3 => text.push_str(self.one_of(&["true", "false", "null", "nul", "NaN", ""])),
            4 => self.string(text),
            5 => self.several('[', ']', text, |random, text| random.json(depth - 1, text)),
            _ => self.several('{', '}', text, |random, text| {
                let keys = [
                    "\"name\"",
                    "\"item\"",
                    "\"small\"",
                    "\"large\"",
                    "\"ratio\"",
                    "\"isOn\"",
                    "\"any\"",
                    "\"tags\"",
                    "\"names\"",
                    "\"inner\"",
                    "\"n\\u0061me\"",
                    "\"new\"",
                    "\"name\" ",
                    "\"a\\\"b\\\\é\"",
                ];
                text.push_str(random.one_of(&keys));
                text.push(':');
                random.json(depth - 1, text);
            }),
        }
        text.push_str(space);
    }

    fn several(
        &mut self,
        open: char,
        close: char,
        text: &mut String,
        one: impl Fn(&mut Self, &mut String),
    ) {
        text.push(open);
        for index in 0..self.below(5) {
            if index > 0 {
                text.push(',');
            }
            one(self, text);
        }
        text.push(close);
    }

    fn string(&mut self, text: &mut String) {
        text.push('"');
        for _ in 0..self.below(12) {
            let parts = [
                "a",
                "é",
                "plain text of some length",
                "\\n",
                "\\\"",
                "\\\\",
                "\\/",
                "\\u00e9",
                "\\ud83d\\ude00",
                "😀",
                "\u{7f}",
            ];
            text.push_str(self.one_of(&parts));
        }
        text.push('"');
    }

    /// The text with a byte changed, left out or doubled, where it stays UTF-8.
    fn damaged(&mut self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        let at = self.below(bytes.len().max(1));
        match self.below(3) {
            0 if at < bytes.len() => bytes[at] = self.one_of(b"\"\\{}[],:0e.-u \n\x01t"),
            1 if at < bytes.len() => drop(bytes.remove(at)),
            _ => bytes.insert(at, self.one_of(b"\"\\{}[],:0e.-u \n\x01t")),
        }
        String::from_utf8(bytes).unwrap_or_default()
    }
}

fn by_serde<T: for<'a> Deserialize<'a>>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

#[test]
fn documents_are_read_and_written_as_serde_json_does() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut read_count = 0;
    for _ in 0..20_000 {
        let mut text = String::new();
        random.json(4, &mut text);
        if random.below(2) == 0 {
            text = random.damaged(&text);
        }
        let ours = read::<Document>(&text);
        let theirs = by_serde::<Document>(&text);
        // Half a pair is replaced here.
        if theirs.is_none() && ours.is_some() && text.contains("\\ud") {
            continue;
        }
        assert_eq!(ours, theirs, "{text:?}");
        if let Some(document) = ours {
            read_count += 1;
            let written = to_string(&document);
            assert_eq!(read::<Document>(&written), Some(document), "{written}");
            // Numbers may be off by a digit there.
            assert!(by_serde::<Document>(&written).is_some(), "{written}");
        }
    }
    assert!(read_count > 5_000, "{read_count}");
}

#[test]
fn structures_are_read_as_serde_json_does_but_for_leniences() {
    #[derive(Debug, Default, Deserialize, PartialEq, ReadJson, WriteJson)]
    #[serde(rename_all = "camelCase")]
    struct Strict {
        name: Option<String>,
        large: Option<i64>,
        #[serde(with = "serde_as::float")]
        ratio: Option<f64>,
        is_on: Option<bool>,
        any: Option<Document>,
        tags: Option<Map<String, Document>>,
        inner: Option<Box<Strict>>,
        #[serde(rename = "a\"b\\é")]
        odd: Option<Vec<Document>>,
    }

    let mut random = Random(0x0123_4567_89AB_CDEF);
    let mut read_count = 0;
    for _ in 0..50_000 {
        let mut text = String::new();
        random.several('{', '}', &mut text, |random, text| {
            let values = [
                "\"name\":\"a\\n\"",
                "\"large\":7",
                "\"ratio\":0.5",
                "\"isOn\":true",
                "\"any\":[]",
                "\"inner\":{\"large\": 1}",
                "\"a\\\"b\\\\é\":[1]",
                "\"tags\":{\"a\":{}}",
                "\"name\":null",
                "\"new\":{\"a\":[1,{}]}",
            ];
            if random.below(3) == 0 {
                text.push_str(random.one_of(&[
                    "\"any\":",
                    "\"new\":",
                    "\"name\" : ",
                    "\"inner\":",
                ]));
                random.json(2, text);
            } else {
                text.push_str(random.one_of(&values));
            }
        });
        if random.below(2) == 0 {
            text = random.damaged(&text);
        }
        let (ours, theirs) = (read::<Strict>(&text), by_serde::<Strict>(&text));
        if let Some(theirs) = theirs {
            read_count += 1;
            assert_eq!(ours.as_ref(), Some(&theirs), "{text:?}");
            let written = to_string(&theirs);
            assert_eq!(by_serde::<Strict>(&written), Some(theirs), "{written}");
        } else if ours.is_some() {
            // Integers in another notation, and half a pair.
            let is_lenient = text.contains("large") || text.contains("\\ud");
            assert!(is_lenient, "{text:?}");
        }
    }
    assert!(read_count > 10_000, "{read_count}");
}
