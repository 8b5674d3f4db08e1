//! Converting the model's metadata to `service.json`, keeping the decisions in an earlier one.

use super::docs::html_to_markdown;
use super::endpoints::Hosts;
use super::json::{At, Report};
use super::mirror::{Metadata, Model};
use super::shapes::Wire;
use crate::spec::{
    Auth, Defaults, HostRule, OperationHosts, Ordered, Protocol, Selection, Service, Source, Waiter,
};
use std::collections::BTreeMap;

/// The protocols by botocore's names, those first that it speaks where a service speaks several.
const PROTOCOLS: [(&str, Protocol); 6] = [
    ("json", Protocol::Json),
    ("rest-json", Protocol::RestJson),
    ("rest-xml", Protocol::RestXml),
    ("smithy-rpc-v2-cbor", Protocol::RpcV2Cbor),
    ("query", Protocol::Query),
    ("ec2", Protocol::Ec2),
];

/// The protocols that a service speaks.
fn spoken(metadata: &Metadata<'_>) -> Vec<Protocol> {
    let spoken = PROTOCOLS
        .iter()
        .filter(|(name, _)| metadata.protocols.contains(name));
    spoken.map(|(_, protocol)| *protocol).collect()
}

/// The protocol to speak: of those the service does, the one that was chosen, or botocore's first.
pub(in crate::import) fn protocol(
    metadata: &Metadata<'_>,
    earlier: Option<&Service>,
    report: &mut Report,
) -> Option<Protocol> {
    let spoken = spoken(metadata);
    if spoken.is_empty() && !metadata.protocols.is_empty() {
        let root = At::ROOT;
        report.error(
            &root.child("metadata").child("protocol"),
            format!("unknown protocol `{}`", metadata.protocols.join("`, `")),
            "the protocols are rest-json, json, rest-xml, query, ec2 and smithy-rpc-v2-cbor",
        );
    }
    let chosen = earlier.map(|earlier| earlier.protocol);
    chosen
        .filter(|chosen| spoken.contains(chosen))
        .or(spoken.first().copied())
}

pub(in crate::import) fn wire(protocol: Protocol) -> Wire {
    Wire {
        rest: matches!(protocol, Protocol::RestJson | Protocol::RestXml),
        xml: matches!(
            protocol,
            Protocol::RestXml | Protocol::Query | Protocol::Ec2
        ),
    }
}

/// How requests are signed; `None` where the model does not say.
pub(in crate::import) fn auth(
    schemes: &[&str],
    authtype: Option<&str>,
    unsigned_payload: bool,
    at: &At<'_>,
    report: &mut Report,
) -> Option<Auth> {
    let sigv4 = if unsigned_payload {
        Auth::SigV4UnsignedBody
    } else {
        Auth::SigV4
    };
    // What every client knows comes first: the others are asked for by `schemes`.
    let named = [
        ("aws.auth#sigv4", sigv4),
        ("aws.auth#sigv4a", Auth::SigV4a),
        ("smithy.api#httpBearerAuth", Auth::Bearer),
        ("smithy.api#noAuth", Auth::None),
    ];
    if let Some((_, auth)) = named.iter().find(|(name, _)| schemes.contains(name)) {
        return Some(*auth);
    }
    match authtype {
        Some("none") => Some(Auth::None),
        Some("v4" | "s3" | "s3v4") => Some(sigv4),
        Some("v4-unsigned-body") => Some(Auth::SigV4UnsignedBody),
        Some("v4a") => Some(Auth::SigV4a),
        Some("bearer") => Some(Auth::Bearer),
        Some(other) => {
            report.error(
                at,
                format!("unknown way to sign requests `{other}`"),
                "v4, v4a, bearer and none are known",
            );
            None
        }
        None => unsigned_payload.then_some(sigv4),
    }
}

/// The ways that a service takes, where there are several.
fn schemes(names: &[&str]) -> Vec<Auth> {
    let known = |name: &&str| match *name {
        "aws.auth#sigv4" => Some(Auth::SigV4),
        "aws.auth#sigv4a" => Some(Auth::SigV4a),
        "smithy.api#httpBearerAuth" => Some(Auth::Bearer),
        _ => None,
    };
    let schemes: Vec<_> = names.iter().filter_map(known).collect();
    Some(schemes)
        .filter(|all| all.len() > 1)
        .unwrap_or_default()
}

/// Makes `service.json`. `None` where something it needs is missing, which was reported.
pub(in crate::import) fn service(
    name: &str,
    model: &Model<'_>,
    protocol: Option<Protocol>,
    waiters: BTreeMap<String, Waiter>,
    source: Source,
    report: &mut Report,
) -> Option<Service> {
    let metadata = &model.metadata;
    let root = At::ROOT;
    let auth = auth(
        &metadata.auth,
        metadata.signature_version,
        false,
        &root.child("metadata"),
        report,
    );
    let has_prefix = matches!(protocol, Some(Protocol::Json | Protocol::RpcV2Cbor));
    if has_prefix && metadata.target_prefix.is_none() {
        report.error(
            &root.child("metadata"),
            "`targetPrefix` is missing",
            "the protocol names the operation by it",
        );
    }
    let is_json = protocol == Some(Protocol::Json);
    let for_json = |text: Option<&str>| text.filter(|_| is_json).map(str::to_owned);
    Some(Service {
        region_redirect: None,
        session: None,
        endpoint_discovery: None,
        schema: None,
        service: name.to_owned(),
        title: metadata.full_name?.to_owned(),
        service_id: metadata.service_id?.to_owned(),
        api_version: metadata.api_version?.to_owned(),
        protocol: protocol?,
        protocols: Some(spoken(metadata))
            .filter(|spoken| spoken.len() > 1)
            .unwrap_or_default(),
        json_version: for_json(metadata.json_version),
        target_prefix: metadata
            .target_prefix
            .filter(|_| has_prefix)
            .map(str::to_owned),
        query_compatible: metadata.query_compatible,
        xml_namespace: metadata
            .xml_namespace
            .filter(|_| protocol.is_some_and(|protocol| wire(protocol).xml))
            .map(str::to_owned),
        endpoint_prefix: metadata.endpoint_prefix?.to_owned(),
        signing_name: metadata
            .signing_name
            .or(metadata.endpoint_prefix)?
            .to_owned(),
        auth: auth.filter(|auth| *auth != Auth::SigV4),
        auth_schemes: schemes(&metadata.auth),
        global_endpoint: metadata.global_endpoint.map(str::to_owned),
        headers: BTreeMap::new(),
        hosts: Vec::new(),
        operation_hosts: Vec::new(),
        endpoint_rules: None,
        doc_format: crate::spec::DocFormat::default(),
        doc: doc(model),
        output: format!("generated/{name}"),
        operations: Selection::All,
        defaults: Defaults::Documented,
        http: BTreeMap::new(),
        fixups: BTreeMap::new(),
        names: crate::spec::Names::default(),
        shapes: Ordered::default(),
        waiters,
        source: Some(source),
    })
}

fn doc(model: &Model<'_>) -> Option<String> {
    let doc = model.documentation.and_then(html_to_markdown);
    let Some(deprecated) = &model.deprecated else {
        return doc;
    };
    let text = html_to_markdown(deprecated).unwrap_or_default();
    let notice = format!("**Deprecated.** {text}").trim_end().to_owned();
    Some(match doc {
        Some(doc) => format!("{notice}\n\n{doc}"),
        None => notice,
    })
}

/// Sets the hosts by the endpoint rules, which know of a global endpoint too; as they were earlier
/// where there are no rules.
pub(in crate::import) fn set_hosts(
    service: &mut Service,
    hosts: Option<Hosts>,
    earlier: Option<&Service>,
) {
    match (hosts, earlier) {
        (Some(hosts), _) => {
            (service.hosts, service.endpoint_rules) = match hosts {
                Hosts::Patterns(hosts) => (hosts, None),
                Hosts::Rules(rules) => (Vec::new(), Some(rules)),
            };
            service.global_endpoint = None;
        }
        (None, Some(earlier)) => {
            service.hosts.clone_from(&earlier.hosts);
            // Those that are asked for by discovery, each model says itself.
            let asked_for = |group: &&OperationHosts| group.hosts == [HostRule::default()];
            let groups = earlier.operation_hosts.iter();
            service.operation_hosts = groups.filter(|group| !asked_for(group)).cloned().collect();
            service.endpoint_rules.clone_from(&earlier.endpoint_rules);
        }
        (None, None) => {}
    }
}

/// Keeps what people decided in an earlier `service.json`.
pub(in crate::import) fn keep_decisions(service: &mut Service, earlier: &Service) {
    service.schema.clone_from(&earlier.schema);
    service.output.clone_from(&earlier.output);
    service.defaults = earlier.defaults;
    service.operations = earlier.operations.clone();
    service.fixups.clone_from(&earlier.fixups);
    service.names = earlier.names.clone();
    service.shapes = earlier.shapes.clone();
    for (name, waiter) in &earlier.waiters {
        if waiter.pinned {
            service.waiters.insert(name.clone(), waiter.clone());
        }
    }
}
