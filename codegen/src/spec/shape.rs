//! A shape: a member of a request or a response, and its type.

use super::Ordered;
use super::is_false;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One shape, inline in an operation or shared by name. Exactly one of `type` and `ref` is set.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Shape {
    /// The type.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Type>,
    /// The name of a shared shape, instead of a type.
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The request must have this member.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The member's location in the HTTP message, if it is not a member of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The member's wire name, if it differs: a JSON key, a header, a header prefix, a query parameter, an
    /// XML element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_name: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The known values of a string, in documented order.
    #[serde(rename = "enum", default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Docs of some of the known values, by value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub value_docs: BTreeMap<String, String>,
    /// The service's default if the member is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// Of a member with a default: the service fills it in, and clients do not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub client_optional: bool,
    /// Of a string or blob: its media type, such as `image/png`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Of a structure or union: the members, in the page's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Ordered<Shape>>,
    /// Of a list: its elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<Box<Shape>>,
    /// Of a map: its keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Box<Shape>>,
    /// Of a map: its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Box<Shape>>,
    /// Of a list or map: elements may be `null`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sparse: bool,
    /// Of a timestamp: its format, if it differs from the protocol's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp_format: Option<TimestampFormat>,
    /// Of a string: it contains JSON, which is base64 in a header.
    #[serde(default, skip_serializing_if = "is_false")]
    pub json_value: bool,
    /// Of a blob or a union: it is a stream.
    #[serde(default, skip_serializing_if = "is_false")]
    pub streaming: bool,
    /// Of a stream: its length must be known before sending.
    #[serde(default, skip_serializing_if = "is_false")]
    pub requires_length: bool,
    /// Of a member of an event: it is the event's payload.
    #[serde(default, skip_serializing_if = "is_false")]
    pub event_payload: bool,
    /// Of a member of an event: it is one of the event's headers.
    #[serde(default, skip_serializing_if = "is_false")]
    pub event_header: bool,
    /// It is an idempotency token: the client fills it in if the caller does not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub idempotency_token: bool,
    /// Of a string in the URI: what the client sends if it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_default: Option<String>,
    /// Of a string in a request: only what follows its last slash is sent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub last_segment: bool,
    /// Of a string: its encoding, which is left to the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<TextEncoding>,
    /// It is part of the host name.
    #[serde(default, skip_serializing_if = "is_false")]
    pub host_label: bool,
    /// It is sensitive: neither logged nor shown by `Debug`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// Set where it is deprecated; the text may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The minimum length, size or value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<serde_json::Number>,
    /// The maximum length, size or value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<serde_json::Number>,
    /// The regular expression a string matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Of a structure: it is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorTrait>,
    /// Of an XML list or map: its elements have no wrapper.
    #[serde(default, skip_serializing_if = "is_false")]
    pub flattened: bool,
    /// Of an XML member: it is an attribute.
    #[serde(default, skip_serializing_if = "is_false")]
    pub xml_attribute: bool,
    /// Of an XML member: its namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml_namespace: Option<XmlNamespace>,
    /// Of a string in a request header: it is a path, percent-encoded when it is sent, except for its slashes
    /// and a trailing `?versionId=`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub percent_encoded: bool,
    /// Of a blob in a request header: the header for its MD5, unless the caller sets that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub md5_header: Option<String>,
    /// Of a member in a response header: it is absent if it cannot be parsed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub lenient: bool,
    /// Of a list in a request header: an empty list is sent, as an empty header.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sent_empty: bool,
    /// The member's name in an EC2 query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_name: Option<String>,
}

/// The XML namespace of a member.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct XmlNamespace {
    /// The prefix; absent for the default namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The URI.
    pub uri: String,
}

/// The XML of an operation's bodies.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct XmlBody {
    /// The root element of the request's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Its namespace, if it is not the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<XmlNamespace>,
    /// The response's root element is the only member of the body, without a wrapper.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unwrapped: bool,
}

/// A type.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// A string; with `enum`, an open enumeration.
    String,
    /// `true` or `false`.
    Boolean,
    /// 8 bits, signed.
    Byte,
    /// 16 bits, signed.
    Short,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// 32 bits, binary floating point.
    Float,
    /// 64 bits, binary floating point.
    Double,
    /// A timestamp.
    Timestamp,
    /// Bytes.
    Blob,
    /// Elements in order.
    List,
    /// Values by key.
    Map,
    /// Members by name.
    Structure,
    /// Exactly one of its members.
    Union,
    /// Any JSON value.
    Document,
    /// The page shows `{'... recursive ...'}`: the shape repeats one that encloses it.
    Recursive,
}

/// The location of a member in the HTTP message.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Location {
    /// A label of the URI.
    Uri,
    /// A query parameter; a map is a group of them.
    #[serde(rename = "querystring")]
    QueryString,
    /// A header.
    Header,
    /// All headers that begin with the wire name.
    Headers,
    /// The status code.
    StatusCode,
    /// The whole body.
    Payload,
}

/// The encoding of a string.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextEncoding {
    /// Percent-encoding.
    Percent,
    /// Base64.
    Base64,
}

/// The format of a timestamp.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
pub enum TimestampFormat {
    /// `2015-01-25T08:00:00Z`.
    #[serde(rename = "iso8601")]
    Iso8601,
    /// `Sun, 25 Jan 2015 08:00:00 GMT`.
    #[serde(rename = "rfc822")]
    Rfc822,
    /// Seconds since 1970, with a fraction.
    #[serde(rename = "unixTimestamp")]
    UnixTimestamp,
}

/// What makes a structure an error.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ErrorTrait {
    /// The code on the wire, if it is not the shape's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The HTTP status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Whether the client or the service is at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// The request can be retried.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retryable: bool,
    /// The service is throttling.
    #[serde(default, skip_serializing_if = "is_false")]
    pub throttling: bool,
}

/// Who is at fault.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The caller's.
    Client,
    /// The service's.
    Server,
}
