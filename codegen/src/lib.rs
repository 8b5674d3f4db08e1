//! Generates small, readable, typed Rust clients for AWS APIs from a JSON rendition of the API page.
//!
//! A small compiler; its phases read from top to bottom:
//!
//! 1. [`import`]: pages and service models -> spec JSON
//! 2. [`spec`]: a serde mirror of that JSON
//! 3. [`model`]: the API in the wire's words, every reference resolved
//! 4. [`passes`]: equal shapes merged, cycles broken, the whole checked
//! 5. [`naming`]: the one place that spells a Rust identifier
//! 6. [`plan`]: the crate, Rust-shaped
//! 7. [`emit`]: the plan written down
//! 8. [`output`]: the generated files, written or compared with those on disk

pub mod diagnostic;
pub mod emit;
pub mod import;
pub mod model;
pub mod naming;
pub mod output;
pub mod passes;
pub mod plan;
pub mod spec;

pub use output::FileSet;

pub use spec::{load, load_all};
