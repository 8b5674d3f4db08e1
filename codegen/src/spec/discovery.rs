//! Endpoints that a service tells by an operation of its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The operation that tells the endpoints of others, and those others.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EndpointDiscovery {
    /// The operation that tells, such as `DescribeEndpoints`.
    pub operation: String,
    /// The operations that have no other endpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// The operations for which it is asked where the client's configuration says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<String>,
}
