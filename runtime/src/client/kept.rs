//! The caches of a client.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values by what they are about, at most so many: a client that knows more begins anew.
#[derive(Debug)]
pub(super) struct Kept<K, V, const MOST: usize>(Mutex<HashMap<K, V>>);

impl<K, V, const MOST: usize> Default for Kept<K, V, MOST> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, V, const MOST: usize> Kept<K, V, MOST> {
    pub(super) fn known(&self) -> MutexGuard<'_, HashMap<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, with room for one more.
    pub(super) fn with_room(&self) -> MutexGuard<'_, HashMap<K, V>> {
        let mut known = self.known();
        if known.len() >= MOST {
            known.clear();
        }
        known
    }
}
