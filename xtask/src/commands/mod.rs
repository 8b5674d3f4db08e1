//! One module per command, called as the command is. No command knows another.

pub(crate) mod conformance;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod new;
pub(crate) mod paths;
pub(crate) mod regen;
pub(crate) mod schema;
pub(crate) mod services;
pub(crate) mod update;
pub(crate) mod vectors;
