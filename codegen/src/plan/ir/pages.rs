//! Results that come page by page.

use super::RustType;

/// How a result is read page by page.
#[derive(Clone, Debug)]
pub struct Pages {
    /// What tells which page is asked for.
    pub tokens: Vec<PageToken>,
    /// The way to the output's field that says whether there is more.
    pub more: Option<Vec<Step>>,
    /// The way to the items, and their type.
    pub items: Option<(Vec<Step>, ItemType)>,
    /// What is said of the pages.
    pub doc: Vec<String>,
}

/// What tells which page is asked for.
#[derive(Clone, Debug)]
pub struct PageToken {
    /// The input's field.
    pub field: String,
    /// The ways to it in the output: the first that leads to one.
    pub ways: Vec<Vec<Step>>,
    /// Whether it is an enumeration, every value of which stands for a page.
    pub is_enum: bool,
}

/// One step on the way through an output.
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
