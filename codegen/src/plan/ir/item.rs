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
    /// How it is in the wire's JSON.
    pub json: JsonTraits,
    /// Whether every field has a default.
    pub has_default: bool,
    /// Whether it can be cloned: no field is a stream.
    pub is_clone: bool,
    /// Whether `Debug` is written out to leave out what is sensitive.
    pub redacted: bool,
    /// The constructor that takes what is required.
    pub constructor: Option<Constructor>,
    /// What is looked for before it is sent; `None` where nothing can be missing.
    pub checks: Option<Vec<Check>>,
    /// What the client fills in where it is absent; `None` where that is nothing.
    pub fills: Option<Fills>,
    /// What makes it an exception.
    pub exception: Option<Exception>,
}

impl Struct {
    /// Whether it is an exception of which more than the body is read.
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
    /// What the model says of a retry.
    pub hint: Option<RetryHint>,
    /// Members that travel as headers.
    pub headers: Vec<ReadStep>,
}

/// What the model says of a retry after an exception.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RetryHint {
    /// The same request may succeed.
    Transient,
    /// It may, later.
    Throttling,
}

/// A constructor: the fields that are its parameters, in their order.
#[derive(Clone, Debug)]
pub struct Constructor {
    /// Indices of the fields, in order.
    pub fields: Vec<usize>,
}

/// What is looked for in a struct before it is sent.
#[derive(Clone, Debug)]
pub enum Check {
    /// A member itself, by its field.
    Member(String),
    /// Members within a member, by its field.
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
    /// Whether the rule gives it this value.
    pub is_by_rule: bool,
    /// Its docs; empty where they are those that `open_enum` writes.
    pub doc: Vec<String>,
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// Its name.
    pub name: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// The rule that gives most members the names that the API has for them.
    pub rename_all: Option<&'static str>,
    /// Its members.
    pub variants: Vec<Field>,
    /// How it is in the wire's JSON.
    pub json: JsonTraits,
    /// The methods that read them, one per member, such as `as_text`.
    pub accessors: Vec<String>,
    /// The members in which something is looked for before it is sent; `None` where nothing can be
    /// missing.
    pub checks: Option<Vec<String>>,
    /// The members in which the client fills in what is absent; `None` where it is in none.
    pub fills: Option<Vec<String>>,
    /// Whether `Debug` is written out to leave out what is sensitive.
    pub redacted: bool,
    /// Whether a variant holds members of its own, beside which other variants may be small.
    pub uneven: bool,
    /// Where it is what a stream of events consists of.
    pub events: Option<Events>,
}

/// The events of a stream.
#[derive(Clone, Debug)]
pub struct Events {
    /// What reads them.
    pub codec: Codec,
    /// Those whose payload is one member.
    pub payloads: Vec<EventPayload>,
    /// The members that are headers, of events that are sent.
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
    /// A truth.
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
    /// Text.
    Text,
    /// A moment in time.
    Timestamp,
}

/// The member that an event's payload is.
#[derive(Clone, Debug)]
pub struct EventPayload {
    /// The event's name.
    pub event: String,
    /// The member's name.
    pub member: String,
    /// How it is the payload.
    pub kind: PayloadKind,
}

/// A variant of the runtime's `PayloadKind`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PayloadKind {
    /// Bytes.
    Blob,
    /// Text.
    Text,
    /// A value in the format of the service's bodies.
    Value,
}
