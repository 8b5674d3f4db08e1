//! What clients do with the defaults of members.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What clients do with the defaults of members.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Defaults {
    /// Say them in the docs: what is absent stays absent, and the service knows what it means.
    #[default]
    Documented,
    /// Fill them in, as Smithy's rules for clients have it: what a request or a response lacks gets its
    /// default, and what a response must have and lacks, the zero of its type.
    Filled,
}

impl Defaults {
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
    pub(super) fn is_documented(&self) -> bool {
        *self == Self::Documented
    }
}
