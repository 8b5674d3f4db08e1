//! What changed between two specs of a service, and what that asks of those who use its crate.
//!
//! - `walk`, `shapes`: the two specs side by side, change by change; `side` is one of them, `text` its
//!   values as they are compared and shown
//! - `client`: what a client is set up with, on both sides
//! - `keywords`: what a change of each keyword of the spec is
//! - `impact`: what each kind of change means for Rust and for the wire, in one table
//! - `surface`: how the crates differ, and what everything on the wire is called there; `items` is what
//!   one of them offers
//! - `render`: the changes for a terminal, a pull request or a tool

mod class;
mod client;
mod impact;
mod items;
mod keywords;
mod render;
mod shapes;
mod side;
mod surface;
mod text;
mod walk;

pub use class::{Bump, Class};
pub use render::Format;

use crate::diagnostic::Diagnostics;
use crate::plan::Plan;
use crate::spec::{ServiceSpec, locate};
use impact::{ChangeKind, Impact};
use serde::Serialize;

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Changes of the API, in the order of the specs.
    pub api: Vec<Change>,
    /// Changes of the items that the generated crate offers, by their Rust paths.
    pub rust: Vec<Change>,
    /// Why these were not compared, where one of the crates cannot be generated.
    pub rust_not_compared: Option<String>,
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
    fn new(path: &str, what: &str, (before, after): walk::Texts, kind: ChangeKind) -> Self {
        let Impact {
            rust,
            wire,
            bump,
            why,
        } = kind.impact();
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
        let text = Some(name.to_owned());
        let change = match came {
            true => Change::new(name, "service", (None, text), ChangeKind::New),
            false => Change::new(name, "service", (text, None), ChangeKind::Gone),
        };
        Self {
            api: vec![change],
            ..Self::default()
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
    let (rust, rust_not_compared) = match (plan(old), plan(new)) {
        (Ok(old), Ok(new)) => (surface::changes(&old, &new), None),
        (Err(problems), _) | (_, Err(problems)) => {
            let problem = problems.0.into_iter().next();
            (Vec::new(), problem.map(|problem| problem.message))
        }
    };
    Ok(Diff {
        api: walk::changes(old, new)?,
        rust,
        rust_not_compared,
    })
}

/// The plan of a spec, without the pins that find nothing in it: those for a newer API find nothing
/// in the older one.
fn plan(spec: &ServiceSpec) -> Result<Plan, Diagnostics> {
    crate::plan(spec).or_else(|problems| {
        let finds = |map: &str, pin: &str| {
            let pointer = locate::join(&format!("/names/{map}"), pin);
            !problems
                .0
                .iter()
                .any(|problem| problem.at.pointer == pointer)
        };
        let mut spec = spec.clone();
        let names = &mut spec.service.names;
        names.types.retain(|pin, _| finds("types", pin));
        names.members.retain(|pin, _| finds("members", pin));
        names.operations.retain(|pin, _| finds("operations", pin));
        names.waiters.retain(|pin, _| finds("waiters", pin));
        names.arguments.retain(|pin, _| finds("arguments", pin));
        for (path, listed) in &mut names.arguments {
            let map = locate::join("arguments", path);
            let mut index = 0..;
            listed.retain(|_| index.next().is_none_or(|at| finds(&map, &at.to_string())));
        }
        for (ty, values) in &mut names.values {
            let map = locate::join("values", ty);
            values.retain(|pin, _| finds(&map, pin));
        }
        crate::plan(&spec)
    })
}
