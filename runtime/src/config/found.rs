//! The origins of settings.

use crate::endpoint::Origin;
use crate::platform::sorted_map::SortedMap;

/// Where the settings are from that were found; the others were set in code, or not at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(super) origins: SortedMap<&'static str, Origin>,
    /// What is wrong with what was found.
    pub(super) problems: Vec<String>,
}

impl Found {
    pub(crate) fn origin(&self, property: &str) -> Option<Origin> {
        self.origins.get(property).copied()
    }

    /// Somebody sets it in code.
    pub(super) fn forget(&mut self, property: &str) {
        self.origins.remove(property);
    }
}
