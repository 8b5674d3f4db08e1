//! Fields of structs, and how the rest of a plan refers to them.

use super::RustType;

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its identifier.
    pub name: String,
    /// The API's name for it, which serde has.
    pub api_name: String,
    /// Its name on the wire.
    pub wire_name: String,
    /// Where it travels, if not in the body.
    pub place: Option<WirePlace>,
    /// serde's name, where its struct's rule does not give it.
    pub rename: Option<String>,
    /// How JSON writes it, where that is not serde's way.
    pub format: Option<WireFormat>,
    /// Its type, without `Option`.
    pub ty: RustType,
    /// Whether it may be absent.
    pub presence: Presence,
    /// Its docs.
    pub doc: Vec<String>,
    /// Whether it is never shown.
    pub sensitive: bool,
}

/// Whether a field may be absent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Presence {
    /// It is there: its type is no `Option`.
    Required,
    /// It may be absent: its type is an `Option`.
    Optional,
}

/// How many values a member has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cardinality {
    /// One.
    One,
    /// Those of a list.
    Many,
}

/// A field that a request is written from.
#[derive(Clone, Debug)]
pub struct FieldRef {
    /// Its identifier.
    pub name: String,
    /// Whether it may be absent.
    pub presence: Presence,
}

/// Where a member travels outside of the body, or as the whole of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WirePlace {
    /// In a header.
    Header,
    /// In headers whose names begin with its own.
    Headers,
    /// In the query.
    Query,
    /// In the path.
    Uri,
    /// It is the status.
    Status,
    /// It is the body.
    Payload,
}

/// The traits of the wire's JSON that a type has.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct JsonTraits {
    /// It is read.
    pub read: bool,
    /// It is written.
    pub write: bool,
}

/// The format of a field in JSON, where its type does not say it: a module of the runtime's `wire`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WireFormat {
    /// `serde_as::float`: numbers, and `NaN` and infinities as text.
    Float,
    /// `serde_as::date_time`: `2015-01-25T08:00:00Z`.
    DateTime,
    /// `serde_as::http_date`: `Sun, 25 Jan 2015 08:00:00 GMT`.
    HttpDate,
}

/// serde's rule for the names of fields.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RenameRule {
    /// `camelCase`.
    Camel,
    /// `PascalCase`.
    Pascal,
}

impl JsonTraits {
    /// These, where there is JSON.
    #[must_use]
    pub fn of(self, has_json: bool) -> Self {
        if has_json { self } else { Self::default() }
    }
}

impl Field {
    /// Whether its type is an `Option`.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.presence == Presence::Optional
    }

    /// The field as a request is written from it.
    #[must_use]
    pub fn to_ref(&self) -> FieldRef {
        FieldRef {
            name: self.name.clone(),
            presence: self.presence,
        }
    }
}

impl RenameRule {
    /// The rule as serde names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
        }
    }
}
