//! Test vectors as botocore has them: suites of cases, and the cases it does not run.

use anyhow::Context;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// Where requests go that the vectors name no place for.
pub(super) const ENDPOINT: &str = "https://example.com";

/// One file of vectors as one service.
pub(super) struct Suite {
    /// Such as `input/rest-json`.
    pub(super) id: String,
    /// The package that is generated from it, such as `input-rest-json`.
    pub(super) package: String,
    /// The service model of all operations in the file.
    pub(super) model: Value,
    pub(super) cases: Vec<Case>,
}

pub(super) struct Case {
    pub(super) id: String,
    pub(super) operation: String,
    /// botocore itself does not run it.
    pub(super) ignored: bool,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// An input and the request it makes.
    Input {
        params: Value,
        request: Value,
        /// Where it goes; `None` where the service's own rules say it.
        endpoint: Option<String>,
        /// How the client is configured, in the words of the AWS CLI's file.
        settings: Value,
    },
    /// A response and the output it is.
    Output { response: Value, result: Value },
    /// A response and the error it is.
    Error {
        response: Value,
        code: String,
        message: Option<String>,
        members: Value,
    },
}

impl Suite {
    pub(super) fn load(vectors: &Path, direction: &str, name: &str) -> anyhow::Result<Self> {
        let parts: Vec<Value> = read(&vectors.join(direction).join(format!("{name}.json")))?;
        let ignored: Value = read(&vectors.join("protocol-tests-ignore-list.json"))?;
        let package = format!("{direction}-{name}").replace('_', "-");
        let mut suite = Self {
            id: format!("{direction}/{name}"),
            model: model(&parts, &package),
            package,
            cases: Vec::new(),
        };
        for part in &parts {
            for case in array(part, "cases") {
                let ignored = is_ignored(&ignored, direction, name, part, case);
                suite.cases.extend(read_case(part, case, ignored));
            }
        }
        Ok(suite)
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&bytes).with_context(|| path.display().to_string())
}

/// The parts of a file describe one service, an operation or so each. What they leave out of its
/// metadata plays no role in its messages.
fn model(parts: &[Value], name: &str) -> Value {
    let mut metadata = json!({
        "endpointPrefix": "example",
        "serviceFullName": name,
        "serviceId": name,
        "signatureVersion": "v4",
    });
    let mut shapes = Map::new();
    let mut operations: Map<String, Value> = Map::new();
    for part in parts {
        if let (Value::Object(metadata), Some(own)) = (&mut metadata, part["metadata"].as_object())
        {
            metadata.extend(own.clone());
        }
        if let Some(own) = part["shapes"].as_object() {
            shapes.extend(own.clone());
        }
        for case in array(part, "cases") {
            let given = &case["given"];
            let name = given["name"].as_str().unwrap_or_default();
            let operation = operations.entry(name).or_insert_with(|| given.clone());
            merge(operation, given);
        }
    }
    json!({"metadata": metadata, "shapes": shapes, "operations": operations})
}

/// Cases of one operation differ in the errors they say it has.
fn merge(operation: &mut Value, given: &Value) {
    let Value::Object(operation) = operation else {
        return;
    };
    for key in ["input", "output"] {
        if let Some(value) = given.get(key) {
            operation.entry(key).or_insert_with(|| value.clone());
        }
    }
    let errors = operation.entry("errors").or_insert_with(|| json!([]));
    if let Value::Array(errors) = errors {
        for error in array(given, "errors") {
            if !errors.contains(error) {
                errors.push(error.clone());
            }
        }
    }
}

fn read_case(part: &Value, case: &Value, ignored: bool) -> Option<Case> {
    let text = |key: &str| case[key].as_str().map(str::to_owned);
    let kind = if let Some(params) = case.get("params") {
        Kind::Input {
            params: params.clone(),
            request: case["serialized"].clone(),
            endpoint: Some(
                part["clientEndpoint"]
                    .as_str()
                    .unwrap_or(ENDPOINT)
                    .to_owned(),
            ),
            settings: Value::Null,
        }
    } else if let Some(members) = case.get("error") {
        Kind::Error {
            response: case["response"].clone(),
            code: text("errorCode").unwrap_or_default(),
            message: text("errorMessage"),
            members: members.clone(),
        }
    } else {
        Kind::Output {
            response: case.get("response")?.clone(),
            result: case["result"].clone(),
        }
    };
    Some(Case {
        id: text("id")?,
        operation: case["given"]["name"].as_str()?.to_owned(),
        ignored,
        kind,
    })
}

fn is_ignored(list: &Value, direction: &str, name: &str, part: &Value, case: &Value) -> bool {
    let general = &list["general"][direction];
    let own = &list["protocols"][name][direction];
    [general, own].into_iter().any(|list| {
        array(list, "suites").contains(&part["description"])
            || array(list, "cases").contains(&case["id"])
    })
}

fn array<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}
