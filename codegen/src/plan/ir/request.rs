//! How an input becomes a request.

use super::Field;

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
}

/// How one member of an input enters the request.
#[derive(Clone, Debug)]
pub enum WriteStep {
    /// Required members are looked for.
    Require,
    /// The host's prefix, with labels by wire name and field.
    HostPrefix {
        /// The template.
        template: String,
        /// The labels.
        labels: Vec<(String, String)>,
    },
    /// A label of the URI.
    Label(Text),
    /// A query parameter, or one per element.
    Query(Text),
    /// Query parameters from a map; with `lists`, several per entry.
    QueryMap {
        /// The field.
        field: String,
        /// Whether values are lists.
        lists: bool,
        /// Whether the field is an `Option`.
        optional: bool,
    },
    /// A header.
    Header(Text),
    /// A header whose text is the base64 of JSON.
    HeaderBase64 {
        /// The header's name, in lower case.
        wire_name: String,
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
    },
    /// Headers from a map.
    PrefixHeaders {
        /// The prefix.
        wire_name: String,
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
    },
}

/// A member as text.
#[derive(Clone, Debug)]
pub struct Text {
    /// The name on the wire.
    pub wire_name: String,
    /// The field.
    pub field: String,
    /// Whether the field is an `Option`.
    pub optional: bool,
    /// Whether the field is a list.
    pub list: bool,
    /// The format of a timestamp, a variant of the runtime's `TimestampFormat`.
    pub timestamp: Option<&'static str>,
}

/// A request's body.
#[derive(Clone, Debug)]
pub enum Body {
    /// None.
    Empty,
    /// `{}`.
    EmptyObject,
    /// The whole input as JSON.
    Input,
    /// The whole input as a form.
    Form,
    /// These fields of the input as JSON.
    Fields(Vec<Field>),
    /// One member as JSON.
    PayloadJson {
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
        /// The body where the field is `None`: `{}` or nothing.
        object: bool,
    },
    /// One member as bytes.
    PayloadBytes {
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
        /// The content type, where the API has one of its own.
        media_type: Option<String>,
    },
    /// One member as the frames of a stream of events.
    Events {
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
    },
    /// One member as text.
    PayloadText {
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
        /// Whether the field is an enumeration.
        is_enum: bool,
        /// The content type, where the API has one of its own.
        media_type: Option<String>,
    },
}
