//! Importing Smithy's JSON AST, version 1.0 or 2.0, into the spec.
//!
//! [`read`] is a pure function from bytes to the spec. It resolves mixins, applied traits and defaults
//! ([`upgrade`]), finds the service and everything that it reaches ([`closure`]), and converts that to the
//! same model as [`super::model`] does with botocore's files ([`convert`]). The rest is shared.

mod ast;
mod closure;
mod convert;
mod examples;
mod extras;
mod identity;
mod known;
mod nullability;
mod prose;
mod told;
mod traits;
mod upgrade;

use super::model::endpoints::{self, Hosts};
use super::model::json::{At, Format, Report};
use super::model::{Import, bdd, build, check, discovery, in_model, plain, rule_set, service};
use crate::diagnostic::Diagnostics;
use crate::import::sha256;
use crate::overlay;
use crate::spec::{HostRule, Service, ServiceSpec, Shape, Source, Type};
use ast::Ast;
use closure::Closure;
use convert::Converter;
use identity::{Identity, Spoken};
use std::collections::BTreeMap;
use traits::Reader;

/// An AST, plain or gzipped.
#[derive(Clone, Copy, Debug, Default)]
pub struct File<'a> {
    /// The AST's name in messages and in `source`, such as `imagebuilder-2019-12-02.json`.
    pub name: &'a str,
    /// The AST.
    pub bytes: &'a [u8],
    /// The shape of the service, by name or id: required if the AST has several.
    pub shape: Option<&'a str>,
    /// The service's name in boto3 and the AWS CLI; by default that of an earlier `service.json`, or its id
    /// in lower case.
    pub service: Option<&'a str>,
}

/// Finds the earlier `service.json` by the AST's service id.
pub type Earlier<'a> = &'a dyn Fn(&str) -> Option<&'a Service>;

/// Imports a service from an AST. The decisions in the `earlier` service.json are kept, as in
/// [`super::model::read`].
///
/// # Errors
/// The file is not a valid AST, or has no service or several: all problems.
pub fn read(file: &File<'_>, earlier: Earlier<'_>) -> Result<Import, Diagnostics> {
    let mut report = Report::of(Format::Ast, file.name);
    let bytes = plain(file.bytes, &mut report);
    let source = Source {
        model: Some(file.name.to_owned()),
        sha256: Some(sha256(&bytes)),
        ..Source::default()
    };
    let root = report.parse(&bytes);
    let ast = root.and_then(|root| Ast::read(&mut report, root));
    let spec = ast.and_then(|mut ast| {
        ast.upgrade(&mut report);
        prose::to_html(&mut ast);
        make(&ast, file, earlier, source, &mut report)
    });
    match spec {
        Some(spec) => {
            let found = crate::spec::check(&spec);
            report.errors.0.extend(in_model(found, &spec, file.name));
            report.errors.into_result(Import {
                spec,
                warnings: report.warnings,
            })
        }
        None => Err(report.errors),
    }
}

fn make(
    ast: &Ast,
    file: &File<'_>,
    earlier: Earlier<'_>,
    source: Source,
    report: &mut Report,
) -> Option<ServiceSpec> {
    let closure = Closure::of(ast, file.shape, report)?;
    let identity = Identity::of(&closure);
    let earlier = earlier(&identity.service_id);
    let all_spoken = Spoken::all(&closure);
    let is_chosen = |spoken: &&Spoken| earlier.is_some_and(|it| it.protocol == spoken.protocol);
    let chosen = all_spoken.iter().find(is_chosen);
    let Some(spoken) = chosen.or(all_spoken.first()).copied() else {
        refuse_protocol(&closure, report);
        return None;
    };
    let mut reader = Reader::new(report, spoken.protocol);
    let mut converter = Converter {
        ast,
        closure: &closure,
        reader: &mut reader,
        spoken,
        all_spoken: &all_spoken,
    };
    let model = converter.model(&identity);
    let paginators = extras::paginators(ast, &closure, &mut reader);
    let waiters = extras::waiters(ast, &closure, &mut reader);
    let ids = closure
        .operations
        .iter()
        .map(|id| (closure::name_of(id), *id));
    let names = closure.names.iter().map(|(id, name)| (*name, *id));
    report.ids = names
        .chain(ids)
        .map(|(name, id)| (name.to_owned(), id.to_owned()))
        .collect::<BTreeMap<_, _>>();
    check::check(&model, report);
    let own = identity.service();
    let name = file
        .service
        .or(earlier.map(|earlier| earlier.service.as_str()))
        .unwrap_or(&own);
    let protocol = Some(spoken.protocol);
    let mut service = service::service(name, &model, protocol, waiters, source, report)?;
    if let Some(earlier) = earlier {
        service::keep_decisions(&mut service, earlier);
    }
    let hosts = hosts(&closure, &identity, report);
    service::set_hosts(&mut service, hosts, earlier);
    let mut spec = build(&model, service, &paginators, report)?;
    settle(&mut spec);
    examples::set(ast, &closure, &mut spec, report);
    rule_set::settle(&mut spec, &told::told(ast, &closure));
    discovery(&model, &mut spec, report);
    if identity.is_aws {
        let found = overlay::apply_to_smithys(&mut spec);
        report.warnings.0.extend(found.0);
    }
    Some(spec)
}

fn refuse_protocol(closure: &Closure<'_>, report: &mut Report) {
    let root = At::ROOT;
    let shapes_at = root.child("shapes");
    report.error(
        &shapes_at.child(closure.id).child("traits"),
        format!("`{}` has no protocol that is known here", closure.id),
        "give the service one of restJson1, awsJson1_0, awsJson1_1, awsQuery, ec2Query, restXml and \
         rpcv2Cbor",
    );
}

/// The hosts by the endpoint rules. A service that is not AWS's has none that could be known: its
/// callers give an endpoint.
fn hosts(closure: &Closure<'_>, identity: &Identity, report: &mut Report) -> Option<Hosts> {
    const RULES: &str = "smithy.rules#endpointRuleSet";
    const DIAGRAM: &str = "smithy.rules#endpointBdd";
    let root = At::ROOT;
    let shapes_at = root.child("shapes");
    let service_at = shapes_at.child(closure.id);
    let at = service_at.child("traits");
    let prefix = &identity.endpoint_prefix;
    let traits = &closure.service.traits;
    match (traits.get(RULES), traits.get(DIAGRAM)) {
        (Some(rules), _) => endpoints::hosts(report, &at.child(RULES), rules, prefix),
        (None, Some(diagram)) => match bdd::rule_set(diagram) {
            Ok(rules) => endpoints::hosts(report, &at.child(DIAGRAM), &rules, prefix),
            Err(what) => {
                endpoints::cannot_follow(report, &at.child(DIAGRAM), &what);
                None
            }
        },
        (None, None) if identity.is_aws => None,
        (None, None) => Some(Hosts::Patterns(vec![HostRule::default()])),
    }
}

/// The elements of a flat list are called as their member, whatever the list calls them.
fn settle(spec: &mut ServiceSpec) {
    let operations = spec.operations.iter_mut();
    let messages = operations
        .flat_map(|(_, operation)| operation.request.iter_mut().chain(&mut operation.response));
    for members in messages {
        members.values_mut().for_each(settle_shape);
    }
    spec.shapes.shapes.values_mut().for_each(settle_shape);
}

fn settle_shape(shape: &mut Shape) {
    let is_flat_list = shape.flattened && shape.kind == Some(Type::List);
    if let Some(element) = &mut shape.element
        && is_flat_list
    {
        element.wire_name = None;
    }
    let parts = [&mut shape.element, &mut shape.key, &mut shape.value];
    for part in parts.into_iter().flatten() {
        settle_shape(part);
    }
    for member in shape
        .members
        .iter_mut()
        .flat_map(|members| members.values_mut())
    {
        settle_shape(member);
    }
}
