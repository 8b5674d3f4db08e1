//! A shape: what stands behind one name in a request or a response.

use super::Ordered;
use super::is_false;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One shape, inline in an operation or shared by name. Exactly one of `type` and `ref` is set.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Shape {
    /// The type, in the wire's words.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Type>,
    /// The shared shape of this name, in place of a type of its own.
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The request must have this member.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Where in the HTTP message the member is, where that is not a member of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The member on the wire, where that is not its own name: a JSON key, a header, a header
    /// prefix, a query parameter, an XML element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_name: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The known values of a string, in documented order.
    #[serde(rename = "enum", default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What some of the known values mean, by value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub value_docs: BTreeMap<String, String>,
    /// What the service takes where the member is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// Of a member with a default: it is left to the service, and clients do not fill it in.
    #[serde(default, skip_serializing_if = "is_false")]
    pub client_optional: bool,
    /// Of a string or blob: what its content is, such as `image/png`.
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
    /// Of a timestamp: how the wire writes it, where that is not the protocol's own way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp_format: Option<TimestampFormat>,
    /// Of a string: its text is JSON, and in a header that JSON is base64.
    #[serde(default, skip_serializing_if = "is_false")]
    pub json_value: bool,
    /// Of a blob or a union: it is read and written as a stream.
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
    /// The client fills it in where the caller leaves it out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub idempotency_token: bool,
    /// Of a text in the URI: what the client sends where the caller leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_default: Option<String>,
    /// Of a text of a request: what stands behind its last slash is sent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub last_segment: bool,
    /// Of a string: how its text is written, which is left to the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<TextEncoding>,
    /// It is part of the host name.
    #[serde(default, skip_serializing_if = "is_false")]
    pub host_label: bool,
    /// It is never logged or shown by `Debug`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// Set where it is deprecated; the text may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The least length, size or value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<serde_json::Number>,
    /// The greatest length, size or value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<serde_json::Number>,
    /// The regular expression a string matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Of a structure: it is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorTrait>,
    /// Of an XML list or map: its elements stand without a wrapper.
    #[serde(default, skip_serializing_if = "is_false")]
    pub flattened: bool,
    /// Of an XML member: it is an attribute.
    #[serde(default, skip_serializing_if = "is_false")]
    pub xml_attribute: bool,
    /// Of an XML member: its namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xml_namespace: Option<XmlNamespace>,
    /// Of a text in a header of a request: it is a path, percent-encoded when it is sent, but for its slashes
    /// and for `?versionId=` behind it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub percent_encoded: bool,
    /// Of bytes in a header of a request: the header that has their MD5, where the caller gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub md5_header: Option<String>,
    /// Of a member in a header of a response: it is absent where it cannot be read.
    #[serde(default, skip_serializing_if = "is_false")]
    pub lenient: bool,
    /// Of a list in a header of a request: an empty one is sent, as an empty header.
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

/// How the bodies of an operation are XML.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct XmlBody {
    /// The root element of a request whose members are in its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Its namespace, where that is not the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<XmlNamespace>,
    /// The response's root element is the one member in its body, without one around it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unwrapped: bool,
}

/// A type, in the wire's words.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Text; with `enum`, an open enumeration.
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
    /// A moment in time.
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
    /// The page shows `{'... recursive ...'}`: the shape repeats one that stands around it.
    Recursive,
}

/// Where in the HTTP message a member is.
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

/// How a text is written in a string.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextEncoding {
    /// With `%XX` for what cannot stand in a URL.
    Percent,
    /// In base64.
    Base64,
}

/// How the wire writes a timestamp.
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
    /// The code on the wire, where that is not the shape's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The HTTP status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Whose fault it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// The same request may succeed later.
    #[serde(default, skip_serializing_if = "is_false")]
    pub retryable: bool,
    /// The service asks to be called less often.
    #[serde(default, skip_serializing_if = "is_false")]
    pub throttling: bool,
}

/// Whose fault an error is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The caller's.
    Client,
    /// The service's.
    Server,
}
