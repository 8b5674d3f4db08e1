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
