//! Problems, and lists of them.

use crate::escape;
use std::fmt;

/// One problem: where it is, what it is, and what mends it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Diagnostic {
    /// Where it is.
    pub at: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What mends it.
    pub help: String,
    /// What it follows from.
    pub cause: Cause,
}

/// What a problem follows from.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Cause {
    /// What is at its place.
    Place,
    /// Something that was looked for in the spec and not found. It is no problem of its own where
    /// part of the spec could not be resolved: what is missing may be there.
    Absence,
}

/// A place in the spec.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The file, as `spec/imagebuilder/get_image.json`.
    pub file: String,
    /// The JSON pointer in that file (RFC 6901), as `/response/image/members/state`.
    pub pointer: String,
    /// The same place in the spec's words, as `GetImage.response.image.state`; may be empty.
    pub path: String,
}

/// All problems of one run.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Records a problem of what is at a place.
    pub fn push(&mut self, at: &Place, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Diagnostic::new(at.clone(), message, help));
    }

    /// Records that what a place asks for is nowhere in the spec.
    pub fn push_absence(
        &mut self,
        at: &Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0.push(Diagnostic {
            cause: Cause::Absence,
            ..Diagnostic::new(at.clone(), message, help)
        });
    }

    /// Adds what a later phase found. Where this one left something unresolved, what the later one
    /// did not find may be that, and is not said.
    pub fn then(&mut self, later: Self) {
        let resolved = self.0.is_empty();
        let said = later.0.into_iter();
        self.0
            .extend(said.filter(|it| resolved || it.cause != Cause::Absence));
    }

    /// A mistake of the generator's own, found at a place.
    #[must_use]
    pub fn internal(at: &Place, message: impl Into<String>) -> Self {
        let mut problems = Self::default();
        let help = "this is a mistake of the generator: report it with the spec";
        problems.push(at, message, help);
        problems
    }

    /// `value` where there is no problem, all problems otherwise.
    ///
    /// # Errors
    /// There is a problem.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl Diagnostic {
    /// A problem of what is at a place.
    #[must_use]
    pub fn new(at: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            help: help.into(),
            cause: Cause::Place,
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Diagnostic {
            at, message, help, ..
        } in &self.0
        {
            let (message, help) = (escape::doc_text(message), escape::doc_text(help));
            let [file, pointer, path] =
                [&at.file, &at.pointer, &at.path].map(|text| escape::line(text));
            writeln!(
                formatter,
                "error: {message}\n --> {file} {pointer}\n  = spec path: {path}\n  = help: {help}",
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
