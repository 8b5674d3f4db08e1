//! Defaults that a client fills in for absent members.

/// The defaults of a struct.
#[derive(Clone, Debug, Default)]
pub struct Fills {
    /// Its own members, in their order.
    pub own: Vec<Fill>,
    /// The fields whose values have defaults.
    pub inside: Vec<String>,
}

/// A member with a default.
#[derive(Clone, Debug)]
pub struct Fill {
    /// Its field.
    pub field: String,
    /// The default.
    pub value: Constant,
    /// Whether it is filled in only in responses.
    pub of_responses: bool,
}

/// A value in Rust.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// The default of its Rust type: zero, an empty string or list, a structure with nothing set.
    Zero,
    /// `true`.
    True,
    /// An integer.
    Integer(i64),
    /// A 32-bit float.
    Float(f32),
    /// A 64-bit float.
    Double(f64),
    /// A string.
    Text(String),
    /// A value of an enumeration.
    Value(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A timestamp, as RFC 3339.
    Timestamp(String),
    /// A document.
    Document(DocumentConstant),
}

/// A value of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum DocumentConstant {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// Any other number.
    Double(f64),
    /// A string.
    Text(String),
    /// An empty list.
    Array,
    /// An empty map.
    Object,
}
