//! One module per command, called as the command is. No command knows another.

pub(crate) mod conformance;
pub(crate) mod history;
pub(crate) mod schema;
pub(crate) mod services;
pub(crate) mod vectors;
