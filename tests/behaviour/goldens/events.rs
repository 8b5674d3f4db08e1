//! Streams of events. The fixtures' frames were made by other code, and botocore reads them.

use super::{response, round_trip};
use golden_event_streams::operation::tell::TellInput;
use golden_event_streams::operation::watch::{WatchInput, WatchOutput};
use golden_event_streams::primitives::{ByteStream, EventError, EventStream, Timestamp};
use golden_event_streams::types::error::Throttled;
use golden_event_streams::types::{Chunk, Event, Note, State, Text};
use serde_json::json;
use shapewright_runtime::Document;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use std::error::Error;
use std::future::Future;
use std::io;
use std::task::{Context, Waker};

const WATCH: &[u8] = include_bytes!("../../fixtures/events/watch.bin");
const ERROR: &[u8] = include_bytes!("../../fixtures/events/error.bin");
const UNLIKE: &[u8] = include_bytes!("../../fixtures/events/unlike.bin");

fn watched(body: &[u8]) -> WatchOutput {
    let head = response(200, &[("X-Request", "r1")], "").map(|_| Bytes::new());
    let mut output = WatchInput::parse_response(&head).unwrap();
    WatchInput::set_body(&mut output, body.into());
    output
}

fn events(body: &[u8]) -> Vec<Result<Event, EventError>> {
    watched(body).events.blocking().collect()
}

/// The same, of frames that come byte by byte.
fn slowly(body: &'static [u8]) -> Vec<Result<Event, EventError>> {
    let bytes = body.iter().map(|byte| Ok::<_, io::Error>(vec![*byte]));
    let body = ByteStream::from_stream(futures_util::stream::iter(bytes));
    EventStream::new(body).blocking().collect()
}

fn text(text: &str, index: i32) -> Text {
    Text {
        text: Some(text.into()),
        index: Some(index),
    }
}

#[test]
fn events_come_in_order_with_payloads_and_headers() {
    let mut found = events(WATCH);
    let exception = found.pop().unwrap().unwrap_err();
    let events: Vec<Event> = found.into_iter().map(Result::unwrap).collect();
    let chunk = Chunk {
        bytes: Some([0, 1, 254, 255].into()),
        format: Some("pcm".into()),
        is_last: Some(true),
        at: Some(Timestamp::from_unix(1_700_000_000, 500_000_000).unwrap()),
    };
    let note = Note {
        words: Some("Grüße".into()),
    };
    let state = State {
        detail: Some(text("done", 2)),
    };
    let ping = [
        ("beat".to_owned(), Document::Integer(7)),
        ("n".to_owned(), Document::Integer(5)),
    ];
    let expected = [
        Event::Text(text("hello", 1)),
        Event::Chunk(chunk),
        Event::Note(note),
        Event::State(state),
        Event::Unknown("ping".into(), Document::Object(ping.into_iter().collect())),
    ];
    assert_eq!(events, expected);
    // What the API calls an exception ends the stream with it.
    let throttled = exception.source().unwrap().downcast_ref::<Throttled>();
    assert_eq!(throttled.unwrap().message.as_deref(), Some("slower"));
    let parts = (exception.code(), exception.message());
    assert_eq!(parts, (Some("throttled"), Some("slower")));
    assert!(exception.to_string().contains("slower"), "{exception}");
    let slow: Vec<_> = slowly(WATCH).into_iter().filter_map(Result::ok).collect();
    assert_eq!(slow, expected);
    assert_eq!(watched(WATCH).request_id.as_deref(), Some("r1"));
}

#[test]
fn an_error_of_the_service_keeps_code_and_message() {
    let [Err(error)] = &events(ERROR)[..] else {
        panic!("one error");
    };
    let text = "the service ended the stream: InternalError: gave up";
    assert_eq!(error.to_string(), text);
    assert_eq!(error.code(), Some("InternalError"));
    assert!(events(b"").is_empty());
}

#[test]
fn a_damaged_frame_is_an_error_and_the_end() {
    let whole = events(WATCH).len();
    for end in 0..WATCH.len() {
        let events = events(WATCH.get(..end).unwrap());
        let errors = events.iter().filter(|event| event.is_err()).count();
        assert!(errors <= 1 && events.len() <= whole, "{end}: {events:?}");
    }
    for at in 0..WATCH.len() {
        let mut damaged = WATCH.to_vec();
        damaged[at] ^= 1;
        let events = events(&damaged);
        let last = events.last().unwrap();
        assert!(matches!(last, Err(EventError::Frame(..))), "{at}: {last:?}");
    }
}

#[test]
fn an_event_that_is_not_what_the_api_says_leaves_those_after_it() {
    let body = [UNLIKE, WATCH].concat();
    let events = events(&body);
    let [first, second, ..] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert!(matches!(first, Err(EventError::Event(name, _)) if name == "text"));
    assert!(matches!(second, Ok(event) if *event == Event::Text(text("hello", 1))));
}

#[test]
fn a_stream_is_sent_as_its_frames_and_kept_by_json() {
    let mut input = TellInput {
        events: Some(EventStream::new(ERROR)),
    };
    let request = input.to_request().unwrap();
    assert!(request.body().is_empty());
    let content_type = "application/vnd.amazon.eventstream";
    assert_eq!(request.headers()["content-type"], content_type);
    assert_eq!(input.take_body().unwrap().bytes(), Some(ERROR));
    let output: WatchOutput = round_trip(json!({"events": "AAEC"}));
    assert_eq!(output.events.frames(), Some(&[0, 1, 2][..]));
}

#[test]
fn what_is_sent_is_read_as_it_was() {
    let chunk = Chunk {
        bytes: Some([0, 1, 254, 255].into()),
        format: Some("pcm".into()),
        is_last: Some(true),
        at: Some(Timestamp::from_unix(1_700_000_000, 500_000_000).unwrap()),
    };
    let sent = [
        Event::Text(text("hello", 1)),
        Event::Chunk(chunk),
        Event::Note(Note {
            words: Some("Grüße".into()),
        }),
        Event::State(State {
            detail: Some(text("done", 2)),
        }),
    ];
    let frames = EventStream::from_iterator(sent.clone()).into_frames();
    let frames = frames.collect_blocking().unwrap().into_bytes();
    let received: Vec<_> = events(&frames).into_iter().map(Result::unwrap).collect();
    assert_eq!(received, sent);
}

/// The frame is there and the rest of the response is not: nothing waits for it.
#[test]
fn an_event_is_there_with_its_frame() {
    let first = EventStream::from_iterator([Event::Text(text("hello", 1))]).into_frames();
    let first = first.collect_blocking().unwrap().into_bytes();
    let (start, end) = first.split_at(20);
    let pieces = [start, end].map(|piece| Ok::<_, io::Error>(piece.to_vec()));
    let pieces = futures_util::stream::iter(pieces);
    let waiting = futures_util::StreamExt::chain(pieces, futures_util::stream::pending());
    let mut events: EventStream<Event> = EventStream::new(ByteStream::from_stream(waiting));
    let event = block_on(events.recv()).unwrap();
    assert_eq!(event, Some(Event::Text(text("hello", 1))));
    let mut context = Context::from_waker(Waker::noop());
    let next = std::pin::pin!(events.recv());
    assert!(next.poll(&mut context).is_pending());
}

/// The headers of a frame as they are on the wire, and its payload.
fn parts(frame: &[u8]) -> (&[u8], &[u8]) {
    let number = |at: usize| u32::from_be_bytes(frame[at..at + 4].try_into().unwrap()) as usize;
    let (length, headers) = (number(0), number(4));
    (&frame[12..12 + headers], &frame[12 + headers..length - 4])
}

#[test]
fn each_event_is_sent_in_a_frame_that_is_signed_and_an_empty_one_is_the_last() {
    let events = || vec![Event::Text(text("one", 1)), Event::Text(text("two", 2))];
    let plain = EventStream::from_iterator(events()).into_frames();
    let mut plain = plain.collect_blocking().unwrap().to_vec();
    let stub = StubTransport::new();
    stub.respond(200, "{}");
    let client = golden_event_streams::Client::new(&stub.config());
    let input = TellInput {
        events: Some(EventStream::from_iterator(events())),
    };
    block_on(client.send(input)).unwrap();
    let request = &stub.calls()[0].request;
    let hash = &request.headers()["x-amz-content-sha256"];
    assert_eq!(hash, "STREAMING-AWS4-HMAC-SHA256-EVENTS");
    let mut body = request.body().to_vec();
    let mut signatures = Vec::new();
    for is_last in [false, false, true] {
        let length = u32::from_be_bytes(body[..4].try_into().unwrap()) as usize;
        let rest = body.split_off(length);
        let (headers, payload) = parts(&body);
        assert_eq!(&headers[..7], b"\x05:date\x08");
        assert_eq!(&headers[15..35], b"\x10:chunk-signature\x06\x00\x20");
        signatures.push(headers[35..].to_vec());
        assert_eq!(payload.is_empty(), is_last);
        assert_eq!(plain[..payload.len()], *payload);
        plain.drain(..payload.len());
        body = rest;
    }
    assert!(body.is_empty() && plain.is_empty());
    assert!(signatures[0] != signatures[1] && signatures[1] != signatures[2]);
}
