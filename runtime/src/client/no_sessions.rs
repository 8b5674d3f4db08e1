//! A build without endpoint rules, or without XML, has no sessions.

/// None.
#[derive(Debug, Default)]
pub(super) struct Sessions {}

impl Sessions {
    /// Why there is none for a place.
    pub(super) fn problem(&self, place: &str) -> String {
        format!("no session can be opened for {place}")
    }
}
