//! Whether clients fill in the defaults of members.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether clients fill in the defaults of members.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Defaults {
    /// Defaults are documented only: an absent member stays absent.
    #[default]
    Documented,
    /// Defaults are filled in, by Smithy's rules for clients: an absent member of a request or a response
    /// gets its default, and an absent required member of a response the zero value of its type.
    Filled,
}

impl Defaults {
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
    pub(super) fn is_documented(&self) -> bool {
        *self == Self::Documented
    }
}
