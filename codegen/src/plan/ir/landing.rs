//! The first page of the crate's documentation.

/// The first page, below the service's docs.
#[derive(Clone, Debug, Default)]
pub struct Landing {
    /// The operation that the quick start calls and the diagram shows, by its method.
    pub example: Option<String>,
    /// The docs up to the diagram.
    pub doc: Vec<String>,
    /// The docs before the diagram, if there is one.
    pub diagram_doc: Vec<String>,
}
