//! What the commands are made of. Nothing here knows a command.

pub(crate) mod botocore;
pub(crate) mod crates;
pub(crate) mod git;
pub(crate) mod lock;
pub(crate) mod memory;
pub(crate) mod model;
pub(crate) mod outputs;
pub(crate) mod place;
pub(crate) mod smithy;
pub(crate) mod specs;
pub(crate) mod terminal;
pub(crate) mod transaction;
