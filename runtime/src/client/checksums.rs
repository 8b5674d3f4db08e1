//! The checksums of a call's bodies.

use crate::auth::aws_chunked::{self, AwsChunked};
use crate::auth::sigv4::{self, ContentHasher, Payload, Seed};
use crate::body::{Algorithm, ByteStream, Checked, Checksum};
use crate::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use crate::operation::Streams;
use crate::operation::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, HeaderName};
use http::uri::Scheme;
use http::{HeaderMap, HeaderValue, Request};

const ALGORITHM: HeaderName = HeaderName::from_static("x-amz-sdk-checksum-algorithm");
const MODE: HeaderName = HeaderName::from_static("x-amz-checksum-mode");
const TRAILER: HeaderName = HeaderName::from_static("x-amz-trailer");
const DECODED_LENGTH: HeaderName = HeaderName::from_static("x-amz-decoded-content-length");
const MD5: HeaderName = HeaderName::from_static("content-md5");

/// The checksum that follows behind a body, and whether its chunks are signed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trailer {
    algorithm: Algorithm,
    is_signed: bool,
}

/// Asks for a checksum of the response; whether one is to be checked.
pub(super) fn ask(
    streams: Streams,
    headers: &mut HeaderMap,
    when: Option<ResponseChecksumValidation>,
) -> bool {
    if !streams.response_checksum {
        return false;
    }
    if when.unwrap_or_default() == ResponseChecksumValidation::WhenSupported {
        headers
            .entry(MODE)
            .or_insert(HeaderValue::from_static("ENABLED"));
    }
    let mode = headers.get(MODE);
    mode.is_some_and(|mode| mode.as_bytes().eq_ignore_ascii_case(b"ENABLED"))
}

/// The body of a response, which fails at its end where its checksum is not that of the headers. A
/// checksum of the checksums of parts says nothing of the whole.
pub(super) fn checked(headers: &HeaderMap, body: ByteStream) -> ByteStream {
    let found = Algorithm::ALL.into_iter().find_map(|algorithm| {
        let text = headers.get(algorithm.header())?.to_str().ok()?.trim();
        let is_whole = !text.contains('-') && text.len() == algorithm.encoded_length();
        is_whole.then(|| (algorithm, text.to_owned()))
    });
    match found {
        Some((algorithm, expected)) => {
            ByteStream::from_any(Checked::new(body, algorithm, expected))
        }
        None => body,
    }
}

/// The algorithm of the checksum that the request is to have.
fn wanted(
    streams: Streams,
    headers: &HeaderMap,
    when: Option<RequestChecksumCalculation>,
) -> Result<Option<Algorithm>, RequestError> {
    let is_given = |name: &HeaderName| name.as_str().starts_with("x-amz-checksum-") && name != MODE;
    if !streams.request_checksum || headers.contains_key(MD5) || headers.keys().any(is_given) {
        return Ok(None);
    }
    if let Some(name) = headers.get(ALGORITHM) {
        let algorithm = name.to_str().ok().and_then(Algorithm::of_name);
        return algorithm.map(Some).ok_or_else(|| {
            RequestError::new(
                RequestErrorKind::Build,
                format!("checksums by {name:?} are not made here: give the checksum itself"),
            )
        });
    }
    let is_wanted = streams.requires_checksum
        || when.unwrap_or_default() == RequestChecksumCalculation::WhenSupported;
    Ok(is_wanted.then_some(Algorithm::Crc32))
}

/// Puts the checksum into the headers, or says that it follows behind the body, where that is read once.
pub(super) async fn prepare(
    streams: Streams,
    request: &mut Request<Bytes>,
    body: &ByteStream,
    when: Option<RequestChecksumCalculation>,
    is_unsigned: bool,
) -> Result<(Option<Trailer>, Option<Payload>), RequestError> {
    let Some(algorithm) = wanted(streams, request.headers(), when)? else {
        return Ok((None, None));
    };
    let name = HeaderValue::from_static(algorithm.name());
    let is_unsigned = is_unsigned || request.uri().scheme() == Some(&Scheme::HTTPS);
    let headers = request.headers_mut();
    headers.entry(ALGORITHM).or_insert(name);
    if let Some(bytes) = body.bytes() {
        insert(headers, algorithm, &Checksum::of(algorithm, bytes))?;
        headers.insert(sigv4::CONTENT_HASH, sigv4::content_hash(bytes));
        return Ok((None, None));
    }
    // Without TLS, the signature covers the body.
    if !is_unsigned && let Some(mut again) = body.try_clone() {
        let mut checksum = Checksum::new(algorithm);
        let mut hasher = ContentHasher::default();
        while let Some(piece) = again.next().await {
            let piece = piece?;
            checksum.update(&piece);
            hasher.update(&piece);
        }
        insert(headers, algorithm, &checksum.finish())?;
        headers.insert(sigv4::CONTENT_HASH, hasher.finish());
        return Ok((None, None));
    }
    let length = body.content_length().ok_or_else(|| {
        RequestError::new(
            RequestErrorKind::Build,
            "the length of a body with a checksum must be known: say it by \
             `ByteStream::with_content_length`",
        )
    })?;
    headers.insert(TRAILER, HeaderValue::from_static(algorithm.header()));
    headers.insert(DECODED_LENGTH, length.into());
    let hash = match is_unsigned {
        true => aws_chunked::UNSIGNED,
        false => aws_chunked::SIGNED,
    };
    headers.insert(sigv4::CONTENT_HASH, HeaderValue::from_static(hash));
    let encoding = match headers.get(CONTENT_ENCODING).map(HeaderValue::to_str) {
        Some(Ok(other)) if !other.is_empty() => {
            HeaderValue::from_str(&format!("{other},aws-chunked"))
                .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?
        }
        _ => HeaderValue::from_static("aws-chunked"),
    };
    headers.insert(CONTENT_ENCODING, encoding);
    let trailer = Trailer {
        algorithm,
        is_signed: !is_unsigned,
    };
    Ok((Some(trailer), Some(Payload::Unsigned)))
}

/// Puts the checksum of a body in memory into the headers, where the input names its algorithm.
pub(super) async fn asked(
    streams: Streams,
    request: &mut Request<Bytes>,
    body: &ByteStream,
) -> Result<(), RequestError> {
    if request.headers().contains_key(ALGORITHM) && body.bytes().is_some() {
        prepare(streams, request, body, None, false).await?;
    }
    Ok(())
}

fn insert(headers: &mut HeaderMap, algorithm: Algorithm, sum: &str) -> Result<(), RequestError> {
    let value = HeaderValue::from_str(sum)
        .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
    headers.insert(algorithm.header(), value);
    Ok(())
}

/// The body with its checksum behind it.
pub(super) fn with_trailer(body: ByteStream, trailer: Trailer, seed: Option<Seed>) -> ByteStream {
    let signer = seed.filter(|_| trailer.is_signed);
    ByteStream::from_any(AwsChunked::new(body, trailer.algorithm, signer))
}

/// How long the body is with its checksum behind it.
pub(super) fn length_with(trailer: Trailer, length: u64, is_signed: bool) -> u64 {
    let is_signed = trailer.is_signed && is_signed;
    aws_chunked::encoded_length(length, trailer.algorithm, is_signed)
}
