//! What a change means for Rust and for the wire.

use serde::Serialize;

/// What a change means to those who do nothing about it.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// All goes on as before.
    #[default]
    Compatible,
    /// Most goes on as before; a person should look.
    Attention,
    /// Something that worked does not.
    Breaking,
}

/// The part of a semantic version that is raised.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Bump {
    /// None.
    #[default]
    None,
    /// The last: nothing that code can see.
    Patch,
    /// The middle one: something is new.
    Minor,
    /// The first: something that compiled may not.
    Major,
}

impl Bump {
    /// A version, raised. Before 1.0 the middle part stands for the first.
    #[must_use]
    pub fn raise(self, version: &str) -> Option<String> {
        let mut parts = version.splitn(3, '.').map(|part| part.parse::<u64>().ok());
        let (major, minor, patch) = (parts.next()??, parts.next()??, parts.next()??);
        Some(match (self, major) {
            (Self::None, _) => version.to_owned(),
            (Self::Major, 1..) => format!("{}.0.0", major + 1),
            (Self::Major, 0) => format!("0.{}.0", minor + 1),
            (Self::Minor, 1..) => format!("{major}.{}.0", minor + 1),
            (Self::Minor, 0) | (Self::Patch, _) => format!("{major}.{minor}.{}", patch + 1),
        })
    }
}

/// A change's classes: for Rust, for the wire, the bump, and why.
pub(super) type Verdict = (Class, Class, Bump, &'static str);

/// Whether a change adds something, takes it away, or changes it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Added,
    Removed,
    Changed,
}

impl Kind {
    pub(super) fn of(before: Option<&String>, after: Option<&String>) -> Self {
        match (before, after) {
            (None, _) => Self::Added,
            (_, None) => Self::Removed,
            _ => Self::Changed,
        }
    }
}

/// What is received may lack what it must have when it is sent, so that the field is an `Option`.
const LOOKED_FOR: &str = "requests without it fail before they are sent";

/// How a shape is used.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Use {
    pub(super) sent: bool,
    pub(super) received: bool,
}

use Bump::{Major, Minor, Patch};
use Class::{Attention, Breaking, Compatible};

/// The verdict on an operation, member, enum value or exception that came or went.
pub(super) fn of_thing(what: &str, kind: Kind, used: Use, required: bool) -> Verdict {
    match (what, kind) {
        ("member", Kind::Added) if required && used.sent && used.received => {
            (Attention, Breaking, Minor, LOOKED_FOR)
        }
        ("member", Kind::Added) if required && used.sent => {
            (Breaking, Breaking, Major, "requests must have it")
        }
        ("member", Kind::Added) => (
            Attention,
            Compatible,
            Minor,
            "a literal or pattern that names every field needs `..`",
        ),
        (_, Kind::Added) => (Compatible, Compatible, Minor, "new"),
        ("value", _) => (Breaking, Attention, Major, "its variant is gone"),
        ("exception", _) => (Breaking, Compatible, Major, "its variant is gone"),
        ("member", _) if used.sent => (Breaking, Breaking, Major, "its field is gone"),
        ("member", _) => (Breaking, Attention, Major, "its field is gone"),
        _ => (Breaking, Breaking, Major, "gone"),
    }
}

/// The verdict on a keyword of a member or shape, which had one text and has another.
pub(super) fn of_keyword(
    keyword: &str,
    (before, after): (Option<&String>, Option<&String>),
    used: Use,
) -> Verdict {
    let number = |text: Option<&String>| text?.parse::<f64>().ok();
    let takes_more = match (keyword, number(before), number(after)) {
        ("min" | "max" | "pattern", ..) if after.is_none() => true,
        ("min", Some(before), Some(after)) => after <= before,
        ("max", Some(before), Some(after)) => after >= before,
        _ => false,
    };
    if takes_more && used.sent {
        return (Compatible, Compatible, Patch, "the service takes more");
    }
    of_shape(keyword, Kind::of(before, after), used)
}

/// The verdict on a change of a member or shape.
pub(super) fn of_shape(keyword: &str, kind: Kind, used: Use) -> Verdict {
    match keyword {
        "doc" | "valueDocs" => (Compatible, Compatible, Patch, "docs only"),
        "default" => (
            Compatible,
            Compatible,
            Patch,
            "what the service takes for it; docs only",
        ),
        "deprecated" => (Compatible, Compatible, Patch, "a note in the docs"),
        "type" | "element" | "key" | "value" | "members" => {
            (Breaking, Breaking, Major, "another Rust type")
        }
        "enum" => (Breaking, Compatible, Major, "another Rust type"),
        "ref" => (
            Breaking,
            Compatible,
            Major,
            "the Rust type has another name",
        ),
        "shape" => (
            Compatible,
            Compatible,
            Patch,
            "the Rust type keeps its name",
        ),
        "order" => (
            Compatible,
            Compatible,
            Patch,
            "the order of fields or values",
        ),
        "sparse" | "jsonValue" | "streaming" => (Breaking, Breaking, Major, "another Rust type"),
        "required" if !used.sent => (
            Compatible,
            Compatible,
            Patch,
            "responses are read as before",
        ),
        "required" if used.received && kind == Kind::Added => {
            (Attention, Breaking, Minor, LOOKED_FOR)
        }
        "required" if used.received => (Compatible, Compatible, Patch, "requests may lack it"),
        "required" if kind == Kind::Added => (Breaking, Breaking, Major, "requests must have it"),
        "required" => (
            Breaking,
            Compatible,
            Major,
            "the field or constructor is another",
        ),
        "idempotencyToken" => (
            Attention,
            Compatible,
            Minor,
            "whether the client fills it in",
        ),
        "sensitive" => (Attention, Compatible, Minor, "whether `Debug` shows it"),
        "min" | "max" | "pattern" if used.sent => (
            Compatible,
            Attention,
            Patch,
            "the service checks it; docs only in Rust",
        ),
        "min" | "max" | "pattern" => (Compatible, Compatible, Patch, "docs only"),
        "error" => (
            Compatible,
            Attention,
            Patch,
            "how a failure is told or retried",
        ),
        _ => (
            Compatible,
            Breaking,
            Minor,
            "it is written or read in another way",
        ),
    }
}

/// The verdict on a keyword of an operation.
pub(super) fn of_operation(keyword: &str, kind: Kind) -> Verdict {
    match keyword {
        "doc" | "responseDoc" | "omitted" => (Compatible, Compatible, Patch, "docs only"),
        "deprecated" if kind == Kind::Removed => {
            (Compatible, Compatible, Patch, "no longer deprecated")
        }
        "deprecated" => (Attention, Compatible, Minor, "calls get a warning"),
        "method" => (Compatible, Compatible, Patch, "the name in boto3"),
        "pagination" if kind == Kind::Added => (Compatible, Compatible, Minor, "new"),
        "pagination" => (Attention, Attention, Minor, "how pages are read"),
        _ => (Compatible, Breaking, Minor, "it is called in another way"),
    }
}

/// The verdict on a keyword of `service.json`.
pub(super) fn of_service(keyword: &str, kind: Kind) -> Verdict {
    match keyword {
        "waiters" if kind == Kind::Added => (Compatible, Compatible, Minor, "new"),
        "title" | "doc" | "docFormat" => (Compatible, Compatible, Patch, "docs only"),
        "waiters" => (Attention, Compatible, Minor, "how it is waited for"),
        _ => (
            Compatible,
            Breaking,
            Minor,
            "every operation is called in another way",
        ),
    }
}

/// The verdict on an item that the crate offers.
pub(super) fn of_item(what: &str, kind: Kind) -> Verdict {
    match (what, kind) {
        ("field", Kind::Added) => (
            Attention,
            Compatible,
            Minor,
            "a literal or pattern that names every field needs `..`",
        ),
        ("required field", Kind::Added) => (Breaking, Compatible, Major, "a literal must have it"),
        (_, Kind::Added) => (Compatible, Compatible, Minor, "new"),
        (_, Kind::Removed) => (
            Breaking,
            Compatible,
            Major,
            "code that names it does not compile",
        ),
        (_, Kind::Changed) => (
            Breaking,
            Compatible,
            Major,
            "code that uses it may not compile",
        ),
    }
}
