//! Operations whose bodies stream, as generated code has them, and a server that works byte by byte.
#![allow(dead_code, unreachable_pub, reason = "every test binary uses a part")]

use crate::common::SERVICE;
use bytes::Bytes;
use http::{Method, Request, Response};
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::config::{Config, ConfigBuilder};
use shapewright_runtime::operation::{Metadata, Operation, OperationError, Streams};
use shapewright_runtime::platform::Random;
use shapewright_runtime::{
    ByteStream, ErrorMetadata, ProvideErrorMetadata, RequestError, UnknownError,
};
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};

/// With which transport.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    Async,
    Blocking,
}

pub const BOTH: [Kind; 2] = [Kind::Async, Kind::Blocking];

/// Makes every jittered wait as short as it can be.
#[derive(Debug)]
struct Zeros;

impl Random for Zeros {
    fn fill(&self, buffer: &mut [u8]) -> std::io::Result<()> {
        buffer.fill(0);
        Ok(())
    }
}

pub fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "not a secret"))
        .random(Zeros)
        .endpoint_url(url)
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// A path for a file of this test alone.
pub fn temporary(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("shapewright-{}-{name}", std::process::id()))
}

/// A stream of these pieces.
pub fn pieces<const N: usize>(pieces: [&'static str; N]) -> Pieces {
    Pieces(pieces.into_iter().collect())
}

pub struct Pieces(std::collections::VecDeque<&'static str>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(piece.into())))
    }
}

#[derive(Debug)]
pub enum StreamError {
    Unknown(UnknownError),
    Call(RequestError),
}

impl fmt::Display for StreamError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.payload(), formatter)
    }
}

impl std::error::Error for StreamError {}

impl From<RequestError> for StreamError {
    fn from(error: RequestError) -> Self {
        Self::Call(error)
    }
}

impl OperationError for StreamError {
    fn payload(&self) -> &dyn ProvideErrorMetadata {
        match self {
            Self::Unknown(error) => error,
            Self::Call(error) => error,
        }
    }

    fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata {
        match self {
            Self::Unknown(error) => error,
            Self::Call(error) => error,
        }
    }
}

fn succeeded(response: &Response<Bytes>) -> Result<(), StreamError> {
    if response.status().is_success() {
        return Ok(());
    }
    let mut metadata = ErrorMetadata::new();
    metadata.set_raw_body(response.body().as_ref());
    Err(StreamError::Unknown(UnknownError::new(metadata)))
}

/// Gets a body.
#[derive(Clone, Debug)]
pub struct Get;

#[derive(Debug, Default)]
pub struct GetOutput {
    pub body: ByteStream,
    pub checksum: Option<String>,
}

fn request(method: Method, path: &str) -> Result<Request<Bytes>, RequestError> {
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = method;
    *request.uri_mut() = path.parse().expect("a path");
    Ok(request)
}

impl Operation for Get {
    type Output = GetOutput;
    type Error = StreamError;
    const METADATA: Metadata = Metadata {
        streams: Streams::NONE.with_response(),
        ..Metadata::new(&SERVICE, "Get")
    };

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        request(Method::GET, "/get")
    }

    fn parse_response(response: &Response<Bytes>) -> Result<GetOutput, StreamError> {
        succeeded(response)?;
        Ok(GetOutput::default())
    }

    fn set_body(output: &mut GetOutput, body: ByteStream) {
        output.body = body;
    }
}

/// Puts a body.
#[derive(Debug)]
pub struct Put(Option<ByteStream>);

impl Put {
    pub fn new(body: ByteStream) -> Self {
        Self(Some(body))
    }

    pub fn sized(self) -> PutSized {
        PutSized(self)
    }
}

impl Operation for Put {
    type Output = ();
    type Error = StreamError;
    const METADATA: Metadata = Metadata {
        streams: Streams::NONE.with_request(),
        ..Metadata::new(&SERVICE, "Put")
    };

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        request(Method::PUT, "/put")
    }

    fn parse_response(response: &Response<Bytes>) -> Result<(), StreamError> {
        succeeded(response)
    }

    fn take_body(&mut self) -> Option<ByteStream> {
        self.0.take()
    }
}

/// Puts a body whose length must be known.
#[derive(Debug)]
pub struct PutSized(Put);

impl Operation for PutSized {
    type Output = ();
    type Error = StreamError;
    const METADATA: Metadata = Metadata {
        streams: Streams::NONE.with_sized_request(),
        ..Metadata::new(&SERVICE, "PutSized")
    };

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        self.0.to_request()
    }

    fn parse_response(response: &Response<Bytes>) -> Result<(), StreamError> {
        succeeded(response)
    }

    fn take_body(&mut self) -> Option<ByteStream> {
        self.0.take_body()
    }
}

/// Gets a body that may have a checksum.
#[derive(Clone, Debug)]
pub struct GetSummed;

impl Operation for GetSummed {
    type Output = GetOutput;
    type Error = StreamError;
    const METADATA: Metadata = Metadata {
        streams: Streams::NONE.with_response().with_response_checksum(),
        ..Metadata::new(&SERVICE, "GetSummed")
    };

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        Get.to_request()
    }

    fn parse_response(response: &Response<Bytes>) -> Result<GetOutput, StreamError> {
        Get::parse_response(response)
    }

    fn set_body(output: &mut GetOutput, body: ByteStream) {
        output.body = body;
    }
}

/// Puts a body with a checksum, where `REQUIRED` always.
#[derive(Debug)]
pub struct PutSummed<const REQUIRED: bool> {
    pub body: Option<ByteStream>,
    pub headers: &'static [(&'static str, &'static str)],
}

impl<const REQUIRED: bool> Operation for PutSummed<REQUIRED> {
    type Output = ();
    type Error = StreamError;
    const METADATA: Metadata = Metadata {
        streams: Streams::NONE.with_request().with_request_checksum(REQUIRED),
        ..Metadata::new(&SERVICE, "PutSummed")
    };

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        let mut request = request(Method::PUT, "/put")?;
        for (name, value) in self.headers {
            let value = http::HeaderValue::from_static(value);
            request.headers_mut().insert(*name, value);
        }
        Ok(request)
    }

    fn parse_response(response: &Response<Bytes>) -> Result<(), StreamError> {
        succeeded(response)
    }

    fn take_body(&mut self) -> Option<ByteStream> {
        self.body.take()
    }
}

/// A server of one connection.
pub struct Raw<T> {
    address: SocketAddr,
    serving: JoinHandle<T>,
}

impl<T: Send + 'static> Raw<T> {
    pub fn start(serve: impl FnOnce(&mut Connection) -> T + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let serving = thread::spawn(move || {
            let (stream, _) = listener.accept().expect("a connection");
            stream.set_nodelay(true).expect("a connection");
            serve(&mut Connection(BufReader::new(stream)))
        });
        Self { address, serving }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn result(self) -> T {
        self.serving.join().expect("no panic elsewhere")
    }
}

pub struct Connection(BufReader<TcpStream>);

impl Connection {
    /// The head of a request, in lower case but for the values.
    pub fn head(&mut self) -> String {
        let mut head = String::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).expect("a line");
            if line.trim_end().is_empty() {
                return head;
            }
            match line.split_once(": ") {
                Some((name, value)) => head += &format!("{}: {value}", name.to_lowercase()),
                None => head += &line,
            }
        }
    }

    /// As many bytes as there are at once.
    pub fn some(&mut self) -> usize {
        let length = self.0.fill_buf().map_or(0, <[u8]>::len);
        self.0.consume(length);
        assert!(length > 0, "the client is gone");
        length
    }

    /// This many bytes.
    pub fn take(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes).expect("more bytes");
        bytes
    }

    /// The next chunk of a body; empty at its end.
    pub fn chunk(&mut self) -> Vec<u8> {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a line");
        let length = usize::from_str_radix(line.trim_end(), 16).expect("a length");
        let chunk = self.take(length);
        self.take(2);
        chunk
    }

    /// A body in chunks.
    pub fn chunked(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let chunk = self.chunk();
            if chunk.is_empty() {
                return body;
            }
            body.extend(chunk);
        }
    }

    pub fn write(&mut self, bytes: &[u8]) {
        let _ = self.0.get_mut().write_all(bytes);
    }

    pub fn answer(&mut self, status: &str, body: &str) {
        let length = body.len();
        self.write(
            format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{body}").as_bytes(),
        );
    }
}
