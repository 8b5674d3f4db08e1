//! Rust types.

/// A Rust type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RustType {
    /// `String`.
    String,
    /// A number or `bool`.
    Scalar(Scalar),
    /// A type of the crate's `primitives`.
    Primitive(Primitive),
    /// A type of the model.
    Named(TypeName),
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

/// A number or `bool`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scalar {
    /// `bool`.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
}

/// A type of the crate's `primitives`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Primitive {
    /// A timestamp.
    Timestamp,
    /// Bytes.
    Blob,
    /// A stream of bytes.
    ByteStream,
    /// A document.
    Document,
}

/// A type of the model, as a file refers to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TypeName {
    /// The module by which it is named.
    pub module: TypeModule,
    /// Its name.
    pub name: String,
}

/// The module in scope by which a type of the model is named.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TypeModule {
    /// None: the type is imported, as siblings in `types` are.
    Sibling,
    /// `error`, in a file of `types`.
    Error,
    /// `types`, in a file of an operation.
    Types,
    /// `types::error`, in a file of an operation.
    TypesError,
}

impl RustType {
    /// Whether reading its values consumes them.
    #[must_use]
    pub fn streams(&self) -> bool {
        matches!(
            self,
            Self::EventStream(_) | Self::Primitive(Primitive::ByteStream)
        )
    }

    /// The leaf type of the model in lists, maps and boxes; of a map, that of
    /// its values.
    #[must_use]
    pub fn leaf(&self) -> Option<&str> {
        match self {
            Self::Vec(inner)
            | Self::Option(inner)
            | Self::EventStream(inner)
            | Self::Box(inner)
            | Self::Map(_, inner) => inner.leaf(),
            Self::Named(name) => Some(&name.name),
            Self::String | Self::Scalar(_) | Self::Primitive(_) => None,
        }
    }
}

impl Scalar {
    /// Its name in Rust.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }
}

impl Primitive {
    /// Its name in `primitives`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Timestamp => "Timestamp",
            Self::Blob => "Blob",
            Self::ByteStream => "ByteStream",
            Self::Document => "Document",
        }
    }
}

impl TypeModule {
    /// The segments of its path.
    #[must_use]
    pub fn segments(self) -> &'static [&'static str] {
        match self {
            Self::Sibling => &[],
            Self::Error => &["error"],
            Self::Types => &["types"],
            Self::TypesError => &["types", "error"],
        }
    }
}
