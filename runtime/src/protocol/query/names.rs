//! How a service speaks a query protocol.

use crate::protocol::names::{Members, Names};

/// How a service speaks the query protocol.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    pub(super) dialect: Dialect,
    pub(super) version: &'static str,
    pub(super) names: Names,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Dialect {
    Query,
    Ec2,
}

impl Query {
    /// The query protocol. `types` has those that differ from its rule, sorted by name.
    #[must_use]
    pub const fn new(version: &'static str, types: &'static [(&'static str, Members)]) -> Self {
        Self {
            dialect: Dialect::Query,
            version,
            names: Names(types),
        }
    }

    /// The query protocol as EC2 has it: names begin with a capital in forms and with either case in
    /// XML, lists are flat in forms, and a response's members stand at its root.
    #[must_use]
    pub const fn ec2(version: &'static str, types: &'static [(&'static str, Members)]) -> Self {
        Self {
            dialect: Dialect::Ec2,
            version,
            names: Names(types),
        }
    }
}
