//! Smithy's protocol tests: cases that stand as traits in the AST that the crates are generated from.

use super::vectors::{Case, Kind, Suite};
use crate::support::smithy::Ast;
use anyhow::{Context, ensure};
use serde_json::{Map, Value, json};
use shapewright::import::model::Import;
use shapewright::spec::Protocol;
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
        let import = ast.import(None).with_context(|| id.clone())?;
        let name = name_of(id);
        let suite = Suite {
            id: format!("smithy/{name}"),
            package: format!("smithy-{}", name.to_lowercase().replace('_', "-")),
            model: Value::Null,
            cases: cases(shapes, shape, import.spec.service.protocol),
        };
        if !suite.cases.is_empty() {
            suites.push((suite, import));
        }
    }
    ensure!(!suites.is_empty(), "{}: no test in it", path.display());
    Ok(suites)
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
    let endpoint = test["host"].as_str();
    Kind::Input {
        params: test.get("params").cloned().unwrap_or_else(|| json!({})),
        request: json!({
            "method": test["method"],
            "uri": uri,
            "body": test["body"],
            "headers": test["headers"],
            "forbidHeaders": test["forbidHeaders"],
            "host": test["resolvedHost"],
        }),
        endpoint: endpoint.map(|host| format!("https://{host}")),
    }
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
