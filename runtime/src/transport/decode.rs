//! Responses that are compressed although nobody asked for it, as by some proxies.

use super::gzip;
use super::limits::ResponseLimits;
use crate::operation::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http::Response;
use http::header::CONTENT_ENCODING;

/// The response with its body decompressed. One without a body, as those to HEAD and with status 204
/// are, has nothing to decompress, whatever its headers say.
pub(crate) fn decode(
    response: Response<Bytes>,
    limits: &ResponseLimits,
) -> Result<Response<Bytes>, RequestError> {
    if response.body().len() > limits.body {
        return Err(super::exchange::too_large(limits.body));
    }
    let Some(encoding) = response.headers().get(CONTENT_ENCODING) else {
        return Ok(response);
    };
    if response.body().is_empty() {
        return Ok(response);
    }
    let encoding = encoding.as_bytes().trim_ascii().to_ascii_lowercase();
    match encoding.as_slice() {
        b"" | b"identity" | b"aws-chunked" => Ok(response),
        b"gzip" | b"x-gzip" => match gzip::decompress(response.body(), limits) {
            Some(body) => {
                let body = body?;
                let (mut parts, _) = response.into_parts();
                parts.headers.remove(CONTENT_ENCODING);
                Ok(Response::from_parts(parts, Bytes::from(body)))
            }
            None => Err(unsupported(&encoding)),
        },
        _ => Err(unsupported(&encoding)),
    }
}

fn unsupported(encoding: &[u8]) -> RequestError {
    RequestError::new(
        RequestErrorKind::Response,
        format!(
            "the content encoding {:?} is not supported in this build",
            String::from_utf8_lossy(encoding)
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(encoding: &'static str, body: &'static [u8]) -> Option<Bytes> {
        let mut response = Response::new(Bytes::from_static(body));
        let value = http::HeaderValue::from_static(encoding);
        response.headers_mut().insert(CONTENT_ENCODING, value);
        decode(response, &ResponseLimits::default())
            .ok()
            .map(Response::into_body)
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

    #[test]
    fn gzip_has_two_names_in_any_case() {
        /// `{}`, compressed.
        const EMPTY: &[u8] = &[
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0,
            0,
        ];
        for encoding in ["gzip", "GZIP", "x-gzip", " X-GZip "] {
            let expected = cfg!(feature = "gzip").then(|| Bytes::from_static(b"{}"));
            assert_eq!(decoded(encoding, EMPTY), expected);
        }
    }
}
