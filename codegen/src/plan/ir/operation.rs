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
    /// What its types begin with.
    pub prefix: String,
    /// The fluent builder.
    pub builder: String,
    /// The error.
    pub error: String,
    /// Its docs, where there are more than the summary.
    pub doc: Vec<String>,
    /// The first sentence of its docs, and where there are more.
    pub summary: Vec<String>,
    /// The note of its deprecation.
    pub deprecated: Option<String>,
    /// The input.
    pub input: Struct,
    /// The output.
    pub output: Struct,
    /// The fluent builder's setters, one per field of the input.
    pub setters: Vec<Setter>,
    /// The exceptions: type, shape's name, and what they say.
    pub exceptions: Vec<ExceptionVariant>,
    /// How its requests are authorized, if not by SigV4.
    pub auth: Option<Auth>,
    /// How the request begins.
    pub request: RequestStart,
    /// Whether a checksum of the body is sent along.
    pub checksum: bool,
    /// Whether that is its MD5.
    pub content_md5: bool,
    /// How it copies from another region.
    pub copy: Option<RegionCopy>,
    /// Headers that it has where no member sets them, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// Whether its query is sent as the form of a POST.
    pub query_as_form: bool,
    /// Whether a large body may be compressed.
    pub compression: bool,
    /// The fields in its body of which the last segment is sent.
    pub last_segments: Vec<FieldRef>,
    /// What the payload is, where the API says it.
    pub media_type: Option<String>,
    /// How the input's members enter the request, in order.
    pub write: Vec<WriteStep>,
    /// The request's body.
    pub body: Body,
    /// How its bodies are written and read.
    pub codec: Codec,
    /// What the output is read from.
    pub response: ResponseShape,
    /// The bodies that stream.
    pub streams: Streams,
    /// The texts of its response that are URL-encoded where that is asked for.
    pub url_encoding: Option<UrlEncoding>,
    /// Fields that the client fills in with a fresh token.
    pub tokens: Vec<String>,
    /// Wire names of what is never recorded.
    pub sensitive: Vec<String>,
    /// The endpoints that it tells.
    pub discovered: Option<DiscoveredEndpoints>,
    /// How the result is read page by page.
    pub pages: Option<Pages>,
    /// Whether a waiter asks it.
    pub has_waiter: bool,
}

impl Operation {
    /// Its module, as files and pages are named.
    #[must_use]
    pub fn module(&self) -> &str {
        self.method.trim_start_matches("r#")
    }
}

/// The bodies of an operation that stream.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    /// The field of the input.
    pub request: Option<FieldRef>,
    /// Whether it is a stream of events.
    pub sends_events: bool,
    /// Whether the length of what it has must be known.
    pub requires_length: bool,
    /// Whether the hash of its tree is sent along.
    pub tree_hash: bool,
    /// Whether a checksum of it is understood, and must be there.
    pub request_checksum: Option<bool>,
    /// The field of the output.
    pub response: Option<String>,
    /// Whether that is a stream of events.
    pub receives_events: bool,
    /// Whether the first of them has the other members of the output.
    pub initial_response: bool,
    /// Whether a checksum of it is sent where it is asked for.
    pub response_checksum: bool,
}

/// Texts of a response that are URL-encoded where that is asked for.
#[derive(Clone, Debug)]
pub struct UrlEncoding {
    /// The field of the input that asks.
    pub asks: String,
    /// The field of the output that says so.
    pub says: String,
    /// The value of both.
    pub value: String,
    /// The fields of the output.
    pub texts: Vec<EncodedText>,
}

/// The fields of an operation that tells endpoints.
#[derive(Clone, Debug)]
pub struct DiscoveredEndpoints {
    /// The output's list.
    pub endpoints: String,
    /// Where an endpoint is.
    pub address: String,
    /// How long it is good for, in minutes.
    pub period: String,
}

/// A text that is URL-encoded.
#[derive(Clone, Debug)]
pub enum EncodedText {
    /// This field.
    Field(String),
    /// This field of each element of the list that the first one is.
    OfEach(String, String),
}

/// A variant of an operation's error.
#[derive(Clone, Debug)]
pub struct ExceptionVariant {
    /// The variant, and the type in `types::error`.
    pub name: String,
    /// The method that says whether an error is it, such as `is_not_found_exception`.
    pub test: String,
    /// The shape's name, by which a failure tells it.
    pub shape: String,
    /// Its docs.
    pub doc: Vec<String>,
}

/// A setter of a fluent builder.
#[derive(Clone, Debug)]
pub struct Setter {
    /// Its name.
    pub name: String,
    /// The name of the one that sets or unsets the whole member.
    pub whole: String,
    /// What it takes.
    pub kind: SetterKind,
}

/// What a setter takes.
#[derive(Clone, Debug)]
pub enum SetterKind {
    /// The value.
    Value,
    /// One more element of a list.
    Element(RustType),
    /// One more entry of a map.
    Entry(RustType, RustType),
}

/// How requests are authorized: a variant of the runtime's `Auth`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Auth {
    /// By SigV4.
    SigV4,
    /// By SigV4 without a hash of the body.
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
