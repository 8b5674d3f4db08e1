//! Importing botocore's service models into the spec.
//!
//! [`read`] is a pure function from bytes to the spec. Structures, unions and enumerations become shared
//! shapes; scalars, lists and maps are inlined, with the constraints of their shape and of the member.
//! Requests and responses are part of their operation.

pub(in crate::import) mod bdd;
mod bounds;
pub(in crate::import) mod check;
pub(in crate::import) mod docs;
pub(in crate::import) mod endpoints;
pub(in crate::import) mod extras;
pub(in crate::import) mod json;
mod markdown;
pub(in crate::import) mod method;
pub(in crate::import) mod mirror;
pub(in crate::import) mod rule_set;
mod rules;
mod select;
pub(in crate::import) mod service;
pub(in crate::import) mod shapes;

pub use docs::html_to_markdown;
pub use endpoints::Hosts;
pub use method::method_name;
pub use select::{near, select};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::import::sha256;
use crate::overlay;
use crate::spec::locate;
use crate::spec::{
    Auth, EndpointDiscovery, HostRule, Http, Operation, OperationHosts, Pagination, Protocol,
    Sending, Service, ServiceSpec, Source, XmlBody,
};
use json::{At, Node, Report};
use mirror::Model;
use shapes::Builder;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// How large an unpacked file may be, in bytes. The largest of botocore 1.44.5 has 3.7 MB.
const LARGEST: usize = 64 << 20;

/// The files of one service model, each plain or gzipped.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'a> {
    /// The service's name in boto3 and the AWS CLI, such as `imagebuilder`.
    pub service: &'a str,
    /// The model's name in messages and in `source`, such as `imagebuilder/2019-12-02/service-2.json`.
    pub name: &'a str,
    /// `service-2.json`.
    pub model: &'a [u8],
    /// `service-2.sdk-extras.json`.
    pub model_extras: Option<&'a [u8]>,
    /// `paginators-1.json`.
    pub paginators: Option<&'a [u8]>,
    /// `paginators-1.sdk-extras.json`.
    pub paginator_extras: Option<&'a [u8]>,
    /// `waiters-2.json`.
    pub waiters: Option<&'a [u8]>,
    /// `endpoint-rule-set-1.json`.
    pub endpoint_rules: Option<&'a [u8]>,
}

/// An imported spec, with warnings.
#[derive(Clone, Debug)]
pub struct Import {
    /// The spec.
    pub spec: ServiceSpec,
    /// What the model has and the spec cannot express.
    pub warnings: Diagnostics,
}

/// Imports a service model. The decisions in an `earlier` service.json are kept: names, fixups, output,
/// selection of operations, handwritten shapes and pinned waiters.
///
/// # Errors
/// The files are not a valid service model: all problems.
pub fn read(files: &Files<'_>, earlier: Option<&Service>) -> Result<Import, Diagnostics> {
    let mut report = Report::new(files.name);
    let mut paginators_report = Report::new(&beside(files.name, "paginators-1.json"));
    let mut waiters_report = Report::new(&beside(files.name, "waiters-2.json"));
    let mut rules_report = Report::new(&beside(files.name, "endpoint-rule-set-1.json"));

    let bytes = plain(files.model, &mut report);
    let root = merged(&mut report, &bytes, files.model_extras);
    let paginators = files
        .paginators
        .map(|bytes| plain(bytes, &mut paginators_report))
        .and_then(|bytes| merged(&mut paginators_report, &bytes, files.paginator_extras))
        .map(|root| extras::paginators(&mut paginators_report, &root))
        .unwrap_or_default();
    let waiters = files
        .waiters
        .map(|bytes| plain(bytes, &mut waiters_report))
        .and_then(|bytes| merged(&mut waiters_report, &bytes, None))
        .map(|root| extras::waiters(&mut waiters_report, &root))
        .unwrap_or_default();
    let endpoint_rules = files
        .endpoint_rules
        .map(|bytes| plain(bytes, &mut rules_report))
        .and_then(|bytes| merged(&mut rules_report, &bytes, None));

    let spec = root.and_then(|root| {
        let model = Model::read(&mut report, &root);
        check::check(&model, &mut report);
        let source = Source {
            model: Some(files.name.to_owned()),
            sha256: Some(sha256(&bytes)),
            ..Source::default()
        };
        let protocol = service::protocol(&model.metadata, earlier, &mut report);
        let mut service = service::service(
            files.service,
            &model,
            protocol,
            waiters,
            source,
            &mut report,
        )?;
        if let Some(earlier) = earlier {
            service::keep_decisions(&mut service, earlier);
        }
        let hosts = endpoint_rules.as_ref().and_then(|rules| {
            endpoints::hosts(
                &mut rules_report,
                &At::ROOT,
                rules,
                &service.endpoint_prefix,
            )
        });
        service::set_hosts(&mut service, hosts, earlier);
        check_targets(&model, &paginators, &mut paginators_report);
        let mut spec = build(&model, service, &paginators, &mut report)?;
        rule_set::settle(&mut spec, &rule_set::told(&root));
        discovery(&model, &mut spec, &mut report);
        Some(spec)
    });

    let mut errors = Diagnostics::default();
    let mut warnings = Diagnostics::default();
    let spec = spec.map(|spec| finished(spec, files.name, &mut errors, &mut warnings));
    for part in [report, paginators_report, waiters_report, rules_report] {
        errors.0.extend(part.errors.0);
        warnings.0.extend(part.warnings.0);
    }
    match spec {
        Some(spec) => errors.into_result(Import { spec, warnings }),
        None => Err(errors),
    }
}

/// The hosts of a service, from its endpoint rules (plain or gzipped) and its endpoint prefix.
///
/// # Errors
/// The file does not have endpoint rules.
pub fn hosts(name: &str, rules: &[u8], prefix: &str) -> Result<Hosts, Diagnostics> {
    let mut report = Report::new(&beside(name, "endpoint-rule-set-1.json"));
    let bytes = plain(rules, &mut report);
    let rules = report.parse(&bytes);
    let hosts = rules.and_then(|rules| endpoints::hosts(&mut report, &At::ROOT, &rules, prefix));
    report.errors.0.append(&mut report.warnings.0);
    match hosts {
        Some(hosts) => report.errors.into_result(hosts),
        None => Err(report.errors),
    }
}

/// The spec with its overlay, checked.
fn finished(
    mut spec: ServiceSpec,
    name: &str,
    errors: &mut Diagnostics,
    warnings: &mut Diagnostics,
) -> ServiceSpec {
    let found = overlay::apply(&mut spec);
    errors.0.extend(found.errors.0);
    warnings.0.extend(found.warnings.0);
    let unsigned = crate::spec::unsigned(&spec);
    warnings.0.extend(in_model(unsigned, &spec, name));
    let found = crate::spec::check(&spec);
    errors.0.extend(in_model(found, &spec, name));
    spec
}

/// Problems of a spec as ones of the model that it is made of, whose files do not exist yet. The spec
/// path says where in an operation or shape.
pub(in crate::import) fn in_model(
    problems: Diagnostics,
    spec: &ServiceSpec,
    name: &str,
) -> Vec<Diagnostic> {
    let mut found = problems.0;
    for problem in &mut found {
        let at = &mut problem.at;
        let file = at.file.rsplit('/').next().unwrap_or_default();
        let operation = spec.operations.iter().find(|(name, _)| name == file);
        at.pointer = match operation {
            Some((_, operation)) => locate::join("/operations", &operation.operation),
            None if at.pointer.starts_with("/shapes/") => {
                let shape = locate::segments(&at.pointer).nth(1).unwrap_or_default();
                locate::join("/shapes", &shape)
            }
            None => locate::join("/metadata", at.pointer.trim_start_matches('/')),
        };
        name.clone_into(&mut at.file);
    }
    found
}

/// Everything below `service.json`; nothing where the model has errors.
pub(in crate::import) fn build(
    model: &Model<'_>,
    service: Service,
    paginators: &BTreeMap<String, Pagination>,
    report: &mut Report,
) -> Option<ServiceSpec> {
    let root = At::ROOT;
    let operations_at = root.child("operations");
    let auths: Vec<_> = model
        .operations
        .iter()
        .map(|operation| {
            let at = operations_at.child(operation.name);
            let (schemes, kind) = (&operation.auth, operation.authtype);
            service::auth(schemes, kind, operation.unsigned_payload, &at, report)
        })
        .collect();
    if !report.errors.0.is_empty() {
        return None;
    }
    let mut builder = Builder::new(model, service::wire(service.protocol));
    let mut operations: Vec<_> = model
        .operations
        .iter()
        .zip(auths)
        .map(|(operation, auth)| {
            let made = make_operation(operation, auth, &service, paginators, &mut builder);
            (made.file_name(), made)
        })
        .collect();
    operations.sort_by(|(one, _), (other, _)| one.cmp(other));
    let exceptions: BTreeSet<_> = operations
        .iter()
        .flat_map(|(_, operation)| operation.exceptions.iter().cloned())
        .collect();
    Some(ServiceSpec {
        folder: format!("spec/{}", service.service),
        service,
        shapes: builder.finish(&exceptions),
        operations,
    })
}

fn make_operation(
    operation: &mirror::Operation<'_>,
    auth: Option<Auth>,
    service: &Service,
    paginators: &BTreeMap<String, Pagination>,
    builder: &mut Builder<'_, '_>,
) -> Operation {
    let mut exceptions: Vec<String> = Vec::new();
    for name in &operation.errors {
        if !exceptions.iter().any(|known| known == name) {
            exceptions.extend(builder.exception(name));
        }
    }
    Operation {
        url_encoding: None,
        schema: None,
        operation: operation.name.to_owned(),
        method: method_name(operation.name),
        source: None,
        doc_format: crate::spec::DocFormat::default(),
        doc: operation.documentation.and_then(html_to_markdown),
        deprecated: operation
            .deprecated
            .as_deref()
            .map(|text| html_to_markdown(text).unwrap_or_default()),
        http: Some(Http {
            method: operation.method.to_owned(),
            uri: operation.uri.to_owned(),
            response_code: operation.response_code.filter(|code| *code != 200),
            host_prefix: operation.host_prefix.map(str::to_owned),
        }),
        auth: auth.filter(|auth| *auth != service.auth.unwrap_or(Auth::SigV4)),
        checksum_required: operation.checksum_required,
        endpoint_parameters: BTreeMap::new(),
        region_copy: None,
        sending: Sending {
            compression: operation.compression,
            content_md5: operation.content_md5,
            ..Sending::default()
        },
        xml: Some(builder.xml(operation))
            .filter(|xml| service.protocol == Protocol::RestXml && *xml != XmlBody::default()),
        pagination: paginators.get(operation.name).cloned(),
        request: operation
            .input
            .and_then(|name| builder.message(name))
            // Of no members, CBOR has an empty map where there is a request, and else no body.
            .filter(|members| !members.is_empty() || service.protocol == Protocol::RpcV2Cbor),
        response: operation.output.and_then(|name| builder.message(name)),
        response_doc: operation.output.and_then(|name| builder.doc(name)),
        exceptions,
        examples: Vec::new(),
        omitted: Vec::new(),
    }
}

/// Operations whose host another one tells: where it is not known which, they are refused where the caller
/// gives none.
pub(in crate::import) fn discovery(model: &Model<'_>, spec: &mut ServiceSpec, report: &mut Report) {
    let told = |is_required: bool| {
        let operations = model.operations.iter();
        let told = operations.filter(move |it| it.discovery == Some(is_required));
        told.map(|it| it.name.to_owned()).collect::<Vec<_>>()
    };
    let (names, optional) = (told(true), told(false));
    if let Some(operation) = model.operations.iter().find(|it| it.tells_endpoints) {
        spec.service.endpoint_discovery = Some(EndpointDiscovery {
            operation: operation.name.to_owned(),
            required: names,
            optional,
        })
        .filter(|it| !it.required.is_empty() || !it.optional.is_empty());
        return;
    }
    if names.is_empty() {
        return;
    }
    let root = At::ROOT;
    report.warning(
        &root.child("operations"),
        format!(
            "endpoint discovery is required, and no operation tells the endpoints; refused without one of the \
             caller's: {}",
            names.join(", ")
        ),
        "give the client the endpoint",
    );
    spec.service.operation_hosts.insert(
        0,
        OperationHosts {
            operations: names,
            hosts: vec![HostRule::default()],
        },
    );
}

/// A paginator of an operation that is not there is left out, and said to be.
pub(in crate::import) fn check_targets(
    model: &Model<'_>,
    paginators: &BTreeMap<String, Pagination>,
    report: &mut Report,
) {
    let root = At::ROOT;
    let at = root.child("pagination");
    for name in paginators.keys() {
        if !model.operations.iter().any(|known| known.name == name) {
            report.warning(
                &at.child(name),
                format!("there is no operation `{name}`: its paginator is left out"),
                "take model and paginators from the same release of botocore",
            );
        }
    }
}

/// A file's JSON with the `merge` object of its extras laid over it.
fn merged(report: &mut Report, bytes: &[u8], extras: Option<&[u8]>) -> Option<Node> {
    let mut root = report.parse(bytes)?;
    if let Some(extras) = extras {
        let bytes = plain(extras, report);
        if let Some(merge) = report.parse(&bytes).and_then(|extras| extras.take("merge")) {
            root.merge(merge);
        }
    }
    Some(root)
}

/// The bytes themselves, unpacked where they are gzipped.
pub(in crate::import) fn plain<'b>(bytes: &'b [u8], report: &mut Report) -> Cow<'b, [u8]> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(unpacked(bytes).unwrap_or_else(|reason| {
        let help = "copy the file again, from a release of botocore";
        report.error(&At::ROOT, format!("cannot be unpacked: {reason}"), help);
        Vec::new()
    }))
}

/// Decompresses a gzipped file.
///
/// # Errors
/// It is not gzip, or too large for a model.
pub fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut unpacked = Vec::new();
    let limit = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    let packed = flate2::read::GzDecoder::new(bytes);
    packed
        .take(limit + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error| error.to_string())?;
    if unpacked.len() > LARGEST {
        return Err(format!(
            "it holds more than {} MB, and no service model is as large",
            LARGEST >> 20
        ));
    }
    Ok(unpacked)
}

/// The name of a file in the same folder.
fn beside(name: &str, file: &str) -> String {
    match name.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{file}"),
        None => file.to_owned(),
    }
}
