//! How the request of an operation is sent, if not in the usual form.

use super::is_false;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the request of an operation is sent, if not in the usual form.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Sending {
    /// The member with the URL that the request is sent to, instead of the service's endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint_member: Option<String>,
    /// The query of a GET is sent as the form of a POST, as it may be too long for a URL.
    #[serde(default, skip_serializing_if = "is_false")]
    pub query_as_form: bool,
    /// A streaming body is sent with its tree hash, in `x-amz-sha256-tree-hash`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub tree_hash: bool,
    /// A large body may be compressed with gzip.
    #[serde(default, skip_serializing_if = "is_false")]
    pub compression: bool,
    /// The required checksum is `Content-MD5`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub content_md5: bool,
}

impl Sending {
    pub(super) fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}
