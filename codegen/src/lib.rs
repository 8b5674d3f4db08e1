//! Generates small, readable, typed Rust clients for AWS APIs from a JSON rendition of the API page.
//!
//! A small compiler; its phases read from top to bottom:
//!
//! 1. [`import`]: pages and service models -> spec JSON, with what the [`overlay`] knows beside them
//! 2. [`spec`]: a serde mirror of that JSON
//! 3. [`model`]: the API in the wire's words, every reference resolved
//! 4. [`passes`]: equal shapes merged, cycles broken, the whole checked
//! 5. [`naming`]: the one place that spells a Rust identifier
//! 6. [`mod@plan`]: the crate, Rust-shaped
//! 7. [`emit`]: the plan written down
//! 8. [`output`]: the generated files, written or compared with those on disk
//!
//! [`generate`] runs 3 to 7: spec in, files out, and nothing else decides.

// Those panic where nobody reads on: `terminal` prints, and goes on without a word.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod aws;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod diagnostic;
pub mod diagram;
pub mod diff;
pub mod emit;
pub mod escape;
pub mod explain;
pub mod import;
pub mod model;
pub mod naming;
pub mod output;
pub mod overlay;
pub mod passes;
pub mod paths;
pub mod plan;
pub mod spec;
mod words;

pub use output::FileSet;
pub use spec::{load, load_all};

use diagnostic::{Diagnostics, Place};
use spec::ServiceSpec;

/// The files of the crate of a service. What the spec says and the crate does not have is no error:
/// [`plan()`] tells it, in [`plan::Plan::warnings`].
///
/// # Errors
/// Everything in the spec that keeps it from becoming Rust.
pub fn generate(spec: &ServiceSpec) -> Result<FileSet, Diagnostics> {
    files(&plan(spec)?)
}

/// The files of a plan.
///
/// # Errors
/// The generator is mistaken, and what it writes is not Rust.
pub fn files(plan: &plan::Plan) -> Result<FileSet, Diagnostics> {
    emit::emit(plan).map_err(|error| {
        let at = Place {
            file: format!("{}/service.json", plan.service.folder),
            ..Place::default()
        };
        Diagnostics::internal(&at, error.to_string())
    })
}

/// The plan of the crate of a service.
///
/// # Errors
/// Everything in the spec that keeps it from becoming Rust.
pub fn plan(spec: &ServiceSpec) -> Result<plan::Plan, Diagnostics> {
    let mut problems = spec::check(spec);
    let (model, mut found) = model::lower(spec);
    let (model, mut later) = passes::merge(model);
    let mut model = passes::break_cycles(model);
    model.rules = model.rules.map(passes::reduce_rules);
    later.0.extend(passes::validate(&model).0);
    let usage = passes::usage(&model);
    let names = naming::assign(&model, &usage, &mut later);
    found.then(later);
    problems.0.append(&mut found.0);
    problems.into_result(())?;
    let mut plan = plan::plan(&model, &names, &usage, &spec.folder);
    plan.warnings.0.extend(spec::unsigned(spec).0);
    plan.warnings.0.extend(passes::unsigned_endpoints(&model).0);
    Ok(plan)
}
