//! Checksums of bodies, which some operations [require].
//!
//! [require]: https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait

use super::request::RequestBuilder;
use crate::body::{Algorithm, Checksum};
use http::HeaderMap;

impl RequestBuilder {
    /// Sends a checksum of the body along, unless the input has one.
    #[must_use]
    pub fn checksum(mut self) -> Self {
        self.checksum = Some(made);
        self
    }
}

/// The checksum by the algorithm that the headers ask for, or else by that of botocore.
fn made(headers: &HeaderMap, body: &[u8]) -> Option<(&'static str, String)> {
    let algorithm = match headers.get("x-amz-sdk-checksum-algorithm") {
        Some(name) => Algorithm::of_name(name.to_str().ok()?)?,
        None => Algorithm::Crc32,
    };
    Some((algorithm.header(), Checksum::of(algorithm, body)))
}
