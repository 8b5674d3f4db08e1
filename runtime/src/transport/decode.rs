//! Answers that are compressed although nobody asked, as proxies do.

use crate::operation::error::{CallError, CallErrorKind};
use crate::transport::gzip;
use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderValue, Response};

/// The response with its body decompressed.
pub(crate) fn decode(response: Response<Bytes>) -> Result<Response<Bytes>, CallError> {
    let Some(encoding) = response.headers().get(CONTENT_ENCODING) else {
        return Ok(response);
    };
    match encoding.as_bytes() {
        b"" | b"identity" | b"aws-chunked" => Ok(response),
        b"gzip" => match gzip::decompress(response.body()) {
            Some(Ok(body)) => {
                let (mut parts, _) = response.into_parts();
                parts.headers.remove(CONTENT_ENCODING);
                Ok(Response::from_parts(parts, Bytes::from(body)))
            }
            Some(Err(error)) => Err(CallError::new(CallErrorKind::Response, error)),
            None => Err(unsupported(encoding)),
        },
        _ => Err(unsupported(encoding)),
    }
}

fn unsupported(encoding: &HeaderValue) -> CallError {
    CallError::new(
        CallErrorKind::Response,
        format!("the content encoding {encoding:?} is not supported in this build"),
    )
}
