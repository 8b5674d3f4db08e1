//! Credentials that are asked for once and kept until they expire.

use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use crate::platform::BoxFuture;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// How long before their expiry credentials are replaced.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// Keeps the credentials of a source, and asks for new ones five minutes before they expire.
///
/// However many calls need credentials, one asks the source at a time. While the old ones are valid
/// the others go on with them, also when the source fails; after that they wait, and share its answer.
#[derive(Debug)]
pub struct CachedCredentials<P> {
    source: P,
    known: Mutex<Option<Credentials>>,
    refresh: tokio::sync::Mutex<()>,
    failures: AtomicU64,
    last_failure: Mutex<Option<Arc<CredentialsError>>>,
}

impl<P: ProvideCredentials> CachedCredentials<P> {
    /// A cache for the credentials of a source.
    pub fn new(source: P) -> Self {
        Self {
            source,
            known: Mutex::default(),
            refresh: tokio::sync::Mutex::default(),
            failures: AtomicU64::new(0),
            last_failure: Mutex::default(),
        }
    }

    /// What is known, if it stays valid for as long after this moment.
    fn valid(&self, moment: SystemTime) -> Option<Credentials> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let credentials = known.as_ref()?;
        let lasts = credentials
            .expires_at()
            .is_none_or(|expiry| expiry > moment);
        lasts.then(|| credentials.clone())
    }

    async fn get(&self, context: CredentialContext<'_>) -> Result<Credentials, CredentialsError> {
        let now = context.clock().now();
        if let Some(credentials) = self.valid(now + EARLY) {
            return Ok(credentials);
        }
        let failures = self.failures.load(Ordering::Acquire);
        let still_valid = self.valid(now);
        let _refreshing = match (self.refresh.try_lock(), still_valid) {
            (Ok(guard), _) => guard,
            (Err(_), Some(credentials)) => return Ok(credentials),
            (Err(_), None) => self.refresh.lock().await,
        };
        if let Some(credentials) = self.valid(now + EARLY) {
            return Ok(credentials);
        }
        if self.failures.load(Ordering::Acquire) != failures
            && let Some(failure) = self.failure()
        {
            return Err(CredentialsError::failed(failure));
        }
        match self.source.credentials(context).await {
            Ok(credentials) => {
                let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                *known = Some(credentials.clone());
                Ok(credentials)
            }
            Err(error) => self.valid(now).ok_or_else(|| self.share(error)),
        }
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
