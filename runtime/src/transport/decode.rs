//! Answers that are compressed although nobody asked, as proxies do.

use crate::operation::error::{CallError, CallErrorKind};
use bytes::Bytes;
use http::Response;
use http::header::CONTENT_ENCODING;

/// The response with its body decompressed.
pub(crate) fn decode(response: Response<Bytes>) -> Result<Response<Bytes>, CallError> {
    let Some(encoding) = response.headers().get(CONTENT_ENCODING) else {
        return Ok(response);
    };
    match encoding.as_bytes() {
        b"" | b"identity" | b"aws-chunked" => Ok(response),
        #[cfg(feature = "gzip")]
        b"gzip" => gunzip(response),
        _ => Err(CallError::new(
            CallErrorKind::Response,
            format!("the content encoding {encoding:?} is not supported in this build"),
        )),
    }
}

#[cfg(feature = "gzip")]
fn gunzip(response: Response<Bytes>) -> Result<Response<Bytes>, CallError> {
    use std::io::Read;

    let (mut parts, compressed) = response.into_parts();
    let mut body = Vec::with_capacity(compressed.len().saturating_mul(4));
    flate2::read::MultiGzDecoder::new(&*compressed)
        .read_to_end(&mut body)
        .map_err(|error| CallError::new(CallErrorKind::Response, error))?;
    parts.headers.remove(CONTENT_ENCODING);
    Ok(Response::from_parts(parts, Bytes::from(body)))
}
