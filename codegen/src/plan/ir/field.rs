//! Fields of structs, and references to them.

use super::RustType;

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its identifier.
    pub name: String,
    /// The API's name, which serde uses.
    pub api_name: String,
    /// The wire name.
    pub wire_name: String,
    /// Its location, if not in the body.
    pub place: Option<WirePlace>,
    /// serde's name, if it differs from the struct's rule.
    pub rename: Option<String>,
    /// Its JSON format, if it differs from serde's.
    pub format: Option<WireFormat>,
    /// Its type, without `Option`.
    pub ty: RustType,
    /// Whether it may be absent.
    pub presence: Presence,
    /// Its docs.
    pub doc: Vec<String>,
    /// Whether it is sensitive.
    pub sensitive: bool,
}

/// Whether a field may be absent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Presence {
    /// It is always present: its type is not an `Option`.
    Required,
    /// It may be absent: its type is an `Option`.
    Optional,
}

/// How many values a member has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cardinality {
    /// One value.
    One,
    /// A list of values.
    Many,
}

/// A reference to a field of the input.
#[derive(Clone, Debug)]
pub struct FieldRef {
    /// Its identifier.
    pub name: String,
    /// Whether it may be absent.
    pub presence: Presence,
}

/// The location of a member outside of the body, or as the whole body.
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
    /// The status.
    Status,
    /// The whole body.
    Payload,
}

/// The JSON traits that a type derives.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct JsonTraits {
    /// Whether it is read.
    pub read: bool,
    /// Whether it is written.
    pub write: bool,
}

/// The format of a field in JSON, if its type does not determine it: a module of the runtime's `serde_as`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WireFormat {
    /// `serde_as::float`: numbers, and `NaN` and infinities as strings.
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
    /// The traits, if the protocol is JSON.
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

    /// A reference to the field.
    #[must_use]
    pub fn to_ref(&self) -> FieldRef {
        FieldRef {
            name: self.name.clone(),
            presence: self.presence,
        }
    }
}

impl RenameRule {
    /// The rule's name in serde.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
        }
    }
}
