//! Names: the only module that spells Rust identifiers.
//!
//! A name comes from the wire name by case conversion ([`words`]), or from a pin. It must be unique in
//! its scope: two names that differ on the wire only in case get numbers, in the order of their bytes, so
//! that neither depends on its position. Two inline shapes with the same name are a clash, and a person
//! has to name them.

mod arguments;
mod assign;
mod pins;
mod propose;
mod reserved;
mod table;
mod unique;
mod words;

pub use arguments::keep_arguments;
pub use assign::assign;
pub use propose::propose;
pub use reserved::RESERVED_OPERATIONS;
pub use table::NameTable;
pub(crate) use words::camel;

use crate::model::ShapeId;

/// Every name of a generated crate.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Types, by shape.
    types: Vec<String>,
    /// Modules of types, by shape.
    /// Fields or variants, by shape.
    parts: Vec<Vec<String>>,
    /// The parameters of the constructors of structures, by shape; `None` if there is no constructor.
    arguments: Vec<Option<Vec<usize>>>,
    /// The methods that return a union's members, by shape.
    accessors: Vec<Vec<String>>,
    /// Operations, in the model's order.
    pub operations: Vec<OperationNames>,
    /// Waiters, in the order of their names.
    pub waiters: Vec<WaiterNames>,
}

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub struct OperationNames {
    /// The module and the client's method, such as `get_image`.
    pub method: String,
    /// The prefix of its types, such as `GetImage`.
    pub prefix: String,
    /// Fields of the input.
    pub request: Vec<String>,
    /// The fluent builder's setters.
    pub setters: Vec<String>,
    /// Fields of the output.
    pub response: Vec<String>,
    /// The parameters of the input's constructor, in its order; `None` if there is none.
    pub arguments: Option<Vec<usize>>,
    /// The methods that test the error for an exception, by exception.
    pub tests: Vec<String>,
}

/// The names of a waiter.
#[derive(Clone, Debug, Default)]
pub struct WaiterNames {
    /// The client's method, such as `wait_until_image_available`.
    pub method: String,
    /// The constant that holds it, such as `IMAGE_AVAILABLE`.
    pub constant: String,
}

impl Names {
    /// The type of a shape.
    #[must_use]
    pub fn ty(&self, id: ShapeId) -> &str {
        id.of::<String>(&self.types)
    }

    /// The fields or variants of a shape's type.
    #[must_use]
    pub fn parts(&self, id: ShapeId) -> &[String] {
        id.of::<Vec<String>>(&self.parts)
    }

    /// The parameters of the constructor of a shape's type, in its order; `None` if there is
    /// no constructor.
    #[must_use]
    pub fn arguments(&self, id: ShapeId) -> Option<&[usize]> {
        self.arguments.get(id.0)?.as_deref()
    }

    /// The methods that return the members of a shape's union.
    #[must_use]
    pub fn accessors(&self, id: ShapeId) -> &[String] {
        id.of::<Vec<String>>(&self.accessors)
    }
}
