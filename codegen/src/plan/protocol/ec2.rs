//! EC2's variant of the query protocol: <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html>.

use super::names::{NameRule, differing_types};
use super::{Binding, Facts, Protocol, query, rest_start};
use crate::model::{Member, Operation};
use crate::plan::ir::{Body, Codec, RequestStart, Table, WireFormat};
use crate::spec::{Service, TimestampFormat};
use crate::words::capitalised;

pub(super) struct Ec2;

impl Protocol for Ec2 {
    fn codec(&self) -> Codec {
        query::CODEC
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
        Some(query::table(facts, "ec2", differing_types(facts, self)))
    }
}

impl NameRule for Ec2 {
    /// Names in forms begin with a capital letter.
    fn in_forms(&self, member: &Member) -> Option<String> {
        let form = &member.form;
        let name = form.name.as_ref().map(|name| capitalised(name));
        let name = form.query_name.clone().or(name);
        name.filter(|name| *name != capitalised(&member.wire_name))
    }

    /// Names in XML begin with either case.
    fn in_xml(&self, member: &Member) -> Option<String> {
        let name = member.form.name.as_ref();
        name.filter(|name| capitalised(name) != capitalised(&member.wire_name))
            .cloned()
    }
}
