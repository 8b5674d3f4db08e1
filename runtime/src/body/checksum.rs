//! Checksums of bodies that are seen piece by piece, with the processor's own instructions.

use super::byte_stream::ByteStream;
use crate::error::{RequestError, RequestErrorKind};
use crate::value::Blob;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use sha2::Digest;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The MD5 of bytes, as headers have it.
pub(crate) fn md5(bytes: &[u8]) -> String {
    Blob::from(&md5::Md5::digest(bytes)[..]).to_base64()
}

/// How a checksum is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Algorithm {
    Crc32,
    Crc32C,
    Crc64Nvme,
    Sha1,
    Sha256,
}

impl Algorithm {
    /// The algorithms, those first that take the least time.
    pub(crate) const ALL: [Self; 5] = [
        Self::Crc64Nvme,
        Self::Crc32C,
        Self::Crc32,
        Self::Sha1,
        Self::Sha256,
    ];

    /// The algorithm as services call it.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32C => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// The header that has it.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32C => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    /// The length of its base64.
    pub(crate) fn encoded_length(self) -> usize {
        let bytes: usize = match self {
            Self::Crc32 | Self::Crc32C => 4,
            Self::Crc64Nvme => 8,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        };
        bytes.div_ceil(3) * 4
    }
}

/// A checksum so far.
pub(crate) enum Checksum {
    Crc32(crc32fast::Hasher),
    Crc32C(u32),
    Crc64Nvme(crc64fast_nvme::Digest),
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
}

impl Checksum {
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Crc32 => Self::Crc32(crc32fast::Hasher::new()),
            Algorithm::Crc32C => Self::Crc32C(0),
            Algorithm::Crc64Nvme => Self::Crc64Nvme(crc64fast_nvme::Digest::new()),
            Algorithm::Sha1 => Self::Sha1(sha1::Sha1::default()),
            Algorithm::Sha256 => Self::Sha256(sha2::Sha256::default()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Crc32(hasher) => hasher.update(bytes),
            Self::Crc32C(sum) => *sum = crc32c::crc32c_append(*sum, bytes),
            Self::Crc64Nvme(digest) => digest.write(bytes),
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
        }
    }

    /// The checksum in base64.
    pub(crate) fn finish(self) -> String {
        let bytes = match self {
            Self::Crc32(hasher) => hasher.finalize().to_be_bytes().to_vec(),
            Self::Crc32C(sum) => sum.to_be_bytes().to_vec(),
            Self::Crc64Nvme(digest) => digest.sum64().to_be_bytes().to_vec(),
            Self::Sha1(digest) => digest.finalize().to_vec(),
            Self::Sha256(digest) => digest.finalize().to_vec(),
        };
        Blob::from(bytes).to_base64()
    }

    /// The checksum of a whole.
    pub(crate) fn of(algorithm: Algorithm, bytes: &[u8]) -> String {
        let mut checksum = Self::new(algorithm);
        checksum.update(bytes);
        checksum.finish()
    }
}

/// A body that fails at its end where its checksum is another one.
pub(crate) struct Checked {
    body: ByteStream,
    checksum: Option<Checksum>,
    algorithm: Algorithm,
    expected: String,
}

impl Checked {
    pub(crate) fn new(body: ByteStream, algorithm: Algorithm, expected: String) -> Self {
        Self {
            body,
            checksum: Some(Checksum::new(algorithm)),
            algorithm,
            expected,
        }
    }
}

impl Body for Checked {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RequestError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => {
                if let (Some(checksum), Some(bytes)) = (&mut self.checksum, frame.data_ref()) {
                    checksum.update(bytes);
                }
            }
            Some(Err(_)) => self.checksum = None,
            None => {
                let found = self.checksum.take().map(Checksum::finish);
                if let Some(found) = found.filter(|found| *found != self.expected) {
                    let (name, expected) = (self.algorithm.name(), &self.expected);
                    let problem = format!(
                        "the {name} of the body is {found}, and its header says {expected}"
                    );
                    let error = RequestError::new(RequestErrorKind::Response, problem);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        Poll::Ready(frame)
    }

    // Its end is seen only where it is asked for.
    fn is_end_stream(&self) -> bool {
        self.checksum.is_none() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values of the catalogue of CRCs, and of FIPS 180.
    #[test]
    fn checksums_are_those_of_their_standards() {
        for (algorithm, expected) in [
            (Algorithm::Crc32, "y/Q5Jg=="),
            (Algorithm::Crc32C, "4waSgw=="),
            (Algorithm::Crc64Nvme, "rosUhgp5mIg="),
            (Algorithm::Sha1, "98O8HYCOBHMq32eZZczDTKeuNEE="),
            (
                Algorithm::Sha256,
                "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
            ),
        ] {
            let mut checksum = Checksum::new(algorithm);
            checksum.update(b"1234");
            checksum.update(b"56789");
            let found = checksum.finish();
            assert_eq!(found.len(), algorithm.encoded_length(), "{algorithm:?}");
            assert_eq!(Algorithm::of_name(algorithm.name()), Some(algorithm));
            assert_eq!(found, Checksum::of(algorithm, b"123456789"));
            assert_eq!(found, expected, "{algorithm:?}");
        }
    }
}
