//! Copies between regions, which need a presigned URL of the source region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The members of a request that copies something from another region. The client presigns the URL.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RegionCopy {
    /// The member with the source region.
    pub source_region: String,
    /// The member for the presigned URL, unless the caller sets it.
    pub url: String,
    /// Whether the request includes both regions too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sends_regions: bool,
}
