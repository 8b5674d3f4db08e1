//! Events in XML, in CBOR, and those that begin with a request's or a response's other members.

use golden_event_streams::primitives::{EventError, EventStream};
use golden_json_rpc::operation::feed_table::FeedTableInput;
use golden_json_rpc::operation::follow_table::FollowTableInput;
use golden_json_rpc::types::{RowEvent, TableEvent};
use golden_objects::operation::select_object_content::SelectObjectContentInput;
use golden_objects::types::{
    ContinuationEvent, EndEvent, RecordsEvent, SelectedEvents, Stats, StatsEvent,
};
use golden_rpc_cbor::operation::watch_things::WatchThingsInput;
use golden_rpc_cbor::types::{Made, Named, Picture, ThingEvent};
use shapewright_runtime::Timestamp;

use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::http::Response;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;

/// CRC-32, bit by bit.
fn crc32(bytes: &[u8]) -> [u8; 4] {
    let mut crc = !0_u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
    }
    (!crc).to_be_bytes()
}

/// A frame of texts and other headers, whose values are as they are on the wire.
fn frame(texts: &[(&str, &str)], others: &[(&str, &[u8])], payload: &[u8]) -> Vec<u8> {
    let mut headers = Vec::new();
    let mut push = |name: &str, value: &[u8]| {
        headers.push(u8::try_from(name.len()).unwrap());
        headers.extend([name.as_bytes(), value].concat());
    };
    for (name, text) in texts {
        let length = u16::try_from(text.len()).unwrap().to_be_bytes();
        push(name, &[&[7][..], &length, text.as_bytes()].concat());
    }
    for (name, value) in others {
        push(name, value);
    }
    let number = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let mut frame = number(16 + headers.len() + payload.len()).to_vec();
    frame.extend(number(headers.len()));
    frame.extend(crc32(&frame));
    frame.extend(headers);
    frame.extend_from_slice(payload);
    frame.extend(crc32(&frame));
    frame
}

fn event(name: &str, payload: impl AsRef<[u8]>) -> Vec<u8> {
    let texts = [(":message-type", "event"), (":event-type", name)];
    frame(&texts, &[], payload.as_ref())
}

fn exception(name: &str, payload: impl AsRef<[u8]>) -> Vec<u8> {
    let texts = [(":message-type", "exception"), (":exception-type", name)];
    frame(&texts, &[], payload.as_ref())
}

fn head() -> Response<Bytes> {
    Response::new(Bytes::new())
}

#[test]
fn events_in_xml_are_read_by_the_names_of_the_service() {
    let stats = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Stats xmlns=\"\"><BytesScanned>12</BytesScanned>\
                 <BytesReturned>7</BytesReturned></Stats>";
    let body = [
        event("Records", "1,Grüße\n"),
        event("Cont", ""),
        event("Stats", stats),
        event("End", ""),
    ];
    let mut output = SelectObjectContentInput::parse_response(&head()).unwrap();
    SelectObjectContentInput::set_body(&mut output, body.concat().into());
    let found: Vec<_> = output.payload.blocking().map(Result::unwrap).collect();
    let stats = Stats {
        bytes_scanned: Some(12),
        bytes_returned: Some(7),
    };
    let expected = [
        SelectedEvents::Records(RecordsEvent {
            payload: Some("1,Grüße\n".into()),
        }),
        SelectedEvents::Cont(ContinuationEvent {}),
        SelectedEvents::Stats(StatsEvent {
            details: Some(stats),
        }),
        SelectedEvents::End(EndEvent {}),
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_event_of_another_name_is_kept_and_one_that_is_no_xml_is_an_error_of_its_own() {
    let body = [
        event("Stats", "scanned: 12"),
        event("Later", "<Later><Count>3</Count></Later>"),
        event("End", ""),
    ];
    let stream: EventStream<SelectedEvents> = EventStream::new(body.concat());
    let [Err(wrong), Ok(later), Ok(end)] = &stream.blocking().collect::<Vec<_>>()[..] else {
        panic!("an error and two events");
    };
    assert!(
        matches!(wrong, EventError::Event(name, _) if name == "Stats"),
        "{wrong}"
    );
    assert!(!wrong.to_string().contains("scanned: 12"), "{wrong}");
    assert_eq!(later.member_name(), "Later");
    assert!(format!("{later:?}").contains('3'), "{later:?}");
    assert_eq!(end, &SelectedEvents::End(EndEvent {}));
}

#[test]
fn an_error_in_a_stream_of_xml_keeps_its_message() {
    let body = exception("Busy", "<Error><Message>later, please</Message></Error>");
    let stream: EventStream<SelectedEvents> = EventStream::new(body);
    let [Err(error)] = &stream.blocking().collect::<Vec<_>>()[..] else {
        panic!("an error");
    };
    let told = (error.code(), error.message());
    assert_eq!(told, (Some("Busy"), Some("later, please")));
}

#[test]
fn events_in_cbor_have_payloads_and_headers() {
    let at = |seconds| Timestamp::from_unix(seconds, 0).unwrap();
    let picture = [(":message-type", "event"), (":event-type", "picture")];
    let named = [(":message-type", "event"), (":event-type", "named")];
    let taken = [&[8][..], &1_422_172_800_000_i64.to_be_bytes()].concat();
    // {"name": "n"} by its length and with an end, and {"name": "a", "at": 1(1422172800)}.
    let definite = b"\xa1\x64name\x61n";
    let indefinite = b"\xbf\x64name\x61n\xff";
    let made = b"\xa2\x64name\x61a\x62at\xc1\x1a\x54\xc4\xa2\x80";
    let body = [
        event("made", made),
        frame(&picture, &[("width", &[4, 0, 0, 1, 0])], b"\x00\xff"),
        frame(&named, &[("taken", &taken)], definite),
        frame(&named, &[("digest", &[6, 0, 2, 1, 2])], indefinite),
        event("named", ""),
        exception("limit", b"\xa1\x67message\x68too many"),
    ];
    let stream: EventStream<ThingEvent> = EventStream::new(body.concat());
    let mut found: Vec<_> = stream.blocking().collect();
    let last = found.pop().unwrap().unwrap_err();
    let named = |taken, digest| Named {
        name: Some("n".into()),
        taken,
        digest,
    };
    let expected = [
        ThingEvent::Made(Made {
            name: Some("a".into()),
            at: Some(at(1_422_172_800)),
        }),
        ThingEvent::Picture(Picture {
            bytes: Some([0, 255].into()),
            width: Some(256),
        }),
        ThingEvent::Named(named(Some(at(1_422_172_800)), None)),
        ThingEvent::Named(named(None, Some([1, 2].into()))),
        ThingEvent::Named(Named::default()),
    ];
    let found: Vec<_> = found.into_iter().map(Result::unwrap).collect();
    assert_eq!(found, expected);
    assert_eq!(
        (last.code(), last.message()),
        (Some("limit"), Some("too many"))
    );
}

fn row(key: &str) -> TableEvent {
    TableEvent::Row(RowEvent {
        key: Some(key.into()),
        size: None,
    })
}

#[test]
fn an_initial_response_has_the_members_that_are_no_events() {
    let initial = event("initial-response", r#"{"TableName": "t"}"#);
    let rows = [
        event("row", r#"{"key": "a"}"#),
        event("row", r#"{"key": "b"}"#),
    ]
    .concat();
    for (body, name) in [
        ([initial.clone(), rows.clone()].concat(), Some("t")),
        // A service that sends none.
        (rows.clone(), None),
    ] {
        let stub = StubTransport::new();
        stub.respond(200, body);
        let client = golden_json_rpc::Client::new(&stub.config());
        let output = block_on(client.send(FollowTableInput::new("t"))).unwrap();
        assert_eq!(output.table_name.as_deref(), name);
        let found: Vec<_> = output.rows.blocking().map(Result::unwrap).collect();
        assert_eq!(found, [row("a"), row("b")]);
    }
    // In CBOR: {"total": 2}.
    let initial = event("initial-response", b"\xa1\x65total\x02");
    let stub = StubTransport::new();
    stub.respond(200, [initial, event("named", "")].concat());
    let client = golden_rpc_cbor::Client::new(&stub.config());
    let output = block_on(client.send(WatchThingsInput::default())).unwrap();
    assert_eq!(
        (output.total, output.events.blocking().count()),
        (Some(2), 1)
    );
}

#[test]
fn a_stream_that_breaks_off_before_its_initial_response_says_so_where_events_are_read() {
    let initial = event("initial-response", r#"{"TableName": "t"}"#);
    let (cut, _) = initial.split_at(initial.len() - 1);
    let mut damaged = initial.clone();
    damaged[8] ^= 1;
    for body in [cut.to_vec(), damaged] {
        let stub = StubTransport::new();
        stub.respond(200, body);
        let client = golden_json_rpc::Client::new(&stub.config());
        let output = block_on(client.send(FollowTableInput::new("t"))).unwrap();
        assert_eq!(output.table_name, None);
        let [Err(EventError::Frame(0, _))] = &output.rows.blocking().collect::<Vec<_>>()[..] else {
            panic!("a frame that is not whole");
        };
    }
}

#[test]
fn an_initial_request_has_the_members_that_are_no_events() {
    let stub = StubTransport::new();
    stub.respond(200, "{\"Count\": 1}");
    let client = golden_json_rpc::Client::new(&stub.config());
    let input = FeedTableInput {
        rows: Some(EventStream::from_iterator([row("a")])),
        ..FeedTableInput::new("t")
    };
    assert_eq!(block_on(client.send(input)).unwrap().count, Some(1));
    let request = &stub.calls()[0].request;
    assert_eq!(
        request.headers()["content-type"],
        "application/vnd.amazon.eventstream"
    );
    assert_eq!(
        request.headers()["x-amz-target"],
        "Tables_20200101.FeedTable"
    );
    let texts = [
        (":message-type", "event"),
        (":event-type", "initial-request"),
        (":content-type", "application/json"),
    ];
    let first = frame(&texts, &[], br#"{"TableName":"t"}"#);
    // It is within a signed frame.
    let body = request.body();
    let is_there = body.windows(first.len()).any(|part| part == first);
    assert!(is_there, "{body:?}");
}
