//! The gate: what stands in a spec is data until it is checked here, in front of every other phase.
//!
//! Whatever a spec is from (a file written by hand, a page, a service model), each of its names is
//! held to the rule of its kind ([`names`]), and every one that breaks it is a problem. Docs are no
//! names: they are escaped where they are written ([`crate::escape`]).

mod names;
pub(crate) mod uri;

pub(crate) use names::Kind;

use super::locate::{join, spec_path};
use super::{
    Auth, Fixup, HostRule, Http, Operation, Ordered, RegionRedirect, Service, ServiceSpec, Shape,
    Waiter, XmlNamespace,
};
use crate::diagnostic::{Diagnostics, Place};
use std::collections::BTreeMap;

/// The statuses that an HTTP response can have: RFC 9110, 15.
const STATUSES: std::ops::RangeInclusive<u16> = 100..=599;

/// Every name of a spec that is not what its kind may be.
#[must_use]
pub fn check(spec: &ServiceSpec) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let mut service = File::new(&spec.folder, "service.json", None, &mut problems);
    check_service(&mut service, spec);
    let mut shapes = File::new(&spec.folder, "shapes.json", None, &mut problems);
    shapes.shapes("/shapes", &spec.shapes.shapes);
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (name, operation) in &spec.operations {
        let mut file = File::new(
            &spec.folder,
            name,
            Some(&operation.operation),
            &mut problems,
        );
        file.name(Kind::File, "", name);
        if let Some(other) = names.insert(name.to_lowercase(), name) {
            let message = format!(
                "`{other}` and `{name}` are the same file on case-insensitive file systems"
            );
            file.problem("", &message, "rename one of them");
        }
        file.operation(operation);
    }
    problems
}

/// Every name of one operation that is not what its kind may be, as of a page. `service` is the
/// service that it is said to be of.
#[must_use]
pub(crate) fn check_page(service: &str, operation: &Operation) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let mut file = File::new("", "", Some(&operation.operation), &mut problems);
    file.name(Kind::Service, "", service);
    file.operation(operation);
    problems
}

/// Whether something can be the name of a service.
///
/// # Errors
/// It cannot: why, and what would.
pub fn service_name(name: &str) -> Result<(), String> {
    match Kind::Service.problem(name) {
        None => Ok(()),
        Some((message, help)) => Err(format!("{message}: {help}")),
    }
}

fn check_service(file: &mut File<'_>, spec: &ServiceSpec) {
    let service = &spec.service;
    let prefix = service.target_prefix.as_deref();
    for (kind, key, name) in [
        (Kind::Service, "service", Some(&*service.service)),
        (Kind::Text, "title", Some(&service.title)),
        (Kind::ServiceId, "serviceId", Some(&service.service_id)),
        (Kind::ApiVersion, "apiVersion", Some(&service.api_version)),
        (
            Kind::JsonVersion,
            "jsonVersion",
            service.json_version.as_deref(),
        ),
        (Kind::TargetPrefix, "targetPrefix", prefix),
        (
            Kind::XmlUri,
            "xmlNamespace",
            service.xml_namespace.as_deref(),
        ),
        (
            Kind::EndpointPrefix,
            "endpointPrefix",
            Some(&service.endpoint_prefix),
        ),
        (
            Kind::SigningName,
            "signingName",
            Some(&service.signing_name),
        ),
        (
            Kind::Host,
            "globalEndpoint",
            service.global_endpoint.as_deref(),
        ),
        (Kind::Output, "output", Some(&service.output)),
    ] {
        file.optional(kind, &format!("/{key}"), name);
    }
    let operations = service.operation_hosts.iter().enumerate();
    for (at, group) in operations {
        for (index, operation) in group.operations.iter().enumerate() {
            let pointer = format!("/operationHosts/{at}/operations/{index}");
            file.name(Kind::Operation, &pointer, operation);
        }
        hosts(file, &format!("/operationHosts/{at}/hosts"), &group.hosts);
    }
    hosts(file, "/hosts", &service.hosts);
    discovery(file, service);
    sent_always(file, service);
    for (name, http) in &service.http {
        file.http(&join("/http", name), http);
    }
    for (path, fixup) in &service.fixups {
        file.fixup(&join("/fixups", path), fixup);
    }
    let pins = &service.names;
    for (operation, pin) in &pins.operations {
        file.name(Kind::Pin, &join("/names/operations", operation), pin);
    }
    for (ty, values) in &pins.values {
        for (value, pin) in values {
            file.name(Kind::Pin, &join(&join("/names/values", ty), value), pin);
        }
    }
    file.shapes("/shapes", &service.shapes);
    for (name, waiter) in &service.waiters {
        file.waiter(name, waiter);
    }
    if let Some(source) = &service.source {
        for (key, text) in [("page", &source.page), ("model", &source.model)] {
            file.optional(Kind::Text, &format!("/source/{key}"), text.as_deref());
        }
    }
}

/// Whose endpoints are told, and by which operation.
fn discovery(file: &mut File<'_>, service: &Service) {
    let Some(discovery) = &service.endpoint_discovery else {
        return;
    };
    let here = "/endpointDiscovery";
    let pointer = format!("{here}/operation");
    file.name(Kind::Operation, &pointer, &discovery.operation);
    for (key, names) in [
        ("required", &discovery.required),
        ("optional", &discovery.optional),
    ] {
        for (at, name) in names.iter().enumerate() {
            file.name(Kind::Operation, &format!("{here}/{key}/{at}"), name);
        }
    }
}

/// What every request has, and where it goes at a second try.
fn sent_always(file: &mut File<'_>, service: &Service) {
    for (name, value) in &service.headers {
        let pointer = join("/headers", name);
        file.name(Kind::Header, &pointer, name);
        file.name(Kind::HeaderValue, &pointer, value);
    }
    if let Some(redirect) = &service.region_redirect {
        let RegionRedirect { parameter, header } = redirect;
        file.name(Kind::Text, "/regionRedirect/parameter", parameter);
        file.name(Kind::Header, "/regionRedirect/header", header);
    }
    if let Some(session) = &service.session {
        for (kind, key, name) in [
            (Kind::Text, "scheme", &session.scheme),
            (Kind::Text, "parameter", &session.parameter),
            (Kind::Text, "operation", &session.operation),
            (Kind::Uri, "target", &session.target),
            (Kind::Header, "header", &session.header),
        ] {
            file.name(kind, &format!("/session/{key}"), name);
        }
        for (at, flag) in session.flags.iter().enumerate() {
            file.name(Kind::Text, &format!("/session/flags/{at}"), flag);
        }
    }
}

fn hosts(file: &mut File<'_>, pointer: &str, rules: &[HostRule]) {
    for (at, rule) in rules.iter().enumerate() {
        for (kind, key, name) in [
            (Kind::Region, "partition", &rule.partition),
            (Kind::Region, "region", &rule.region),
            (Kind::HostTemplate, "host", &rule.host),
            (Kind::SigningRegion, "signingRegion", &rule.signing_region),
        ] {
            file.optional(kind, &format!("{pointer}/{at}/{key}"), name.as_deref());
        }
    }
}

/// One file that is checked.
struct File<'p> {
    name: String,
    /// The operation that it is about.
    operation: Option<String>,
    problems: &'p mut Diagnostics,
}

impl<'p> File<'p> {
    fn new(
        folder: &str,
        name: &str,
        operation: Option<&str>,
        problems: &'p mut Diagnostics,
    ) -> Self {
        let name = match folder {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        };
        Self {
            name,
            operation: operation.map(str::to_owned),
            problems,
        }
    }

    fn name(&mut self, kind: Kind, pointer: &str, name: &str) {
        if let Some((message, help)) = kind.problem(name) {
            self.problem(pointer, &message, &help);
        }
    }

    fn optional(&mut self, kind: Kind, pointer: &str, name: Option<&str>) {
        if let Some(name) = name {
            self.name(kind, pointer, name);
        }
    }

    fn problem(&mut self, pointer: &str, message: &str, help: &str) {
        let at = Place {
            file: self.name.clone(),
            path: spec_path(self.operation.as_deref(), pointer),
            pointer: pointer.to_owned(),
        };
        self.problems.push(&at, message, help);
    }

    fn operation(&mut self, operation: &Operation) {
        self.name(Kind::Operation, "/operation", &operation.operation);
        self.name(Kind::Method, "/method", &operation.method);
        if let Some(http) = &operation.http {
            self.http("/http", http);
        }
        if let Some(xml) = &operation.xml {
            self.optional(Kind::XmlName, "/xml/root", xml.root.as_deref());
            self.namespace("/xml/namespace", xml.namespace.as_ref());
        }
        if let Some(encoding) = &operation.url_encoding {
            self.name(Kind::Text, "/urlEncoding/member", &encoding.member);
            self.name(Kind::Text, "/urlEncoding/value", &encoding.value);
            for (at, text) in encoding.texts.iter().enumerate() {
                self.name(Kind::Text, &format!("/urlEncoding/texts/{at}"), text);
            }
        }
        for (at, name) in operation.exceptions.iter().enumerate() {
            self.name(Kind::Shape, &format!("/exceptions/{at}"), name);
        }
        for (section, members) in [
            ("/request", &operation.request),
            ("/response", &operation.response),
        ] {
            if let Some(members) = members {
                self.members(section, members);
            }
        }
    }

    fn http(&mut self, pointer: &str, http: &Http) {
        self.name(Kind::HttpMethod, &format!("{pointer}/method"), &http.method);
        self.name(Kind::Uri, &format!("{pointer}/uri"), &http.uri);
        let prefix = http.host_prefix.as_deref();
        self.optional(Kind::HostPrefix, &format!("{pointer}/hostPrefix"), prefix);
        self.status(&format!("{pointer}/responseCode"), http.response_code);
    }

    fn status(&mut self, pointer: &str, status: Option<u16>) {
        if let Some(status) = status.filter(|status| !STATUSES.contains(status)) {
            let message = format!("`{status}` cannot be the status of a response");
            self.problem(pointer, &message, "use one from 100 to 599");
        }
    }

    fn shapes(&mut self, pointer: &str, shapes: &Ordered<Shape>) {
        for (name, shape) in shapes {
            let pointer = join(pointer, name);
            self.name(Kind::Shape, &pointer, name);
            self.shape(&pointer, shape);
        }
    }

    fn members(&mut self, pointer: &str, members: &Ordered<Shape>) {
        for (name, shape) in members {
            let pointer = join(pointer, name);
            self.name(Kind::Text, &pointer, name);
            self.shape(&pointer, shape);
        }
    }

    fn shape(&mut self, pointer: &str, shape: &Shape) {
        let at = |key: &str| format!("{pointer}/{key}");
        for (kind, key, name) in [
            (Kind::Shape, "ref", &shape.reference),
            (Kind::Text, "wireName", &shape.wire_name),
            (Kind::Text, "queryName", &shape.query_name),
            (Kind::Header, "md5Header", &shape.md5_header),
        ] {
            if name.is_some() {
                self.optional(kind, &at(key), name.as_deref());
            }
        }
        for (index, value) in shape.values.iter().enumerate() {
            if Kind::Text.problem(value).is_some() {
                self.name(Kind::Text, &at(&format!("enum/{index}")), value);
            }
        }
        if let Some(error) = &shape.error {
            self.optional(Kind::ErrorCode, &at("error/code"), error.code.as_deref());
            self.status(&at("error/status"), error.status);
        }
        self.namespace(&at("xmlNamespace"), shape.xml_namespace.as_ref());
        if let Some(members) = &shape.members {
            self.members(&at("members"), members);
        }
        for (key, part) in [
            ("element", &shape.element),
            ("key", &shape.key),
            ("value", &shape.value),
        ] {
            if let Some(part) = part {
                self.shape(&at(key), part);
            }
        }
    }

    fn namespace(&mut self, pointer: &str, namespace: Option<&XmlNamespace>) {
        if let Some(namespace) = namespace {
            let prefix = namespace.prefix.as_deref();
            self.optional(Kind::XmlPrefix, &format!("{pointer}/prefix"), prefix);
            self.name(Kind::XmlUri, &format!("{pointer}/uri"), &namespace.uri);
        }
    }

    fn fixup(&mut self, pointer: &str, fixup: &Fixup) {
        let name = fixup.wire_name.as_deref();
        self.optional(Kind::Text, &format!("{pointer}/wireName"), name);
    }

    fn waiter(&mut self, name: &str, waiter: &Waiter) {
        let pointer = join("/waiters", name);
        self.name(Kind::Waiter, &pointer, name);
        let argument = |at| format!("{pointer}/acceptors/{at}/argument");
        for (at, acceptor) in waiter.acceptors.iter().enumerate() {
            self.optional(Kind::Text, &argument(at), acceptor.argument.as_deref());
        }
    }
}

/// The operations of a spec whose requests a client signs with a feature of its runtime alone.
#[must_use]
pub fn unsigned(spec: &ServiceSpec) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let of_service = spec.service.auth;
    let operations = spec.operations.iter().map(|(_, operation)| operation);
    let names: Vec<_> = operations
        .filter(|operation| operation.auth.or(of_service) == Some(Auth::SigV4a))
        .map(|operation| operation.operation.as_str())
        .collect();
    if !names.is_empty() {
        let at = Place {
            file: format!("{}/service.json", spec.folder),
            ..Place::default()
        };
        problems.push(
            &at,
            format!(
                "signed with SigV4A, and fail without the runtime's feature `sigv4a`: {}",
                names.join(", ")
            ),
            "turn on the feature where these operations are called",
        );
    }
    problems
}
