//! Diagnostics: what is wrong with an input, where, and how to fix it.
//!
//! - `list`: problems, and lists of them
//! - `pointer`, `locate`: from a JSON pointer to a span of a text
//! - `render`: problems as a person reads them

mod list;
pub(crate) mod locate;
pub(crate) mod pointer;
mod render;

pub use list::{Cause, Diagnostic, Diagnostics, Place};
