//! Where a spec comes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a file comes from. At most one of `page` and `model` is set.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Source {
    /// The file name of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The service model, such as `imagebuilder/2019-12-02/service-2.json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The SHA-256 of the source's bytes, in lower-case hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The other model of the API that some facts are from, or the page of the AWS API Reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Box<Source>>,
    /// Of a page of the AWS API Reference: the pages of the data types that stand beside it, each with the
    /// SHA-256 of its bytes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, String>,
}
