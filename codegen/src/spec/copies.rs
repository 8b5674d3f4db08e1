//! Copies from another region, which need a URL that is presigned there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The members of a request by which something is copied from another region. The client makes the URL.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RegionCopy {
    /// The member that names the region that is copied from.
    pub source_region: String,
    /// The member that has the request's URL there, where the caller does not leave it out.
    pub url: String,
    /// Whether the request has both regions too; else the URL alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sends_regions: bool,
}
