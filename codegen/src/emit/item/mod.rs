//! Model types.

mod enumeration;
mod exception;
pub(super) mod fills;
mod redacted;
mod structure;
mod types;
mod union;

pub(super) use exception::errors;
pub(super) use structure::{input, structure};
pub(super) use types::pieces;
