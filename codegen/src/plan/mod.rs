//! The plan: the generated crate as Rust items. Identifiers, types, attributes and docs are decided
//! here; [`crate::emit`] only writes them.
//!
//! - `ir`: the plan's types
//! - `planner`: the state of planning
//! - `build`: types and operations
//! - `protocol`: the decisions of a protocol, one file each
//! - `docs`: the docs of all items; `landing`: the first page

mod build;
pub mod docs;
mod ir;
pub mod landing;
mod planner;
mod protocol;

pub(crate) use build::rename::snake;
pub use ir::*;
pub use planner::plan;
