//! REST with XML bodies: <https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html>.

use super::names::{NameRule, differing_types, namespace};
use super::{Binding, Facts, Protocol, rest_start};
use crate::model::{Form, Member, Operation, Type};
use crate::plan::ir::{Body, Codec, CodecHome, RequestStart, Table, Wire, WireFormat};
use crate::spec::{Location, Service, TimestampFormat, XmlNamespace};

/// XML, with the names that the crate's `xml.rs` has.
const CODEC: Codec = Codec {
    home: CodecHome::Table {
        module: "xml",
        name: "XML",
    },
    write: "xml",
    payload: "xml_payload",
    payload_or_empty: "xml_payload",
    read: "output",
    read_payload: "payload",
    failure: "failure",
    modeled: Some("rest_xml"),
    events: Some("xml"),
};

pub(super) struct RestXml;

impl Protocol for RestXml {
    fn codec(&self) -> Codec {
        CODEC
    }

    fn codec_of(&self, operation: &Operation) -> Codec {
        let unwrapped = operation.xml.as_ref().is_some_and(|xml| xml.unwrapped);
        Codec {
            read: if unwrapped { "unwrapped" } else { CODEC.read },
            failure: if has_raw_body(operation) {
                "failure_by_status"
            } else {
                CODEC.failure
            },
            ..CODEC
        }
    }

    fn binding(&self) -> Binding {
        Binding::Http
    }

    fn start(&self, _: &Service, operation: &Operation) -> RequestStart {
        rest_start(operation)
    }

    fn whole_body(&self, _: &Operation) -> Body {
        Body::Input { root: None }
    }

    fn timestamps(&self, format: Option<TimestampFormat>) -> Option<WireFormat> {
        super::text_format(format.unwrap_or(TimestampFormat::Iso8601))
    }

    fn root(&self, service: &Service, operation: &Operation) -> Option<Wire> {
        let xml = operation.xml.as_ref();
        let name = xml.and_then(|xml| xml.root.clone());
        Some(root(
            service,
            name.unwrap_or_else(|| format!("{}Request", operation.name)),
            xml.and_then(|xml| xml.namespace.as_ref()),
        ))
    }

    fn payload_root(&self, service: &Service, member: &Member) -> Option<Wire> {
        let form = &member.form;
        let name = form.name.clone().unwrap_or_else(|| member.name.clone());
        Some(root(service, name, form.namespace.as_ref()))
    }

    fn table(&self, facts: Facts<'_>) -> Option<Table> {
        Some(Table {
            doc: "REST with XML",
            module: "xml",
            name: "XML",
            room: "rest_xml",
            ty: "RestXml",
            new: "new",
            feature: "rest-xml",
            arguments: Vec::new(),
            types: differing_types(facts, self),
        })
    }
}

/// Whether the body of a response is not XML but bytes or a string, which may look like an error.
fn has_raw_body(operation: &Operation) -> bool {
    let mut members = operation.response.iter();
    let payload = members.find(|member| member.location == Some(Location::Payload));
    payload.is_some_and(|member| {
        let is_raw = matches!(member.ty, Type::Blob | Type::String);
        is_raw || member.streaming || member.event_stream
    })
}

/// A root element. The service's namespace is that of all which have none of their own.
fn root(service: &Service, name: String, own: Option<&XmlNamespace>) -> Wire {
    let of_service = service.xml_namespace.clone();
    let of_service = of_service.map(|uri| (String::new(), uri));
    Wire {
        xml: Some(name),
        namespace: own.map(namespace).or(of_service),
        ..Wire::default()
    }
}

impl NameRule for RestXml {
    fn in_xml(&self, member: &Member) -> Option<String> {
        let name = member.form.name.as_ref();
        name.filter(|name| **name != member.name).cloned()
    }

    /// A list's elements are in a wrapper, and are called `member`.
    fn element(&self, form: &Form) -> Option<String> {
        let element = form.element.as_ref().filter(|name| *name != "member");
        element.filter(|_| !form.flattened).cloned()
    }

    fn has_markup(&self) -> bool {
        true
    }
}
