//! Operations.

use super::{Body, Pages, ReadStep, RequestStart, RustType, Struct, WriteStep};

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
    /// Its docs.
    pub doc: Vec<String>,
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
    /// How its requests are authorized, a variant of the runtime's `Auth`, if not by SigV4.
    pub auth: Option<&'static str>,
    /// How the request begins.
    pub request: RequestStart,
    /// Whether a checksum of the body is sent along.
    pub checksum: bool,
    /// How the input's members enter the request, in order.
    pub write: Vec<WriteStep>,
    /// The request's body.
    pub body: Body,
    /// Whether its bodies are forms and XML instead of JSON.
    pub query: bool,
    /// Whether the output begins as the body.
    pub reads_body: bool,
    /// How the output's other members are read.
    pub read: Vec<ReadStep>,
    /// Fields that the client fills in with a fresh token.
    pub tokens: Vec<String>,
    /// Wire names of what is never recorded.
    pub sensitive: Vec<String>,
    /// How the result is read page by page.
    pub pages: Option<Pages>,
}

impl Operation {
    /// Its module, as files and pages are named.
    #[must_use]
    pub fn module(&self) -> &str {
        self.method.trim_start_matches("r#")
    }
}

/// A variant of an operation's error.
#[derive(Clone, Debug)]
pub struct ExceptionVariant {
    /// The variant, and the type in `types::error`.
    pub name: String,
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
    /// What it takes.
    pub kind: SetterKind,
    /// Its docs.
    pub doc: Vec<String>,
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
