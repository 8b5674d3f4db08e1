//! Copies between regions.

/// A request extension: the request copies something from another region, with the URL of the same request
/// presigned for that region.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RegionCopy {
    /// The region that is copied from.
    pub source_region: String,
    /// The parameter for the URL.
    pub url: &'static str,
    /// Whether the request includes the regions too.
    pub sends_regions: bool,
}
