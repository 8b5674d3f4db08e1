//! Model types.

use super::{Codec, Field, Fills, JsonTraits, ReadStep, RenameRule};

/// A model type.
#[derive(Clone, Debug)]
pub enum ModelType {
    /// A structure.
    Struct(Struct),
    /// An open enumeration.
    Enum(Enum),
    /// A union.
    Union(Union),
}

impl ModelType {
    /// The type's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Struct(item) => &item.name,
            Self::Enum(item) => &item.name,
            Self::Union(item) => &item.name,
        }
    }
}

/// A struct.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Its name.
    pub name: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// serde's rule for the names of fields.
    pub rename_all: Option<RenameRule>,
    /// Its JSON traits.
    pub json: JsonTraits,
    /// Whether every field has a default.
    pub has_default: bool,
    /// Whether it is `Clone`: no field is a stream.
    pub is_clone: bool,
    /// Whether it implements `Debug` itself, without sensitive members.
    pub redacted: bool,
    /// Its constructor, which takes the required members.
    pub constructor: Option<Constructor>,
    /// The checks for required members before it is sent; `None` if nothing can be missing.
    pub checks: Option<Vec<Check>>,
    /// The defaults that the client fills in; `None` if there are none.
    pub fills: Option<Fills>,
    /// What makes it an exception, if it is one.
    pub exception: Option<Exception>,
}

impl Struct {
    /// Whether it is an exception with members outside of the body.
    #[must_use]
    pub fn is_read(&self) -> bool {
        let has_headers = |it: &Exception| !it.headers.is_empty();
        self.exception
            .as_ref()
            .is_some_and(|it| has_headers(it) || self.fills.is_some())
    }
}

/// What makes a struct an exception.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The model's retry hint.
    pub hint: Option<RetryHint>,
    /// Members in headers.
    pub headers: Vec<ReadStep>,
}

/// The model's retry hint of an exception.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RetryHint {
    /// The same request may succeed.
    Transient,
    /// It may, after a delay.
    Throttling,
}

/// A constructor: the fields that are its parameters, in their order.
#[derive(Clone, Debug)]
pub struct Constructor {
    /// Indices of the fields, in order.
    pub fields: Vec<usize>,
}

/// A check for required members before a struct is sent.
#[derive(Clone, Debug)]
pub enum Check {
    /// Of a field.
    Member(String),
    /// Of the fields within a field.
    Inside(String),
}

/// An open enumeration.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// The rule that gives most variants their values.
    pub rename_all: Option<&'static str>,
    /// Its known values.
    pub variants: Vec<Variant>,
}

/// A variant of an open enumeration.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its identifier.
    pub name: String,
    /// Its value on the wire.
    pub value: String,
    /// Whether its value follows from the rule.
    pub is_by_rule: bool,
    /// Its docs; empty if they are those that `open_enum` writes.
    pub doc: Vec<String>,
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// Its name.
    pub name: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// The rule that gives most members their API names.
    pub rename_all: Option<&'static str>,
    /// Its members.
    pub variants: Vec<Field>,
    /// Its JSON traits.
    pub json: JsonTraits,
    /// The methods that return members, such as `as_text`.
    pub accessors: Vec<String>,
    /// The members with checks for required members before it is sent; `None` if nothing can be
    /// missing.
    pub checks: Option<Vec<String>>,
    /// The members with defaults; `None` if there are none.
    pub fills: Option<Vec<String>>,
    /// Whether it implements `Debug` itself, without sensitive members.
    pub redacted: bool,
    /// Whether a variant has inline members, so that the variants may differ in size.
    pub has_large_variants: bool,
    /// Its events, if it is the type of an event stream.
    pub events: Option<Events>,
}

/// The events of an event stream.
#[derive(Clone, Debug)]
pub struct Events {
    /// The codec that parses them.
    pub codec: Codec,
    /// The events whose payload is a single member.
    pub payloads: Vec<EventPayload>,
    /// The headers of events that are sent.
    pub headers: Vec<EventHeader>,
    /// The variants that are exceptions.
    pub exceptions: Vec<String>,
}

/// A member of an event that is a header.
#[derive(Clone, Debug)]
pub struct EventHeader {
    /// The event's name.
    pub event: String,
    /// The member's name.
    pub member: String,
    /// The type of the header's value.
    pub kind: HeaderKind,
}

/// A variant of the runtime's `HeaderKind`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HeaderKind {
    /// A boolean.
    Bool,
    /// Eight bits.
    Byte,
    /// 16 bits.
    Short,
    /// 32 bits.
    Integer,
    /// 64 bits.
    Long,
    /// Bytes.
    Bytes,
    /// A string.
    Text,
    /// A timestamp.
    Timestamp,
}

/// The member that is an event's payload.
#[derive(Clone, Debug)]
pub struct EventPayload {
    /// The event's name.
    pub event: String,
    /// The member's name.
    pub member: String,
    /// Its kind.
    pub kind: PayloadKind,
}

/// A variant of the runtime's `PayloadKind`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PayloadKind {
    /// Bytes.
    Blob,
    /// A string.
    Text,
    /// A value in the format of the service's bodies.
    Value,
}
