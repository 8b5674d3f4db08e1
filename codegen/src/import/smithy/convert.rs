//! Converting a service's closure to the model that the importers share.

use super::super::model::json::{At, Node};
use super::super::model::mirror::{Exception, Member, Metadata, Model, Operation, Shape, Traits};
use super::ast::{self, Ast, Kind};
use super::closure::{Closure, UNIT, name_of};
use super::identity::{Identity, Spoken};
use super::nullability;
use super::traits::{Reader, Set, elements, member, namespace, text_of};
use crate::spec::{Location, Protocol, Type, XmlNamespace};
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// The ways to sign requests, in Smithy's order where the service does not give one.
const AUTH: [&str; 6] = [
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// Those that the client knows.
const KNOWN_AUTH: [&str; 4] = [
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpBearerAuth",
    NO_AUTH,
];

const NO_AUTH: &str = "smithy.api#noAuth";

/// What stands for the version of a service that has none, as a service may.
const NO_VERSION: &str = "unversioned";

/// Converts what a closure holds.
pub(super) struct Converter<'c, 'n, 'r> {
    pub(super) ast: &'n Ast,
    pub(super) closure: &'c Closure<'n>,
    pub(super) reader: &'c mut Reader<'r>,
    pub(super) spoken: Spoken,
    pub(super) all_spoken: &'c [Spoken],
}

impl<'n> Converter<'_, 'n, '_> {
    pub(super) fn model(&mut self, identity: &'n Identity) -> Model<'n> {
        let root = At::ROOT;
        let shapes_at = root.child("shapes");
        let at = shapes_at.child(self.closure.id);
        let set = Set {
            at: &at,
            traits: &self.closure.service.traits,
        };
        let traits = self.reader.read(set);
        let metadata = self.metadata(set, identity);
        let ids = self.closure.operations.clone();
        let operations = ids
            .into_iter()
            .filter_map(|id| self.operation(id, &shapes_at.child(id)))
            .collect();
        let mut shapes = IndexMap::new();
        let closure = self.closure;
        for (id, name) in &closure.names {
            if let Some(shape) = self.ast.shapes.get(*id) {
                let made = self.shape(id, shape, &shapes_at.child(id));
                shapes.extend(made.map(|made| (*name, made)));
            }
        }
        Model {
            metadata,
            documentation: traits.documentation,
            deprecated: traits.deprecated,
            operations,
            // What dangles was reported.
            declared: self.referred(),
            shapes,
        }
    }

    /// Every name that something refers to.
    fn referred(&self) -> BTreeSet<&'n str> {
        let operations = self.closure.operations.iter();
        let shapes = operations.chain(self.closure.names.keys());
        let shapes = shapes.filter_map(|id| self.ast.shapes.get(*id));
        let mut names: BTreeSet<&str> = self.closure.names.values().copied().collect();
        for shape in shapes {
            let members = shape.members.values().map(|member| member.target.as_str());
            let targets = shape.references.iter().map(|(_, target)| target.as_str());
            names.extend(members.chain(targets).map(|id| self.name(id)));
        }
        names
    }

    fn metadata(&mut self, set: Set<'_, 'n>, identity: &'n Identity) -> Metadata<'n> {
        let closure = self.closure;
        let namespace = set.get("smithy.api#xmlNamespace");
        let version = closure.service.version.as_deref();
        let version = version.filter(|version| !version.is_empty());
        Metadata {
            api_version: Some(version.unwrap_or(NO_VERSION)),
            endpoint_prefix: Some(&identity.endpoint_prefix),
            full_name: Some(&identity.title),
            global_endpoint: None,
            json_version: self.spoken.json_version,
            protocols: self.all_spoken.iter().map(|spoken| spoken.name).collect(),
            query_compatible: set.has("aws.protocols#awsQueryCompatible"),
            service_id: Some(&identity.service_id),
            signature_version: None,
            signing_name: identity.signing_name.as_deref(),
            target_prefix: Some(name_of(closure.id)),
            xml_namespace: namespace.and_then(|namespace| text_of(namespace, "uri")),
            auth: self.schemes(set),
        }
    }

    /// The ways to sign that the client knows, of those that a service or an operation offers.
    fn schemes(&mut self, set: Set<'_, 'n>) -> Vec<&'n str> {
        let offered: Vec<&str> = match set.get("smithy.api#auth") {
            Some(list) => elements(Some(list))
                .iter()
                .filter_map(|node| match node {
                    Node::Text(id) => Some(id.as_str()),
                    _ => None,
                })
                .collect(),
            None => AUTH.into_iter().filter(|id| set.has(id)).collect(),
        };
        let known: Vec<&str> = offered
            .iter()
            .copied()
            .filter(|id| KNOWN_AUTH.contains(id))
            .collect();
        if !known.is_empty() {
            return known;
        }
        if let Some(id) = offered.first() {
            self.reader.say(
                &set.at.child("traits").child("smithy.api#auth"),
                id,
                format!("requests are not signed by `{id}`, which is not done"),
                "add what signs them to the requests",
            );
        }
        vec![NO_AUTH]
    }

    fn operation(&mut self, id: &'n str, at: &At<'_>) -> Option<Operation<'n>> {
        let shape = self.ast.shapes.get(id)?;
        let set = Set {
            at,
            traits: &shape.traits,
        };
        let traits = self.reader.read(set);
        let (method, uri, response_code) = self.http(set)?;
        let one = |key: &str| {
            let target = shape.referred(key).next();
            target.filter(|target| *target != UNIT)
        };
        let mut errors: Vec<&str> = Vec::new();
        let common = self.closure.service.referred("errors");
        for error in shape.referred("errors").chain(common) {
            let name = self.name(error);
            if !errors.contains(&name) {
                errors.push(name);
            }
        }
        let auth = if set.has("smithy.api#optionalAuth") {
            vec![NO_AUTH]
        } else if set.has("smithy.api#auth") {
            // The first is preferred.
            self.schemes(set).into_iter().take(1).collect()
        } else {
            Vec::new()
        };
        let checksum = set.get("aws.protocols#httpChecksum");
        let checksum = checksum.and_then(|node| member(node, "requestChecksumRequired"));
        let encodings = set.get("smithy.api#requestCompression");
        let encodings = encodings.and_then(|node| member(node, "encodings"));
        Some(Operation {
            name: name_of(id),
            method,
            uri,
            response_code,
            host_prefix: set
                .get("smithy.api#endpoint")
                .and_then(|node| text_of(node, "hostPrefix")),
            root: one("input").and_then(|target| self.root(target)),
            namespace: one("input").and_then(|target| self.namespace(target)),
            unwrapped: set.has("aws.customizations#s3UnwrappedXmlOutput"),
            input: one("input").map(|target| self.name(target)),
            output: one("output").map(|target| self.name(target)),
            errors,
            documentation: traits.documentation,
            deprecated: traits.deprecated,
            auth,
            authtype: None,
            unsigned_payload: set.has("aws.auth#unsignedPayload"),
            checksum_required: set.has("smithy.api#httpChecksumRequired")
                || checksum == Some(&Node::Bool(true)),
            compression: elements(encodings).contains(&Node::Text("gzip".to_owned())),
            content_md5: set.has("smithy.api#httpChecksumRequired")
                && !set.has("aws.protocols#httpChecksum"),
            discovery: self.discovery(set),
            tells_endpoints: self.tells_endpoints(id),
        })
    }

    /// Method, URI and status of success, which RPC protocols have for all operations.
    fn http(&mut self, set: Set<'_, 'n>) -> Option<(&'n str, &'n str, Option<u16>)> {
        if !matches!(self.spoken.protocol, Protocol::RestJson | Protocol::RestXml) {
            return Some(("POST", "/", None));
        }
        let traits_at = set.at.child("traits");
        let Some(node) = set.get("smithy.api#http") else {
            self.reader.report.error(
                set.at,
                "the operation has no `@http`, which its protocol needs",
                "give it a method and a URI",
            );
            return None;
        };
        let code = match member(node, "code") {
            Some(Node::Number(code)) => code.as_u64().and_then(|code| u16::try_from(code).ok()),
            _ => None,
        };
        match (text_of(node, "method"), text_of(node, "uri")) {
            (Some(method), Some(uri)) => Some((method, uri, code)),
            _ => {
                self.reader.report.error(
                    &traits_at.child("smithy.api#http"),
                    "`method` or `uri` is missing",
                    "give the operation a method and a URI",
                );
                None
            }
        }
    }

    /// Whether another operation tells an operation's endpoint, and must.
    fn discovery(&self, set: Set<'_, 'n>) -> Option<bool> {
        let told = set.get("aws.api#clientDiscoveredEndpoint")?;
        Some(member(told, "required") == Some(&Node::Bool(true)))
    }

    /// Whether an operation is the one that the service says tells endpoints.
    fn tells_endpoints(&self, id: &str) -> bool {
        let traits = &self.closure.service.traits;
        let discovery = traits.get("aws.api#clientEndpointDiscovery");
        discovery.and_then(|node| text_of(node, "operation")) == Some(id)
    }

    /// The name that a shape has in the model; a dangling one, which was reported, keeps its id.
    fn name(&self, id: &'n str) -> &'n str {
        self.closure.names.get(id).copied().unwrap_or(id)
    }

    fn shape(&mut self, id: &str, shape: &'n ast::Shape, at: &At<'_>) -> Option<Shape<'n>> {
        let set = Set {
            at,
            traits: &shape.traits,
        };
        let mut traits = self.reader.read(set);
        let kind = self.kind(id, shape.kind, at)?;
        if matches!(kind, Type::Structure | Type::Union) {
            // It names the root of a document, which a member that holds the structure is not.
            traits.location_name = None;
        }
        self.values(shape, set, &mut traits);
        let mut made = Shape {
            kind,
            traits,
            members: Vec::new(),
            required: Vec::new(),
            element: None,
            key: None,
            value: None,
            payload: None,
            exception: self.exception(set),
        };
        match shape.kind {
            Kind::Structure | Kind::Union => {
                self.members(shape, at, &mut made);
                if self.closure.inputs.contains(id) {
                    self.send_empty_lists(shape, &mut made);
                }
            }
            Kind::List | Kind::Map => {
                let mut part = |key: &str| {
                    let member = shape.members.get(key)?;
                    Some(self.member(member, &at.child(key)))
                };
                made.element = part("member");
                made.key = part("key");
                made.value = part("value");
                self.check_parts(shape.kind, &made, at);
            }
            _ => {}
        }
        Some(made)
    }

    fn check_parts(&mut self, kind: Kind, made: &Shape<'n>, at: &At<'_>) {
        let is_whole = match kind {
            Kind::List => made.element.is_some(),
            _ => made.key.is_some() && made.value.is_some(),
        };
        if !is_whole {
            self.reader.report.error(
                at,
                "`member`, or `key` or `value`, is missing",
                "a list needs a `member`, a map a `key` and a `value`",
            );
        }
    }

    fn members(&mut self, shape: &'n ast::Shape, at: &At<'_>, made: &mut Shape<'n>) {
        let members_at = at.child("members");
        for (name, member) in &shape.members {
            let mut read = self.member(member, &members_at.child(name));
            read.traits.flags.client_optional =
                nullability::is_left_to_the_service(&member.traits, &shape.traits);
            if nullability::is_required(&member.traits) {
                made.required.push(name);
            }
            if member.traits.contains_key("smithy.api#httpPayload") {
                made.payload = Some(name);
                read.traits.location_name = read
                    .traits
                    .location_name
                    .or_else(|| self.root(&member.target));
            }
            made.members.push((name, read));
        }
    }

    /// Lists in headers of a request are sent even where they are empty.
    fn send_empty_lists(&self, shape: &'n ast::Shape, made: &mut Shape<'n>) {
        for (member, (_, read)) in shape.members.values().zip(&mut made.members) {
            let target = self.ast.shapes.get(&member.target);
            let is_list = target.is_some_and(|target| target.kind == Kind::List);
            read.traits.flags.sent_empty =
                is_list && read.traits.location == Some(Location::Header);
        }
    }

    /// The name of the root element of a structure that is an XML body.
    fn root(&self, id: &'n str) -> Option<&'n str> {
        let shape = self.ast.shapes.get(id)?;
        let is_xml = self.spoken.protocol == Protocol::RestXml
            && matches!(shape.kind, Kind::Structure | Kind::Union);
        match shape.traits.get("smithy.api#xmlName") {
            Some(Node::Text(name)) if is_xml => Some(name),
            _ => is_xml.then(|| self.name(id)),
        }
    }

    /// The namespace of the root element of a structure that is an XML body.
    fn namespace(&self, id: &'n str) -> Option<XmlNamespace> {
        namespace(&self.ast.shapes.get(id)?.traits)
    }

    fn member(&mut self, member: &'n ast::Member, at: &At<'_>) -> Member<'n> {
        let set = Set {
            at,
            traits: &member.traits,
        };
        let traits = self.reader.read(set);
        self.check_header(set, &member.target);
        Member {
            target: self.name(&member.target),
            traits,
        }
    }

    /// The text of a header with a media type is in base64, which is done for JSON alone.
    fn check_header(&mut self, set: Set<'_, 'n>, target: &str) {
        let id = "smithy.api#mediaType";
        let of_target = self.ast.shapes.get(target).map(|shape| &shape.traits);
        let media_type = set.get(id).or_else(|| of_target?.get(id));
        let is_other =
            media_type.is_some_and(|node| *node != Node::Text("application/json".to_owned()));
        if is_other && set.has("smithy.api#httpHeader") {
            self.reader.say(
                &set.at.child("traits").child("smithy.api#httpHeader"),
                "media type in a header",
                "a header with a media type is in base64, which is left to the caller".to_owned(),
                "encode the text before, and decode it after the call",
            );
        }
    }

    fn kind(&mut self, id: &str, kind: Kind, at: &At<'_>) -> Option<Type> {
        Some(match kind {
            Kind::Structure => Type::Structure,
            Kind::Union => Type::Union,
            Kind::List => Type::List,
            Kind::Map => Type::Map,
            Kind::String | Kind::Enum => Type::String,
            Kind::Boolean => Type::Boolean,
            Kind::Byte => Type::Byte,
            Kind::Short => Type::Short,
            Kind::Integer | Kind::IntEnum => Type::Integer,
            Kind::Long => Type::Long,
            Kind::Float => Type::Float,
            Kind::Double => Type::Double,
            Kind::Timestamp => Type::Timestamp,
            Kind::Blob => Type::Blob,
            Kind::Document => Type::Document,
            Kind::BigInteger | Kind::BigDecimal => {
                self.reader.say(
                    at,
                    "big numbers",
                    format!("`{id}` is a number of any size: it is read as any JSON value"),
                    "a type `long` or `double` is easier to use, where its values fit",
                );
                Type::Document
            }
            Kind::Service | Kind::Resource | Kind::Operation => return None,
        })
    }

    /// The values of an enumeration, of both versions.
    fn values(&mut self, shape: &'n ast::Shape, set: Set<'_, 'n>, traits: &mut Traits<'n>) {
        let mut seen = BTreeSet::new();
        if shape.kind == Kind::Enum {
            let members_at = set.at.child("members");
            for (name, member) in &shape.members {
                let here = members_at.child(name);
                let of_member = Set {
                    at: &here,
                    traits: &member.traits,
                };
                self.reader.check(of_member);
                let value = self.reader.text(of_member, "smithy.api#enumValue");
                let value = value.unwrap_or(name);
                let doc = self.reader.text(of_member, "smithy.api#documentation");
                if seen.insert(value) {
                    traits.values.push(value);
                    traits.value_docs.extend(doc.map(|doc| (value, doc)));
                }
            }
        }
        for node in elements(set.get("smithy.api#enum")) {
            let Some(value) = text_of(node, "value") else {
                continue;
            };
            if shape.kind == Kind::String && seen.insert(value) {
                let doc = text_of(node, "documentation");
                traits.values.push(value);
                traits.value_docs.extend(doc.map(|doc| (value, doc)));
            }
        }
    }

    fn exception(&mut self, set: Set<'_, 'n>) -> Option<Exception<'n>> {
        let fault = self.reader.text(set, "smithy.api#error")?;
        let has_codes = matches!(self.spoken.protocol, Protocol::Query | Protocol::Ec2)
            || self
                .closure
                .service
                .traits
                .contains_key("aws.protocols#awsQueryCompatible");
        let query = set.get("aws.protocols#awsQueryError").filter(|_| has_codes);
        let number = |node: Option<&Node>| match node {
            Some(Node::Number(number)) => number.as_u64().and_then(|code| u16::try_from(code).ok()),
            _ => None,
        };
        let of_query = number(query.and_then(|query| member(query, "httpResponseCode")));
        let retryable = set.get("smithy.api#retryable");
        let throttling = retryable.and_then(|node| member(node, "throttling"));
        Some(Exception {
            code: query.and_then(|query| text_of(query, "code")),
            status: number(set.get("smithy.api#httpError")).or(of_query),
            senders_fault: fault == "client",
            services_fault: fault == "server",
            retryable: retryable.is_some(),
            throttling: throttling == Some(&Node::Bool(true)),
        })
    }
}
