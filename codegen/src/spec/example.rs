//! Examples of calls.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A call, and what comes of it. Values are by the names of members, as boto3 and the AWS CLI have
/// them: timestamps are texts of RFC 3339 or seconds since 1970, bytes are the text that they are.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// What there is to say of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Value>,
    /// The response, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
    /// The error, where the call fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ExampleError>,
}

/// The error of an example.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ExampleError {
    /// The exception.
    pub exception: String,
    /// What it has in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Value>,
}
