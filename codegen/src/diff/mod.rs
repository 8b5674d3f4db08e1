//! What changed between two specs of a service, and what that asks of those who use its crate.
//!
//! - `walk`: the two specs side by side, change by change
//! - `class`: what a change means for Rust and for the wire
//! - `surface`: what the crates offer, item by item
//! - `render`: the changes for a terminal, a pull request or a tool

mod class;
mod render;
mod surface;
mod walk;

pub use class::{Bump, Class};
pub use render::Format;

use crate::diagnostic::Diagnostics;
use crate::spec::ServiceSpec;
use serde::Serialize;

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Changes of the API, in the order of the specs.
    pub api: Vec<Change>,
    /// Changes of the items that the generated crate offers, by their Rust paths.
    pub rust: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Where, as `Image.deprecationTime` or `types::Image::deprecation_time`.
    pub path: String,
    /// What of it: itself (`member`, `operation`, `value`, ...) or a keyword of the spec.
    pub what: String,
    /// What it was; `None` where it is new.
    pub before: Option<String>,
    /// What it is; `None` where it is gone.
    pub after: Option<String>,
    /// What it means for Rust code that uses the crate.
    pub rust: Class,
    /// What it means between the older crate and the newer service.
    pub wire: Class,
    /// The part of the version that it asks to raise.
    pub bump: Bump,
    /// Why it is classed so.
    pub why: &'static str,
}

impl Change {
    fn new(
        path: &str,
        what: &str,
        (before, after): (Option<String>, Option<String>),
        (rust, wire, bump, why): class::Verdict,
    ) -> Self {
        Self {
            path: path.to_owned(),
            what: what.to_owned(),
            before,
            after,
            rust,
            wire,
            bump,
            why,
        }
    }

    /// The graver of its two classes.
    #[must_use]
    pub fn class(&self) -> Class {
        self.rust.max(self.wire)
    }
}

impl Diff {
    /// A service that came, or went.
    #[must_use]
    pub fn of_service(name: &str, came: bool) -> Self {
        let name = name.to_owned();
        let (kind, sides) = match came {
            true => (class::Kind::Added, (None, Some(name.clone()))),
            false => (class::Kind::Removed, (Some(name.clone()), None)),
        };
        let verdict = class::of_thing("service", kind, class::Use::default(), false);
        Self {
            api: vec![Change::new(&name, "service", sides, verdict)],
            rust: Vec::new(),
        }
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.api.is_empty() && self.rust.is_empty()
    }

    /// The part of the version that all changes together ask to raise.
    #[must_use]
    pub fn bump(&self) -> Bump {
        self.changes()
            .map(|change| change.bump)
            .max()
            .unwrap_or_default()
    }

    /// The gravest class of any change, for Rust or the wire.
    #[must_use]
    pub fn class(&self) -> Class {
        self.changes().map(Change::class).max().unwrap_or_default()
    }

    fn changes(&self) -> impl Iterator<Item = &Change> {
        self.api.iter().chain(&self.rust)
    }
}

/// What changed from one spec to another. What the crates offer is compared where both specs can be
/// generated.
///
/// # Errors
/// A spec cannot be written as JSON, which those that were read can.
pub fn diff(old: &ServiceSpec, new: &ServiceSpec) -> Result<Diff, serde_json::Error> {
    let plan = |spec| crate::plan(spec).map_err(|_: Diagnostics| ()).ok();
    let rust = match (plan(old), plan(new)) {
        (Some(old), Some(new)) => surface::changes(&old, &new),
        _ => Vec::new(),
    };
    let api = walk::changes(old, new)?;
    Ok(Diff { api, rust })
}
