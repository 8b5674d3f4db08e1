//! Checksums of bodies, which some operations [require].
//!
//! [require]: https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait

use super::request::RequestBuilder;
use crate::body::{self, Algorithm, Checksum};
use crate::value::Blob;
use http::HeaderMap;

impl RequestBuilder {
    /// Sends a checksum of the body along, unless the input has one.
    #[must_use]
    pub fn checksum(mut self) -> Self {
        self.checksum = Some(made);
        self
    }

    /// Sends the MD5 of the body along, unless the input has a checksum.
    #[must_use]
    pub fn content_md5(mut self) -> Self {
        self.checksum = Some(|_, body| Some(("content-md5", body::md5(body))));
        self
    }
}

impl RequestBuilder {
    /// Sets a header to the base64 of a key, and another one to that of its MD5 where the input has none.
    pub fn header_key<'a>(
        &mut self,
        name: &'static str,
        md5_name: &'static str,
        key: impl IntoIterator<Item = &'a Blob>,
    ) {
        for key in key {
            self.header(name, [&key.to_base64()]);
            if !self.headers.contains_key(md5_name) {
                self.header(md5_name, [body::md5(key.as_ref()).as_str()]);
            }
        }
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
