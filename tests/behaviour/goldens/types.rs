//! Model types: structures, enumerations, unions, recursion, values.

use super::round_trip;
use golden_collections::operation::put_all::PutAllOutput;
use golden_open_enums::operation::get_volume::GetVolumeOutput;
use golden_open_enums::types::{BuildType, Clashes, Color, VolumeKind};
use golden_pins::operation::read_record::GetXInput;
use golden_pins::types::{Entry, Record, RecordMode};
use golden_primitives::operation::put_value::PutValueOutput;
use golden_primitives::primitives::{Blob, Document};
use golden_recursion::operation::put_tree::PutTreeOutput;
use golden_sensitive::operation::put_secret::PutSecretInput;
use golden_sensitive::types::{Choice, Login, Sealed};
use golden_structures::types::Thing;
use golden_timestamps::operation::put_times::PutTimesOutput;
use golden_timestamps::primitives::Timestamp;
use golden_unions::types::{S3Object, Source};
use serde_json::json;
use std::collections::HashSet;

#[test]
fn null_is_absent_and_unknown_members_are_ignored() {
    let thing: Thing =
        serde_json::from_value(json!({"name": null, "count": 3, "new": {"a": [1]}})).unwrap();
    let expected = Thing {
        count: Some(3),
        ..Thing::default()
    };
    assert_eq!(thing, expected);
    assert_eq!(serde_json::to_value(thing).unwrap(), json!({"count": 3}));
}

/// Its type is on a line of its own in the generated file, with a comma behind it.
#[test]
fn a_member_of_a_union_with_a_long_name_is_read_as_any_other() {
    let name = "linesOfATextWhoseNameIsSoLongThatItsTypeDoesNotFitOnTheSameLineAsTheNameItself";
    let source: Source = round_trip(json!({ name: ["a", "b"] }));
    let lines: Option<&[String]> = source
        .as_lines_of_a_text_whose_name_is_so_long_that_its_type_does_not_fit_on_the_same_line_as_the_name_itself();
    assert_eq!(lines.map(<[String]>::len), Some(2));
    assert_eq!(source.member_name(), name);
}

#[test]
fn a_structure_keeps_its_members() {
    let thing: Thing = round_trip(json!({
        "name": "a", "isOn": true, "tiny": -1, "small": 2, "count": 3, "total": 9007199254740993_i64,
        "part": {"PartNumber": "p", "Weight": 1}, "parts": [{}, {"Weight": 2}], "nothing": {},
    }));
    assert_eq!(thing.total, Some(9_007_199_254_740_993));
    assert_eq!(thing.parts.unwrap().len(), 2);
}

#[test]
fn a_new_value_of_an_enumeration_is_kept() {
    let output: GetVolumeOutput = round_trip(json!({
        "kind": "gp9", "buildType": "IMPORT", "colors": ["GREEN", "BLUE"], "byColor": {"BLUE": 1, "RED": 2},
    }));
    assert_eq!(output.kind, Some(VolumeKind::Unknown("gp9".into())));
    assert_eq!(output.build_type, Some(BuildType::Import));
    let colors = [Color::Green, Color::from("BLUE")];
    assert_eq!(output.colors.as_deref(), Some(&colors[..]));
    assert_eq!(output.by_color.unwrap()[&Color::from("BLUE")], 1);
    assert_eq!(VolumeKind::from("gp2"), VolumeKind::Gp2);
    assert_eq!("gp3".parse(), Ok(VolumeKind::Gp3));
    assert_eq!(VolumeKind::Gp3.to_string(), "gp3");
    assert_eq!(VolumeKind::values(), ["standard", "gp2", "gp3", "io1"]);
}

#[test]
fn values_that_are_hard_to_tell_apart_are_told_apart() {
    let mut names = HashSet::new();
    for text in Clashes::values() {
        let value = Clashes::from(*text);
        assert!(
            !matches!(value, Clashes::Unknown(_)),
            "{text:?} is not known"
        );
        assert_eq!(value.as_str(), *text);
        assert!(names.insert(format!("{value:?}")), "{value:?} twice");
    }
    assert_eq!(names.len(), 12);
    assert_eq!(Clashes::from("Unknown"), Clashes::UnknownValue);
}

#[test]
fn lists_and_maps_keep_order_and_nulls() {
    let text = r#"{"names":["b","a"],"tags":{"z":"1","a":"2"},"sparseNames":["x",null],"sparseTags":{"k":null,"b":"v"},"matrix":[[1],[],[2,3]],"groups":{"g":[{"id":"1"}]},"items":[{}],"nested":{"o":{"i":1}}}"#;
    let output: PutAllOutput = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&output).unwrap(), text);
    assert_eq!(output.sparse_names, Some(vec![Some("x".into()), None]));
    assert_eq!(output.matrix, Some(vec![vec![1], vec![], vec![2, 3]]));
}

#[test]
fn a_union_is_one_of_its_members() {
    let source: Source = round_trip(json!({"s3": {"bucket": "b", "key": "k"}}));
    let object = S3Object {
        bucket: Some("b".into()),
        key: Some("k".into()),
    };
    assert_eq!(source, Source::S3(object));
    let source: Source = round_trip(json!({"parts": [{"text": "a"}, {"inner": {"text": "b"}}]}));
    let inner = Source::Inner(Box::new(Source::Text("b".into())));
    assert_eq!(source, Source::Parts(vec![Source::Text("a".into()), inner]));
    round_trip::<Source>(json!({"since": "2020-01-01T00:00:00Z"}));
    round_trip::<Source>(json!({"ratio": "NaN"}));
    let source: Source =
        serde_json::from_value(json!({"__type": "x", "s3": null, "text": "a"})).unwrap();
    assert_eq!(source, Source::Text("a".into()));
}

#[test]
fn a_new_member_of_a_union_is_kept() {
    let source: Source = round_trip(json!({"newKind": {"a": [1, null, "x"]}}));
    let Source::Unknown(name, value) = source else {
        panic!("{source:?} is known");
    };
    assert_eq!(name, "newKind");
    assert!(value.get("a").is_some());
    assert!(serde_json::from_value::<Source>(json!({})).is_err());
    assert!(serde_json::from_value::<Source>(json!({"text": "a", "ratio": 1.0})).is_err());
}

#[test]
fn recursion_is_kept_at_any_depth() {
    let output: PutTreeOutput = round_trip(json!({
        "expression": {"not": {"and": [{"value": "a"}, {"byName": {"b": {"value": "c"}}}]}},
        "node": {"branch": {"branch": {"leaf": "l"}}},
        "ping": {"pong": {"ping": {"pong": {"count": 2}}, "count": 1}},
        "folder": {"name": "f", "parent": {"name": "p"}, "children": [{"name": "c"}]},
    }));
    let folder = output.folder.unwrap();
    assert_eq!(folder.parent.unwrap().name.as_deref(), Some("p"));
    assert_eq!(folder.children.unwrap()[0].name.as_deref(), Some("c"));
    // One box breaks a cycle of two; the other side is held by value.
    let ping = output.ping.unwrap();
    let pongs = [ping.pong.unwrap().ping.unwrap().pong.unwrap()].map(|pong| pong.count);
    assert_eq!(pongs, [Some(2)]);
}

#[test]
fn timestamps_are_written_as_their_members_say() {
    let output: PutTimesOutput = round_trip(json!({
        "plain": 1440938160.5, "iso": "2015-08-30T12:36:00Z", "http": "Sun, 30 Aug 2015 12:36:00 GMT",
        "isoList": ["2015-08-30T12:36:00Z"], "isoMap": {"a": "2015-08-30T12:36:00Z"},
    }));
    let moment = Timestamp::from_unix(1_440_938_160, 0);
    assert_eq!(output.iso, moment);
    assert_eq!(output.http, moment);
    assert_eq!(output.iso_list.unwrap().first().copied(), moment);
    assert_eq!(
        output.plain,
        Timestamp::from_unix(1_440_938_160, 500_000_000)
    );
}

#[test]
fn what_was_written_is_read_again() {
    for text in [
        "9999-12-31T23:59:59.9999999Z",
        "0000-01-01T00:00:00Z",
        "+58244-12-31T00:00:00Z",
        "-0044-03-15T12:00:00.5Z",
        "1969-12-31T23:59:59.999999999Z",
        "2015-08-30T12:36:00.123456789Z",
    ] {
        let moment: Timestamp = text.parse().unwrap();
        assert_eq!(moment.to_string(), text);
        let output = PutTimesOutput {
            plain: Some(moment),
            iso: Some(moment),
            http: Some(moment),
            ..PutTimesOutput::default()
        };
        let written = serde_json::to_string(&output).unwrap();
        let read: PutTimesOutput = serde_json::from_str(&written).unwrap();
        assert_eq!(read, output, "{written}");
    }
    for seconds in [
        i64::MIN,
        -62_167_219_201,
        253_402_300_800,
        1_775_836_321_122,
        i64::MAX,
    ] {
        for nanos in [0, 500_000_000] {
            let moment = Timestamp::from_unix(seconds, nanos).unwrap();
            let written = serde_json::to_string(&moment).unwrap();
            let read: Timestamp = serde_json::from_str(&written).unwrap();
            assert_eq!(read, moment, "{written}");
            assert_eq!(moment.to_string().parse(), Ok(moment), "{moment}");
            let _: std::time::SystemTime = moment.into();
        }
    }
}

#[test]
fn blobs_documents_and_floats_are_kept() {
    let output: PutValueOutput = round_trip(json!({
        "data": "aGk=", "any": {"a": [1, -2, 1.5, null, true, "x"]}, "ratio": "Infinity",
        "exact": 0.1, "ratios": ["NaN", "-Infinity", 2.5], "shares": {"a": 0.5}, "blobs": ["", "AA=="],
    }));
    assert_eq!(output.data, Some(Blob::from("hi")));
    assert!(matches!(output.any, Some(Document::Object(_))));
    assert_eq!(output.ratio, Some(f32::INFINITY));
    let ratios = output.ratios.unwrap();
    assert!(ratios[0].is_nan());
    assert_eq!(ratios[1..], [f64::NEG_INFINITY, 2.5]);
}

#[test]
fn what_is_sensitive_is_not_shown() {
    let mut input = PutSecretInput::new("name", "hunter2");
    input.token = Some("hunter2".into());
    input.choice = Some(Choice::Hidden("hunter2".into()));
    input.login = Some(Login {
        user: Some("user".into()),
        password: Some("hunter2".into()),
    });
    let sealed = Sealed {
        key: Some("hunter2".into()),
    };
    let shown = format!("{input:?} {sealed:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("name: \"name\""), "{shown}");
    assert!(shown.contains("user: Some(\"user\")"), "{shown}");
    assert_eq!(serde_json::to_value(input).unwrap()["secret"], "hunter2");
}

#[test]
fn pinned_names_are_names_in_rust_alone() {
    let input = GetXInput {
        record_id: "r".into(),
    };
    assert_eq!(serde_json::to_value(input).unwrap(), json!({"id": "r"}));
    let record: Record = round_trip(json!({"items": [{"v": "1"}], "mode": "b"}));
    let expected = Record {
        items: Some(vec![Entry {
            value: Some("1".into()),
        }]),
        mode: Some(RecordMode::ByHand),
    };
    assert_eq!(record, expected);
}

#[test]
fn milliseconds_go_into_a_timestamp_and_out_of_it() {
    for millis in [i64::MIN, -1001, -1, 0, 1_775_836_321_122, i64::MAX] {
        assert_eq!(Timestamp::from_millis(millis).to_millis(), Some(millis));
    }
    let moment = Timestamp::from_millis(-1);
    assert_eq!((moment.seconds(), moment.subsec_nanos()), (-1, 999_000_000));
    // Rounded down, on both sides of 1970.
    let at = |seconds, nanos| Timestamp::from_unix(seconds, nanos)?.to_millis();
    assert_eq!(at(-1, 999_999_999), Some(-1));
    assert_eq!(at(1, 999_999), Some(1000));
    assert_eq!(at(i64::MAX, 0), None);
}
