//! A service model as it is written: its words, checked, and no decisions.

use super::json::{At, Fields, Node, Report};
use crate::spec::{Location, TimestampFormat, Type, XmlNamespace};
use indexmap::IndexMap;
use serde_json::Number;
use std::collections::BTreeSet;

/// A service model.
pub(in crate::import) struct Model<'n> {
    pub(in crate::import) metadata: Metadata<'n>,
    pub(in crate::import) documentation: Option<&'n str>,
    pub(in crate::import) deprecated: Option<String>,
    pub(in crate::import) operations: Vec<Operation<'n>>,
    pub(in crate::import) shapes: IndexMap<&'n str, Shape<'n>>,
    /// The names of all shapes, those that cannot be read too.
    pub(in crate::import) declared: BTreeSet<&'n str>,
}

/// What is the same for every operation.
#[derive(Default)]
pub(in crate::import) struct Metadata<'n> {
    pub(in crate::import) api_version: Option<&'n str>,
    pub(in crate::import) endpoint_prefix: Option<&'n str>,
    pub(in crate::import) full_name: Option<&'n str>,
    pub(in crate::import) global_endpoint: Option<&'n str>,
    pub(in crate::import) json_version: Option<&'n str>,
    pub(in crate::import) protocols: Vec<&'n str>,
    pub(in crate::import) query_compatible: bool,
    pub(in crate::import) service_id: Option<&'n str>,
    pub(in crate::import) signature_version: Option<&'n str>,
    pub(in crate::import) signing_name: Option<&'n str>,
    pub(in crate::import) target_prefix: Option<&'n str>,
    pub(in crate::import) xml_namespace: Option<&'n str>,
    pub(in crate::import) auth: Vec<&'n str>,
}

/// One operation.
pub(in crate::import) struct Operation<'n> {
    pub(in crate::import) name: &'n str,
    pub(in crate::import) method: &'n str,
    pub(in crate::import) uri: &'n str,
    pub(in crate::import) response_code: Option<u16>,
    pub(in crate::import) host_prefix: Option<&'n str>,
    pub(in crate::import) input: Option<&'n str>,
    pub(in crate::import) output: Option<&'n str>,
    pub(in crate::import) errors: Vec<&'n str>,
    pub(in crate::import) documentation: Option<&'n str>,
    pub(in crate::import) deprecated: Option<String>,
    pub(in crate::import) auth: Vec<&'n str>,
    pub(in crate::import) authtype: Option<&'n str>,
    pub(in crate::import) unsigned_payload: bool,
    pub(in crate::import) checksum_required: bool,
}

/// One shape.
pub(in crate::import) struct Shape<'n> {
    pub(in crate::import) kind: Type,
    pub(in crate::import) traits: Traits<'n>,
    pub(in crate::import) members: Vec<(&'n str, Member<'n>)>,
    pub(in crate::import) required: Vec<&'n str>,
    pub(in crate::import) element: Option<Member<'n>>,
    pub(in crate::import) key: Option<Member<'n>>,
    pub(in crate::import) value: Option<Member<'n>>,
    pub(in crate::import) payload: Option<&'n str>,
    pub(in crate::import) exception: Option<Exception<'n>>,
}

/// A use of a shape.
pub(in crate::import) struct Member<'n> {
    pub(in crate::import) target: &'n str,
    pub(in crate::import) traits: Traits<'n>,
}

/// What can stand on a shape and on its use; the use decides.
#[derive(Clone, Default)]
pub(in crate::import) struct Traits<'n> {
    pub(in crate::import) documentation: Option<&'n str>,
    pub(in crate::import) deprecated: Option<String>,
    pub(in crate::import) location: Option<Location>,
    pub(in crate::import) location_name: Option<&'n str>,
    pub(in crate::import) timestamp_format: Option<TimestampFormat>,
    pub(in crate::import) values: Vec<&'n str>,
    /// What some of the values mean.
    pub(in crate::import) value_docs: Vec<(&'n str, &'n str)>,
    pub(in crate::import) default: Option<&'n Node>,
    pub(in crate::import) media_type: Option<&'n str>,
    pub(in crate::import) min: Option<&'n Number>,
    pub(in crate::import) max: Option<&'n Number>,
    pub(in crate::import) pattern: Option<&'n str>,
    pub(in crate::import) query_name: Option<&'n str>,
    pub(in crate::import) xml_namespace: Option<XmlNamespace>,
    pub(in crate::import) flags: Flags,
}

/// The traits that are there or not.
#[derive(Clone, Copy, Default)]
pub(in crate::import) struct Flags {
    pub(in crate::import) event_header: bool,
    pub(in crate::import) event_payload: bool,
    pub(in crate::import) flattened: bool,
    pub(in crate::import) host_label: bool,
    pub(in crate::import) idempotency_token: bool,
    pub(in crate::import) json_value: bool,
    pub(in crate::import) requires_length: bool,
    pub(in crate::import) sensitive: bool,
    pub(in crate::import) sparse: bool,
    pub(in crate::import) streaming: bool,
    pub(in crate::import) xml_attribute: bool,
}

/// What makes a structure an error.
pub(in crate::import) struct Exception<'n> {
    pub(in crate::import) code: Option<&'n str>,
    pub(in crate::import) status: Option<u16>,
    pub(in crate::import) senders_fault: bool,
    pub(in crate::import) services_fault: bool,
    pub(in crate::import) retryable: bool,
    pub(in crate::import) throttling: bool,
}

/// Keys of a model that nothing generated depends on: endpoint rules and their parameters, hints for
/// other languages, and names for other purposes.
mod unused {
    pub(in crate::import) const MODEL: &[&str] = &["clientContextParams", "examples", "version"];
    pub(in crate::import) const METADATA: &[&str] = &[
        "checksumFormat",
        "protocolSettings",
        "ripServiceName",
        "serviceAbbreviation",
        "uid",
    ];
    pub(in crate::import) const OPERATION: &[&str] = &[
        "endpointoperation",
        "idempotent",
        "name",
        "operationContextParams",
        "readonly",
        "staticContextParams",
        // A smaller body means the same to the service.
        "requestcompression",
    ];
    pub(in crate::import) const REFERENCE: &[&str] = &["resultWrapper", "xmlOrder"];
    pub(in crate::import) const SHAPE: &[&str] = &[
        // Whether a structure is an event follows from the union it is a member of.
        "event",
        "contextParam",
        "box",
        "synthetic",
        "wrapper",
        "xmlOrder",
    ];
}

const TRAITS: &[&str] = &[
    "deprecated",
    "deprecatedMessage",
    "deprecatedSince",
    "documentation",
    "enum",
    "eventheader",
    "eventpayload",
    "flattened",
    "hostLabel",
    "idempotencyToken",
    "jsonvalue",
    "location",
    "locationName",
    "max",
    "min",
    "pattern",
    "queryName",
    "requiresLength",
    "sensitive",
    "sparse",
    "streaming",
    "timestampFormat",
    "xmlAttribute",
    "xmlNamespace",
];

impl<'n> Model<'n> {
    pub(in crate::import) fn read(report: &mut Report, root: &'n Node) -> Self {
        let at = At::ROOT;
        let known = [
            "deprecated",
            "deprecatedMessage",
            "deprecatedSince",
            "documentation",
            "metadata",
            "operations",
            "shapes",
        ];
        let fields = report.record(&at, root, &known, unused::MODEL);
        let mut model = Self {
            metadata: Metadata::default(),
            documentation: fields.text(report, &at, "documentation"),
            deprecated: deprecation(report, &at, &fields),
            operations: Vec::new(),
            shapes: IndexMap::new(),
            declared: BTreeSet::new(),
        };
        if let Some(node) = section(report, &fields, "metadata") {
            model.metadata = Metadata::read(report, &at.child("metadata"), node);
        }
        if let Some(node) = section(report, &fields, "operations") {
            let here = at.child("operations");
            for (name, node) in report.object(&here, node).entries() {
                let operation = Operation::read(report, &here.child(name), name, node);
                model.operations.extend(operation);
            }
        }
        if let Some(node) = section(report, &fields, "shapes") {
            let here = at.child("shapes");
            for (name, node) in report.object(&here, node).entries() {
                model.declared.insert(name);
                if let Some(shape) = Shape::read(report, &here.child(name), node) {
                    model.shapes.insert(name, shape);
                }
            }
        }
        model
    }
}

impl<'n> Metadata<'n> {
    fn read(report: &mut Report, at: &At<'_>, node: &'n Node) -> Self {
        let known = [
            "apiVersion",
            "auth",
            "awsQueryCompatible",
            "endpointPrefix",
            "globalEndpoint",
            "jsonVersion",
            "protocol",
            "protocols",
            "serviceFullName",
            "serviceId",
            "signatureVersion",
            "signingName",
            "targetPrefix",
            "xmlNamespace",
        ];
        let fields = report.record(at, node, &known, unused::METADATA);
        let mut protocols = fields.texts(report, at, "protocols");
        if protocols.is_empty() {
            protocols.extend(fields.required(report, at, "protocol"));
        }
        Self {
            api_version: fields.required(report, at, "apiVersion"),
            endpoint_prefix: fields.required(report, at, "endpointPrefix"),
            full_name: fields.required(report, at, "serviceFullName"),
            global_endpoint: fields.text(report, at, "globalEndpoint"),
            json_version: fields.text(report, at, "jsonVersion"),
            protocols,
            query_compatible: fields.node("awsQueryCompatible").is_some(),
            service_id: fields.required(report, at, "serviceId"),
            signature_version: fields.text(report, at, "signatureVersion"),
            signing_name: fields.text(report, at, "signingName"),
            target_prefix: fields.text(report, at, "targetPrefix"),
            xml_namespace: namespace(report, at, &fields).map(|(_, uri)| uri),
            auth: fields.texts(report, at, "auth"),
        }
    }
}

impl<'n> Operation<'n> {
    fn read(report: &mut Report, at: &At<'_>, name: &'n str, node: &'n Node) -> Option<Self> {
        let known = [
            "auth",
            "authtype",
            "deprecated",
            "deprecatedMessage",
            "deprecatedSince",
            "documentation",
            "endpoint",
            "endpointdiscovery",
            "errors",
            "http",
            "httpChecksum",
            "httpChecksumRequired",
            "input",
            "output",
            "unsignedPayload",
        ];
        let fields = report.record(at, node, &known, unused::OPERATION);
        discovery(report, at, &fields);
        let here = at.child("http");
        let Some(http) = fields.node("http") else {
            report.error(
                at,
                "`http` is missing",
                "add the operation's method and requestUri",
            );
            return None;
        };
        let known = ["method", "requestUri", "responseCode"];
        let http = report.record(&here, http, &known, &[]);
        let mut host_prefix = None;
        if let Some(node) = fields.node("endpoint") {
            let here = at.child("endpoint");
            let endpoint = report.record(&here, node, &["hostPrefix"], &[]);
            host_prefix = endpoint.text(report, &here, "hostPrefix");
        }
        let mut errors = Vec::new();
        let errors_at = at.child("errors");
        for (index, node) in fields.nodes(report, at, "errors").iter().enumerate() {
            errors.extend(target(report, &errors_at.child(&index.to_string()), node));
        }
        Some(Self {
            name,
            method: http.required(report, &here, "method")?,
            uri: http.required(report, &here, "requestUri")?,
            response_code: http.count(report, &here, "responseCode"),
            host_prefix,
            input: fields
                .node("input")
                .and_then(|node| target(report, &at.child("input"), node)),
            output: fields
                .node("output")
                .and_then(|node| target(report, &at.child("output"), node)),
            errors,
            documentation: fields.text(report, at, "documentation"),
            deprecated: deprecation(report, at, &fields),
            auth: fields.texts(report, at, "auth"),
            authtype: fields.text(report, at, "authtype"),
            unsigned_payload: fields.flag(report, at, "unsignedPayload"),
            checksum_required: checksum_required(report, at, &fields),
        })
    }
}

impl<'n> Shape<'n> {
    fn read(report: &mut Report, at: &At<'_>, node: &'n Node) -> Option<Self> {
        let known = [
            TRAITS,
            &[
                "document",
                "error",
                "eventstream",
                "exception",
                "fault",
                "key",
                "member",
                "members",
                "payload",
                "required",
                "retryable",
                "type",
                "union",
                "value",
            ],
        ]
        .concat();
        let fields = report.record(at, node, &known, unused::SHAPE);
        let kind = kind(report, at, &fields)?;
        let mut shape = Self {
            kind,
            traits: Traits::read(report, at, &fields),
            members: Vec::new(),
            required: fields.texts(report, at, "required"),
            element: None,
            key: None,
            value: None,
            payload: fields.text(report, at, "payload"),
            exception: Exception::read(report, at, &fields),
        };
        shape.traits.flags.streaming |= fields.flag(report, at, "eventstream");
        match kind {
            Type::List => shape.element = Member::required(report, at, &fields, "member"),
            Type::Map => {
                shape.key = Member::required(report, at, &fields, "key");
                shape.value = Member::required(report, at, &fields, "value");
            }
            Type::Structure | Type::Union => shape.read_members(report, at, &fields),
            _ => {}
        }
        Some(shape)
    }

    fn read_members(&mut self, report: &mut Report, at: &At<'_>, fields: &Fields<'n>) {
        let here = at.child("members");
        if let Some(node) = fields.node("members") {
            for (name, node) in report.object(&here, node).entries() {
                if let Some(member) = Member::read(report, &here.child(name), node) {
                    self.members.push((name, member));
                }
            }
        }
        let named = self.required.iter().map(|name| ("required", *name));
        for (key, name) in named.chain(self.payload.map(|name| ("payload", name))) {
            let known = match fields.node("members") {
                Some(Node::Object(entries)) => entries.iter().any(|(found, _)| found == name),
                _ => false,
            };
            if !known {
                report.error(
                    &at.child(key),
                    format!("`{key}` names `{name}`, which is no member"),
                    "correct the name, or add the member",
                );
            }
        }
    }
}

impl<'n> Member<'n> {
    fn read(report: &mut Report, at: &At<'_>, node: &'n Node) -> Option<Self> {
        let known = [TRAITS, &["shape"]].concat();
        let fields = report.record(at, node, &known, unused::SHAPE);
        let target = fields.required(report, at, "shape")?;
        let traits = Traits::read(report, at, &fields);
        Some(Self { target, traits })
    }

    fn required(report: &mut Report, at: &At<'_>, fields: &Fields<'n>, key: &str) -> Option<Self> {
        match fields.node(key) {
            Some(node) => Self::read(report, &at.child(key), node),
            None => {
                report.error(
                    at,
                    format!("`{key}` is missing"),
                    "a list needs a `member`, a map a `key` and a `value`",
                );
                None
            }
        }
    }
}

impl<'n> Traits<'n> {
    fn read(report: &mut Report, at: &At<'_>, fields: &Fields<'n>) -> Self {
        let mut flag = |key| fields.flag(report, at, key);
        let flags = Flags {
            event_header: flag("eventheader"),
            event_payload: flag("eventpayload"),
            flattened: flag("flattened"),
            host_label: flag("hostLabel"),
            idempotency_token: flag("idempotencyToken"),
            json_value: flag("jsonvalue"),
            requires_length: flag("requiresLength"),
            sensitive: flag("sensitive"),
            sparse: flag("sparse"),
            streaming: flag("streaming"),
            xml_attribute: flag("xmlAttribute"),
        };
        Self {
            documentation: fields.text(report, at, "documentation"),
            deprecated: deprecation(report, at, fields),
            location: location(report, at, fields),
            location_name: fields.text(report, at, "locationName"),
            timestamp_format: timestamp_format(report, at, fields),
            values: fields.texts(report, at, "enum"),
            value_docs: Vec::new(),
            default: None,
            media_type: None,
            min: fields.number(report, at, "min"),
            max: fields.number(report, at, "max"),
            pattern: fields.text(report, at, "pattern"),
            query_name: fields.text(report, at, "queryName"),
            xml_namespace: namespace(report, at, fields).map(|(prefix, uri)| XmlNamespace {
                prefix: prefix.map(str::to_owned),
                uri: uri.to_owned(),
            }),
            flags,
        }
    }

    /// The traits of a use, with those of its shape where the use has none of its own.
    pub(in crate::import) fn over(&self, shape: &Self) -> Self {
        let mut both = self.clone();
        both.documentation = both.documentation.or(shape.documentation);
        both.deprecated = both.deprecated.or_else(|| shape.deprecated.clone());
        both.location = both.location.or(shape.location);
        both.location_name = both.location_name.or(shape.location_name);
        both.timestamp_format = both.timestamp_format.or(shape.timestamp_format);
        if both.values.is_empty() {
            both.values.clone_from(&shape.values);
            both.value_docs.clone_from(&shape.value_docs);
        }
        both.media_type = both.media_type.or(shape.media_type);
        both.min = both.min.or(shape.min);
        both.max = both.max.or(shape.max);
        both.pattern = both.pattern.or(shape.pattern);
        both.query_name = both.query_name.or(shape.query_name);
        both.xml_namespace = both.xml_namespace.or_else(|| shape.xml_namespace.clone());
        both.flags = both.flags.or(shape.flags);
        both
    }
}

impl Flags {
    fn or(self, other: Self) -> Self {
        Self {
            event_header: self.event_header || other.event_header,
            event_payload: self.event_payload || other.event_payload,
            flattened: self.flattened || other.flattened,
            host_label: self.host_label || other.host_label,
            idempotency_token: self.idempotency_token || other.idempotency_token,
            json_value: self.json_value || other.json_value,
            requires_length: self.requires_length || other.requires_length,
            sensitive: self.sensitive || other.sensitive,
            sparse: self.sparse || other.sparse,
            streaming: self.streaming || other.streaming,
            xml_attribute: self.xml_attribute || other.xml_attribute,
        }
    }
}

impl<'n> Exception<'n> {
    fn read(report: &mut Report, at: &At<'_>, fields: &Fields<'n>) -> Option<Self> {
        let services_fault = fields.flag(report, at, "fault");
        let mut exception = Self {
            code: None,
            status: None,
            senders_fault: false,
            services_fault,
            retryable: false,
            throttling: false,
        };
        let mut found = fields.flag(report, at, "exception") || services_fault;
        if let Some(node) = fields.node("error") {
            found = true;
            let here = at.child("error");
            let known = ["code", "fault", "httpStatusCode", "senderFault"];
            let error = report.record(&here, node, &known, &[]);
            exception.code = error.text(report, &here, "code");
            exception.status = error.count(report, &here, "httpStatusCode");
            exception.senders_fault = error.flag(report, &here, "senderFault");
            exception.services_fault |= error.flag(report, &here, "fault");
        }
        if let Some(node) = fields.node("retryable") {
            let here = at.child("retryable");
            let retryable = report.record(&here, node, &["throttling"], &[]);
            exception.retryable = true;
            exception.throttling = retryable.flag(report, &here, "throttling");
        }
        found.then_some(exception)
    }
}

fn kind(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> Option<Type> {
    let name = fields.required(report, at, "type")?;
    let is = |report: &mut Report, key| fields.flag(report, at, key);
    Some(match name {
        "structure" if is(report, "document") => Type::Document,
        "structure" if is(report, "union") || is(report, "eventstream") => Type::Union,
        "structure" => Type::Structure,
        "list" => Type::List,
        "map" => Type::Map,
        "string" | "character" => Type::String,
        "boolean" => Type::Boolean,
        "byte" => Type::Byte,
        "short" => Type::Short,
        "integer" => Type::Integer,
        "long" => Type::Long,
        "float" => Type::Float,
        "double" => Type::Double,
        "timestamp" => Type::Timestamp,
        "blob" => Type::Blob,
        _ => {
            report.error(
                &at.child("type"),
                format!("unknown type `{name}`"),
                "the types are structure, list, map, string, boolean, byte, short, integer, long, \
                 float, double, timestamp and blob",
            );
            return None;
        }
    })
}

fn section<'n>(report: &mut Report, fields: &Fields<'n>, key: &str) -> Option<&'n Node> {
    let node = fields.node(key);
    if node.is_none() {
        report.error(
            &At::ROOT,
            format!("`{key}` is missing"),
            "add it, or take the model from a release of botocore",
        );
    }
    node
}

/// The shape that `{"shape": ...}` names.
fn target<'n>(report: &mut Report, at: &At<'_>, node: &'n Node) -> Option<&'n str> {
    // An exception's traits stand on its shape too; those of its uses repeat them.
    let known = ["documentation", "error", "exception", "fault", "shape"];
    let fields = report.record(at, node, &known, unused::REFERENCE);
    fields.required(report, at, "shape")
}

/// The text of a deprecation, which may be empty.
fn deprecation(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> Option<String> {
    let message = fields.text(report, at, "deprecatedMessage");
    let since = fields.text(report, at, "deprecatedSince");
    if !fields.flag(report, at, "deprecated") {
        return None;
    }
    Some(match (message, since) {
        (Some(message), Some(since)) => format!("{message} (since {since})"),
        (Some(message), None) => message.to_owned(),
        (None, Some(since)) => format!("since {since}"),
        (None, None) => String::new(),
    })
}

fn location(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> Option<Location> {
    let name = fields.text(report, at, "location")?;
    match name {
        "uri" => Some(Location::Uri),
        "querystring" => Some(Location::QueryString),
        "header" => Some(Location::Header),
        "headers" => Some(Location::Headers),
        "statusCode" => Some(Location::StatusCode),
        _ => {
            report.error(
                &at.child("location"),
                format!("unknown location `{name}`"),
                "the locations are uri, querystring, header, headers and statusCode",
            );
            None
        }
    }
}

fn timestamp_format(
    report: &mut Report,
    at: &At<'_>,
    fields: &Fields<'_>,
) -> Option<TimestampFormat> {
    let name = fields.text(report, at, "timestampFormat")?;
    match name {
        "iso8601" => Some(TimestampFormat::Iso8601),
        "rfc822" => Some(TimestampFormat::Rfc822),
        "unixTimestamp" => Some(TimestampFormat::UnixTimestamp),
        _ => {
            report.error(
                &at.child("timestampFormat"),
                format!("unknown timestamp format `{name}`"),
                "the formats are iso8601, rfc822 and unixTimestamp",
            );
            None
        }
    }
}

/// Prefix and URI of an XML namespace, which is an object or the URI alone.
fn namespace<'n>(
    report: &mut Report,
    at: &At<'_>,
    fields: &Fields<'n>,
) -> Option<(Option<&'n str>, &'n str)> {
    let here = at.child("xmlNamespace");
    match fields.node("xmlNamespace")? {
        Node::Text(uri) => Some((None, uri)),
        node => {
            let fields = report.record(&here, node, &["prefix", "uri"], &[]);
            let prefix = fields.text(report, &here, "prefix");
            Some((prefix, fields.required(report, &here, "uri")?))
        }
    }
}

fn checksum_required(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> bool {
    let required = fields.flag(report, at, "httpChecksumRequired");
    let Some(node) = fields.node("httpChecksum") else {
        return required;
    };
    let here = at.child("httpChecksum");
    let known = ["requestChecksumRequired"];
    let unused = [
        "requestAlgorithmMember",
        "requestValidationModeMember",
        "responseAlgorithms",
    ];
    let checksum = report.record(&here, node, &known, &unused);
    required || checksum.flag(report, &here, "requestChecksumRequired")
}

/// Endpoint discovery is not done; a service that insists on it is said to.
fn discovery(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) {
    let here = at.child("endpointdiscovery");
    if let Some(node) = fields.node("endpointdiscovery") {
        let discovery = report.record(&here, node, &["required"], &[]);
        if discovery.flag(report, &here, "required") {
            report.warning(
                &here,
                "endpoint discovery is required and not done by the generated client",
                "call DescribeEndpoints, and give the client the endpoint it names",
            );
        }
    }
}
