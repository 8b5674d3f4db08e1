//! Passes over the model: merging equal shapes, boxing recursive members, finding how shapes are used.

mod copies;
mod defaults;
mod discovery;
mod merge;
mod recursion;
mod rules;
mod sending;
mod usage;
mod validate;

pub use defaults::{Filling, filling};
pub use merge::merge;
pub use recursion::break_cycles;
pub use rules::{reduce_rules, unsigned_endpoints};
pub use usage::{Usage, usage};
pub use validate::validate;
