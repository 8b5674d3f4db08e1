//! The cached regions of resources that are in another region.

use super::kept::Kept;

/// The regions that were learnt.
#[derive(Debug, Default)]
pub(super) struct Regions(Kept<String, String, 10_000>);

impl Regions {
    pub(super) fn get(&self, place: &str) -> Option<String> {
        self.0.known().get(place).cloned()
    }

    pub(super) fn learn(&self, place: &str, region: &str) {
        let mut known = self.0.with_room();
        known.insert(place.to_owned(), region.to_owned());
    }
}
