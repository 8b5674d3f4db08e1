//! What the commands are made of. Nothing here knows a command.

pub(crate) mod memory;

pub(crate) use shapewright::cli::support::{
    botocore, crates, model, outputs, place, smithy, specs, terminal,
};
