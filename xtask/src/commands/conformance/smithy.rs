//! Smithy's protocol tests: cases that stand as traits in the AST that the crates are generated from.

use super::vectors::{Case, ENDPOINT, Kind, Suite};
use crate::support::botocore;
use crate::support::model::Model;
use crate::support::smithy::Ast;
use anyhow::{Context, ensure};
use serde_json::{Map, Value, json};
use shapewright::import::merge::{Form, merge};
use shapewright::import::model::Import;
use shapewright::spec::{Defaults, Protocol, ServiceSpec};
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the files of the tests are, where no argument says it: paths as in `PATH`.
const VARIABLE: &str = "SMITHY_PROTOCOL_TESTS";

const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";

/// The files that are given, or those of the environment.
pub(super) fn files(given: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    if !given.is_empty() {
        return Ok(given.to_vec());
    }
    let paths = env::var_os(VARIABLE).with_context(|| {
        format!("give the JSON ASTs of Smithy's protocol tests, or name them in {VARIABLE}")
    })?;
    Ok(env::split_paths(&paths).collect())
}

/// A suite for each service of an AST that has tests for clients, with what it is generated from.
pub(super) fn suites(path: &Path) -> anyhow::Result<Vec<(Suite, Import)>> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let ast: Value = serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
    let shapes = ast["shapes"].as_object().context("no JSON AST")?;
    let mut suites = Vec::new();
    for (id, shape) in shapes {
        if shape["type"] != "service" {
            continue;
        }
        let mut ast = Ast::load(path)?;
        ast.shape = Some(id.clone());
        let mut import = ast.import(None).with_context(|| id.clone())?;
        let name = name_of(id);
        // Smithy's tests are of clients that fill in defaults.
        import.spec.service.defaults = Defaults::Filled;
        let mut suite = Suite {
            id: format!("smithy/{name}"),
            package: format!("smithy-{}", name.to_lowercase().replace('_', "-")),
            model: Value::Null,
            cases: cases(shapes, shape, import.spec.service.protocol),
        };
        if suite.cases.iter().any(is_addressed_by_rules) {
            import = with_rules(import).with_context(|| suite.id.clone())?;
        }
        for case in &mut suite.cases {
            allow_added(case, &import.spec);
        }
        if !suite.cases.is_empty() {
            suites.push((suite, import));
        }
    }
    ensure!(!suites.is_empty(), "{}: no test in it", path.display());
    Ok(suites)
}

/// Whether a test expects of a client that it knows the service's hosts.
fn is_addressed_by_rules(case: &Case) -> bool {
    matches!(&case.kind, Kind::Input { endpoint: None, .. })
}

/// The ASTs of the tests have no endpoint rules, which tests of addressing need: they are the service's own,
/// taken as `import --smithy ... --with-botocore ...` takes them.
fn with_rules(import: Import) -> anyhow::Result<Import> {
    let service = &import.spec.service;
    if service.endpoint_rules.is_some() || !service.hosts.is_empty() {
        return Ok(import);
    }
    let data = botocore::fetch()?.join("botocore/data");
    let botocores = Model::load(&data.join(&service.service))?.import(None)?;
    Ok(merge(import, Form::Smithy, botocores)?.0)
}

/// The client asks of its own accord that texts be URL-encoded, as boto3 does, where the caller does not say.
fn allow_added(case: &mut Case, spec: &ServiceSpec) {
    let mut operations = spec.operations.iter();
    let found = operations.find(|(_, found)| found.operation == case.operation);
    let asked = found.and_then(|(_, operation)| {
        let name = &operation.url_encoding.as_ref()?.member;
        let member = operation.request.as_ref()?.get(name)?;
        Some(member.wire_name.clone().unwrap_or_else(|| name.clone()))
    });
    if let Kind::Input { request, .. } = &mut case.kind {
        request["addedQueryParam"] = asked.into();
    }
}

fn name_of(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

fn cases(shapes: &Map<String, Value>, service: &Value, protocol: Protocol) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut errors = BTreeSet::new();
    for operation in targets(&service["operations"]) {
        let shape = &shapes[operation];
        let name = name_of(operation);
        for test in tests(shape, REQUESTS, service) {
            cases.push(case(test, name, request(test)));
        }
        for test in tests(shape, RESPONSES, service) {
            let response = response(test);
            let result = test["params"].clone();
            cases.push(case(test, name, Kind::Output { response, result }));
        }
        for error in targets(&shape["errors"]) {
            if !errors.insert(error) {
                continue;
            }
            for test in tests(&shapes[error], RESPONSES, service) {
                let kind = failure(test, error, &shapes[error], service, protocol);
                cases.push(case(test, name, kind));
            }
        }
    }
    cases
}

fn case(test: &Value, operation: &str, kind: Kind) -> Case {
    Case {
        id: test["id"].as_str().unwrap_or_default().to_owned(),
        operation: operation.to_owned(),
        ignored: false,
        kind,
    }
}

/// The tests for clients of the service's own protocol.
fn tests<'v>(shape: &'v Value, key: &str, service: &'v Value) -> impl Iterator<Item = &'v Value> {
    let tests = shape["traits"][key]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    tests.iter().filter(|test| {
        let protocol = test["protocol"].as_str().unwrap_or_default();
        test["appliesTo"] != "server" && !service["traits"][protocol].is_null()
    })
}

fn targets(list: &Value) -> impl Iterator<Item = &str> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(|target| target["target"].as_str())
}

fn request(test: &Value) -> Kind {
    let query: Vec<&str> = test["queryParams"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let path = test["uri"].as_str().unwrap_or_default();
    let uri = match query.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", query.join("&")),
    };
    // A test of a client's settings leaves the endpoint to the service's rules.
    let settings = settings(&test["vendorParams"]);
    let host = test["host"].as_str().map(|host| format!("https://{host}"));
    let host = host.unwrap_or_else(|| ENDPOINT.to_owned());
    let endpoint = settings.is_null().then_some(host);
    Kind::Input {
        params: test.get("params").cloned().unwrap_or_else(|| json!({})),
        request: json!({
            "method": test["method"],
            "uri": uri,
            "body": test["body"],
            "headers": test["headers"],
            "forbidHeaders": test["forbidHeaders"],
            "forbidQueryParams": test["forbidQueryParams"],
            "requireQueryParams": test["requireQueryParams"],
            "host": test["resolvedHost"],
        }),
        endpoint,
        settings,
    }
}

/// What a test says of the client (`aws.protocoltests.config#AwsConfig`), and what it says of the call on top.
fn settings(vendor: &Value) -> Value {
    let scoped = &vendor["scopedConfig"];
    let mut settings = scoped["client"].clone();
    if let Some(s3) = scoped["operation"]["s3"].as_object() {
        for (name, value) in s3 {
            settings["s3"][name] = value.clone();
        }
    }
    settings
}

fn response(test: &Value) -> Value {
    json!({
        "status_code": test["code"],
        "headers": test["headers"],
        "body": test["body"],
    })
}

fn failure(test: &Value, id: &str, shape: &Value, service: &Value, protocol: Protocol) -> Kind {
    let has_codes = matches!(protocol, Protocol::Query | Protocol::Ec2)
        || !service["traits"]["aws.protocols#awsQueryCompatible"].is_null();
    let code = shape["traits"]["aws.protocols#awsQueryError"]["code"].as_str();
    let renamed = service["rename"][id].as_str();
    let params = &test["params"];
    let message = params.as_object().into_iter().flatten();
    let message = message
        .filter(|(name, _)| name.eq_ignore_ascii_case("message"))
        .find_map(|(_, value)| value.as_str());
    Kind::Error {
        response: response(test),
        code: code
            .filter(|_| has_codes)
            .or(renamed)
            .unwrap_or(name_of(id))
            .to_owned(),
        message: message.map(str::to_owned),
        members: test.get("params").cloned().unwrap_or_else(|| json!({})),
    }
}
