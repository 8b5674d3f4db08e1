//! Enumerations and unions.

use super::rename::value_by_rule;
use super::structs::Absent;
use crate::model::{Member, ShapeId, Type};
use crate::plan::docs::{self, value_doc};
use crate::plan::ir::{
    Enum, EventHeader, EventPayload, Events, Field, HeaderKind, PayloadKind, Union, Variant,
};
use crate::plan::planner::{Planner, Scope};
use std::collections::BTreeMap;

impl Planner<'_> {
    pub(super) fn union(&self, id: ShapeId, members: &[Member]) -> Union {
        let names = self.names.parts(id);
        let mut variants: Vec<Field> = members
            .iter()
            .zip(names)
            .map(|(member, name)| self.field(member, name, Absent::WhereNotRequired, Scope::Types))
            .collect();
        let named = variants.iter().map(|it| (&it.api_name, &it.name));
        let rename_all = value_rule(&named.collect::<Vec<_>>());
        for variant in &mut variants {
            let is_by_rule = value_by_rule(rename_all, &variant.name) == variant.api_name;
            variant.rename = (!is_by_rule).then(|| variant.api_name.clone());
        }
        let checks = self.usage.is_checked(id).then(|| {
            let held = members.iter().zip(names);
            held.filter(|(member, _)| self.usage.holds_checked(member))
                .map(|(_, name)| name.clone())
                .collect()
        });
        let sensitive = self.model.shape(id).sensitive;
        Union {
            rename_all,
            name: self.names.ty(id).to_owned(),
            doc: self.type_doc(id),
            redacted: sensitive || variants.iter().any(|variant| variant.sensitive),
            events: self.is_event(id).then(|| self.events(id, members)),
            has_large_variants: members.iter().any(|member| self.holds_members(member)),
            variants,
            json: self.json_traits(id),
            accessors: self.names.accessors(id).to_vec(),
            checks,
            fills: self
                .fills_of_variants(members, names)
                .filter(|_| !self.is_event(id)),
        }
    }

    /// Whether the events of a stream are of a shape.
    fn is_event(&self, id: ShapeId) -> bool {
        let has_events = self.protocol.codec().events.is_some();
        has_events && self.referrers(id).any(|member| member.event_stream)
    }

    fn events(&self, id: ShapeId, members: &[Member]) -> Events {
        let is_exception = |member: &Member| {
            let shape = member.ty.shape();
            shape.is_some_and(|id| self.model.shape(id).error.is_some())
        };
        let exceptions = members.iter().zip(self.names.parts(id));
        let exceptions = exceptions.filter(|(member, _)| is_exception(member));
        let headers = match self.usage.is_sent(id) {
            true => members
                .iter()
                .flat_map(|event| self.event_headers(event))
                .collect(),
            false => Vec::new(),
        };
        Events {
            codec: self.protocol.codec(),
            payloads: self.event_payloads(members),
            headers,
            exceptions: exceptions.map(|(_, name)| name.clone()).collect(),
        }
    }

    fn event_headers(&self, event: &Member) -> Vec<EventHeader> {
        let members = event.ty.shape().map(|id| self.model.shape(id).members());
        let headers = members.into_iter().flatten().filter(|it| it.event_header);
        let header = |member: &Member| {
            let kind = match &member.ty {
                Type::Boolean => HeaderKind::Bool,
                Type::Byte => HeaderKind::Byte,
                Type::Short => HeaderKind::Short,
                Type::Integer => HeaderKind::Integer,
                Type::Long => HeaderKind::Long,
                Type::Blob => HeaderKind::Bytes,
                Type::Timestamp(_) => HeaderKind::Timestamp,
                Type::String | Type::Shape(_) => HeaderKind::Text,
                // Rejected before, as no header has these types.
                Type::Float
                | Type::Double
                | Type::Document
                | Type::List { .. }
                | Type::Map { .. } => return None,
            };
            Some(EventHeader {
                event: event.wire_name.clone(),
                member: member.wire_name.clone(),
                kind,
            })
        };
        headers.filter_map(header).collect()
    }

    fn event_payloads(&self, events: &[Member]) -> Vec<EventPayload> {
        let payload = |event: &Member| {
            let members = self.model.shape(event.ty.shape()?).members();
            let member = members.iter().find(|member| member.event_payload)?;
            // serde reads the formats other than JSON, by the API's names.
            let name = match self.protocol.has_json() {
                true => &member.wire_name,
                false => &member.name,
            };
            Some(EventPayload {
                event: event.wire_name.clone(),
                member: name.clone(),
                kind: match member.ty {
                    Type::Blob => PayloadKind::Blob,
                    Type::String => PayloadKind::Text,
                    _ => PayloadKind::Value,
                },
            })
        };
        events.iter().filter_map(payload).collect()
    }

    /// Whether a variant is as large as the fields of a structure or a union.
    fn holds_members(&self, variant: &Member) -> bool {
        let Type::Shape(id) = variant.ty else {
            return false;
        };
        !variant.boxed && !self.model.shape(id).members().is_empty()
    }

    pub(super) fn enumeration(&self, id: ShapeId, values: &[String]) -> Enum {
        let shape = self.model.shape(id);
        let own = shape.value_docs.iter();
        let mut meanings: BTreeMap<String, Vec<String>> = own
            .map(|(value, doc)| (value.clone(), docs::markdown_of(doc, docs::MEMBER)))
            .filter(|(_, lines)| !lines.is_empty())
            .collect();
        for (value, meaning) in docs::of_values(shape.doc.as_ref(), values) {
            meanings.entry(value).or_insert(meaning);
        }
        for doc in self.referrers(id).filter_map(|member| member.doc.as_ref()) {
            for (value, meaning) in docs::of_values(Some(doc), values) {
                meanings.entry(value).or_insert(meaning);
            }
        }
        let named = || values.iter().zip(self.names.parts(id));
        let rename_all = value_rule(&named().collect::<Vec<_>>());
        let variants = named()
            .map(|(value, name)| Variant {
                name: name.clone(),
                value: value.clone(),
                is_by_rule: value_by_rule(rename_all, name) == *value,
                doc: meanings.remove(value).unwrap_or_else(|| value_doc(value)),
            })
            .collect();
        Enum {
            name: self.names.ty(id).to_owned(),
            doc: self.type_doc(id),
            rename_all,
            variants,
        }
    }
}

/// The rule that gives most variants their values or names. It is used if it saves more lines than it takes.
fn value_rule(named: &[(&String, &String)]) -> Option<&'static str> {
    const RULES: [&str; 7] = [
        "SCREAMING_SNAKE_CASE",
        "UPPERCASE",
        "lowercase",
        "kebab-case",
        "snake_case",
        "camelCase",
        "SCREAMING-KEBAB-CASE",
    ];
    let given = |rule: Option<&str>| {
        let fits = |(value, name): &&(&String, &String)| value_by_rule(rule, name) == **value;
        named.iter().filter(fits).count()
    };
    let mut best = (given(None) + 1, None);
    for rule in RULES {
        let count = given(Some(rule));
        if count > best.0 {
            best = (count, Some(rule));
        }
    }
    best.1
}
