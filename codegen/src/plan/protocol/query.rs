//! Forms and XML: <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html>.

use super::names::{NameRule, differing_types};
use super::{Binding, Protocol, rest_start};
use crate::model::{Member, Operation};
use crate::plan::ir::{self, Body, Codec, CodecHome, Dialect, RequestStart};
use crate::plan::planner::Planner;
use crate::spec::Service;

/// Forms and XML, with the names that the crate's `query.rs` has.
pub(super) const CODEC: Codec = Codec {
    home: CodecHome::Table {
        module: "query",
        name: "QUERY",
    },
    write: "form",
    read: "output",
    failure: "failure",
    modeled: Some("query"),
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
        Body::Input
    }

    fn query(&self, planner: &Planner<'_>) -> Option<ir::Query> {
        Some(ir::Query {
            dialect: Dialect::Query,
            version: planner.model.service.api_version.clone(),
            types: differing_types(planner, self),
        })
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
    fn element(&self, member: &Member) -> Option<String> {
        let form = &member.form;
        let element = form.element.as_ref().filter(|name| *name != "member");
        element.filter(|_| !form.flattened).cloned()
    }
}
