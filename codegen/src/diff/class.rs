//! What a change means for Rust and for the wire.

use serde::Serialize;

/// The severity of a change for users who do not adapt to it.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// Everything works as before.
    #[default]
    Compatible,
    /// Most things work as before, but it needs attention.
    Attention,
    /// Something stops working.
    Breaking,
}

/// The part of a semantic version to raise.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Bump {
    /// None.
    #[default]
    None,
    /// The last: nothing is visible to code.
    Patch,
    /// The middle one: something is new.
    Minor,
    /// The first: existing code may not compile.
    Major,
}

impl Bump {
    /// Raises a version. Before 1.0, the middle part counts as the first.
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
