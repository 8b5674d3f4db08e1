//! How an input becomes a request.

use super::{Cardinality, FieldRef, Wire};
use crate::spec::RuleConstant;

/// How a request begins.
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
        /// Whether errors are asked for with the codes of the query protocol.
        query_compatible: bool,
    },
    /// The path of the `smithy-rpc-v2-cbor` protocol.
    RpcV2Cbor {
        /// `/service/Service/operation/Operation`.
        path: String,
        /// Whether errors are asked for with the codes of the query protocol.
        query_compatible: bool,
    },
}

/// How one member of an input enters the request.
#[derive(Clone, Debug)]
pub enum WriteStep {
    /// Required members are looked for.
    Require,
    /// The host's prefix.
    HostPrefix(HostTemplate),
    /// The URL that the request goes to.
    EndpointUrl(FieldRef),
    /// What the endpoint rules are told.
    Endpoint {
        /// The name of their parameter.
        name: String,
        /// What it is.
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
        /// How many parameters an entry is.
        values: Cardinality,
    },
    /// A header.
    Header(Text),
    /// A header whose text is the base64 of JSON.
    HeaderBase64 {
        /// The header's name, in lower case.
        wire_name: String,
        /// The field.
        field: FieldRef,
    },
    /// A header that is a path, percent-encoded.
    HeaderPath(Text),
    /// A header that is the base64 of a key, and one with its MD5.
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

/// What the endpoint rules are told.
#[derive(Clone, Debug)]
pub enum EndpointSource {
    /// Always the same.
    Constant(RuleConstant),
    /// Whether something is so: the first value on a way.
    Flag(Vec<Walk>),
    /// A text: the first on a way.
    Text(Vec<Walk>),
    /// All texts on a way.
    Texts(Vec<Walk>),
}

/// A step of a way from the input to values in it.
#[derive(Clone, Debug)]
pub enum Walk {
    /// To a field.
    Field(FieldRef),
    /// To the elements of a list.
    Each,
    /// To the keys of a map.
    Keys,
    /// To what is found in several ways.
    Several(Vec<Vec<Walk>>),
}

/// What a host name is prefixed with.
#[derive(Clone, Debug)]
pub struct HostTemplate {
    /// A text for `format!`, with `{}` for each label.
    pub format: String,
    /// The fields that fill the labels, in order.
    pub labels: Vec<String>,
}

/// A member as text.
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
    /// What is sent where the field is `None`.
    pub default: Option<String>,
    /// Whether what stands behind the last slash is sent.
    pub last_segment: bool,
    /// Whether a list is sent where it is empty.
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
    /// The input, as the operation's [`Codec`](super::Codec) writes it: the members that have no other
    /// place.
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
        /// The body where the field is `None`.
        absent: AbsentPayload,
    },
    /// One member as bytes.
    PayloadBytes(FieldRef),
    /// One member as bytes that stream.
    Stream(FieldRef),
    /// One member as the frames of a stream of events.
    Events,
    /// The same, after a first event with the other members of the input.
    EventsAfter,
    /// One member as text.
    PayloadText {
        /// The field.
        field: FieldRef,
        /// What the field is.
        text: TextKind,
    },
}

/// The body where the member that it is is absent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AbsentPayload {
    /// `{}`.
    EmptyObject,
    /// Nothing.
    Nothing,
}

/// What has a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TextKind {
    /// A `String`.
    String,
    /// An open enumeration.
    Enum,
}
