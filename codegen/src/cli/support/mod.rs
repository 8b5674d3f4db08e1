//! What the commands are made of. Nothing here knows a command.

pub mod botocore;
pub mod crates;
pub mod git;
pub mod lock;
pub mod model;
pub mod outputs;
pub mod place;
pub mod smithy;
pub mod specs;
pub mod terminal;
pub mod transaction;
