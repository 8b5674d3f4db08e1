//! Types as Rust writes them.

/// A Rust type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RustType {
    /// A type without parameters, by the path that is in scope.
    Path(String),
    /// `Vec<T>`.
    Vec(Box<RustType>),
    /// `Option<T>`.
    Option(Box<RustType>),
    /// `EventStream<T>`.
    EventStream(Box<RustType>),
    /// `Map<K, T>`.
    Map(Box<RustType>, Box<RustType>),
    /// `Box<T>`.
    Box(Box<RustType>),
}

impl RustType {
    /// The name of the type at the bottom of lists, maps and boxes; of a map, that of its values.
    #[must_use]
    pub fn bottom(&self) -> Option<&str> {
        match self {
            Self::Vec(inner)
            | Self::Option(inner)
            | Self::EventStream(inner)
            | Self::Box(inner)
            | Self::Map(_, inner) => inner.bottom(),
            Self::Path(path) => path.rsplit("::").next(),
        }
    }
}
