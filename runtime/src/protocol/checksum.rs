//! Checksums of bodies, which some operations [require].
//!
//! [require]: https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait

use super::request::RequestBuilder;
use crate::value::Blob;

impl RequestBuilder {
    /// Sends a checksum of the body along, unless the input has one.
    #[must_use]
    pub fn checksum(mut self) -> Self {
        self.checksum = Some(crc32);
        self
    }
}

fn crc32(body: &[u8]) -> (&'static str, String) {
    let sum = crc32fast::hash(body).to_be_bytes();
    (
        "x-amz-checksum-crc32",
        Blob::from(sum.as_slice()).to_base64(),
    )
}
