//! The records of a model: itself, its metadata, operations, shapes and members.

use super::super::json::{At, Fields, Node, Report};
use super::keys::{TRAITS, unused};
use super::scalars::{
    checksum_required, compression, deprecation, discovery, kind, namespace, root, section, target,
};
use super::{Exception, Member, Metadata, Model, Operation, Shape, Traits};
use crate::spec::Type;
use indexmap::IndexMap;
use std::collections::BTreeSet;

impl<'n> Model<'n> {
    pub(in super::super) fn read(report: &mut Report, root: &'n Node) -> Self {
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
    pub(in super::super) fn read(report: &mut Report, at: &At<'_>, node: &'n Node) -> Self {
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

/// What an operation may say, and is read.
const OF_OPERATION: [&str; 17] = [
    "auth",
    "authtype",
    "deprecated",
    "deprecatedMessage",
    "deprecatedSince",
    "documentation",
    "endpoint",
    "endpointdiscovery",
    "endpointoperation",
    "errors",
    "http",
    "httpChecksum",
    "httpChecksumRequired",
    "input",
    "output",
    "requestcompression",
    "unsignedPayload",
];

impl<'n> Operation<'n> {
    pub(in super::super) fn read(
        report: &mut Report,
        at: &At<'_>,
        name: &'n str,
        node: &'n Node,
    ) -> Option<Self> {
        let fields = report.record(at, node, &OF_OPERATION, unused::OPERATION);
        let discovery = discovery(report, at, &fields);
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
        let (root, namespace) = match fields.node("input") {
            Some(node) => root(report, &at.child("input"), node),
            None => (None, None),
        };
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
            root,
            namespace,
            unwrapped: false,
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
            compression: compression(report, at, &fields),
            content_md5: false,
            discovery,
            tells_endpoints: fields.flag(report, at, "endpointoperation"),
        })
    }
}

impl<'n> Shape<'n> {
    pub(in super::super) fn read(report: &mut Report, at: &At<'_>, node: &'n Node) -> Option<Self> {
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
    pub(in super::super) fn read(report: &mut Report, at: &At<'_>, node: &'n Node) -> Option<Self> {
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
