//! Streams of events that go both ways at once, over HTTP/2.

use crate::{config, run};
use futures_util::stream;
use golden_event_streams::Client;
use golden_event_streams::primitives::EventStream;
use golden_event_streams::types::{Event, Text};
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use shapewright_runtime::RequestErrorKind;
use shapewright_runtime::transport::{HyperTransport, UreqTransport};
use std::convert::Infallible;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const LIMIT: Duration = Duration::from_secs(20);

/// The signed frame at the front of a buffer: its payload.
fn signed(buffer: &mut Vec<u8>) -> Option<Vec<u8>> {
    let number = |at: usize| -> Option<usize> {
        let bytes = buffer.get(at..at + 4)?.try_into().unwrap();
        Some(usize::try_from(u32::from_be_bytes(bytes)).unwrap())
    };
    let (length, headers) = (number(0)?, number(4)?);
    if buffer.len() < length {
        return None;
    }
    let rest = buffer.split_off(length);
    let frame = std::mem::replace(buffer, rest);
    Some(frame[12 + headers..length - 4].to_vec())
}

/// Answers each event with itself, as it comes; the empty one is the last.
async fn echo(mut request: Request<Incoming>) -> Result<Response<Echo>, Infallible> {
    let (say, said) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut buffer = Vec::new();
        while let Some(Ok(frame)) = request.body_mut().frame().await {
            buffer.extend_from_slice(&frame.into_data().unwrap_or_default());
            while let Some(event) = signed(&mut buffer) {
                if event.is_empty() {
                    return;
                }
                say.send(Ok(Frame::data(Bytes::from(event)))).unwrap();
            }
        }
    });
    Ok(Response::new(StreamBody::new(received(said))))
}

type Echo = StreamBody<std::pin::Pin<Box<dyn stream::Stream<Item = Piece> + Send>>>;
type Piece = Result<Frame<Bytes>, Infallible>;

fn received<T: Send + 'static>(
    channel: mpsc::UnboundedReceiver<T>,
) -> std::pin::Pin<Box<dyn stream::Stream<Item = T> + Send>> {
    let next = |mut channel: mpsc::UnboundedReceiver<T>| async move {
        channel.recv().await.map(|item| (item, channel))
    };
    Box::pin(stream::unfold(channel, next))
}

/// A server of HTTP/2 without TLS.
async fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let connection = http2::Builder::new(TokioExecutor::new());
        let connection = connection.serve_connection(TokioIo::new(stream), service_fn(echo));
        drop(connection.await);
    });
    url
}

fn text(text: &str) -> Event {
    Event::Text(Text {
        text: Some(text.into()),
        index: None,
    })
}

#[test]
fn each_event_is_answered_before_the_next_is_sent() {
    run(async {
        let url = server().await;
        let client = Client::new(&config(&url).transport(HyperTransport::new()).build());
        let (say, said) = mpsc::unbounded_channel();
        let said = EventStream::from_events(received(said));
        let call = client.talk().room("r").said(said).send();
        let output = tokio::time::timeout(LIMIT, call).await.expect("the head");
        let mut heard = output.unwrap().heard;
        for word in ["one", "two", "three"] {
            say.send(text(word)).unwrap();
            let event = tokio::time::timeout(LIMIT, heard.recv()).await;
            assert_eq!(event.expect("an answer").unwrap(), Some(text(word)));
        }
        drop(say);
        let end = tokio::time::timeout(LIMIT, heard.recv()).await;
        assert_eq!(end.expect("an end").unwrap(), None);
    });
}

#[test]
fn a_call_that_blocks_is_refused_before_anything_is_sent() {
    let client = config("http://127.0.0.1:9").transport(UreqTransport::new());
    let client = Client::new(&client.build());
    let said = EventStream::from_iterator([text("one")]);
    let error = client.talk().room("r").said(said).send_blocking();
    let golden_event_streams::operation::talk::TalkError::Request(error) = error.unwrap_err()
    else {
        panic!("it is not sent");
    };
    assert_eq!(error.kind(), RequestErrorKind::Endpoint);
    assert!(error.to_string().contains("both ways"), "{error}");
}
