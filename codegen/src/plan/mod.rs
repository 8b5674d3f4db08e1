//! The plan: the generated crate, Rust-shaped. Identifiers, types, attributes and docs are decided
//! here; what is left to [`crate::emit`] is to write them down.
//!
//! - `ir`: what is planned
//! - `planner`: what every part of planning needs
//! - `build`: types and operations
//! - `protocol`: what a protocol decides, a file for each
//! - `docs`: the docs of all of it; `landing`: the first page

mod build;
pub mod docs;
mod ir;
pub mod landing;
mod planner;
mod protocol;

pub(crate) use build::rename::{snake, value_by_rule};
pub use ir::*;
pub use planner::plan;
