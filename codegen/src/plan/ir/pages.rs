//! Results that come page by page.

use super::RustType;

/// How a result is read page by page.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The input's field for each token, and the ways to it in the output: the first that leads to one.
    pub tokens: Vec<(String, Vec<Vec<Step>>)>,
    /// The way to the output's field that says whether there is more.
    pub more: Option<Vec<Step>>,
    /// The way to the items, and their type.
    pub items: Option<(Vec<Step>, ItemType)>,
    /// What is said of the pages.
    pub doc: Vec<String>,
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
