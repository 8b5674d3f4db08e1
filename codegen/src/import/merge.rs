//! The spec of one API out of its two official forms, botocore's and Smithy's.
//!
//! Wire names, locations and formats are the same in both. Of the rest, each form has a better half:
//!
//! | fact | taken from |
//! | --- | --- |
//! | bounds, patterns, defaults, sparse, what is required | Smithy |
//! | a text that the other form has as a number | the one that says text: nothing is lost |
//! | whether a structure is a union, the errors of an operation | either |
//! | code, status and fault of an error, its message | either, Smithy first |
//! | result keys of paginators, `more_results`; attempts of waiters, and their statuses of a HEAD | botocore |
//! | a paginator, a waiter, hosts, a doc that only one has | that one |
//!
//! Everything else is the base's, which decides what operations and members there are.

use super::model::Import;
use crate::diagnostic::{Diagnostics, Place};
use crate::overlay;
use crate::spec::{
    ErrorTrait, Fault, Matcher, Operation, Ordered, Pagination, Service, ServiceSpec, Shape, Type,
    Waiter,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One of the two forms.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Form {
    /// botocore's service model.
    Botocore,
    /// Smithy's JSON AST.
    Smithy,
}

impl fmt::Display for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Botocore => "botocore",
            Self::Smithy => "Smithy",
        })
    }
}

/// What was taken from the form that is not the base, by kind of fact: the spec paths.
pub type Taken = BTreeMap<(&'static str, Form), Vec<String>>;

/// Merges two forms of one API. The names and settings that a person chose are the base's.
///
/// # Errors
/// The two are not of one version of one service.
pub fn merge(mut base: Import, form: Form, other: Import) -> Result<(Import, Taken), Diagnostics> {
    refuse_strangers(&base.spec.service, &other.spec.service)?;
    let mut merger = Merger {
        base: form,
        taken: Taken::new(),
        takes_rules: false,
        heads: BTreeSet::new(),
    };
    merger.spec(&mut base.spec, &other.spec);
    if merger.takes_rules {
        let found = overlay::apply_to_rules(&mut base.spec);
        base.warnings.0.extend(found.0);
    }
    base.warnings.0.extend(other.warnings.0);
    Ok((base, merger.taken))
}

/// The same name may stand for another service, and the same service for another version.
fn refuse_strangers(base: &Service, other: &Service) -> Result<(), Diagnostics> {
    let mut problems = Diagnostics::default();
    let facts = [
        ("service", &base.service_id, &other.service_id),
        ("version", &base.api_version, &other.api_version),
    ];
    let source = base.source.as_ref().and_then(|source| source.model.clone());
    for (what, one, two) in facts {
        if one != two {
            problems.push(
                &Place {
                    file: source.clone().unwrap_or_default(),
                    ..Place::default()
                },
                format!("the two models are of different {what}s, `{one}` and `{two}`"),
                "give two models of one version of one service",
            );
        }
    }
    problems.into_result(())
}

struct Merger {
    base: Form,
    taken: Taken,
    /// Whether the endpoint rules are the other form's.
    takes_rules: bool,
    /// The operations that are HEADs.
    heads: BTreeSet<String>,
}

impl Merger {
    /// Whether the other form is Smithy's.
    fn has_smithy(&self) -> bool {
        self.base == Form::Botocore
    }

    fn took(&mut self, what: &'static str, path: &str) {
        let other = match self.base {
            Form::Botocore => Form::Smithy,
            Form::Smithy => Form::Botocore,
        };
        let paths = self.taken.entry((what, other)).or_default();
        paths.push(path.to_owned());
    }

    fn spec(&mut self, base: &mut ServiceSpec, other: &ServiceSpec) {
        if let (Some(source), Some(with)) = (&mut base.service.source, &other.service.source) {
            source.with = Some(Box::new(with.clone()));
        }
        let is_head = |it: &&Operation| it.http.as_ref().is_some_and(|http| http.method == "HEAD");
        let operations = base.operations.iter().map(|(_, operation)| operation);
        let heads = operations.filter(is_head).map(|it| it.operation.clone());
        self.heads = heads.collect();
        self.service(&mut base.service, &other.service);
        let mut wanted = BTreeSet::new();
        for (_, operation) in &mut base.operations {
            let name = &operation.operation;
            let found = other
                .operations
                .iter()
                .find(|(_, other)| other.operation == *name);
            if let Some((_, other)) = found {
                self.operation(operation, other);
                wanted.extend(operation.exceptions.iter().cloned());
            }
        }
        for (name, shape) in &mut base.shapes.shapes.0 {
            if let Some(other) = other.shapes.shapes.get(name) {
                self.named(shape, other, name);
            }
        }
        self.shapes(base, other, wanted);
    }

    fn service(&mut self, base: &mut Service, other: &Service) {
        let has_none = |it: &Service| it.hosts.is_empty() && it.endpoint_rules.is_none();
        if has_none(base) && base.global_endpoint.is_none() && !has_none(other) {
            base.hosts.clone_from(&other.hosts);
            base.operation_hosts.clone_from(&other.operation_hosts);
            base.endpoint_rules.clone_from(&other.endpoint_rules);
            self.takes_rules = base.endpoint_rules.is_some();
            self.took("hosts", &other.service);
        }
        if base.endpoint_discovery.is_none() && other.endpoint_discovery.is_some() {
            base.endpoint_discovery
                .clone_from(&other.endpoint_discovery);
            self.took("endpointDiscovery", &other.service);
        }
        if base.doc.is_none() && other.doc.is_some() {
            base.doc.clone_from(&other.doc);
            self.took("doc", &other.service);
        }
        for (name, waiter) in &other.waiters {
            match base.waiters.get_mut(name) {
                None => {
                    base.waiters.insert(name.clone(), waiter.clone());
                    self.took("waiter", name);
                }
                Some(own) if own.pinned || self.has_smithy() => {}
                Some(own) => {
                    // A response to HEAD has no body that names an error.
                    if self.heads.contains(&own.operation) && goes_by_status(waiter) {
                        own.acceptors.clone_from(&waiter.acceptors);
                        self.took("acceptors of a waiter", name);
                    }
                    let attempts = (own.delay, own.max_attempts);
                    if attempts != (waiter.delay, waiter.max_attempts) {
                        own.delay = waiter.delay;
                        own.max_attempts = waiter.max_attempts;
                        self.took("delay and attempts of a waiter", name);
                    }
                }
            }
        }
    }

    fn operation(&mut self, base: &mut Operation, other: &Operation) {
        let name = base.operation.clone();
        if self.takes_rules {
            base.endpoint_parameters
                .clone_from(&other.endpoint_parameters);
        }
        if base.doc.is_none() && other.doc.is_some() {
            base.doc.clone_from(&other.doc);
            self.took("doc", &name);
        }
        if base.examples.is_empty() && !other.examples.is_empty() {
            base.examples.clone_from(&other.examples);
            self.took("examples", &name);
        }
        for error in &other.exceptions {
            if !base.exceptions.contains(error) {
                base.exceptions.push(error.clone());
                self.took("error of an operation", &format!("{name}: {error}"));
            }
        }
        match (&mut base.pagination, &other.pagination) {
            (None, Some(_)) => {
                base.pagination.clone_from(&other.pagination);
                self.took("paginator", &name);
            }
            (Some(own), Some(other)) if !self.has_smithy() => {
                self.pagination(own, other, &name);
            }
            _ => {}
        }
        self.section(
            &mut base.request,
            &other.request,
            &format!("{name}.request"),
        );
        self.section(
            &mut base.response,
            &other.response,
            &format!("{name}.response"),
        );
    }

    fn pagination(&mut self, base: &mut Pagination, botocore: &Pagination, name: &str) {
        if !botocore.result_key.is_empty() && base.result_key != botocore.result_key {
            base.result_key.clone_from(&botocore.result_key);
            self.took("result keys of a paginator", name);
        }
        if base.more_results.is_none() && botocore.more_results.is_some() {
            base.more_results.clone_from(&botocore.more_results);
            self.took("more_results of a paginator", name);
        }
    }

    fn section(
        &mut self,
        base: &mut Option<Ordered<Shape>>,
        other: &Option<Ordered<Shape>>,
        path: &str,
    ) {
        if let (Some(base), Some(other)) = (base, other) {
            self.members(base, other, path);
        }
    }

    fn members(&mut self, base: &mut Ordered<Shape>, other: &Ordered<Shape>, path: &str) {
        for (name, member) in &mut base.0 {
            if let Some(other) = other.get(name) {
                self.shape(member, other, &format!("{path}.{name}"));
            }
        }
    }

    /// A shape that has a name.
    fn named(&mut self, base: &mut Shape, other: &Shape, name: &str) {
        if base.kind == Some(Type::Structure) && other.kind == Some(Type::Union) {
            base.kind = Some(Type::Union);
            self.took("union", name);
        }
        if let (Some(own), Some(other)) = (&mut base.error, &other.error) {
            let before = own.clone();
            error(own, other);
            if *own != before {
                self.took("code, status and fault of an error", name);
            }
        }
        let message = |name: &String| name.eq_ignore_ascii_case("message");
        if let (Some(members), Some(others), Some(_)) =
            (&mut base.members, &other.members, &base.error)
            && !members.keys().any(message)
            && let Some((key, member)) = others.iter().find(|(name, _)| message(name))
        {
            members.0.insert(key.clone(), member.clone());
            self.took("message of an error", name);
        }
        self.shape(base, other, name);
    }

    fn shape(&mut self, base: &mut Shape, other: &Shape, path: &str) {
        if base.doc.is_none() && other.doc.is_some() {
            base.doc.clone_from(&other.doc);
            self.took("doc", path);
        }
        let is_number = |kind| matches!(kind, Some(Type::Integer | Type::Long));
        if is_number(base.kind) && other.kind == Some(Type::String) {
            base.kind = Some(Type::String);
            (base.min, base.max, base.default) = (None, None, None);
            self.took("text in place of a number", path);
        }
        if self.has_smithy() && base.kind == other.kind {
            self.take_smithys(base, other, path);
        }
        for (own, other, way) in [
            (&mut base.element, &other.element, "[]"),
            (&mut base.key, &other.key, "{key}"),
            (&mut base.value, &other.value, "{}"),
        ] {
            if let (Some(own), Some(other)) = (own, other) {
                self.shape(own, other, &format!("{path}{way}"));
            }
        }
        if let (Some(own), Some(other)) = (&mut base.members, &other.members) {
            self.members(own, other, path);
        }
    }

    /// What Smithy knows better of a shape or member.
    fn take_smithys(&mut self, base: &mut Shape, smithy: &Shape, path: &str) {
        if (&base.min, &base.max) != (&smithy.min, &smithy.max) {
            base.min.clone_from(&smithy.min);
            base.max.clone_from(&smithy.max);
            self.took("bounds", path);
        }
        if base.pattern != smithy.pattern {
            base.pattern.clone_from(&smithy.pattern);
            self.took("pattern", path);
        }
        if base.default != smithy.default {
            base.default.clone_from(&smithy.default);
            self.took("default", path);
        }
        if base.required != smithy.required {
            base.required = smithy.required;
            self.took("required", path);
        }
        if base.sparse != smithy.sparse {
            base.sparse = smithy.sparse;
            self.took("sparse", path);
        }
        if base.media_type != smithy.media_type {
            base.media_type.clone_from(&smithy.media_type);
            self.took("media type", path);
        }
        if base.value_docs != smithy.value_docs {
            base.value_docs.clone_from(&smithy.value_docs);
            self.took("docs of values", path);
        }
    }

    /// The shapes that errors of the other form brought in.
    fn shapes(&mut self, base: &mut ServiceSpec, other: &ServiceSpec, mut open: BTreeSet<String>) {
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop_first() {
            if !seen.insert(name.clone()) || base.shapes.shapes.contains_key(&name) {
                continue;
            }
            if let Some(shape) = other.shapes.shapes.get(&name) {
                references(shape, &mut open);
                base.shapes.shapes.0.insert(name, shape.clone());
            }
        }
        base.shapes.shapes.0.sort_keys();
    }
}

fn goes_by_status(waiter: &Waiter) -> bool {
    let mut acceptors = waiter.acceptors.iter();
    acceptors.any(|acceptor| acceptor.matcher == Matcher::Status)
}

fn error(own: &mut ErrorTrait, other: &ErrorTrait) {
    own.code = own.code.take().or_else(|| other.code.clone());
    own.status = own.status.or(other.status);
    let is_servers = own.status.is_some_and(|status| status >= 500);
    own.fault = own
        .fault
        .or(other.fault)
        .or(is_servers.then_some(Fault::Server));
    own.retryable |= other.retryable;
    own.throttling |= other.throttling;
}

fn references(shape: &Shape, names: &mut BTreeSet<String>) {
    names.extend(shape.reference.clone());
    let parts = [&shape.element, &shape.key, &shape.value];
    for part in parts.into_iter().flatten() {
        references(part, names);
    }
    for member in shape.members.iter().flat_map(|members| members.values()) {
        references(member, names);
    }
}
