//! Generates small, readable, typed Rust clients for AWS APIs from JSON spec files, which are imported from
//! documentation pages or service models.
//!
//! It is a small compiler with these phases:
//!
//! 1. [`import`]: pages and service models to spec JSON, plus the facts of the [`overlay`]
//! 2. [`spec`]: a serde mirror of that JSON
//! 3. [`model`]: the API with its wire names, every reference resolved
//! 4. [`passes`]: equal shapes merged, cycles broken, the whole checked
//! 5. [`naming`]: all Rust identifiers
//! 6. [`mod@plan`]: the crate, Rust-shaped
//! 7. [`emit`]: the plan as Rust source
//! 8. [`output`]: the generated files, written to disk or compared with it
//!
//! [`generate`] runs 3 to 7. It is a pure function of the spec.

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

/// Generates the source files of a service's crate. What cannot be generated is a warning: see [`plan()`] and
/// [`plan::Plan::warnings`].
///
/// # Errors
/// All problems of the spec.
pub fn generate(spec: &ServiceSpec) -> Result<FileSet, Diagnostics> {
    files(&plan(spec)?)
}

/// Generates the source files of a plan.
///
/// # Errors
/// A bug in the generator: the output is not valid Rust.
pub fn files(plan: &plan::Plan) -> Result<FileSet, Diagnostics> {
    emit::emit(plan).map_err(|error| {
        let at = Place {
            file: format!("{}/service.json", plan.service.folder),
            ..Place::default()
        };
        Diagnostics::internal(&at, error.to_string())
    })
}

/// Plans a service's crate.
///
/// # Errors
/// All problems of the spec.
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
