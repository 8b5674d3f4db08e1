//! Names that the rule of a query protocol does not give, by type and member.

use crate::model::{Member, Type};
use crate::plan::ir::Wire;
use crate::plan::planner::Planner;
use std::collections::BTreeMap;

/// How a protocol names members where the model says otherwise than its rule.
pub(super) trait NameRule {
    /// A member's name in forms, where it is not by the rule.
    fn in_forms(&self, member: &Member) -> Option<String>;

    /// A member's name in XML, where it is not by the rule.
    fn in_xml(&self, member: &Member) -> Option<String>;

    /// The name of a list's elements in forms, where it is not by the rule.
    fn element(&self, member: &Member) -> Option<String>;
}

/// Which way values of a type travel.
#[derive(Clone, Copy)]
struct Travels {
    sent: bool,
    received: bool,
}

/// The types with members that differ from the rule, by name.
pub(super) fn differing_types(
    planner: &Planner<'_>,
    rule: &impl NameRule,
) -> Vec<(String, Vec<Wire>)> {
    let shapes = planner.model.shape_ids().map(|id| {
        let travels = Travels {
            sent: planner.usage.is_sent(id),
            received: planner.usage.is_received(id),
        };
        let members = planner.model.shape(id).members();
        (planner.names.ty(id).to_owned(), members, travels)
    });
    let operations = planner.model.operations.iter();
    let messages = operations
        .zip(&planner.names.operations)
        .flat_map(|(operation, names)| {
            let request = Travels {
                sent: true,
                received: false,
            };
            let response = Travels {
                sent: false,
                received: true,
            };
            let input = format!("{}Input", names.prefix);
            let output = format!("{}Output", names.prefix);
            [
                (input, operation.request.as_slice(), request),
                (output, operation.response.as_slice(), response),
            ]
        });
    let types: BTreeMap<_, _> = shapes
        .chain(messages)
        .map(|(name, members, travels)| {
            let wires = members.iter().filter_map(|it| wire(it, rule, travels));
            (name, wires.collect::<Vec<_>>())
        })
        .filter(|(_, wires)| !wires.is_empty())
        .collect();
    types.into_iter().collect()
}

/// How a member differs from the rule; `None` where it does not.
fn wire(member: &Member, rule: &impl NameRule, travels: Travels) -> Option<Wire> {
    let form = &member.form;
    let list = matches!(member.ty, Type::List { .. });
    let map = matches!(member.ty, Type::Map { .. });
    let entry = || {
        let name = |name: &Option<String>, rule: &str| name.clone().unwrap_or(rule.to_owned());
        (name(&form.key, "key"), name(&form.value, "value"))
    };
    let wire = Wire {
        member: member.name.clone(),
        name: rule.in_forms(member).filter(|_| travels.sent),
        xml: rule.in_xml(member).filter(|_| travels.received),
        flat: form.flattened && (list || map),
        element: rule.element(member).filter(|_| list && travels.sent),
        entry: (map && (form.key.is_some() || form.value.is_some())).then(entry),
    };
    let by_rule = Wire {
        member: wire.member.clone(),
        ..Wire::default()
    };
    (wire != by_rule).then_some(wire)
}
