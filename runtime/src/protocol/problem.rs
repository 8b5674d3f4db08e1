//! What can be wrong with a body that serde writes or reads.

use crate::operation::unreadable::{Step, Unreadable};
use std::fmt;

/// Why a value cannot be written or read.
#[derive(Debug)]
pub(super) struct Problem(pub(super) Box<Unreadable>);

impl Problem {
    /// A problem whose text shows nothing of the response.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::of(text.clone(), text)
    }

    /// A problem, and what its text is without values.
    pub(super) fn of(shown: String, expected: String) -> Self {
        Self::from(Unreadable {
            expected,
            shown: Some(shown),
            ..Unreadable::default()
        })
    }

    /// The same problem in a member that is around it.
    pub(super) fn inside(mut self, name: &str, place: impl FnOnce() -> String) -> Self {
        self = self.at(place);
        self.0.path.insert(0, Step::Member(name.to_owned()));
        self
    }

    /// The same problem at a place, where none is known.
    pub(super) fn at(mut self, place: impl FnOnce() -> String) -> Self {
        if self.0.place.is_empty() {
            self.0.place = place();
        }
        self
    }

    pub(super) fn into_unreadable(self) -> Unreadable {
        *self.0
    }
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Self {
        Self(Box::new(unreadable))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Problem {}

impl serde::ser::Error for Problem {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::plain(message.to_string())
    }
}

impl serde::de::Error for Problem {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let shown = message.to_string();
        let expected = without_values(&shown);
        Self::of(shown, expected)
    }
}

/// What stands for a problem whose text may show values.
const REFUSED: &str = "a value is not one that the API has there";

/// What one of serde's problems says of the expected value, without the one that was there.
fn without_values(problem: &str) -> String {
    let has_expected = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant `",
    ];
    if has_expected.iter().any(|start| problem.starts_with(start)) {
        // What was expected is last, and never holds this itself.
        return match problem.rsplit_once(", expected ") {
            Some((_, expected)) => format!("expected {expected}"),
            None => REFUSED.to_owned(),
        };
    }
    let is_fixed = problem.ends_with("of a union is set") || problem.starts_with("missing field `");
    match is_fixed {
        true => problem.to_owned(),
        false => REFUSED.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{REFUSED, without_values};

    #[test]
    fn the_texts_of_serde_lose_their_values() {
        for (problem, expected) in [
            (
                "invalid type: string \"VALUE\", expected i32",
                "expected i32",
            ),
            ("invalid value: integer `7`, expected u8", "expected u8"),
            (
                "invalid value: string \", expected V\", expected x",
                "expected x",
            ),
            (
                "unknown variant `VALUE`, expected `a` or `b`",
                "expected `a` or `b`",
            ),
            ("unknown variant `VALUE`, there are no variants", REFUSED),
            ("missing field `a`", "missing field `a`"),
            ("VALUE, expected SECRET", REFUSED),
        ] {
            assert_eq!(without_values(problem), expected);
        }
    }
}
