//! What a client fills in where members are absent.

/// What is filled in, in a struct.
#[derive(Clone, Debug, Default)]
pub struct Fills {
    /// Its own members, in their order.
    pub own: Vec<Fill>,
    /// The fields in which something may be filled in.
    pub inside: Vec<String>,
}

/// A member that is filled in.
#[derive(Clone, Debug)]
pub struct Fill {
    /// Its field.
    pub field: String,
    /// With what.
    pub value: Constant,
    /// In responses alone.
    pub of_responses: bool,
}

/// A value as Rust has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// The default of its Rust type: a zero, an empty text or list, a structure of which nothing is set.
    Zero,
    /// `true`.
    True,
    /// A number without a fraction.
    Integer(i64),
    /// A number of 32 bits.
    Float(f32),
    /// A number of 64 bits.
    Double(f64),
    /// A text.
    Text(String),
    /// A value of an enumeration.
    Value(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A moment, as RFC 3339 has it.
    Moment(String),
    /// Any value.
    Document(DocumentConstant),
}

/// A value of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum DocumentConstant {
    /// `true` or `false`.
    Bool(bool),
    /// A number without a fraction.
    Integer(i64),
    /// Any other number.
    Double(f64),
    /// A text.
    Text(String),
    /// A list without elements.
    Array,
    /// A map without entries.
    Object,
}
