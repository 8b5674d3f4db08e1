//! Diagnostics.

use crate::escape;
use std::fmt;

/// One problem: its place, what is wrong, and how to fix it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Diagnostic {
    /// Where it is.
    pub at: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// Its cause.
    pub cause: Cause,
}

/// The cause of a problem.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Cause {
    /// The value at its place.
    Place,
    /// A reference that was not found in the spec. It is not reported if part of the spec could not be
    /// resolved, as that part may contain it.
    Absence,
}

/// A place in the spec.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The file, such as `spec/imagebuilder/get_image.json`.
    pub file: String,
    /// The JSON pointer in that file (RFC 6901), such as `/response/image/members/state`.
    pub pointer: String,
    /// The same place as a spec path, such as `GetImage.response.image.state`; may be empty.
    pub path: String,
}

/// All problems of one run.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a problem with the value at a place.
    pub fn push(&mut self, at: &Place, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Diagnostic::new(at.clone(), message, help));
    }

    /// Adds a reference that was not found in the spec.
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

    /// Adds the problems of a later phase. If this phase left something unresolved, what the later one did
    /// not find is not reported.
    pub fn then(&mut self, later: Self) {
        let resolved = self.0.is_empty();
        let said = later.0.into_iter();
        self.0
            .extend(said.filter(|it| resolved || it.cause != Cause::Absence));
    }

    /// A bug in the generator, found at a place.
    #[must_use]
    pub fn internal(at: &Place, message: impl Into<String>) -> Self {
        let mut problems = Self::default();
        let help = "this is a bug in the generator: please report it with the spec";
        problems.push(at, message, help);
        problems
    }

    /// `value` if there are no problems, otherwise all problems.
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
    /// Creates a problem with the value at a place.
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
