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
//!
//! [`generate`] runs 3 to 7: spec in, files out, and nothing else decides.

pub mod diagnostic;
pub mod emit;
pub mod explain;
pub mod import;
pub mod model;
pub mod naming;
pub mod output;
pub mod passes;
pub mod paths;
pub mod plan;
pub mod spec;

pub use output::FileSet;
pub use spec::{load, load_all};

use diagnostic::Diagnostics;
use spec::ServiceSpec;

/// The files of the crate of a service.
///
/// # Errors
/// Everything in the spec that keeps it from becoming Rust.
pub fn generate(spec: &ServiceSpec) -> Result<FileSet, Diagnostics> {
    let plan = plan(spec)?;
    emit::emit(&plan).map_err(|error| {
        let mut problems = Diagnostics::default();
        let help = "this is a mistake of the generator: report it with the spec";
        problems.push(&spec.place(), error.to_string(), help);
        problems
    })
}

/// The plan of the crate of a service.
///
/// # Errors
/// Everything in the spec that keeps it from becoming Rust.
pub fn plan(spec: &ServiceSpec) -> Result<plan::Plan, Diagnostics> {
    let model = model::lower(spec)?;
    let model = passes::merge(model)?;
    let model = passes::break_cycles(model);
    passes::validate(&model)?;
    let names = naming::assign(&model)?;
    let usage = passes::usage(&model);
    Ok(plan::plan(&model, &names, &usage, &spec.folder))
}
