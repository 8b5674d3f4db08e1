//! A page's HTML as text, one paragraph a line.

/// What the links of a page tell that its text does not.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The service, by the link to its own page.
    pub service: Option<String>,
    /// The operation, by the link to the API documentation.
    pub operation: Option<String>,
}

/// Whether a page is HTML.
pub(super) fn is_html(page: &str) -> bool {
    let start = page.trim_start();
    start.starts_with('<') && !start.starts_with("<class")
}

/// The text of a page, and what its links tell.
pub(super) fn to_text(_page: &str) -> (String, Links) {
    (String::new(), Links::default())
}
