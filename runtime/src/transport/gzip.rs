//! Bodies that are compressed with gzip.

use super::limits::ResponseLimits;
use crate::operation::error::{RequestError, RequestErrorKind};
use std::io::{Read, Write};

/// The body, decompressed; `None` in a build that cannot.
pub(super) fn decompress(
    compressed: &[u8],
    limits: &ResponseLimits,
) -> Option<Result<Vec<u8>, RequestError>> {
    Some(gunzip(compressed, limits))
}

/// The body, compressed; `None` in a build that cannot.
pub(crate) fn compress(body: &[u8]) -> Option<Vec<u8>> {
    let made = Vec::with_capacity(body.len() / 2);
    let mut encoder = flate2::write::GzEncoder::new(made, flate2::Compression::default());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

/// The bytes that gzip made these of.
fn gunzip(compressed: &[u8], limits: &ResponseLimits) -> Result<Vec<u8>, RequestError> {
    let most = limits.decompressed(compressed.len());
    let likely = compressed.len().saturating_mul(4).min(most);
    let mut body = Vec::with_capacity(likely);
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    flate2::read::MultiGzDecoder::new(compressed)
        .take(bound)
        .read_to_end(&mut body)
        .map_err(|error| RequestError::new(RequestErrorKind::Response, error))?;
    if body.len() > most {
        return Err(RequestError::new(
            RequestErrorKind::Response,
            format!(
                "the {} bytes of the body are more than {most} decompressed, the most that the \
                 configuration's `ResponseLimits` allow",
                compressed.len()
            ),
        ));
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::decode::decode;
    use bytes::Bytes;
    use http::Response;
    use http::header::CONTENT_ENCODING;

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
