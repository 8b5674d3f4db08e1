//! Copies from another region.

/// A request copies something from another region, by a URL of the same request that is presigned there; an
/// extension of the request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RegionCopy {
    /// The region that is copied from.
    pub source_region: String,
    /// The parameter that the URL is to be in.
    pub url: &'static str,
    /// Whether the request has the regions too.
    pub sends_regions: bool,
}
