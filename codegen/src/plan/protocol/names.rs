//! What the rule of a protocol does not give of members, by type and member.

use super::Facts;
use crate::model::{Form, Member, Type};
use crate::plan::ir::Wire;
use crate::spec::XmlNamespace;
use std::collections::BTreeMap;

/// A protocol's rule for wire names, and the model's exceptions to it.
pub(super) trait NameRule {
    /// A member's name in forms, if it differs from the rule.
    fn in_forms(&self, _member: &Member) -> Option<String> {
        None
    }

    /// A member's name in XML, if it differs from the rule.
    fn in_xml(&self, _member: &Member) -> Option<String> {
        None
    }

    /// The name of a list's elements in requests, if it differs from the rule.
    fn element(&self, _form: &Form) -> Option<String> {
        None
    }

    /// What is in requests alone: attributes, namespaces, lists of lists.
    fn has_markup(&self) -> bool {
        false
    }

    /// Whether lists and maps can contain `null`, if they are sparse; it is left out of others.
    fn has_null(&self) -> bool {
        false
    }
}

/// Whether values of a type are sent or received.
#[derive(Clone, Copy)]
struct Travels {
    sent: bool,
    received: bool,
}

/// The types with members that differ from the rule, by name.
pub(super) fn differing_types(
    facts: Facts<'_>,
    rule: &impl NameRule,
) -> Vec<(String, Vec<(String, Wire)>)> {
    let shapes = facts.model.shape_ids().map(|id| {
        let travels = Travels {
            sent: facts.usage.is_sent(id),
            received: facts.usage.is_received(id),
        };
        let members = facts.model.shape(id).members();
        (facts.names.ty(id).to_owned(), members, travels)
    });
    let operations = facts.model.operations.iter();
    let messages = operations
        .zip(&facts.names.operations)
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
            // What has no part in a body is not written as one.
            let is_written = operation.request.iter().any(|it| it.location.is_none());
            let request_members = match is_written || !rule.has_markup() {
                true => operation.request.as_slice(),
                false => &[],
            };
            [
                (input, request_members, request),
                (output, operation.response.as_slice(), response),
            ]
        });
    let types: BTreeMap<_, _> = shapes
        .chain(messages)
        .map(|(name, members, travels)| {
            let wires = members.iter().filter_map(|member| {
                let wire = wire(member, rule, travels);
                (wire != Wire::default()).then(|| (member.name.clone(), wire))
            });
            (name, wires.collect::<Vec<_>>())
        })
        .filter(|(_, wires)| !wires.is_empty())
        .collect();
    types.into_iter().collect()
}

/// How a member differs from the rule.
fn wire(member: &Member, rule: &impl NameRule, travels: Travels) -> Wire {
    let form = &member.form;
    if rule.has_markup() && member.location.is_some() {
        return Wire {
            elsewhere: travels.sent,
            ..Wire::default()
        };
    }
    let list = matches!(member.ty, Type::List { .. });
    let map = matches!(member.ty, Type::Map { .. });
    Wire {
        name: rule.in_forms(member).filter(|_| travels.sent),
        // Attributes are found by name.
        xml: rule
            .in_xml(member)
            .filter(|_| travels.received || rule.has_markup()),
        flat: form.flattened && (list || map),
        attribute: rule.has_markup() && form.attribute,
        sparse: rule.has_null() && is_sparse(&member.ty),
        element: rule.element(form).filter(|_| list && travels.sent),
        ..nested(form, &member.ty, rule, travels)
    }
}

/// What forms alone say, for a member or for parts of it.
fn nested(form: &Form, ty: &Type, rule: &impl NameRule, travels: Travels) -> Wire {
    let map = matches!(ty, Type::Map { .. });
    let entry = || {
        let name = |name: &Option<String>, rule: &str| name.clone().unwrap_or(rule.to_owned());
        (name(&form.key, "key"), name(&form.value, "value"))
    };
    let part_of = |form: &Option<Box<Form>>, ty: &Type| {
        let form = form.as_deref().filter(|_| rule.has_markup())?;
        let wire = Wire {
            element: rule.element(form).filter(|_| travels.sent),
            ..nested(form, ty, rule, travels)
        };
        (wire != Wire::default()).then(|| Box::new(wire))
    };
    let (key, part) = match ty {
        Type::List { element, .. } => (None, part_of(&form.parts, element)),
        Type::Map { key, value, .. } => (part_of(&form.keys, key), part_of(&form.parts, value)),
        _ => (None, None),
    };
    Wire {
        entry: (map && (form.key.is_some() || form.value.is_some())).then(entry),
        namespace: form
            .namespace
            .as_ref()
            .filter(|_| rule.has_markup() && travels.sent)
            .map(namespace),
        key,
        part,
        ..Wire::default()
    }
}

/// Prefix and URI of a namespace.
pub(super) fn namespace(namespace: &XmlNamespace) -> (String, String) {
    let prefix = namespace.prefix.clone().unwrap_or_default();
    (prefix, namespace.uri.clone())
}

/// Whether values may be absent in a list or map, at any depth.
fn is_sparse(ty: &Type) -> bool {
    match ty {
        Type::List { element, sparse } => *sparse || is_sparse(element),
        Type::Map { value, sparse, .. } => *sparse || is_sparse(value),
        _ => false,
    }
}
