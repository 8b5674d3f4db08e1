//! The regions of what calls are about, where a service said that they are elsewhere.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many regions are kept; a client that knows more begins anew.
const MOST: usize = 10_000;

/// The regions that were learnt.
#[derive(Debug, Default)]
pub(super) struct Regions(Mutex<HashMap<String, String>>);

impl Regions {
    pub(super) fn get(&self, place: &str) -> Option<String> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(place).cloned()
    }

    pub(super) fn learn(&self, place: &str, region: &str) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(place.to_owned(), region.to_owned());
    }
}
