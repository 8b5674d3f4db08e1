//! Bytes of RFC 8949, appendix A, and what must not be read.
#![allow(clippy::expect_used)]

use super::{read, write};
use crate::format::{Deserialize, Serialize};
use crate::protocol::names::Names;
use crate::value::{Blob, Document, Map, Timestamp};
use serde::de::DeserializeOwned;

const NAMES: Names = Names(&[]);

/// The member `a` of a body that is a map of it alone.
fn member<T: DeserializeOwned>(value: &[u8]) -> Result<T, String> {
    let body = [&[0xa1, 0x61, b'a'], value].concat();
    let read = read::structure::<Map<String, T>>(&NAMES, &body);
    let mut members = read.map_err(|problem| problem.to_string())?.into_iter();
    members
        .next()
        .map(|(_, value)| value)
        .ok_or_else(|| "no member".to_owned())
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at| u8::from_str_radix(hex.get(at..at + 2).expect("two digits"), 16);
    let digits = (0..hex.len()).step_by(2).map(digit);
    digits
        .collect::<Result<_, _>>()
        .expect("hexadecimal digits")
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(seconds, 0).expect("a time")
}

#[test]
fn floats_of_every_width_are_read() {
    for (hex, expected) in [
        ("f90000", 0.0),
        ("f98000", -0.0),
        ("f93c00", 1.0),
        ("fb3ff199999999999a", 1.1),
        ("f93e00", 1.5),
        ("f97bff", 65504.0),
        ("fa47c35000", 100_000.0),
        ("fa7f7fffff", 3.402_823_466_385_288_6e38),
        ("fb7e37e43c8800759c", 1.0e300),
        ("f90001", 5.960_464_477_539_063e-8),
        ("f90400", 0.000_061_035_156_25),
        ("f9c400", -4.0),
        ("fbc010666666666666", -4.1),
        ("f97c00", f64::INFINITY),
        ("faff800000", f64::NEG_INFINITY),
        ("fb7ff0000000000000", f64::INFINITY),
    ] {
        let read: f64 = member(&bytes(hex)).expect(hex);
        assert_eq!(read.to_bits(), f64::to_bits(expected), "{hex}");
    }
    for hex in ["f97e00", "fa7fc00000", "fb7ff8000000000000"] {
        assert!(member::<f64>(&bytes(hex)).expect(hex).is_nan(), "{hex}");
    }
    // A number without a fraction may come as an integer.
    assert_eq!(member::<f64>(&bytes("03")), Ok(3.0));
}

#[test]
fn what_has_no_length_is_read_to_its_end() {
    assert_eq!(
        member(&bytes("5f42010243030405ff")),
        Ok(Blob::from(&[1, 2, 3, 4, 5][..]))
    );
    let streaming = bytes("7f657374726561646d696e67ff");
    assert_eq!(member(&streaming), Ok("streaming".to_owned()));
    assert_eq!(member(&bytes("9f0102ff")), Ok(vec![1, 2]));
    assert_eq!(member(&bytes("9fff")), Ok(Vec::<i32>::new()));
    let body = bytes("bf6161016162182aff");
    let read = read::structure::<Map<String, i64>>(&NAMES, &body).expect("a map");
    assert_eq!(
        read.into_iter().collect::<Vec<_>>(),
        [("a".to_owned(), 1), ("b".to_owned(), 42)]
    );
    // A text of bytes, a text in a text, an end where a value must be, and none.
    for hex in [
        "7f4161ff",
        "7f7f6161ffff",
        "5f6161ff",
        "ff",
        "9f01",
        "7f6161",
        "bf616101",
    ] {
        assert!(member::<Document>(&bytes(hex)).is_err(), "{hex}");
    }
}

#[test]
fn tags_tell_times_and_are_passed_over_elsewhere() {
    assert_eq!(member(&bytes("c11a514b67b0")), Ok(at(1_363_896_240)));
    let half: Timestamp = member(&bytes("c1fb41d452d9ec200000")).expect("a time");
    assert_eq!(half.to_string(), "2013-03-21T20:04:00.5Z");
    assert_eq!(member(&bytes("d82a6161")), Ok("a".to_owned()));
    assert_eq!(member(&bytes("d9d9f7c11a514b67b0")), Ok(at(1_363_896_240)));
    assert!(member::<Timestamp>(&bytes("c1")).is_err());
}

#[test]
fn a_length_is_held_to_the_bytes_that_are_there() {
    assert_eq!(member(&bytes("63e6b0b4")), Ok("\u{6c34}".to_owned()));
    for hex in [
        "6261",
        "5803ffff",
        "7affffffff61",
        "7bffffffffffffffff61",
        "5bffffffffffffffff",
        "9bffffffffffffffff01",
        "bbffffffffffffffff616101",
        "61ff",
        "62c328",
        "1c",
        "fc",
        "18",
        "19ff",
        "",
    ] {
        assert!(member::<Document>(&bytes(hex)).is_err(), "{hex}");
    }
    let deep = |depth: usize| [vec![0x81; depth], vec![0x01]].concat();
    assert!(member::<Document>(&deep(100)).is_ok());
    assert!(member::<Document>(&deep(129)).is_err());
    assert!(read::structure::<Map<String, i32>>(&NAMES, &bytes("a1616101ff")).is_err());
    assert!(read::structure::<Map<String, i32>>(&NAMES, &[]).is_ok());
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Thing {
    text: Option<String>,
    count: Option<i64>,
    small: Option<f32>,
    ratio: Option<f64>,
    data: Option<Blob>,
    at: Option<Timestamp>,
    is_on: Option<bool>,
    list: Option<Vec<Option<i32>>>,
}

fn written(thing: &Thing) -> String {
    let bytes = write::to_bytes(thing).expect("CBOR");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn numbers_have_the_shortest_head() {
    for (count, hex) in [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (255, "18ff"),
        (256, "190100"),
        (65_535, "19ffff"),
        (65_536, "1a00010000"),
        (4_294_967_296, "1b0000000100000000"),
        (i64::MAX, "1b7fffffffffffffff"),
        (-1, "20"),
        (-24, "37"),
        (-25, "3818"),
        (-1000, "3903e7"),
        (i64::MIN, "3b7fffffffffffffff"),
    ] {
        let thing = Thing {
            count: Some(count),
            ..Thing::default()
        };
        assert_eq!(written(&thing), format!("a165636f756e74{hex}"));
        assert_eq!(member(&bytes(hex)), Ok(count));
    }
}

#[test]
fn members_are_written_as_their_types_are() {
    let of = |thing: Thing| written(&thing);
    let thing = Thing::default;
    assert_eq!(of(thing()), "a0");
    let small = Thing {
        small: Some(1.5),
        ..thing()
    };
    assert_eq!(of(small), "a165736d616c6cfa3fc00000");
    let ratio = Thing {
        ratio: Some(-0.0),
        ..thing()
    };
    assert_eq!(of(ratio), "a165726174696ffb8000000000000000");
    let data = Thing {
        data: Some(Blob::from(&[0, 255][..])),
        ..thing()
    };
    assert_eq!(of(data), "a164646174614200ff");
    let at = Thing {
        at: Some(at(1)),
        ..thing()
    };
    assert!(of(at).starts_with("a1626174c1"), "a time has its tag");
    let list = Thing {
        list: Some(vec![Some(1), None]),
        ..thing()
    };
    assert_eq!(of(list), "a1646c6973748201f6");
    let flag = Thing {
        is_on: Some(true),
        ..thing()
    };
    assert_eq!(of(flag), "a16469734f6ef5");
    for length in [0, 23, 24, 255, 256, 65_536] {
        let text = Thing {
            text: Some("x".repeat(length)),
            ..thing()
        };
        let body = write::to_bytes(&text).expect("CBOR");
        // Head and name of the member, head of the text, text.
        let head = match length {
            0..24 => 1,
            24..256 => 2,
            256..65_536 => 3,
            _ => 5,
        };
        assert_eq!(body.len(), 6 + head + length);
        let read = read::structure::<Thing>(&NAMES, &body).expect("what was written");
        assert_eq!(read.text, text.text);
    }
}
