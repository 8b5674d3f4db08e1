//! The crate as a whole.

use super::{Item, Landing, Operation, Service, Struct, Table, Waiter};
use crate::diagnostic::Diagnostics;
use crate::naming::NameTable;

/// A generated crate.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the crate says of itself.
    pub service: Service,
    /// The model types, one file each, by module.
    pub types: Vec<Item>,
    /// The exceptions, all in one file.
    pub errors: Vec<Struct>,
    /// The operations, one file each.
    pub operations: Vec<Operation>,
    /// What everything on the wire is called.
    pub names: NameTable,
    /// The waiters.
    pub waiters: Vec<Waiter>,
    /// How the service speaks its protocol, where serde writes and reads bodies.
    pub table: Option<Table>,
    /// What is on the first page of the docs.
    pub landing: Landing,
    /// What the spec says and the crate does not have.
    pub warnings: Diagnostics,
}
