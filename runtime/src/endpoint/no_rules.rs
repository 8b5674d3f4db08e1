//! No endpoint rules: the feature `endpoint-rules` is off.

use super::parameters::Parameters;
use crate::operation::rules::Rules;

/// Where the rules lead.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Destination {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) auth: Vec<Scheme>,
}

/// A way to sign.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scheme {
    pub(crate) name: &'static str,
    pub(crate) service: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) plain_path: bool,
}

/// There are no rules to walk.
pub(super) fn walk(rules: &Rules, _: &Parameters<'_>) -> Result<Destination, String> {
    match *rules {}
}

/// No rules need an account.
pub(super) fn needs_account(rules: &Rules) -> bool {
    match *rules {}
}
