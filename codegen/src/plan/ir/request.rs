//! Requests from inputs.

use super::{Cardinality, FieldRef, Wire};
use crate::spec::RuleConstant;

/// The start of a request.
#[derive(Clone, Debug)]
pub enum RequestStart {
    /// Method and URI template.
    Rest {
        /// The method, in upper case.
        method: String,
        /// The template.
        uri: String,
    },
    /// The target and the content type of the `json` protocol.
    JsonRpc {
        /// `Prefix.Operation`.
        target: String,
        /// Such as `application/x-amz-json-1.1`.
        content_type: String,
        /// Whether error codes of the query protocol are requested.
        query_compatible: bool,
    },
    /// The path of the `smithy-rpc-v2-cbor` protocol.
    RpcV2Cbor {
        /// `/service/Service/operation/Operation`.
        path: String,
        /// Whether error codes of the query protocol are requested.
        query_compatible: bool,
    },
}

/// How a member of an input is written to the request.
#[derive(Clone, Debug)]
pub enum WriteStep {
    /// Required members are checked.
    Require,
    /// The host's prefix.
    HostPrefix(HostTemplate),
    /// The URL of the request.
    EndpointUrl(FieldRef),
    /// An endpoint parameter.
    Endpoint {
        /// Its name.
        name: String,
        /// Its value.
        source: EndpointSource,
    },
    /// A label of the URI.
    Label(Text),
    /// A query parameter, or one per element.
    Query(Text),
    /// Query parameters from a map.
    QueryMap {
        /// The field.
        field: FieldRef,
        /// Whether an entry is one parameter or several.
        values: Cardinality,
    },
    /// A header.
    Header(Text),
    /// A header with JSON as base64.
    HeaderBase64 {
        /// The header's name, in lower case.
        wire_name: String,
        /// The field.
        field: FieldRef,
    },
    /// A header that is a path, percent-encoded.
    HeaderPath(Text),
    /// A header with a key as base64, and one with its MD5.
    HeaderKey {
        /// The header's name, in lower case.
        wire_name: String,
        /// The other header's name, in lower case.
        md5_name: String,
        /// The field.
        field: FieldRef,
    },
    /// Headers from a map.
    PrefixHeaders {
        /// The prefix.
        wire_name: String,
        /// The field.
        field: FieldRef,
    },
}

/// The value of an endpoint parameter.
#[derive(Clone, Debug)]
pub enum EndpointSource {
    /// A constant.
    Constant(RuleConstant),
    /// A boolean: the first value at a path.
    Boolean(Vec<Walk>),
    /// A string: the first value at a path.
    String(Vec<Walk>),
    /// A list of strings: all values at a path.
    Strings(Vec<Walk>),
}

/// A step of a path from the input to values in it.
#[derive(Clone, Debug)]
pub enum Walk {
    /// To a field.
    Field(FieldRef),
    /// To the elements of a list.
    Each,
    /// To the keys of a map.
    Keys,
    /// To the values of several paths.
    Several(Vec<Vec<Walk>>),
}

/// The prefix of a host name.
#[derive(Clone, Debug)]
pub struct HostTemplate {
    /// A format string, with `{}` for each label.
    pub format: String,
    /// The fields that fill the labels, in order.
    pub labels: Vec<String>,
}

/// A member as a string.
#[derive(Clone, Debug)]
pub struct Text {
    /// The name on the wire.
    pub wire_name: String,
    /// The field.
    pub field: FieldRef,
    /// Whether the field is a list.
    pub cardinality: Cardinality,
    /// The format of a timestamp, or of a list of them.
    pub timestamp: Option<TimestampFormat>,
    /// The value to send if the field is `None`.
    pub default: Option<String>,
    /// Whether only the part after the last slash is sent.
    pub last_segment: bool,
    /// Whether an empty list is sent.
    pub sent_empty: bool,
}

/// A variant of the runtime's `TimestampFormat`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TimestampFormat {
    /// `2015-01-25T08:00:00Z`.
    DateTime,
    /// `Sun, 25 Jan 2015 08:00:00 GMT`.
    HttpDate,
    /// Seconds since 1970.
    EpochSeconds,
}

/// A request's body.
#[derive(Clone, Debug)]
pub enum Body {
    /// None.
    Empty,
    /// `{}`.
    EmptyObject,
    /// The input, as the operation's [`Codec`](super::Codec) writes it: the members in no other
    /// location.
    Input {
        /// The root element, in XML.
        root: Option<Wire>,
    },
    /// One member, as the operation's [`Codec`](super::Codec) writes it.
    Payload {
        /// The field.
        field: FieldRef,
        /// The root element, in XML.
        root: Option<Wire>,
        /// The body if the field is `None`.
        absent: AbsentPayload,
    },
    /// One member as bytes.
    PayloadBytes(FieldRef),
    /// One member as a stream of bytes.
    Stream(FieldRef),
    /// One member as the frames of an event stream.
    Events,
    /// The same, after an initial event with the other members of the input.
    EventsAfter,
    /// One member as a string.
    PayloadText {
        /// The field.
        field: FieldRef,
        /// The field's type.
        text: TextKind,
    },
}

/// The body if its member is absent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AbsentPayload {
    /// `{}`.
    EmptyObject,
    /// Nothing.
    Nothing,
}

/// A type that is sent as a string.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TextKind {
    /// A `String`.
    String,
    /// An open enumeration.
    Enum,
}
