//! Calls operations of generated clients, one per line of its input, and tells what came of it.
//!
//! A line is `{"service", "operation", "input"}`, the members by the API's names. The answer has the
//! output or the error, and the response as it came, so that another client can read the same bytes.

mod calls;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::client::Client;
use shapewright_runtime::config::{Config, RetryConfig};
use shapewright_runtime::http::{Request, Response};
use shapewright_runtime::operation::{Operation, OperationError};
use shapewright_runtime::platform::{BoxFuture, block_on};
use shapewright_runtime::transport::{Limits, Transport};
use shapewright_runtime::{Blob, RequestError, RequestErrorKind};
use std::error::Error;
use std::io::{BufRead, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("the endpoint is missing")?;
    for line in std::io::stdin().lock().lines() {
        let step: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| step[key].as_str().unwrap_or_default();
        let told = calls::call(text("service"), text("operation"), &step["input"], &url);
        println!("{told}");
        std::io::stdout().flush()?;
    }
    Ok(())
}

/// One call.
pub(crate) fn run<O>(input: &Value, url: &str) -> Value
where
    O: Operation + DeserializeOwned,
    O::Output: Serialize,
{
    let input: O = match serde_json::from_value(input.clone()) {
        Ok(input) => input,
        Err(error) => return json!({ "refused": error.to_string() }),
    };
    let wire = Wire::default();
    let config = Config::builder()
        .region("us-east-1")
        .endpoint_url(url)
        .inject_host_prefix(false)
        .credentials_provider(Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"))
        .retry_config(RetryConfig::disabled())
        .transport(wire.clone())
        .build();
    let result = block_on(Client::new(&config).send(input));
    let mut told = match result {
        Ok(output) => match serde_json::to_value(&output) {
            Ok(output) => json!({ "output": output }),
            Err(error) => json!({ "refused": error.to_string() }),
        },
        Err(error) => {
            let metadata = error.payload().metadata();
            json!({ "code": metadata.code(), "message": metadata.message(), "error": error.to_string() })
        }
    };
    let seen = wire.0.lock().map(|seen| seen.clone()).unwrap_or_default();
    told["seen"] = seen;
    told
}

/// A connection for each request, and what went over the last one.
#[derive(Clone, Debug, Default)]
struct Wire(Arc<Mutex<Value>>);

impl Transport for Wire {
    fn send(
        &self,
        request: Request<Bytes>,
        _limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        Box::pin(async move {
            let response = exchange(&request)
                .map_err(|error| RequestError::new(RequestErrorKind::Io, error))?;
            let headers = response.headers().iter();
            let headers: Vec<_> = headers
                .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
                .collect();
            if let Ok(mut seen) = self.0.lock() {
                *seen = json!({
                    "method": request.method().as_str(),
                    "uri": request.uri().to_string(),
                    "sent": Blob::from(request.body().as_ref()).to_base64(),
                    "status": response.status().as_u16(),
                    "headers": headers,
                    "body": Blob::from(response.body().as_ref()).to_base64(),
                });
            }
            Ok(response)
        })
    }
}

/// HTTP/1.1, as much as the server needs.
fn exchange(request: &Request<Bytes>) -> Result<Response<Bytes>, Box<dyn Error + Send + Sync>> {
    let uri = request.uri();
    let mut stream = TcpStream::connect(uri.authority().ok_or("no host")?.as_str())?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut head = format!("{} {path} HTTP/1.1\r\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        if name != "content-length" && name != "connection" {
            head.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
    }
    let length = request.body().len();
    head.extend(format!("content-length: {length}\r\nconnection: close\r\n\r\n").into_bytes());
    stream.write_all(&head)?;
    stream.write_all(request.body())?;
    let mut read = Vec::new();
    stream.read_to_end(&mut read)?;
    let end = read.windows(4).position(|window| window == b"\r\n\r\n");
    let (head, body) = read.split_at(end.ok_or("no head")? + 4);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.trim_end().lines();
    let status: u16 = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .ok_or("no status")?
        .parse()?;
    let mut response = Response::builder().status(status);
    let mut is_chunked = false;
    for line in lines {
        let (name, value) = line.split_once(':').ok_or("no header")?;
        is_chunked |= name.eq_ignore_ascii_case("transfer-encoding");
        response = response.header(name, value.trim());
    }
    let body = match is_chunked {
        true => dechunked(body).ok_or("no chunks")?,
        false => body.to_vec(),
    };
    Ok(response.body(Bytes::from(body))?)
}

fn dechunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = body.windows(2).position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(body.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        body = body.get(end + 2..)?;
        whole.extend(body.get(..size)?);
        body = body.get(size + 2..)?;
    }
}
