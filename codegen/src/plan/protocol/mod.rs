//! Protocols, one file each. A new one needs a file here, an arm of [`of`], and the functions of
//! its [`Codec`] in the runtime.

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

/// A protocol's decisions about the operations of a service.
pub(super) trait Protocol {
    /// The codec of bodies.
    fn codec(&self) -> Codec;

    /// The codec of one operation.
    fn codec_of(&self, _operation: &Operation) -> Codec {
        self.codec()
    }

    /// The location of members in requests and responses.
    fn binding(&self) -> Binding;

    /// The start of an operation's request.
    fn start(&self, service: &Service, operation: &Operation) -> RequestStart;

    /// The body of a request that has all members in its body.
    fn whole_body(&self, operation: &Operation) -> Body;

    /// Whether bodies are JSON.
    fn has_json(&self) -> bool {
        false
    }

    /// How serde writes a timestamp of a body with this format in the model.
    fn timestamps(&self, format: Option<TimestampFormat>) -> Option<WireFormat> {
        text_format(format?)
    }

    /// The root element of a body with an input's members, if the protocol has one.
    fn root(&self, _service: &Service, _operation: &Operation) -> Option<Wire> {
        None
    }

    /// The root element of a body that is one member, if the protocol has one.
    fn payload_root(&self, _service: &Service, _member: &Member) -> Option<Wire> {
        None
    }

    /// The table of exceptions to the protocol's rule.
    fn table(&self, _facts: Facts<'_>) -> Option<Table> {
        None
    }
}

/// The facts about a service that a protocol may use.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names,
    pub(super) usage: &'a Usage,
}

/// The location of members in requests and responses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Binding {
    /// By their location in the model.
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
