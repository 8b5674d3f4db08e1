//! Preparing a request before it is signed, and the headers of each attempt.

use crate::config::Config;
use crate::operation::Compressible;
use crate::platform::Environment;
use crate::transport;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, HeaderName};
use http::{HeaderValue, Request};
use std::fmt::Write;

/// By which Lambda finds functions that call each other without end.
pub(super) const TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");

/// What stays as it is in the trace of a function, beside letters and digits.
const PLAIN: &[u8] = b"-=;:+&[]{}\"',_.~";

/// The request with its body compressed, where operation and configuration allow it.
pub(super) fn compressed(mut request: Request<Bytes>, config: &Config) -> Request<Bytes> {
    let is_compressible = request.extensions_mut().remove::<Compressible>().is_some();
    if !is_compressible || !config.parts().compression.is_for(request.body().len()) {
        return request;
    }
    let encoding = match request.headers().get(CONTENT_ENCODING) {
        None => Ok(HeaderValue::from_static("gzip")),
        Some(other) => HeaderValue::try_from([other.as_bytes(), b",gzip"].concat()),
    };
    if let (Ok(encoding), Some(body)) = (encoding, transport::compress(request.body())) {
        request.headers_mut().insert(CONTENT_ENCODING, encoding);
        *request.body_mut() = body.into();
    }
    request
}

/// The trace of the Lambda function that this is in.
pub(super) fn trace_id(environment: &Environment) -> Option<HeaderValue> {
    environment.get("AWS_LAMBDA_FUNCTION_NAME")?;
    let trace = environment.get("_X_AMZN_TRACE_ID")?;
    let mut text = String::with_capacity(trace.len());
    for byte in trace.bytes() {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(config: &Config, encoding: Option<&'static str>) -> Request<Bytes> {
        let mut request = Request::new(Bytes::from(vec![b'a'; 20_000]));
        request.extensions_mut().insert(Compressible);
        let encoding = encoding.map(HeaderValue::from_static);
        request
            .headers_mut()
            .extend(encoding.map(|it| (CONTENT_ENCODING, it)));
        compressed(request, config)
    }

    #[test]
    fn large_bodies_are_compressed_where_that_is_allowed() {
        let config = Config::builder().build();
        let request = sent(&config, None);
        if transport::compress(b"").is_none() {
            // A build without gzip.
            assert_eq!(request.body().len(), 20_000);
            return;
        }
        assert!(request.body().len() < 1000);
        assert_eq!(request.body().get(..2), Some(&b"\x1f\x8b"[..]));
        assert_eq!(request.headers()[CONTENT_ENCODING], "gzip");
        assert_eq!(
            sent(&config, Some("x")).headers()[CONTENT_ENCODING],
            "x,gzip"
        );
        let same = sent(&config, None);
        assert_eq!(same.body(), request.body());
        let plain = Config::builder().disable_request_compression(true).build();
        assert_eq!(sent(&plain, None).body().len(), 20_000);
        let large = Config::builder().request_min_compression_size_bytes(20_001);
        assert_eq!(sent(&large.build(), None).body().len(), 20_000);
    }

    #[test]
    fn other_bodies_are_sent_as_they_are() {
        let request = Request::new(Bytes::from(vec![b'a'; 20_000]));
        let request = compressed(request, &Config::builder().build());
        assert_eq!(request.body().len(), 20_000);
        let disabled = Config::builder().disable_request_compression(true).build();
        assert!(sent(&disabled, None).headers().is_empty());
    }

    #[test]
    fn a_function_hands_its_trace_on() {
        let of = |variables: &[(&str, &str)]| {
            let environment: Environment = variables.iter().copied().collect();
            trace_id(&environment).map(|it| it.to_str().expect("text").to_owned())
        };
        let function = ("AWS_LAMBDA_FUNCTION_NAME", "f");
        let root = ("_X_AMZN_TRACE_ID", "Root=1-5759;Sampled=1 \n\u{e9}");
        assert_eq!(of(&[root]), None);
        assert_eq!(of(&[function]), None);
        let expected = "Root=1-5759;Sampled=1%20%0A%C3%A9";
        assert_eq!(of(&[function, root]).as_deref(), Some(expected));
    }
}
