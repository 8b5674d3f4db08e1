//! Endpoint rules, as in Smithy models ([the specification][rules]), without their docs.
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

/// The endpoint rules of a service: the first rule whose conditions hold is used.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EndpointRules {
    /// The parameters, by name.
    pub parameters: BTreeMap<String, RuleParameter>,
    /// The rules.
    pub rules: Vec<EndpointRule>,
}

impl EndpointRules {
    /// The authentication schemes that the endpoints require.
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

/// A parameter of endpoint rules.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RuleParameter {
    /// What it is.
    #[serde(rename = "type")]
    pub ty: RuleParameterType,
    /// The setting that supplies it, such as `AWS::Region`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub built_in: Option<String>,
    /// Whether there is no endpoint without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Its default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<RuleConstant>,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RuleParameterType {
    /// A string.
    String,
    /// `true` or `false`.
    Boolean,
    /// A list of strings.
    StringArray,
}

/// A constant.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(untagged)]
pub enum RuleConstant {
    /// `true` or `false`.
    Bool(bool),
    /// A string.
    Text(String),
    /// A list of strings.
    List(Vec<String>),
}

/// A rule: an endpoint, an error or further rules, if its conditions hold.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EndpointRule {
    /// The conditions, all of which must hold.
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
    /// The arguments.
    pub argv: Vec<RuleValue>,
    /// The name that its value is assigned to.
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
    /// A string; `{Name}` and `{name#attribute}` are replaced by values.
    Text(String),
    /// A list of values.
    List(Vec<RuleValue>),
    /// The value of a parameter, or an assigned value.
    Ref(RuleRef),
    /// The result of a function.
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

/// An endpoint. Strings are templates, as in the rules' values.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RuleEndpoint {
    /// The base URL.
    pub url: RuleValue,
    /// Headers of requests, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Vec<RuleValue>>,
    /// The authentication schemes, the preferred one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auth_schemes: Vec<RuleAuthScheme>,
}

/// An authentication scheme.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RuleAuthScheme {
    /// Its name, such as `sigv4`.
    pub name: String,
    /// The signing name in the scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_name: Option<String>,
    /// The region in the scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_region: Option<String>,
    /// The regions in which the signature is valid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signing_region_set: Vec<String>,
    /// Whether the path is signed as it is sent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disable_double_encoding: bool,
}

/// An operation's parameter of the endpoint rules.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum EndpointParameter {
    /// A constant.
    Value(RuleConstant),
    /// A JMESPath expression over the request.
    Path(String),
}
