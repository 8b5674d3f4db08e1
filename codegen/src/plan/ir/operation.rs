//! Operations.

use super::{
    Body, Codec, FieldRef, Pages, RequestStart, ResponseShape, RustType, Struct, WriteStep,
};

use crate::spec;

pub use crate::spec::RegionCopy;

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name on the wire.
    pub name: String,
    /// The spec file it comes from.
    pub source: String,
    /// Its module, and the client's method.
    pub method: String,
    /// The prefix of its types.
    pub prefix: String,
    /// The fluent builder.
    pub builder: String,
    /// The error.
    pub error: String,
    /// Its docs, if there are more than the summary.
    pub doc: Vec<String>,
    /// The first sentence of its docs, with a link to the rest.
    pub summary: Vec<String>,
    /// The note of its deprecation.
    pub deprecated: Option<String>,
    /// The input.
    pub input: Struct,
    /// The output.
    pub output: Struct,
    /// The fluent builder's setters, one per field of the input.
    pub setters: Vec<Setter>,
    /// The exceptions: type, shape's name, and docs.
    pub exceptions: Vec<ExceptionVariant>,
    /// How its requests are authorized, if not by SigV4.
    pub auth: Option<Auth>,
    /// The start of the request.
    pub request: RequestStart,
    /// Whether a checksum of the body is sent.
    pub checksum: bool,
    /// Whether that is the body's MD5.
    pub content_md5: bool,
    /// Its region copy.
    pub copy: Option<RegionCopy>,
    /// Headers that are sent if no member sets them, by their names in lower case.
    pub headers: Vec<(String, String)>,
    /// Whether its query is sent as a form in a POST body.
    pub query_as_form: bool,
    /// Whether a large body is compressed.
    pub compression: bool,
    /// The fields of its body of which only the last segment is sent.
    pub last_segments: Vec<FieldRef>,
    /// The kind of its payload, if the API states it.
    pub media_type: Option<String>,
    /// How the members of the input are written to the request, in order.
    pub write: Vec<WriteStep>,
    /// The request's body.
    pub body: Body,
    /// The codec of its bodies.
    pub codec: Codec,
    /// The parts of the response that the output is read from.
    pub response: ResponseShape,
    /// The streaming bodies.
    pub streams: Streams,
    /// The strings of its response that are URL-encoded on request.
    pub url_encoding: Option<UrlEncoding>,
    /// Fields that the client fills in with a random idempotency token.
    pub tokens: Vec<String>,
    /// Wire names of sensitive members.
    pub sensitive: Vec<String>,
    /// Its endpoint discovery, if it is the discovering operation.
    pub discovered: Option<DiscoveredEndpoints>,
    /// Its pagination.
    pub pages: Option<Pages>,
    /// Whether a waiter polls it.
    pub has_waiter: bool,
}

impl Operation {
    /// Its module, as in names of files and pages.
    #[must_use]
    pub fn module(&self) -> &str {
        self.method.trim_start_matches("r#")
    }
}

/// The streaming bodies of an operation.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    /// The field of the input.
    pub request: Option<FieldRef>,
    /// Whether it is an event stream.
    pub sends_events: bool,
    /// Whether its length must be known.
    pub requires_length: bool,
    /// Whether its tree hash is sent.
    pub tree_hash: bool,
    /// Whether the service accepts a checksum of it, and whether it requires one.
    pub request_checksum: Option<bool>,
    /// The field of the output.
    pub response: Option<String>,
    /// Whether it is an event stream.
    pub receives_events: bool,
    /// Whether its first event has the other members of the output.
    pub initial_response: bool,
    /// Whether the service sends a checksum of it on request.
    pub response_checksum: bool,
}

/// Strings of a response that are URL-encoded on request.
#[derive(Clone, Debug)]
pub struct UrlEncoding {
    /// The field of the input that requests it.
    pub asks: String,
    /// The field of the output that confirms it.
    pub says: String,
    /// The value of both.
    pub value: String,
    /// The fields of the output.
    pub texts: Vec<EncodedText>,
}

/// The fields of an operation that discovers endpoints.
#[derive(Clone, Debug)]
pub struct DiscoveredEndpoints {
    /// The list in the output.
    pub endpoints: String,
    /// The address of an endpoint.
    pub address: String,
    /// How long to cache it, in minutes.
    pub period: String,
}

/// A string that is URL-encoded.
#[derive(Clone, Debug)]
pub enum EncodedText {
    /// This field.
    Field(String),
    /// This field of each element of the list in the first one.
    OfEach(String, String),
}

/// A variant of an operation's error.
#[derive(Clone, Debug)]
pub struct ExceptionVariant {
    /// The variant, and the type in `types::error`.
    pub name: String,
    /// The method that tests for it, such as `is_not_found_exception`.
    pub test: String,
    /// The shape's name, which is the error code.
    pub shape: String,
    /// Its docs.
    pub doc: Vec<String>,
}

/// A setter of a fluent builder.
#[derive(Clone, Debug)]
pub struct Setter {
    /// Its name.
    pub name: String,
    /// The name of the setter for the whole member.
    pub whole: String,
    /// Its parameters.
    pub kind: SetterKind,
}

/// The parameters of a setter.
#[derive(Clone, Debug)]
pub enum SetterKind {
    /// The value.
    Value,
    /// An element of a list.
    Element(RustType),
    /// An entry of a map.
    Entry(RustType, RustType),
}

/// How requests are authorized: a variant of the runtime's `Auth`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Auth {
    /// By SigV4.
    SigV4,
    /// By SigV4 with an unsigned payload.
    SigV4UnsignedBody,
    /// By SigV4A.
    SigV4a,
    /// By a bearer token.
    Bearer,
    /// Not at all.
    None,
}

impl From<spec::Auth> for Auth {
    fn from(auth: spec::Auth) -> Self {
        match auth {
            spec::Auth::SigV4 => Self::SigV4,
            spec::Auth::SigV4UnsignedBody => Self::SigV4UnsignedBody,
            spec::Auth::SigV4a => Self::SigV4a,
            spec::Auth::Bearer => Self::Bearer,
            spec::Auth::None => Self::None,
        }
    }
}
