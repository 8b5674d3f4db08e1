//! The names and protocols of a service.

use super::super::model::json::Node;
use super::closure::{Closure, name_of};
use super::traits::text_of;
use crate::spec::Protocol;

/// What a service is called, which its AST says nowhere in one word.
pub(super) struct Identity {
    /// Whether AWS runs it.
    pub(super) is_aws: bool,
    pub(super) service_id: String,
    pub(super) title: String,
    pub(super) endpoint_prefix: String,
    pub(super) signing_name: Option<String>,
}

impl Identity {
    pub(super) fn of(closure: &Closure<'_>) -> Self {
        let traits = &closure.service.traits;
        let aws = traits.get("aws.api#service");
        let name = name_of(closure.id);
        let of_aws = |key| aws.and_then(|aws| text_of(aws, key)).map(str::to_owned);
        let title = match traits.get("smithy.api#title") {
            Some(Node::Text(title)) => title.clone(),
            _ => name.to_owned(),
        };
        let sigv4 = traits.get("aws.auth#sigv4");
        let sigv4 = sigv4.or_else(|| traits.get("aws.auth#sigv4a"));
        Self {
            is_aws: aws.is_some(),
            service_id: of_aws("sdkId").unwrap_or_else(|| name.to_owned()),
            title,
            endpoint_prefix: of_aws("endpointPrefix")
                .or_else(|| of_aws("arnNamespace"))
                .unwrap_or_else(|| name.to_lowercase()),
            signing_name: sigv4
                .and_then(|sigv4| text_of(sigv4, "name"))
                .map(str::to_owned),
        }
    }

    /// The service as boto3 and the AWS CLI call most: its id in small letters.
    pub(super) fn service(&self) -> String {
        let mut name = String::new();
        for letter in self.service_id.chars() {
            match letter.to_ascii_lowercase() {
                letter if letter.is_ascii_alphanumeric() => name.push(letter),
                _ if name.is_empty() || name.ends_with('-') => {}
                _ => name.push('-'),
            }
        }
        name.trim_end_matches('-').to_owned()
    }
}

/// The protocols by their traits, those first that are spoken where there are several; with the
/// names that botocore has for them, and their JSON version.
const PROTOCOLS: [(&str, Protocol, &str, Option<&str>); 7] = [
    (
        "aws.protocols#restJson1",
        Protocol::RestJson,
        "rest-json",
        None,
    ),
    (
        "aws.protocols#awsJson1_0",
        Protocol::Json,
        "json",
        Some("1.0"),
    ),
    (
        "aws.protocols#awsJson1_1",
        Protocol::Json,
        "json",
        Some("1.1"),
    ),
    ("aws.protocols#restXml", Protocol::RestXml, "rest-xml", None),
    ("aws.protocols#awsQuery", Protocol::Query, "query", None),
    ("aws.protocols#ec2Query", Protocol::Ec2, "ec2", None),
    (
        "smithy.protocols#rpcv2Cbor",
        Protocol::RpcV2Cbor,
        "smithy-rpc-v2-cbor",
        None,
    ),
];

/// The protocol of a service: a word of the table above.
#[derive(Clone, Copy)]
pub(super) struct Spoken {
    pub(super) protocol: Protocol,
    pub(super) name: &'static str,
    pub(super) json_version: Option<&'static str>,
}

impl Spoken {
    /// Those of a service, the one to speak first.
    pub(super) fn all(closure: &Closure<'_>) -> Vec<Self> {
        let traits = &closure.service.traits;
        let found = PROTOCOLS.iter().filter(|(id, ..)| traits.contains_key(*id));
        let found = found.map(|(_, protocol, name, json_version)| Self {
            protocol: *protocol,
            name,
            json_version: *json_version,
        });
        found.collect()
    }
}
