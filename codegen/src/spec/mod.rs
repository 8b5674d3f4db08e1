//! The spec: a serde mirror of the JSON files under `spec/`.
//!
//! This layer only mirrors the JSON: no Rust names, no resolution of references, no checks beyond the
//! structure of the files. A service is a folder:
//!
//! - `service.json` ([`Service`]): the wire facts, the selection of operations, pins and fixups;
//! - `<operation>.json` ([`Operation`]): one file per operation, nested like its page;
//! - `shapes.json` ([`Shapes`], optional): shapes that several operations share.
//!
//! The order of keys is insignificant, except in an [`Ordered`] object, which has the page's order.

pub(crate) mod check;
mod copies;
mod decode;
mod defaults;
mod discovery;
mod example;
mod hosts;
mod load;
pub(crate) mod locate;
pub(crate) mod open;
mod ordered;
mod paths;
mod rules;
mod save;
mod schema;
mod selection;
mod sending;
mod shape;
mod source;
mod url_encoding;

pub use check::{check, service_name, unsigned};
pub use copies::RegionCopy;
pub use defaults::Defaults;
pub use discovery::EndpointDiscovery;
pub use example::{Example, ExampleError};
pub use hosts::{HostRule, OperationHosts, RegionRedirect, Session};
pub use load::{Loaded, ServiceSpec, load, load_all, load_from, load_operation};
pub use ordered::Ordered;
pub use paths::{MOST_ROWS, Row, Step, TooManyRows, flatten};
pub use rules::{
    EndpointParameter, EndpointRule, EndpointRules, RULE_FUNCTIONS, RuleAuthScheme, RuleCall,
    RuleConstant, RuleEndpoint, RuleParameter, RuleParameterType, RuleRef, RuleValue,
};
pub use save::to_json;
pub use schema::schemas;
pub use sending::Sending;
pub use shape::{
    ErrorTrait, Fault, Location, Shape, TextEncoding, TimestampFormat, Type, XmlBody, XmlNamespace,
};
pub use source::Source;
pub use url_encoding::UrlEncoding;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The beginning of a placeholder in a `service.json`, for a fact that is missing.
pub const OPEN: &str = "TODO";

/// `service.json`: the facts of a service that no page has, and the names that a person chose.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Service {
    /// Where the JSON Schema of this file is, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The service's name in boto3 and the AWS CLI, such as `imagebuilder`.
    pub service: String,
    /// The full name of the service, such as `EC2 Image Builder`.
    pub title: String,
    /// AWS's own identifier of the service (`serviceId`), such as `imagebuilder` or `DynamoDB`.
    pub service_id: String,
    /// The API version, such as `2019-12-02`.
    pub api_version: String,
    /// The wire protocol. If the service supports several, an import uses the first that botocore supports,
    /// and keeps another one that is set here.
    pub protocol: Protocol,
    /// All protocols that the service supports, if there are several: `protocol` may be any of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub protocols: Vec<Protocol>,
    /// The JSON version in the content type of the `json` protocol, such as `1.1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub json_version: Option<String>,
    /// The prefix of the `X-Amz-Target` header of the `json` protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_prefix: Option<String>,
    /// Whether errors carry the codes of the query protocol in `x-amzn-query-error`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub query_compatible: bool,
    /// The XML namespace of the XML protocols.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml_namespace: Option<String>,
    /// The first label of the service's host names.
    pub endpoint_prefix: String,
    /// The service in the credential scope of SigV4.
    pub signing_name: String,
    /// How requests are signed, if not with [`Auth::SigV4`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Auth>,
    /// The authentication schemes that the service accepts, the preferred one first, if there are several:
    /// the client's configuration chooses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auth_schemes: Vec<Auth>,
    /// The one host of a service that has no regional ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub global_endpoint: Option<String>,
    /// Headers of every request, unless a member sets them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The service's hosts that are not `PREFIX[-fips].REGION.SUFFIX`, with one suffix for IPv4 and one for
    /// dual stack. The first rule that matches a call is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<HostRule>,
    /// Operations with other hosts; `hosts` does not apply to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operation_hosts: Vec<OperationHosts>,
    /// The endpoint rules, if `hosts` and `operationHosts` cannot express them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint_rules: Option<EndpointRules>,
    /// How the service redirects to another region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region_redirect: Option<RegionRedirect>,
    /// The session that some of its endpoints are called in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// Endpoint discovery: the operation that returns the endpoints of others, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint_discovery: Option<EndpointDiscovery>,
    /// The format of the docs in this file.
    #[serde(default, skip_serializing_if = "DocFormat::is_markdown")]
    pub doc_format: DocFormat,
    /// What the service is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The folder of the generated crate, from the workspace's root.
    pub output: String,
    /// Which operations are generated: `"all"`, or their names.
    #[serde(default)]
    pub operations: Selection,
    /// What clients do with the defaults of members.
    #[serde(default, skip_serializing_if = "Defaults::is_documented")]
    pub defaults: Defaults,
    /// HTTP facts by operation, for operations from pages, which do not have them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub http: BTreeMap<String, Http>,
    /// Corrections of wire facts of members, by spec path (`GetImage.request.imageBuildVersionArn`,
    /// `Image.arn`). One that matches no member, or changes nothing, is an error.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixups: BTreeMap<String, Fixup>,
    /// Names that a person chose.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
    /// Shapes written by hand: those that a page refers to and does not show, such as exceptions.
    #[serde(default, skip_serializing_if = "Ordered::is_empty")]
    pub shapes: Ordered<Shape>,
    /// Waiters by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub waiters: BTreeMap<String, Waiter>,
    /// Where the facts come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// `shapes.json`: the shapes that operations refer to by name.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Shapes {
    /// Where the JSON Schema of this file is, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The format of the docs in this file.
    #[serde(default, skip_serializing_if = "DocFormat::is_markdown")]
    pub doc_format: DocFormat,
    /// Where the shapes come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The shapes by the service's own names.
    pub shapes: Ordered<Shape>,
}

/// `<operation>.json`: the spec of one operation.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Operation {
    /// Where the JSON Schema of this file is, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The operation's wire name, such as `GetImage`.
    pub operation: String,
    /// The method of the boto3 client, such as `get_image`.
    pub method: String,
    /// Where the spec comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The format of the docs in this file.
    #[serde(default, skip_serializing_if = "DocFormat::is_markdown")]
    pub doc_format: DocFormat,
    /// What the operation does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Set where the operation is deprecated; the text may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// Method and URI. A page does not have them: then they are in `service.json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<Http>,
    /// How this operation's requests are signed, if not like the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Auth>,
    /// Whether a checksum of the body must be sent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub checksum_required: bool,
    /// The operation's parameters of the service's endpoint rules, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub endpoint_parameters: BTreeMap<String, EndpointParameter>,
    /// How it copies from another region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region_copy: Option<RegionCopy>,
    /// How the request is sent, if not in the usual form.
    #[serde(default, skip_serializing_if = "Sending::is_usual")]
    pub sending: Sending,
    /// The XML of the bodies, with the `rest-xml` protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml: Option<XmlBody>,
    /// Which strings of the response are URL-encoded, and how to request that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_encoding: Option<UrlEncoding>,
    /// How the operation is paginated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The request: the parameters in the page's order. Absent if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Ordered<Shape>>,
    /// The response: the members in the page's order. Absent if the operation returns nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Ordered<Shape>>,
    /// The docs of the response as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_doc: Option<String>,
    /// The exceptions the page lists, by name, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
    /// Calls, for the docs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// What the source leaves out, such as a structure section that is too large to render.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted: Vec<Omission>,
}

/// Something a source leaves out.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Omission {
    /// Where: `request`, `response`, a member's path in one of them, or `operation`, the wire name.
    pub section: String,
    /// What is missing and why.
    pub reason: String,
}

/// The format of docs.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum DocFormat {
    /// Markdown.
    #[default]
    Markdown,
    /// Plain text as a page shows it, one paragraph or list item per line.
    Text,
}

impl DocFormat {
    fn is_markdown(&self) -> bool {
        *self == Self::Markdown
    }
}

/// A wire protocol, by botocore's name.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// REST with JSON bodies.
    RestJson,
    /// `POST /` with an `X-Amz-Target` header and JSON bodies.
    Json,
    /// REST with XML bodies.
    RestXml,
    /// Form-encoded requests, XML responses.
    Query,
    /// EC2's variant of the query protocol.
    Ec2,
    /// Smithy RPC v2 with CBOR bodies.
    #[serde(rename = "smithy-rpc-v2-cbor")]
    RpcV2Cbor,
}

/// How requests are signed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Auth {
    /// Signature Version 4.
    SigV4,
    /// Signature Version 4 with `UNSIGNED-PAYLOAD` in place of the body's hash.
    #[serde(rename = "sigv4-unsigned-body")]
    SigV4UnsignedBody,
    /// Signature Version 4A, for several regions at once.
    SigV4a,
    /// A bearer token.
    Bearer,
    /// Not signed.
    None,
}

/// Which operations of the spec are generated. A list of names alone is read as [`Only`](Self::Only).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Selection {
    /// Every operation that has a file.
    #[default]
    All,
    /// Only these, with the closure of the shapes they use.
    Only(Vec<String>),
}

/// Method and URI of an operation.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Http {
    /// The HTTP method.
    pub method: String,
    /// The URI template, with `{label}`, greedy `{label+}` and a literal query.
    pub uri: String,
    /// The status of a successful response, if it is not 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_code: Option<u16>,
    /// A prefix of the host name, such as `data-` or `{AccountId}.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_prefix: Option<String>,
}

/// Corrections of the wire facts of one member. What is absent stays unchanged.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Fixup {
    /// Replaces the type, between scalar types only.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Type>,
    /// See [`Shape::required`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// See [`Shape::location`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// See [`Shape::wire_name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_name: Option<String>,
    /// See [`Shape::timestamp_format`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp_format: Option<TimestampFormat>,
    /// See [`Shape::sensitive`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// See [`Shape::idempotency_token`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_token: Option<bool>,
    /// The enclosing shape (a spec path or a shape's name) that a `recursive` member repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recursive: Option<String>,
}

/// Names that a person chose. One that no longer applies is an error.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Names {
    /// Rust types, by the spec path of an inline shape (`GetImage.response.image.outputResources.amis[]`)
    /// or the name of a shared one (`Image`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, String>,
    /// Rust fields, by the spec path of the member.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, String>,
    /// Rust variants, by Rust type and wire value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Rust methods (and modules), by operation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub operations: BTreeMap<String, String>,
    /// Rust methods, by waiter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub waiters: BTreeMap<String, String>,
    /// The members that a constructor takes first, in this order, by the spec path of an input
    /// (`AssociateProfile.request`) or a structure (`Tag`); what else is required follows. An import
    /// keeps here what a constructor took before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: BTreeMap<String, Vec<String>>,
}

impl Names {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How an operation is paginated. Expressions are JMESPath, as in botocore's paginators.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Pagination {
    /// The request members that carry the token.
    pub input_token: Vec<String>,
    /// The next tokens in the response, one per input token.
    pub output_token: Vec<String>,
    /// The response members with the items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub result_key: Vec<String>,
    /// The request member that limits the size of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_key: Option<String>,
    /// The response member that says whether there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_results: Option<String>,
}

/// A waiter: it polls an operation until an acceptor matches the response.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Waiter {
    /// The operation to poll.
    pub operation: String,
    /// What is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Seconds between two polls.
    pub delay: u32,
    /// The maximum number of polls.
    pub max_attempts: u32,
    /// The acceptors; the first that matches decides.
    pub acceptors: Vec<Acceptor>,
    /// A person wrote or changed it: an import of the model keeps it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
}

/// An acceptor of a waiter.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Acceptor {
    /// The state, if it matches.
    pub state: WaiterState,
    /// What is compared.
    pub matcher: Matcher,
    /// The JMESPath expression of the `path` matchers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
    /// What it is compared with: a string, a number, a boolean.
    pub expected: serde_json::Value,
}

/// The state that a response leads to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum WaiterState {
    /// The wait is over.
    Success,
    /// The wait has failed: the desired state can no longer be reached.
    Failure,
    /// Poll again.
    Retry,
}

/// What an acceptor compares.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Matcher {
    /// The value of an expression.
    Path,
    /// All values of an expression, of which there is at least one.
    PathAll,
    /// Any value of an expression.
    PathAny,
    /// The HTTP status.
    Status,
    /// The error code, or (with a boolean) whether there was an error.
    Error,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn is_false(value: &bool) -> bool {
    !*value
}
