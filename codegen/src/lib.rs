//! Generates small, readable, typed Rust clients for AWS APIs from a JSON rendition of the API page.
//!
//! A small compiler; its phases read from top to bottom:
//!
//! 1. [`import`]: pages and service models -> spec JSON
//! 2. [`spec`]: a serde mirror of that JSON
//! 3. [`output`]: the generated files, written or compared with those on disk

pub mod diagnostic;
pub mod explain;
pub mod import;
pub mod model;
pub mod naming;
pub mod output;
pub mod passes;
pub mod plan;
pub mod spec;

pub use output::FileSet;
pub use spec::{load, load_all};
