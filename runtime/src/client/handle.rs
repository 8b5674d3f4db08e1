//! The client.

use super::call::Call;
use super::endpoint_cache::EndpointCache;
use super::hooks::Hooks;
use super::regions::Regions;
use super::response::Response;
use super::sessions::Sessions;
use super::shared::{OfService, Shared};
use super::trace;
use crate::auth::presigning::{PresignedRequest, PresigningConfig};
use crate::auth::sigv4::SigningKeys;
use crate::auth::sigv4a::AsymmetricKeys;
use crate::auth::skew::ClockSkew;
use crate::config::Config;
use crate::operation::{Metadata, Operation};
use crate::platform::Mode;
use crate::retry::{RateLimiter, RetryQuota};
use std::sync::Arc;

/// Sends operations. Cheap to clone; clones share connections, retry quota and credentials.
#[derive(Clone, Debug)]
pub struct Client {
    shared: Arc<Shared>,
    mode: Mode,
}

impl Client {
    /// Creates a client with this configuration.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            shared: Arc::new(Shared {
                config: config.clone(),
                quota: RetryQuota::default(),
                rate: RateLimiter::default(),
                skew: ClockSkew::default(),
                keys: SigningKeys::default(),
                asymmetric_keys: AsymmetricKeys::default(),
                endpoint: OfService::default(),
                user_agent: OfService::default(),
                regions: Regions::default(),
                sessions: Sessions::default(),
                endpoints: EndpointCache::default(),
            }),
            mode: Mode::default(),
        }
    }

    /// A handle on the same client whose calls wait in this mode.
    pub(super) fn in_mode(&self, mode: Mode) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            mode,
        }
    }

    /// The client's configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Sends the operation and waits for its output.
    ///
    /// Dropping the future cancels the call: no further attempt is made.
    ///
    /// # Errors
    /// The service returned an error, or no response was received or it could not be parsed.
    pub async fn send<O: Operation>(&self, input: O) -> Result<O::Output, O::Error> {
        self.send_with_metadata(input)
            .await
            .map(Response::into_output)
    }

    /// Like [`send`](Self::send), but also returns the request id, status, headers and number of attempts.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub async fn send_with_metadata<O: Operation>(
        &self,
        input: O,
    ) -> Result<Response<O::Output>, O::Error> {
        self.send_customized(input, self.config(), &Hooks::default())
            .await
    }

    /// Presigns the operation's request: the signature is in the URL, so that others can send it until it
    /// expires. Endpoint, endpoint rules and clock skew are those of a normal call.
    ///
    /// A form (of the query protocols) becomes a `GET` with everything in the URL. Any other body is covered
    /// by the signature, unless it streams to S3, where the sender supplies it. A body gets no checksum
    /// unless the input names an algorithm. A URL expires with its credentials if those expire earlier.
    ///
    /// # Errors
    /// There are no credentials, the request cannot be built, or it cannot be presigned: an event stream, or
    /// an operation that is not signed with SigV4.
    pub async fn presigned<O: Operation>(
        &self,
        input: O,
        presigning: PresigningConfig,
    ) -> Result<PresignedRequest, O::Error> {
        self.presign_customized(input, &presigning, self.config(), &Hooks::default())
            .await
    }

    /// As [`presigned`](Self::presigned), with a configuration and hooks of its own.
    pub(super) async fn presign_customized<O: Operation>(
        &self,
        input: O,
        presigning: &PresigningConfig,
        config: &Config,
        hooks: &Hooks,
    ) -> Result<PresignedRequest, O::Error> {
        let call = self.call(config, hooks, O::METADATA);
        call.presign(input, presigning).await
    }

    /// A call of this client.
    pub(super) fn call<'c>(
        &'c self,
        config: &'c Config,
        hooks: &'c Hooks,
        metadata: Metadata,
    ) -> Call<'c> {
        Call::new(&self.shared, config, hooks, self.mode, metadata)
    }

    /// Sends the operation with a configuration and hooks of its own.
    pub(super) async fn send_customized<O: Operation>(
        &self,
        input: O,
        config: &Config,
        hooks: &Hooks,
    ) -> Result<Response<O::Output>, O::Error> {
        let call = self.call(config, hooks, O::METADATA).run(input);
        trace::call(call, &O::METADATA).await
    }
}
