//! Endpoint rules of Smithy's ASTs: a decision diagram says what a tree of rules does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};
use shapewright::diagnostic::Diagnostics;
use shapewright::import::model::Import;
use shapewright::import::smithy::{File, read};

/// An AST of one operation, whose service has a trait more.
fn import(name: &str, rules: Value) -> Result<Import, Diagnostics> {
    let mut traits = json!({"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "bakery"},
        "aws.api#service": {"sdkId": "Bakery", "endpointPrefix": "bakery"}});
    traits[name] = rules;
    let ast = json!({"smithy": "2.0", "shapes": {
        "a.b#Bakery": {"type": "service", "version": "1", "operations": [{"target": "a.b#Bake"}], "traits": traits},
        "a.b#Bake": {"type": "operation", "input": {"target": "smithy.api#Unit"}, "output": {"target": "smithy.api#Unit"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/bake"}}},
    }});
    let bytes = ast.to_string();
    let file = File {
        name: "model.json",
        bytes: bytes.as_bytes(),
        ..File::default()
    };
    read(&file, &|_| None)
}

fn parameters() -> Value {
    json!({
        "Region": {"builtIn": "AWS::Region", "required": false, "type": "string"},
        "UseFIPS": {"builtIn": "AWS::UseFIPS", "required": true, "default": false, "type": "boolean"},
        "Endpoint": {"builtIn": "SDK::Endpoint", "required": false, "type": "string"},
    })
}

fn conditions() -> [Value; 5] {
    let reference = |name: &str| json!({"ref": name});
    [
        json!({"fn": "isSet", "argv": [reference("Endpoint")]}),
        json!({"fn": "isSet", "argv": [reference("Region")]}),
        json!({"fn": "aws.partition", "argv": [reference("Region")], "assign": "P"}),
        json!({"fn": "booleanEquals", "argv": [reference("UseFIPS"), true]}),
        json!({"fn": "stringEquals", "argv": [reference("Region"), "eu-west-1"]}),
    ]
}

fn results() -> [Value; 5] {
    let endpoint = |url: Value| json!({"conditions": [], "endpoint": {"url": url, "properties": {}}, "type": "endpoint"});
    [
        endpoint(json!({"ref": "Endpoint"})),
        endpoint(json!("https://bakery-fips.{Region}.{P#dnsSuffix}")),
        endpoint(json!("https://special.example.com")),
        endpoint(json!("https://bakery.{Region}.{P#dnsSuffix}")),
        json!({"conditions": [], "error": "no region", "type": "error"}),
    ]
}

/// The diagram of the rules below. Its nodes are, from 1: the terminal; 4 ? 3 : 4; 3 ? 2 : node 2;
/// 2 ? node 3 : 5; 1 ? 5 : node 4; 0 ? 1 : node 5, turned.
fn diagram(nodes: &str, root: i32) -> Value {
    json!({"version": "1.1", "parameters": parameters(), "conditions": conditions(), "results": results(),
        "root": root, "nodeCount": 6, "nodes": nodes})
}

const NODES: &str = "/////wAAAAH/////AAAABAX14QMF9eEEAAAAAwX14QIAAAACAAAAAgAAAAMF9eEFAAAAAQX14QUAAAAEAAAAAAX14QH////7";

fn tree() -> Value {
    let [set, region, partition, fips, special] = conditions();
    let [own, of_fips, of_special, usual, error] = results();
    let with = |rule: &Value, condition: Value| {
        let mut rule = rule.clone();
        rule["conditions"] = json!([condition]);
        rule
    };
    let within = json!([with(&of_fips, fips), with(&of_special, special), usual]);
    let known = json!({"type": "tree", "conditions": [region, partition], "rules": within});
    json!({"version": "1.0", "parameters": parameters(), "rules": [with(&own, set), known, error]})
}

#[test]
fn a_diagram_says_what_its_tree_does() {
    let of_diagram = import("smithy.rules#endpointBdd", diagram(NODES, 6)).unwrap();
    let of_tree = import("smithy.rules#endpointRuleSet", tree()).unwrap();
    assert!(of_diagram.warnings.0.is_empty(), "{}", of_diagram.warnings);
    let [one, other] = [of_diagram, of_tree].map(|import| import.spec.service);
    assert_eq!(one.hosts, other.hosts);
    let hosts: Vec<_> = one.hosts.iter().filter_map(|it| it.host.clone()).collect();
    assert!(
        hosts.iter().any(|host| host == "special.example.com"),
        "{hosts:?}"
    );
    assert!(one.endpoint_rules.is_none());
}

/// Rules that no pattern says stay rules.
#[test]
fn a_diagram_of_settings_becomes_rules() {
    let mut settings = diagram(NODES, 6);
    settings["parameters"]["Hall"] = json!({"type": "string"});
    settings["conditions"][4] = json!({"fn": "isSet", "argv": [{"ref": "Hall"}]});
    settings["results"][2]["endpoint"]["url"] = json!("https://{Hall}.example.com");
    let import = import("smithy.rules#endpointBdd", settings).unwrap();
    let rules = import.spec.service.endpoint_rules.as_ref().unwrap();
    assert_eq!(rules.rules.len(), 3);
    let files = shapewright::generate(&import.spec).unwrap();
    let code = files.0.get("endpoint_rules.rs").unwrap();
    assert!(code.contains("example.com"));
}

#[test]
fn a_diagram_that_is_none_is_said() {
    let cut = NODES.get(..12).unwrap();
    let ring = "/////wAAAAH/////AAAAAAAAAAIF9eEB";
    for (nodes, root, what) in [
        ("%", 6, "the nodes of its diagram"),
        ("AAAA", 1, "the nodes of its diagram are cut"),
        (NODES, 7, "there is no `7` in its diagram"),
        (NODES, 0, "there is no `0` in its diagram"),
        (NODES, i32::MIN, "there is no `-2147483648` in its diagram"),
        (NODES, 100_000_006, "there is no `100000006` in its diagram"),
        (cut, 2, "the nodes of its diagram are cut"),
        (ring, 2, "its diagram leads back to itself"),
    ] {
        let import = import("smithy.rules#endpointBdd", diagram(nodes, root)).unwrap();
        let said = import.warnings.to_string();
        assert!(said.contains(what), "{nodes} {root}: {said}");
    }
}
