//! Texts of a response that are URL-encoded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Texts of a response that are URL-encoded where the request asks for it, which the client does where the
/// caller does not say how they are to be.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct UrlEncoding {
    /// The member of the request that asks, and that of the response that says so.
    pub member: String,
    /// Its value.
    pub value: String,
    /// The members that are encoded, as `Prefix` or `Contents.Key`: a list's stand for those of each element.
    pub texts: Vec<String>,
}
