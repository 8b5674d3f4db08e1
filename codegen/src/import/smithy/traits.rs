//! The traits of shapes and members -> what the importers share.

use super::super::model::json::{At, Node, Report};
use super::super::model::mirror::{Flags, Traits as Mirror};
use super::ast::Traits;
use super::known;
use crate::spec::{Location, Protocol, TimestampFormat, XmlNamespace};
use serde_json::Number;
use std::collections::BTreeSet;

/// Reads traits, and says once of each that nothing is done with.
pub(super) struct Reader<'r> {
    pub(super) report: &'r mut Report,
    pub(super) protocol: Protocol,
    said: BTreeSet<String>,
}

/// The traits of one shape or member, and where they are.
#[derive(Clone, Copy)]
pub(super) struct Set<'a, 'n> {
    pub(super) at: &'a At<'a>,
    pub(super) traits: &'n Traits,
}

impl<'n> Set<'_, 'n> {
    pub(super) fn get(&self, id: &str) -> Option<&'n Node> {
        self.traits.get(id)
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.traits.contains_key(id)
    }
}

impl<'r> Reader<'r> {
    pub(super) fn new(report: &'r mut Report, protocol: Protocol) -> Self {
        Self {
            report,
            protocol,
            said: BTreeSet::new(),
        }
    }

    /// Warns of traits that have an effect which nothing here has.
    pub(super) fn check(&mut self, set: Set<'_, '_>) {
        for id in set.traits.keys() {
            if known::is_done(id) || known::has_no_effect(id) {
                continue;
            }
            let (message, help) = match known::is_left_out(id) {
                Some((message, help)) => (format!("`@{}` {message}", short(id)), help),
                None => (
                    format!("the trait `{id}` is not known, and left out"),
                    "check whether requests or responses depend on it",
                ),
            };
            self.say(&set.at.child("traits").child(id), id, message, help);
        }
    }

    /// Warns once of what a key stands for.
    pub(super) fn say(&mut self, at: &At<'_>, key: &str, message: String, help: &str) {
        if self.said.insert(key.to_owned()) {
            let note = "other places of the service may have it too";
            self.report.warning(at, message, &format!("{help}; {note}"));
        }
    }

    pub(super) fn text<'n>(&mut self, set: Set<'_, 'n>, id: &str) -> Option<&'n str> {
        match set.get(id)? {
            Node::Text(text) => Some(text),
            _ => {
                let traits = set.at.child("traits");
                self.report.expected(&traits.child(id), "a text");
                None
            }
        }
    }

    /// What members of all kinds may have.
    pub(super) fn read<'n>(&mut self, set: Set<'_, 'n>) -> Mirror<'n> {
        self.check(set);
        let (location, location_name) = self.binding(set);
        let has = |name: &str| set.has(name);
        let media_type = self.text(set, "smithy.api#mediaType");
        let is_json = media_type == Some("application/json");
        Mirror {
            documentation: self.text(set, "smithy.api#documentation"),
            deprecated: self.deprecation(set),
            location,
            location_name: match location {
                None => self.body_name(set),
                Some(_) => location_name,
            },
            timestamp_format: self.timestamp_format(set),
            values: Vec::new(),
            value_docs: Vec::new(),
            default: set
                .get("smithy.api#default")
                .filter(|node| **node != Node::Null),
            media_type: media_type.filter(|_| !is_json),
            min: bound(set, "min"),
            max: bound(set, "max"),
            pattern: self.text(set, "smithy.api#pattern"),
            query_name: self.text(set, "aws.protocols#ec2QueryName"),
            xml_namespace: namespace(set.traits),
            flags: Flags {
                // What depends on the structure around it is set there.
                client_optional: false,
                sent_empty: false,
                event_header: has("smithy.api#eventHeader"),
                event_payload: has("smithy.api#eventPayload"),
                flattened: has("smithy.api#xmlFlattened"),
                host_label: has("smithy.api#hostLabel"),
                idempotency_token: has("smithy.api#idempotencyToken"),
                json_value: is_json,
                requires_length: has("smithy.api#requiresLength"),
                sensitive: has("smithy.api#sensitive"),
                sparse: has("smithy.api#sparse"),
                streaming: has("smithy.api#streaming"),
                xml_attribute: has("smithy.api#xmlAttribute"),
            },
        }
    }

    /// Where in an HTTP message a member is, and under which name.
    fn binding<'n>(&mut self, set: Set<'_, 'n>) -> (Option<Location>, Option<&'n str>) {
        let named = [
            ("smithy.api#httpQuery", Location::QueryString),
            ("smithy.api#httpHeader", Location::Header),
            ("smithy.api#httpPrefixHeaders", Location::Headers),
        ];
        for (id, location) in named {
            if set.has(id) {
                return (Some(location), self.text(set, id));
            }
        }
        let bare = [
            ("smithy.api#httpLabel", Location::Uri),
            ("smithy.api#httpQueryParams", Location::QueryString),
            ("smithy.api#httpResponseCode", Location::StatusCode),
        ];
        let found = bare.iter().find(|(id, _)| set.has(id));
        (found.map(|(_, location)| *location), None)
    }

    /// The name in a body, which only some protocols let a model choose.
    fn body_name<'n>(&mut self, set: Set<'_, 'n>) -> Option<&'n str> {
        match self.protocol {
            Protocol::RestJson => self.text(set, "smithy.api#jsonName"),
            Protocol::RestXml | Protocol::Query | Protocol::Ec2 => {
                self.text(set, "smithy.api#xmlName")
            }
            Protocol::Json | Protocol::RpcV2Cbor => None,
        }
    }

    fn timestamp_format(&mut self, set: Set<'_, '_>) -> Option<TimestampFormat> {
        let name = self.text(set, "smithy.api#timestampFormat")?;
        // Bodies of CBOR have one form of their own.
        if self.protocol == Protocol::RpcV2Cbor {
            return None;
        }
        match name {
            "date-time" => Some(TimestampFormat::Iso8601),
            "http-date" => Some(TimestampFormat::Rfc822),
            "epoch-seconds" => Some(TimestampFormat::UnixTimestamp),
            _ => {
                let traits = set.at.child("traits");
                self.report.error(
                    &traits.child("smithy.api#timestampFormat"),
                    format!("unknown timestamp format `{name}`"),
                    "the formats are date-time, http-date and epoch-seconds",
                );
                None
            }
        }
    }

    /// The text of a deprecation, which may be empty.
    pub(super) fn deprecation(&mut self, set: Set<'_, '_>) -> Option<String> {
        let node = set.get("smithy.api#deprecated")?;
        let since = text_of(node, "since").map(|since| format!("since {since}"));
        Some(match (text_of(node, "message"), since) {
            (Some(message), Some(since)) => format!("{message} ({since})"),
            (Some(message), None) => message.to_owned(),
            (None, since) => since.unwrap_or_default(),
        })
    }
}

/// The name of a trait without its namespace.
pub(super) fn short(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// The member of an object.
pub(super) fn member<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match node {
        Node::Object(entries) => entries
            .iter()
            .find_map(|(found, value)| (found == key).then_some(value)),
        _ => None,
    }
}

/// The text in an object.
pub(super) fn text_of<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    match member(node, key) {
        Some(Node::Text(text)) => Some(text),
        _ => None,
    }
}

/// The elements of a list; of anything else, none.
pub(super) fn elements(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node::List(nodes)) => nodes,
        _ => &[],
    }
}

fn bound<'n>(set: Set<'_, 'n>, key: &str) -> Option<&'n Number> {
    let node = set
        .get("smithy.api#length")
        .or_else(|| set.get("smithy.api#range"))?;
    let is_length = set.has("smithy.api#length");
    match member(node, key) {
        // No length is less.
        Some(Node::Number(number)) if is_length && key == "min" && number.as_u64() == Some(0) => {
            None
        }
        Some(Node::Number(number)) => Some(number),
        _ => None,
    }
}

/// The namespace among traits.
pub(super) fn namespace(traits: &Traits) -> Option<XmlNamespace> {
    let node = traits.get("smithy.api#xmlNamespace")?;
    Some(XmlNamespace {
        prefix: text_of(node, "prefix").map(str::to_owned),
        uri: text_of(node, "uri")?.to_owned(),
    })
}
