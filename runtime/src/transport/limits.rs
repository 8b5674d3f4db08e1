//! Limits on the size of responses.

use crate::protocol::XmlLimits;

/// Limits on the size of responses. A call whose response exceeds one fails.
///
/// Responses are buffered in memory, so a broken or hostile server must not decide how much of it they take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ResponseLimits {
    /// The maximum bytes of a body, both compressed and decompressed. Default: 128 MiB.
    pub body: usize,
    /// The maximum ratio of decompressed to compressed size, once a body exceeds 16 MiB. Default: 100.
    pub gzip_ratio: usize,
    /// Limits of XML documents.
    pub xml: XmlLimits,
}

impl Default for ResponseLimits {
    fn default() -> Self {
        Self {
            body: 128 << 20,
            gzip_ratio: 100,
            xml: XmlLimits::default(),
        }
    }
}

impl ResponseLimits {
    /// Sets the maximum bytes of a body.
    #[must_use]
    pub fn with_body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Sets the maximum ratio of decompressed to compressed size.
    #[must_use]
    pub fn with_gzip_ratio(mut self, ratio: usize) -> Self {
        self.gzip_ratio = ratio;
        self
    }

    /// Sets the limits of XML documents.
    #[must_use]
    pub fn with_xml(mut self, xml: XmlLimits) -> Self {
        self.xml = xml;
        self
    }

    /// The most bytes that so many can become.
    pub(crate) fn decompressed(&self, compressed: usize) -> usize {
        const ALWAYS: usize = 16 << 20;
        compressed
            .saturating_mul(self.gzip_ratio)
            .max(ALWAYS)
            .min(self.body)
    }
}
