//! What is wrong with an input, said so that a person can mend it.

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
    /// Records a problem.
    pub fn push(&mut self, at: &Place, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Diagnostic {
            at: at.clone(),
            message: message.into(),
            help: help.into(),
        });
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

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Diagnostic { at, message, help } in &self.0 {
            writeln!(
                formatter,
                "error: {message}\n --> {} {}\n  = spec path: {}\n  = help: {help}",
                at.file, at.pointer, at.path
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
