//! What a call's endpoint follows from, besides its service.

use super::settings::EndpointSettings;
use crate::operation::EndpointValue;

/// What the rules of a call are told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameters<'a> {
    pub(super) settings: &'a EndpointSettings,
    pub(super) region: Option<&'a str>,
    /// The URL that replaces the endpoint.
    pub(super) url: Option<&'a str>,
    /// The account of the credentials.
    pub(super) account: Option<&'a str>,
    /// What the call says of itself.
    pub(super) call: &'a [(&'static str, EndpointValue)],
}
