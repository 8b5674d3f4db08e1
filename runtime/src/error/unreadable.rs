//! Why a part of a response cannot be read: with what it holds, and without where that is not to be shown.

use std::fmt;

/// A part of a response that cannot be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unreadable {
    /// Where it is, such as `line 1 column 8`.
    pub(crate) place: String,
    /// The members that lead to it.
    pub(crate) path: Vec<Step>,
    /// What was expected there; nothing of the response is in it.
    pub(crate) expected: String,
    /// The problem in full, with values; `None` where they are not to be shown.
    pub(crate) shown: Option<String>,
    /// Whether the body ends before it is complete.
    pub(crate) is_cut: bool,
}

/// A step on the way to a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Step {
    Member(String),
    Element(usize),
}

impl Unreadable {
    /// Leaves out what the response holds, and the keys below these members.
    pub(crate) fn redact(&mut self, sensitive: &[&str]) {
        self.shown = None;
        let is_sensitive = |step: &Step| match step {
            Step::Member(name) => sensitive
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name)),
            Step::Element(_) => false,
        };
        if let Some(index) = self.path.iter().position(is_sensitive) {
            self.path.truncate(index + 1);
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(shown) = &self.shown {
            return formatter.write_str(shown);
        }
        formatter.write_str(&self.place)?;
        let between = if self.place.is_empty() { "" } else { ", " };
        if !self.path.is_empty() {
            write!(formatter, "{between}in `{}`", Path(&self.path))?;
        }
        let between = match self.place.is_empty() && self.path.is_empty() {
            true => "",
            false => ": ",
        };
        write!(formatter, "{between}{}", self.expected)
    }
}

impl std::error::Error for Unreadable {}

pub(crate) struct Path<'a>(pub(crate) &'a [Step]);

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.0.iter().enumerate() {
            match step {
                Step::Member(name) if depth == 0 => formatter.write_str(name)?,
                Step::Member(name) => write!(formatter, ".{name}")?,
                Step::Element(index) => write!(formatter, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_leaves_no_marks() {
        let expected = "expected UTF-8".to_owned();
        let mut unreadable = Unreadable {
            expected,
            ..Unreadable::default()
        };
        assert_eq!(unreadable.to_string(), "expected UTF-8");
        unreadable.path = vec![Step::Member("a".to_owned())];
        assert_eq!(unreadable.to_string(), "in `a`: expected UTF-8");
        unreadable.place = "byte 3".to_owned();
        assert_eq!(unreadable.to_string(), "byte 3, in `a`: expected UTF-8");
        unreadable.path.clear();
        assert_eq!(unreadable.to_string(), "byte 3: expected UTF-8");
    }
}
