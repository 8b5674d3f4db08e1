//! Importing endpoint rules that patterns cannot express, and the parameters that operations set.

use super::json::Node;
use super::rules::{elements, member, text};
use crate::spec::{
    EndpointParameter, EndpointRules, Operation, RULE_FUNCTIONS, RuleConstant, ServiceSpec,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The rules without their docs, and without what they say of the endpoint that no client acts on.
pub(super) fn rule_set(rules: &Node) -> Result<EndpointRules, String> {
    if let Some(function) = unknown(rules) {
        return Err(format!("`{function}`"));
    }
    let mut parameters = Map::new();
    if let Some(Node::Object(found)) = member(rules, "parameters") {
        for (name, parameter) in found {
            let mut kept = kept(parameter, &["type", "builtIn", "required", "default"]);
            if let Some(Value::String(ty)) = kept.get_mut("type") {
                *ty = match ty.to_ascii_lowercase().as_str() {
                    "stringarray" => "stringArray".to_owned(),
                    lower => lower.to_owned(),
                };
            }
            kept.retain(|name, value| name != "required" || *value != Value::Bool(false));
            parameters.insert(name.clone(), kept.into());
        }
    }
    let rules = elements(member(rules, "rules"));
    let rules: Vec<Value> = rules.iter().map(rule).collect();
    let made = json!({ "parameters": parameters, "rules": rules });
    serde_json::from_value(made).map_err(|error| error.to_string())
}

/// A function that no rules here can use.
fn unknown(node: &Node) -> Option<&str> {
    match node {
        Node::List(nodes) => nodes.iter().find_map(unknown),
        Node::Object(entries) => text(member(node, "fn"))
            .filter(|function| !RULE_FUNCTIONS.contains(function))
            .or_else(|| entries.iter().find_map(|(_, node)| unknown(node))),
        _ => None,
    }
}

fn rule(node: &Node) -> Value {
    let mut made = kept(node, &["conditions", "error"]);
    if let Some(endpoint) = member(node, "endpoint") {
        let mut kept = kept(endpoint, &["url", "headers"]);
        let schemes =
            member(endpoint, "properties").and_then(|properties| member(properties, "authSchemes"));
        let schemes = elements(schemes).iter().map(|scheme| {
            let keys = [
                "name",
                "signingName",
                "signingRegion",
                "signingRegionSet",
                "disableDoubleEncoding",
            ];
            Value::Object(self::kept(scheme, &keys))
        });
        kept.insert("authSchemes".to_owned(), schemes.collect());
        made.insert("endpoint".to_owned(), kept.into());
    }
    if let Some(Node::List(rules)) = member(node, "rules") {
        made.insert("rules".to_owned(), rules.iter().map(rule).collect());
    }
    made.into()
}

fn kept(node: &Node, keys: &[&str]) -> Map<String, Value> {
    let found = keys
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), value(member(node, key)?))));
    found.collect()
}

fn value(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(flag) => Value::Bool(*flag),
        Node::Number(number) => Value::Number(number.clone()),
        Node::Text(text) => Value::String(text.clone()),
        Node::List(nodes) => nodes.iter().map(value).collect(),
        Node::Object(entries) => Value::Object(
            entries
                .iter()
                .map(|(name, node)| (name.clone(), value(node)))
                .collect(),
        ),
    }
}

/// What an operation tells the rules.
pub(in crate::import) type Told = BTreeMap<String, EndpointParameter>;

/// What the operations of a botocore model tell the rules, by operation.
pub(super) fn told(root: &Node) -> BTreeMap<String, Told> {
    let Some(Node::Object(operations)) = member(root, "operations") else {
        return BTreeMap::new();
    };
    let told = operations.iter().map(|(name, operation)| {
        let input = member(operation, "input").and_then(|input| text(member(input, "shape")));
        let shape = input.and_then(|input| member(member(root, "shapes")?, input));
        let mut told = Told::new();
        if let Some(Node::Object(members)) = shape.and_then(|shape| member(shape, "members")) {
            for (of, node) in members {
                let name = member(node, "contextParam").and_then(|it| text(member(it, "name")));
                told.extend(name.map(|name| (name.to_owned(), by_member(of))));
            }
        }
        let of = |key| member(operation, key);
        paths(&mut told, of("operationContextParams"));
        constants(&mut told, of("staticContextParams"));
        (name.clone(), told)
    });
    told.collect()
}

/// What a member tells.
pub(in crate::import) fn by_member(name: &str) -> EndpointParameter {
    EndpointParameter::Path(name.to_owned())
}

/// Adds what paths into a request tell.
pub(in crate::import) fn paths(told: &mut Told, node: Option<&Node>) {
    if let Some(Node::Object(paths)) = node {
        told.extend(paths.iter().filter_map(|(name, node)| {
            let path = text(member(node, "path"))?.to_owned();
            Some((name.clone(), EndpointParameter::Path(path)))
        }));
    }
}

/// Adds what is always the same.
pub(in crate::import) fn constants(told: &mut Told, node: Option<&Node>) {
    if let Some(Node::Object(constants)) = node {
        told.extend(constants.iter().filter_map(|(name, node)| {
            let constant = match member(node, "value")? {
                Node::Bool(flag) => RuleConstant::Bool(*flag),
                Node::Text(text) => RuleConstant::Text(text.clone()),
                Node::List(texts) => RuleConstant::List(
                    texts
                        .iter()
                        .filter_map(|node| text(Some(node)))
                        .map(str::to_owned)
                        .collect(),
                ),
                _ => return None,
            };
            Some((name.clone(), EndpointParameter::Value(constant)))
        }));
    }
}

/// A label of a host that no prefix names is none: the rules alone are told of it.
fn free_host_labels(operation: &mut Operation) {
    let prefix = operation.http.as_ref();
    let prefix = prefix.and_then(|http| http.host_prefix.as_deref());
    let prefix = prefix.unwrap_or_default();
    for (name, member) in operation.request.iter_mut().flat_map(|it| it.iter_mut()) {
        member.host_label &= prefix.contains(&format!("{{{name}}}"));
    }
}

/// Writes down what the operations of a spec tell the rules that it has.
pub(in crate::import) fn settle(spec: &mut ServiceSpec, told: &BTreeMap<String, Told>) {
    let Some(rules) = &spec.service.endpoint_rules else {
        return;
    };
    for (_, operation) in &mut spec.operations {
        free_host_labels(operation);
        let told = told.get(&operation.operation).into_iter().flatten();
        let known = told.filter(|(name, _)| rules.parameters.contains_key(*name));
        operation.endpoint_parameters = known
            .map(|(name, parameter)| (name.clone(), parameter.clone()))
            .collect();
    }
}
