//! Bodies in AWS's chunks (`aws-chunked`), behind which a checksum follows that is not known before.

use super::sha256;
use super::sigv4::Seed;
use crate::body::{Algorithm, ByteStream, Checksum};
use crate::error::RequestError;
use crate::value::hex;
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use std::fmt::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The hash of a body whose chunks are not signed, as its header has it.
pub(crate) const UNSIGNED: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/// That of one whose chunks are.
pub(crate) const SIGNED: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

/// The bytes of a chunk. All but the last must have 8 KiB or more.
const CHUNK: usize = 64 * 1024;

/// The length of a signature in hexadecimal digits.
const SIGNATURE: u64 = 64;

/// A body in chunks, and its checksum behind them.
pub(crate) struct AwsChunked {
    body: ByteStream,
    algorithm: Algorithm,
    checksum: Option<Checksum>,
    signer: Option<Seed>,
    buffer: BytesMut,
    is_read: bool,
    /// The bytes to come, where that is known.
    left: Option<u64>,
}

impl AwsChunked {
    /// With the signature of the request where the chunks are to be signed.
    pub(crate) fn new(body: ByteStream, algorithm: Algorithm, signer: Option<Seed>) -> Self {
        let decoded = body.content_length();
        Self {
            left: decoded.map(|length| encoded_length(length, algorithm, signer.is_some())),
            body,
            algorithm,
            checksum: Some(Checksum::new(algorithm)),
            signer,
            buffer: BytesMut::new(),
            is_read: false,
        }
    }

    /// The signature of a chunk or of the trailer.
    fn sign(&mut self, kind: &str, hashes: &str) -> Option<&str> {
        let seed = self.signer.as_mut()?;
        let Seed { time, scope, .. } = &*seed;
        let text = format!(
            "AWS4-HMAC-SHA256-{kind}\n{time}\n{scope}\n{}\n{hashes}",
            seed.signature
        );
        seed.signature = hex(&seed.key.mac(text.as_bytes()));
        Some(&seed.signature)
    }

    fn head(&mut self, data: &[u8]) -> String {
        let mut head = format!("{:x}", data.len());
        let hashes = match self.signer {
            Some(_) => format!("{}\n{}", hex(&sha256::hash(b"")), hex(&sha256::hash(data))),
            None => String::new(),
        };
        if let Some(signature) = self.sign("PAYLOAD", &hashes) {
            let _ = write!(head, ";chunk-signature={signature}");
        }
        head.push_str("\r\n");
        head
    }

    fn chunk(&mut self, data: &[u8]) -> Bytes {
        let head = self.head(data);
        let mut chunk = BytesMut::with_capacity(head.len() + data.len() + 2);
        chunk.extend_from_slice(head.as_bytes());
        chunk.extend_from_slice(data);
        chunk.extend_from_slice(b"\r\n");
        chunk.freeze()
    }

    /// The last chunk and the trailer.
    fn end(&mut self, checksum: Checksum) -> Bytes {
        let mut end = self.head(&[]);
        let name = self.algorithm.header();
        let trailer = format!("{name}:{}", checksum.finish());
        let _ = write!(end, "{trailer}\r\n");
        let hash = match self.signer {
            Some(_) => hex(&sha256::hash(format!("{trailer}\n").as_bytes())),
            None => String::new(),
        };
        if let Some(signature) = self.sign("TRAILER", &hash) {
            let _ = write!(end, "x-amz-trailer-signature:{signature}\r\n");
        }
        end.push_str("\r\n");
        end.into()
    }

    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, RequestError>>> {
        while !self.is_read && self.buffer.len() < CHUNK {
            match ready!(self.body.poll_bytes(context)) {
                Some(Ok(bytes)) => {
                    if let Some(checksum) = &mut self.checksum {
                        checksum.update(&bytes);
                    }
                    self.buffer.extend_from_slice(&bytes);
                }
                Some(Err(error)) => {
                    self.checksum = None;
                    self.buffer.clear();
                    self.is_read = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.is_read = true,
            }
        }
        if !self.buffer.is_empty() {
            let data = self.buffer.split_to(self.buffer.len().min(CHUNK));
            return Poll::Ready(Some(Ok(self.chunk(&data))));
        }
        let checksum = self.checksum.take();
        Poll::Ready(checksum.map(|checksum| Ok(self.end(checksum))))
    }
}

/// The length of a body in chunks.
pub(crate) fn encoded_length(decoded: u64, algorithm: Algorithm, is_signed: bool) -> u64 {
    let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
    let (whole, last) = (decoded / chunk, decoded % chunk);
    let digits = |length: u64| u64::from(length.max(1).ilog2() / 4 + 1);
    let signature = if is_signed {
        u64::try_from(";chunk-signature=".len()).unwrap_or_default() + SIGNATURE
    } else {
        0
    };
    let head = |length: u64| digits(length) + signature + 2;
    let full = whole * (head(chunk) + chunk + 2);
    let rest = if last > 0 { head(last) + last + 2 } else { 0 };
    let line =
        |name: &str, value: u64| u64::try_from(name.len()).unwrap_or_default() + 1 + value + 2;
    let checksum = u64::try_from(algorithm.encoded_length()).unwrap_or_default();
    let trailer = line(algorithm.header(), checksum);
    let signed = if is_signed {
        line("x-amz-trailer-signature", SIGNATURE)
    } else {
        0
    };
    full + rest + head(0) + trailer + signed + 2
}

impl Body for AwsChunked {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RequestError>>> {
        let chunk = ready!(self.poll_chunk(context));
        if let (Some(left), Some(Ok(chunk))) = (&mut self.left, &chunk) {
            *left = left.saturating_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::sha256::HmacKey;

    /// The example of [AWS's page][page] on signed chunks with a trailer.
    ///
    /// [page]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
    #[test]
    fn chunks_are_signed_as_aws_does() {
        let day = "20130524";
        let secret = "AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let key = [day, "us-east-1", "s3", "aws4_request"]
            .iter()
            .fold(HmacKey::new(secret.as_bytes()), |key, part| {
                HmacKey::new(&key.mac(part.as_bytes()))
            });
        let seed = Seed {
            key,
            scope: format!("{day}/us-east-1/s3/aws4_request"),
            signature: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"
                .to_owned(),
            time: format!("{day}T000000Z"),
        };
        let body = ByteStream::from(vec![b'a'; 66_560]);
        let chunked = ByteStream::from_any(AwsChunked::new(body, Algorithm::Crc32C, Some(seed)));
        let announced = chunked.content_length();
        let sent = chunked.collect_blocking().map(|all| all.to_vec());
        let sent = String::from_utf8(sent.unwrap_or_default()).unwrap_or_default();
        assert_eq!(announced, u64::try_from(sent.len()).ok());
        let lines: Vec<&str> = sent
            .lines()
            .filter(|line| !line.starts_with("aaa"))
            .collect();
        let expected = [
            "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
            "400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
            "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
            "x-amz-checksum-crc32c:sOO8/Q==",
            "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
            "",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn the_length_is_known_before() {
        for length in [0, 1, 15, 16, 65_535, 65_536, 65_537, 200_000] {
            for algorithm in Algorithm::ALL {
                let body = ByteStream::from(vec![7; length]);
                let chunked = ByteStream::from_any(AwsChunked::new(body, algorithm, None));
                let announced = chunked.content_length();
                let bytes = chunked.collect_blocking().map(|all| all.into_bytes().len());
                let sent = bytes.ok().and_then(|length| u64::try_from(length).ok());
                assert_eq!(announced, sent, "{length} {algorithm:?}");
            }
        }
    }
}
