//! What of a service the query protocol's rule does not give.

use crate::model::{Member, Type};
use crate::plan::ir::{Query, Wire};
use crate::plan::planner::Planner;
use crate::spec::Protocol;
use std::collections::BTreeMap;

impl Planner<'_> {
    pub(in crate::plan) fn is_query(&self) -> bool {
        matches!(self.model.service.protocol, Protocol::Query | Protocol::Ec2)
    }

    /// How the service speaks the query protocol, where it does.
    pub(in crate::plan) fn query(&self) -> Option<Query> {
        let service = &self.model.service;
        let ec2 = service.protocol == Protocol::Ec2;
        self.is_query().then(|| Query {
            ec2,
            version: service.api_version.clone(),
            types: self.differing_types(ec2),
        })
    }

    fn differing_types(&self, ec2: bool) -> Vec<(String, Vec<Wire>)> {
        let shapes = self.model.shape_ids().map(|id| {
            let shape = self.model.shape(id);
            (
                self.names.ty(id).to_owned(),
                shape.members(),
                [self.usage.is_sent(id), self.usage.is_received(id)],
            )
        });
        let operations = self.model.operations.iter().zip(&self.names.operations);
        let messages = operations.flat_map(|(operation, names)| {
            let named = |end: &str| format!("{}{end}", names.prefix);
            [
                (named("Input"), operation.request.as_slice(), [true, false]),
                (
                    named("Output"),
                    operation.response.as_slice(),
                    [false, true],
                ),
            ]
        });
        let types: BTreeMap<_, _> = shapes
            .chain(messages)
            .map(|(name, members, used)| {
                let wires = members.iter().filter_map(|member| wire(member, ec2, used));
                (name, wires.collect::<Vec<_>>())
            })
            .filter(|(_, wires)| !wires.is_empty())
            .collect();
        types.into_iter().collect()
    }
}

/// How a member of a type that is sent, received or both differs from the rule; `None` where it does
/// not.
fn wire(member: &Member, ec2: bool, [sent, received]: [bool; 2]) -> Option<Wire> {
    let form = &member.form;
    let list = matches!(member.ty, Type::List { .. });
    let map = matches!(member.ty, Type::Map { .. });
    let entry = || {
        let name = |name: &Option<String>, rule: &str| name.clone().unwrap_or(rule.to_owned());
        (name(&form.key, "key"), name(&form.value, "value"))
    };
    let element = form.element.as_ref().filter(|name| *name != "member");
    let wire = Wire {
        member: member.wire_name.clone(),
        name: name_in_forms(member, ec2).filter(|_| sent),
        xml: name_in_xml(member, ec2).filter(|_| received),
        flat: form.flattened && (list || map),
        element: element
            .filter(|_| list && !ec2 && sent && !form.flattened)
            .cloned(),
        entry: (map && (form.key.is_some() || form.value.is_some())).then(entry),
    };
    let by_rule = Wire {
        member: wire.member.clone(),
        ..Wire::default()
    };
    (wire != by_rule).then_some(wire)
}

/// A member's name in forms, where it is not by the rule. EC2 has a capital in front.
fn name_in_forms(member: &Member, ec2: bool) -> Option<String> {
    let form = &member.form;
    if !ec2 {
        return form.name.clone().filter(|name| *name != member.wire_name);
    }
    let name = form.name.as_ref().map(|name| capitalised(name));
    let name = form.query_name.clone().or(name);
    name.filter(|name| *name != capitalised(&member.wire_name))
}

/// A member's name in XML, where it is not by the rule. EC2 begins it with either case.
fn name_in_xml(member: &Member, ec2: bool) -> Option<String> {
    let same = |name: &str| match ec2 {
        true => capitalised(name) == capitalised(&member.wire_name),
        false => name == member.wire_name,
    };
    member.form.name.clone().filter(|name| !same(name))
}

fn capitalised(name: &str) -> String {
    let mut rest = name.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}
