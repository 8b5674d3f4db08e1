//! Sessions: temporary credentials from an operation, with which some endpoints of a service are called.

use super::kept::Kept;
use crate::auth::Credentials;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// How long before its expiry a session is replaced; they are good for five minutes.
pub(super) const EARLY: Duration = Duration::from_secs(60);

/// The sessions of a client: by what they are for, and by whom they were opened.
#[derive(Debug, Default)]
pub(super) struct Sessions(Kept<(String, String), Arc<Slot>, 1_000>);

impl Sessions {
    pub(super) fn slot(&self, place: &str, caller: &str) -> Arc<Slot> {
        let key = (place.to_owned(), caller.to_owned());
        Arc::clone(self.0.with_room().entry(key).or_default())
    }
}

/// One session, which is opened by one call at a time.
#[derive(Debug, Default)]
pub(super) struct Slot {
    known: Mutex<Option<Credentials>>,
    pub(super) opening: tokio::sync::Mutex<()>,
}

impl Slot {
    /// What is known, and is good for so long from now on.
    pub(super) fn good_for(&self, now: SystemTime, long: Duration) -> Option<Credentials> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref()?;
        let until = now.checked_add(long)?;
        let is_good = known.expires_at().is_none_or(|expiry| until < expiry);
        is_good.then(|| known.clone())
    }

    pub(super) fn keep(&self, opened: &Credentials) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some(opened.clone());
    }
}
