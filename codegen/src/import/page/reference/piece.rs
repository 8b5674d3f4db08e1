//! What pages of the AWS API Reference are made of.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Heading(String),
    /// The name of a parameter, an element or an error, before what is said of it.
    Head(Head),
    /// A paragraph, a list's item, or a line.
    Text(String),
    /// A syntax. What stands for a value is in double braces, where the form tells.
    Code(String),
}

/// The name of a parameter, an element or an error.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Head {
    pub name: String,
    /// Where links to it lead, such as `iot-CreateRoleAlias-request-uri-roleAlias`.
    pub anchor: Option<String>,
}

/// The titles of notes, which look like heads.
pub(super) const TITLES: [&str; 5] = ["Note", "Important", "Warning", "Tip", "Caution"];

/// Whether a text may be the name of a parameter or an error.
pub(super) fn is_name(text: &str) -> bool {
    const LONGEST: usize = 200;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | ':');
    !text.is_empty()
        && text.len() <= LONGEST
        && text.chars().all(is_part)
        && !text.ends_with(['.', ':'])
}
