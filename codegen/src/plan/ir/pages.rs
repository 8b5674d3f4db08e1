//! Pagination.

use super::RustType;

/// The pagination of an operation.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The tokens.
    pub tokens: Vec<PageToken>,
    /// The path to the output's field that is true if there are more pages.
    pub more: Option<Vec<Step>>,
    /// The path to the items, and their type.
    pub items: Option<(Vec<Step>, ItemType)>,
    /// The docs of the pages.
    pub doc: Vec<String>,
}

/// A token of the next page.
#[derive(Clone, Debug)]
pub struct PageToken {
    /// The input's field.
    pub field: String,
    /// The paths to it in the output: the first one with a value is used.
    pub paths: Vec<Vec<Step>>,
    /// Whether it is an enumeration, of which every value is a token.
    pub is_enum: bool,
}

/// A step of a path through an output.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
    /// A field.
    Field(String),
    /// An element of a list.
    Element(usize),
    /// The last element of a list.
    Last,
}

/// The type of a page's items.
#[derive(Clone, Debug)]
pub enum ItemType {
    /// Elements of a list.
    Element(RustType),
    /// Entries of a map.
    Entry(RustType, RustType),
}
