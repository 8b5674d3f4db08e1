//! How large a response may be.

use crate::protocol::XmlLimits;

/// How large a response may be: what goes beyond fails the call, and only that.
///
/// A whole answer is held in memory, so a broken or hostile server must not say how much of it there is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ResponseLimits {
    /// The bytes of a body, as it is sent and decompressed; 128 MiB unless told otherwise.
    pub body: usize,
    /// How many times as large as it was sent a decompressed body may be, once it has more than 16 MiB;
    /// 100 unless told otherwise.
    pub gzip_ratio: usize,
    /// What XML may hold.
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
    /// The same with another most number of bytes in a body.
    #[must_use]
    pub fn with_body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// The same with another most ratio of a decompressed body to what was sent.
    #[must_use]
    pub fn with_gzip_ratio(mut self, ratio: usize) -> Self {
        self.gzip_ratio = ratio;
        self
    }

    /// The same with other limits of XML.
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
