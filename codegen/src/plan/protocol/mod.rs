//! What a protocol decides, a file for each. A new one is a file here, an arm of [`of`], and what
//! its [`Codec`] names in the runtime.

mod ec2;
mod json;
mod names;
mod query;
mod rest_json;

use super::ir::{Body, Codec, Query, RequestStart};
use super::planner::Planner;
use crate::model::Operation;
use crate::spec::{self, Service};

/// What a protocol decides of the operations of a service.
pub(super) trait Protocol {
    /// How bodies are written and read.
    fn codec(&self) -> Codec;

    /// Where the members of a request and a response are.
    fn binding(&self) -> Binding;

    /// How the request of an operation begins.
    fn start(&self, service: &Service, operation: &Operation) -> RequestStart;

    /// The body of a request that has all members in its body.
    fn whole_body(&self, operation: &Operation) -> Body;

    /// Whether bodies are JSON.
    fn has_json(&self) -> bool {
        false
    }

    /// What of a service the protocol's rules do not give.
    fn query(&self, _planner: &Planner<'_>) -> Option<Query> {
        None
    }
}

/// Where the members of a request and a response are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Binding {
    /// Spread over the HTTP message, as their locations say.
    Http,
    /// In the body.
    Body,
}

/// The protocol of a service; `None` where it has no code yet, which `passes::validate` reports.
pub(super) fn of(protocol: spec::Protocol) -> Option<&'static dyn Protocol> {
    match protocol {
        spec::Protocol::RestJson => Some(&rest_json::RestJson),
        spec::Protocol::Json => Some(&json::Json),
        spec::Protocol::Query => Some(&query::Query),
        spec::Protocol::Ec2 => Some(&ec2::Ec2),
        spec::Protocol::RestXml | spec::Protocol::RpcV2Cbor => None,
    }
}

/// Method and URI as the model has them.
fn rest_start(operation: &Operation) -> RequestStart {
    RequestStart::Rest {
        method: operation.http.method.clone(),
        uri: operation.http.uri.clone(),
    }
}
