//! The changes between two specs of a service, and their impact on users of the crate.
//!
//! - `walk`, `shapes`: the two specs side by side, change by change; `side` is one of them, `text` its
//!   values as they are compared and shown
//! - `client`: the settings of a client
//! - `keywords`: the kind of change of each keyword of the spec
//! - `impact`: the impact of each kind of change on Rust and the wire, in one table
//! - `surface`: the differences of the crates' public items and their wire names; `items` are those of one
//!   crate
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

/// The changes between two specs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Changes of the API, in the order of the specs.
    pub api: Vec<Change>,
    /// Changes of the generated crate's public items, by Rust path.
    pub rust: Vec<Change>,
    /// Why these were not compared, if one of the crates cannot be generated.
    pub rust_not_compared: Option<String>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The path, such as `Image.deprecationTime` or `types::Image::deprecation_time`.
    pub path: String,
    /// What changed: the item itself (`member`, `operation`, `value`, ...) or a keyword of the spec.
    pub what: String,
    /// The old value; `None` if it is new.
    pub before: Option<String>,
    /// The new value; `None` if it is removed.
    pub after: Option<String>,
    /// The severity for Rust code that uses the crate.
    pub rust: Class,
    /// The severity on the wire, between the older crate and the newer service.
    pub wire: Class,
    /// The version bump that it requires.
    pub bump: Bump,
    /// Why it has this class.
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

    /// The more severe of its two classes.
    #[must_use]
    pub fn class(&self) -> Class {
        self.rust.max(self.wire)
    }
}

impl Diff {
    /// Creates the change of a service that was added or removed.
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

    /// The version bump that all changes together require.
    #[must_use]
    pub fn bump(&self) -> Bump {
        self.changes()
            .map(|change| change.bump)
            .max()
            .unwrap_or_default()
    }

    /// The most severe class of all changes, for Rust or the wire.
    #[must_use]
    pub fn class(&self) -> Class {
        self.changes().map(Change::class).max().unwrap_or_default()
    }

    fn changes(&self) -> impl Iterator<Item = &Change> {
        self.api.iter().chain(&self.rust)
    }
}

/// Compares two specs. The crates' public items are compared if both specs can be generated.
///
/// # Errors
/// A spec cannot be serialized as JSON, which does not happen for specs that were loaded.
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
