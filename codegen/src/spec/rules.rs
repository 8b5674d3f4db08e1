//! Endpoint rules, as a Smithy model has them ([the specification][rules]), without their docs.
//!
//! [rules]: https://smithy.io/2.0/additional-specs/rules-engine/specification.html

use super::is_false;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The functions that rules may use.
pub const RULE_FUNCTIONS: [&str; 15] = [
    "aws.isVirtualHostableS3Bucket",
    "aws.parseArn",
    "aws.partition",
    "booleanEquals",
    "coalesce",
    "getAttr",
    "isSet",
    "isValidHostLabel",
    "ite",
    "not",
    "parseURL",
    "split",
    "stringEquals",
    "substring",
    "uriEncode",
];

/// The endpoint rules of a service: the first rule whose conditions hold is taken.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EndpointRules {
    /// What the rules are told, by name.
    pub parameters: BTreeMap<String, RuleParameter>,
    /// The rules.
    pub rules: Vec<EndpointRule>,
}

impl EndpointRules {
    /// The names of the ways to sign that some endpoint asks for.
    pub fn schemes(&self) -> impl Iterator<Item = &str> {
        let mut names = Vec::new();
        let mut open: Vec<&EndpointRule> = self.rules.iter().collect();
        while let Some(rule) = open.pop() {
            let endpoint = rule.endpoint.iter();
            names.extend(
                endpoint
                    .flat_map(|it| &it.auth_schemes)
                    .map(|it| it.name.as_str()),
            );
            open.extend(rule.rules.iter().flatten());
        }
        names.into_iter()
    }
}

/// What endpoint rules are told.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RuleParameter {
    /// What it is.
    #[serde(rename = "type")]
    pub ty: RuleParameterType,
    /// What of the configuration it is, such as `AWS::Region`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub built_in: Option<String>,
    /// Whether there is no endpoint without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// What it is where nobody tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<RuleConstant>,
}

/// What a parameter of endpoint rules is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RuleParameterType {
    /// A text.
    String,
    /// `true` or `false`.
    Boolean,
    /// Some texts.
    StringArray,
}

/// A value that is written in the spec.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(untagged)]
pub enum RuleConstant {
    /// `true` or `false`.
    Bool(bool),
    /// A text.
    Text(String),
    /// Some texts.
    List(Vec<String>),
}

/// One rule: an endpoint, an error or further rules, where its conditions hold.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EndpointRule {
    /// What must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<RuleCall>,
    /// Where requests go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<RuleEndpoint>,
    /// Why there is no endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<RuleValue>,
    /// Further rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<EndpointRule>>,
}

/// A call of a function.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RuleCall {
    /// The function, such as `aws.partition`.
    #[serde(rename = "fn")]
    pub function: String,
    /// What it is given.
    pub argv: Vec<RuleValue>,
    /// What its value is called in what follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign: Option<String>,
}

/// A value in a rule.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(untagged)]
pub enum RuleValue {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Integer(i64),
    /// A text, in which `{Name}` and `{name#attribute}` stand for values.
    Text(String),
    /// Some values.
    List(Vec<RuleValue>),
    /// The value of a parameter, or one that was assigned.
    Ref(RuleRef),
    /// The value of a function.
    Call(RuleCall),
}

/// The name of a value.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RuleRef {
    /// The name.
    #[serde(rename = "ref")]
    pub name: String,
}

/// Where requests go. Texts are as those of a rule's values.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RuleEndpoint {
    /// The URL that requests begin with.
    pub url: RuleValue,
    /// Headers of requests, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Vec<RuleValue>>,
    /// How requests may be signed, the preferred way first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auth_schemes: Vec<RuleAuthScheme>,
}

/// A way to sign.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RuleAuthScheme {
    /// Its name, such as `sigv4`.
    pub name: String,
    /// The service in the signature's scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_name: Option<String>,
    /// The region in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_region: Option<String>,
    /// The regions that the signature is good for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signing_region_set: Vec<String>,
    /// Whether the path is signed as it is sent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disable_double_encoding: bool,
}

/// What an operation tells the endpoint rules.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum EndpointParameter {
    /// Always the same.
    Value(RuleConstant),
    /// What a JMESPath expression finds in the request.
    Path(String),
}
