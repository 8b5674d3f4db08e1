//! Answers that are compressed although nobody asked, as proxies do.

use crate::operation::error::{CallError, CallErrorKind};
use bytes::Bytes;
use http::Response;
use http::header::CONTENT_ENCODING;

/// The response with its body decompressed. One without a body, as those to HEAD and with status 204
/// are, has nothing to decompress, whatever its headers say.
pub(crate) fn decode(response: Response<Bytes>) -> Result<Response<Bytes>, CallError> {
    let Some(encoding) = response.headers().get(CONTENT_ENCODING) else {
        return Ok(response);
    };
    if response.body().is_empty() {
        return Ok(response);
    }
    let name = encoding.as_bytes().trim_ascii().to_ascii_lowercase();
    match name.as_slice() {
        b"" | b"identity" | b"aws-chunked" => Ok(response),
        #[cfg(feature = "gzip")]
        b"gzip" | b"x-gzip" => gunzip(response),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(encoding: &'static str, body: &'static [u8]) -> Option<Bytes> {
        let mut response = Response::new(Bytes::from_static(body));
        let value = http::HeaderValue::from_static(encoding);
        response.headers_mut().insert(CONTENT_ENCODING, value);
        decode(response).ok().map(Response::into_body)
    }

    #[test]
    fn an_answer_without_a_body_is_not_decompressed() {
        for encoding in ["gzip", "GZIP", "br"] {
            assert_eq!(decoded(encoding, b""), Some(Bytes::new()), "{encoding}");
        }
        assert_eq!(decoded("Identity", b"x"), Some(Bytes::from_static(b"x")));
        assert_eq!(decoded("br", b"x"), None);
        assert_eq!(decoded("gzip", b"not gzip"), None);
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn gzip_has_two_names_in_any_case() {
        /// `{}`, compressed.
        const EMPTY: &[u8] = &[
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0,
            0,
        ];
        for encoding in ["gzip", "GZIP", "x-gzip", " X-GZip "] {
            assert_eq!(decoded(encoding, EMPTY), Some(Bytes::from_static(b"{}")));
        }
    }
}
