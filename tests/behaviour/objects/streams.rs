//! Streams of events, over a connection.

use crate::server::Server;
use crate::{config, run};
use golden_event_streams::Client;
use golden_event_streams::types::Event;
use shapewright_runtime::transport::{HyperTransport, UreqTransport};
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::Duration;

const WATCH: &[u8] = include_bytes!("../../fixtures/events/watch.bin");

/// The frames of a stream.
fn frames(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut frames = Vec::new();
    while let Some(length) = bytes.first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap();
        let (frame, rest) = bytes.split_at(length);
        frames.push(frame.to_vec());
        bytes = rest;
    }
    frames
}

/// A server that sends a head, and each frame when it is told to.
fn told() -> (Server, mpsc::Sender<()>) {
    let (go, told) = mpsc::channel();
    let told = Mutex::new(told);
    let server = Server::start(move |exchange| {
        exchange.read();
        exchange.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        for frame in frames(WATCH) {
            if told.lock().unwrap().recv().is_err() {
                break;
            }
            exchange.write(format!("{:x}\r\n", frame.len()));
            exchange.write(frame);
            exchange.write("\r\n");
        }
        exchange.write("0\r\n\r\n");
    });
    (server, go)
}

#[test]
fn a_call_returns_with_the_head_and_an_event_with_its_frame() {
    let (server, go) = told();
    let config = config(&server.url()).transport(HyperTransport::new());
    let client = Client::new(&config.build());
    run(async {
        let call = client.watch().name("n").send();
        let limit = Duration::from_secs(20);
        let output = tokio::time::timeout(limit, call)
            .await
            .expect("the head is enough");
        let mut events = output.unwrap().events;
        // The first frame is the initial response, which is no event.
        go.send(()).unwrap();
        for _ in 0..2 {
            go.send(()).unwrap();
            let event = tokio::time::timeout(limit, events.recv()).await;
            let event = event.expect("a frame is enough").unwrap();
            assert!(event.is_some());
        }
    });
}

#[test]
fn an_exception_ends_a_stream_and_is_told() {
    for is_blocking in [false, true] {
        let (server, go) = told();
        for _ in frames(WATCH) {
            go.send(()).unwrap();
        }
        let config = config(&server.url());
        let found: Vec<Result<Event, _>> = if is_blocking {
            let client = Client::new(&config.transport(UreqTransport::new()).build());
            let input = golden_event_streams::operation::watch::WatchInput::new("n");
            let output = client.send_blocking(input).unwrap();
            output.events.blocking().collect()
        } else {
            let client = Client::new(&config.transport(HyperTransport::new()).build());
            run(async {
                let mut events = client.watch().name("n").send().await.unwrap().events;
                let mut found = Vec::new();
                loop {
                    match events.recv().await {
                        Ok(Some(event)) => found.push(Ok(event)),
                        Ok(None) => break,
                        Err(error) => found.push(Err(error)),
                    }
                }
                found
            })
        };
        let last = found.last().unwrap();
        assert!(last.is_err(), "{last:?}");
        assert!(found[..found.len() - 1].iter().all(Result::is_ok));
    }
}
