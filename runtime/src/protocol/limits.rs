//! What XML may hold.

/// What XML may hold. Beyond that it is refused as soon as it is met: the work and the memory of a parser grow
/// with it, for some of it with its square. So are documents larger than 4 GiB.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct XmlLimits {
    /// How deep elements may be nested; 128 unless told otherwise.
    pub depth: usize,
    /// The attributes of one element; 100 unless told otherwise.
    pub attributes: usize,
    /// The declarations of namespaces in the whole document; 100 unless told otherwise.
    pub namespaces: usize,
    /// The elements, texts, attributes, comments and processing instructions of the whole document; 2,000,000
    /// unless told otherwise.
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
    /// The same with another greatest depth.
    #[must_use]
    pub fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// The same with another most number of attributes of an element.
    #[must_use]
    pub fn with_attributes(mut self, attributes: usize) -> Self {
        self.attributes = attributes;
        self
    }

    /// The same with another most number of declarations of namespaces.
    #[must_use]
    pub fn with_namespaces(mut self, namespaces: usize) -> Self {
        self.namespaces = namespaces;
        self
    }

    /// The same with another most number of nodes.
    #[must_use]
    pub fn with_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }
}
