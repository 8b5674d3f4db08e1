//! Limits of XML documents.

/// Limits of XML documents. The parser stops as soon as one is exceeded, as its time and memory grow with
/// them, in part quadratically. Documents larger than 4 GiB are rejected too.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct XmlLimits {
    /// The maximum depth of nested elements. Default: 128.
    pub depth: usize,
    /// The maximum number of attributes of an element. Default: 100.
    pub attributes: usize,
    /// The maximum number of namespace declarations in the document. Default: 100.
    pub namespaces: usize,
    /// The maximum number of nodes in the document: elements, texts, attributes, comments and processing
    /// instructions. Default: 2,000,000.
    pub nodes: usize,
}

impl Default for XmlLimits {
    fn default() -> Self {
        Self {
            depth: 128,
            attributes: 100,
            namespaces: 100,
            nodes: 2_000_000,
        }
    }
}

impl XmlLimits {
    /// Sets the maximum depth of nested elements.
    #[must_use]
    pub fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// Sets the maximum number of attributes of an element.
    #[must_use]
    pub fn with_attributes(mut self, attributes: usize) -> Self {
        self.attributes = attributes;
        self
    }

    /// Sets the maximum number of namespace declarations.
    #[must_use]
    pub fn with_namespaces(mut self, namespaces: usize) -> Self {
        self.namespaces = namespaces;
        self
    }

    /// Sets the maximum number of nodes.
    #[must_use]
    pub fn with_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }
}
