//! Endpoint discovery.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Endpoint discovery: the operation that returns endpoints, and the operations that use them.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EndpointDiscovery {
    /// The operation that returns endpoints, such as `DescribeEndpoints`.
    pub operation: String,
    /// The operations that require a discovered endpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// The operations that use a discovered endpoint if the client's configuration enables it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<String>,
}
