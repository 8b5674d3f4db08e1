//! What a protocol decides, a file for each. A new one is a file here, an arm of [`of`], and what
//! its [`Codec`] names in the runtime.

mod cbor;
mod ec2;
mod json;
mod names;
mod query;
mod rest_json;
mod rest_xml;

use super::ir::{Body, Codec, RequestStart, Table, Wire, WireFormat};
use crate::model::{Member, Model, Operation};
use crate::naming::Names;
use crate::passes::Usage;
use crate::spec::{self, Service, TimestampFormat};

/// What a protocol decides of the operations of a service.
pub(super) trait Protocol {
    /// How bodies are written and read.
    fn codec(&self) -> Codec;

    /// The same for one operation.
    fn codec_of(&self, _operation: &Operation) -> Codec {
        self.codec()
    }

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

    /// How serde writes a timestamp of a body that has this format in the model.
    fn timestamps(&self, format: Option<TimestampFormat>) -> Option<WireFormat> {
        text_format(format?)
    }

    /// The root of a body that is an input's members, where the protocol names it.
    fn root(&self, _service: &Service, _operation: &Operation) -> Option<Wire> {
        None
    }

    /// The root of a body that is one member, where the protocol names it.
    fn payload_root(&self, _service: &Service, _member: &Member) -> Option<Wire> {
        None
    }

    /// What of a service the protocol's rules do not give.
    fn table(&self, _facts: Facts<'_>) -> Option<Table> {
        None
    }
}

/// What a protocol may know of a service.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names,
    pub(super) usage: &'a Usage,
}

/// Where the members of a request and a response are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Binding {
    /// Spread over the HTTP message, as their locations say.
    Http,
    /// In the body.
    Body,
}

/// The protocol of a service.
pub(super) fn of(protocol: spec::Protocol) -> &'static dyn Protocol {
    match protocol {
        spec::Protocol::RestJson => &rest_json::RestJson,
        spec::Protocol::Json => &json::Json,
        spec::Protocol::Query => &query::Query,
        spec::Protocol::Ec2 => &ec2::Ec2,
        spec::Protocol::RestXml => &rest_xml::RestXml,
        spec::Protocol::RpcV2Cbor => &cbor::Cbor,
    }
}

/// How serde writes a timestamp in a format.
fn text_format(format: TimestampFormat) -> Option<WireFormat> {
    match format {
        TimestampFormat::Iso8601 => Some(WireFormat::DateTime),
        TimestampFormat::Rfc822 => Some(WireFormat::HttpDate),
        TimestampFormat::UnixTimestamp => None,
    }
}

/// Method and URI as the model has them.
fn rest_start(operation: &Operation) -> RequestStart {
    RequestStart::Rest {
        method: operation.http.method.clone(),
        uri: operation.http.uri.clone(),
    }
}
