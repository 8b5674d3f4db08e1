//! Forms and XML: <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html>.

use super::names::{NameRule, differing_types};
use super::{Binding, Facts, Protocol, rest_start};
use crate::model::{Form, Member, Operation};
use crate::plan::ir::{Body, Codec, CodecHome, RequestStart, Table, Wire, WireFormat};
use crate::spec::{Service, TimestampFormat};

/// Forms and XML, with the names that the crate's `query.rs` has.
pub(super) const CODEC: Codec = Codec {
    home: CodecHome::Table {
        module: "query",
        name: "QUERY",
    },
    write: "form",
    // All members are in the body.
    payload: "form",
    payload_or_empty: "form",
    read: "output",
    read_payload: "output",
    failure: "failure",
    modeled: Some("query"),
    events: None,
};

pub(super) struct Query;

impl Protocol for Query {
    fn codec(&self) -> Codec {
        CODEC
    }

    fn binding(&self) -> Binding {
        Binding::Body
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

    fn table(&self, facts: Facts<'_>) -> Option<Table> {
        Some(table(facts, "new", differing_types(facts, self)))
    }
}

/// The table of a query protocol.
pub(super) fn table(
    facts: Facts<'_>,
    new: &'static str,
    types: Vec<(String, Vec<(String, Wire)>)>,
) -> Table {
    Table {
        doc: "The query protocol",
        module: "query",
        name: "QUERY",
        room: "query",
        ty: "Query",
        new,
        feature: "query",
        arguments: vec![facts.model.service.api_version.clone()],
        types,
    }
}

impl NameRule for Query {
    fn in_forms(&self, member: &Member) -> Option<String> {
        let name = member.form.name.as_ref();
        name.filter(|name| **name != member.wire_name).cloned()
    }

    fn in_xml(&self, member: &Member) -> Option<String> {
        self.in_forms(member)
    }

    /// A list's elements are in a wrapper, and are called `member`.
    fn element(&self, form: &Form) -> Option<String> {
        let element = form.element.as_ref().filter(|name| *name != "member");
        element.filter(|_| !form.flattened).cloned()
    }
}
