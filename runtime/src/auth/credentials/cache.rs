//! A cache of credentials.

use super::imds;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use crate::platform::{BoxFuture, log};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// How long before their expiry credentials are replaced.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long after a source failed it is asked again, while the old credentials are good.
const PAUSE: Duration = Duration::from_secs(60);

/// Caches the credentials of a source, and fetches new ones five minutes before they expire.
///
/// However many calls need credentials, only one fetches them at a time. As long as the old ones are valid,
/// the others use these, even if the source fails; after that they wait, and share the result.
#[derive(Debug)]
pub struct CachedCredentials<P> {
    source: P,
    known: Mutex<Option<Known>>,
    refresh: tokio::sync::Mutex<()>,
    failures: AtomicU64,
    last_failure: Mutex<Option<Arc<CredentialsError>>>,
}

#[derive(Debug)]
struct Known {
    credentials: Credentials,
    /// When they are to be replaced; `None` where they never expire.
    refresh_at: Option<SystemTime>,
    /// Until when they can be used.
    good_until: Option<SystemTime>,
}

impl Known {
    fn new(credentials: Credentials) -> Self {
        let expiry = credentials.expires_at();
        Self {
            credentials,
            refresh_at: expiry.map(|expiry| expiry.checked_sub(EARLY).unwrap_or(expiry)),
            good_until: expiry,
        }
    }

    /// Goes on with credentials that should have been replaced, where AWS accepts them.
    fn extend(&mut self, now: SystemTime, context: CredentialContext<'_>) {
        let next = now.checked_add(imds::next_try(context));
        self.refresh_at = next;
        self.good_until = next.and_then(|next| next.checked_add(EARLY));
        log::warn(
            &"the instance's credentials have expired, and there are no newer ones: they are used on",
        );
    }
}

impl<P: ProvideCredentials> CachedCredentials<P> {
    /// Creates a cache for the credentials of a source.
    pub fn new(source: P) -> Self {
        Self {
            source,
            known: Mutex::default(),
            refresh: tokio::sync::Mutex::default(),
            failures: AtomicU64::new(0),
            last_failure: Mutex::default(),
        }
    }

    /// The source, to be set up.
    pub(super) fn source_mut(&mut self) -> &mut P {
        &mut self.source
    }

    fn known<T>(&self, act: impl FnOnce(&mut Option<Known>) -> T) -> T {
        act(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is known and need not be replaced.
    fn fresh(&self, now: SystemTime) -> Option<Credentials> {
        self.known(|known| {
            let known = known.as_ref()?;
            let is_fresh = known.refresh_at.is_none_or(|moment| now < moment);
            is_fresh.then(|| known.credentials.clone())
        })
    }

    /// What is known and can be used.
    fn good(&self, now: SystemTime) -> Option<Credentials> {
        self.known(|known| {
            let known = known.as_ref()?;
            let is_good = known.good_until.is_none_or(|moment| now < moment);
            is_good.then(|| known.credentials.clone())
        })
    }

    async fn get(&self, context: CredentialContext<'_>) -> Result<Credentials, CredentialsError> {
        let now = context.clock().now();
        if let Some(credentials) = self.fresh(now) {
            return Ok(credentials);
        }
        let failures = self.failures.load(Ordering::Acquire);
        let _refreshing = match (self.refresh.try_lock(), self.good(now)) {
            (Ok(guard), _) => guard,
            (Err(_), Some(credentials)) => return Ok(credentials),
            (Err(_), None) => self.refresh.lock().await,
        };
        if let Some(credentials) = self.fresh(now) {
            return Ok(credentials);
        }
        if self.failures.load(Ordering::Acquire) != failures
            && let Some(failure) = self.failure()
        {
            return Err(CredentialsError::failed(failure));
        }
        match self.source.credentials(context).await {
            Ok(credentials) => self.keep(context, credentials),
            Err(error) => self.go_on(context, now).ok_or_else(|| self.share(error)),
        }
    }

    fn keep(
        &self,
        context: CredentialContext<'_>,
        credentials: Credentials,
    ) -> Result<Credentials, CredentialsError> {
        let now = context.clock().now();
        let outlasts = credentials.outlasts_its_expiry();
        let mut known = Known::new(credentials.clone());
        if known.refresh_at.is_some_and(|moment| moment <= now) {
            if outlasts {
                known.extend(now, context);
            } else if known.good_until.is_some_and(|expiry| expiry <= now) {
                return Err(CredentialsError::failed(
                    "the source of credentials gave some that have expired already (or the clock of \
                     this machine is wrong)",
                ));
            } else {
                // A source that gives what it has cannot give better a moment later.
                known.refresh_at = now.checked_add(PAUSE).min(known.good_until);
            }
        }
        self.known(|kept| *kept = Some(known));
        Ok(credentials)
    }

    /// The credentials from before, after their source has failed.
    fn go_on(&self, context: CredentialContext<'_>, now: SystemTime) -> Option<Credentials> {
        self.known(|known| {
            let known = known.as_mut()?;
            if known.good_until.is_none_or(|moment| now < moment) {
                known.refresh_at = now.checked_add(PAUSE).min(known.good_until);
            } else if known.credentials.outlasts_its_expiry() {
                known.extend(now, context);
            } else {
                return None;
            }
            Some(known.credentials.clone())
        })
    }

    /// The failure, for those who waited for the same answer too.
    fn share(&self, error: CredentialsError) -> CredentialsError {
        let error = Arc::new(error);
        let mut last = self
            .last_failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *last = Some(Arc::clone(&error));
        self.failures.fetch_add(1, Ordering::Release);
        CredentialsError::failed(error)
    }

    fn failure(&self) -> Option<Arc<CredentialsError>> {
        let last = self.last_failure.lock();
        last.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<P: ProvideCredentials> ProvideCredentials for CachedCredentials<P> {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.get(context))
    }
}
