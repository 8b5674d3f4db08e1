//! Answers that are compressed although nobody asked, as proxies do.

use super::limits::ResponseLimits;
use crate::operation::error::{CallError, CallErrorKind};
use bytes::Bytes;
use http::Response;
use http::header::CONTENT_ENCODING;

/// The response with its body decompressed. One without a body, as those to HEAD and with status 204
/// are, has nothing to decompress, whatever its headers say.
pub(crate) fn decode(
    response: Response<Bytes>,
    limits: &ResponseLimits,
) -> Result<Response<Bytes>, CallError> {
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
        #[cfg(feature = "gzip")]
        b"gzip" | b"x-gzip" => {
            let (mut parts, compressed) = response.into_parts();
            let body = gunzip(&compressed, limits)?;
            parts.headers.remove(CONTENT_ENCODING);
            Ok(Response::from_parts(parts, Bytes::from(body)))
        }
        _ => Err(CallError::new(
            CallErrorKind::Response,
            format!(
                "the content encoding {:?} is not supported in this build",
                String::from_utf8_lossy(&encoding)
            ),
        )),
    }
}

/// The bytes that gzip made these of.
#[cfg(feature = "gzip")]
fn gunzip(compressed: &[u8], limits: &ResponseLimits) -> Result<Vec<u8>, CallError> {
    use std::io::Read;

    let most = limits.decompressed(compressed.len());
    let likely = compressed.len().saturating_mul(4).min(most);
    let mut body = Vec::with_capacity(likely);
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    flate2::read::MultiGzDecoder::new(compressed)
        .take(bound)
        .read_to_end(&mut body)
        .map_err(|error| CallError::new(CallErrorKind::Response, error))?;
    if body.len() > most {
        return Err(CallError::new(
            CallErrorKind::Response,
            format!(
                "the {} bytes of the body are more than {most} decompressed, the most that the \
                 configuration's `ResponseLimits` allow",
                compressed.len()
            ),
        ));
    }
    Ok(body)
}

#[cfg(all(test, feature = "gzip"))]
mod tests {
    use super::*;
    use std::io::Write;

    fn zipped(length: usize) -> Response<Bytes> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..length >> 20 {
            encoder.write_all(&[b'x'; 1 << 20]).expect("memory");
        }
        let mut response = Response::new(encoder.finish().expect("memory").into());
        let headers = response.headers_mut();
        headers.insert(CONTENT_ENCODING, http::HeaderValue::from_static("gzip"));
        response
    }

    #[test]
    fn what_gzip_becomes_is_bounded() {
        let limits = ResponseLimits::default();
        assert!(decode(zipped(8 << 20), &limits).is_ok());
        let error = decode(zipped(24 << 20), &limits).expect_err("the ratio is too high");
        assert!(error.to_string().contains("ResponseLimits"), "{error}");
        assert!(decode(zipped(24 << 20), &limits.with_gzip_ratio(2000)).is_ok());
        assert!(decode(zipped(2 << 20), &limits.with_body(1 << 20)).is_err());
        let plain = Response::new(Bytes::from_static(b"12345"));
        assert!(decode(plain.clone(), &limits.with_body(5)).is_ok());
        assert!(decode(plain, &limits.with_body(4)).is_err());
    }
}

#[cfg(test)]
mod encodings {
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
