//! Settings of a single call.

use super::handle::Client;
use super::hooks::Hooks;
use super::response::Response;
use crate::auth::presigning::{PresignedRequest, PresigningConfig};
use crate::config::{Config, RetryConfig, TimeoutConfig};
use crate::operation::Operation;
use crate::platform::Mode;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use std::fmt;
use std::sync::Arc;

/// A call with its own settings on top of the client's. It shares the client's connections, credentials and
/// retry quota.
#[must_use = "a call does nothing until it is sent"]
pub struct CustomizableOperation<O: Operation> {
    client: Client,
    input: Result<O, O::Error>,
    config: Config,
    hooks: Hooks,
}

impl<O: Operation> CustomizableOperation<O> {
    /// Creates a call with the client's settings. If the input could not be built, sending it fails.
    pub fn new(client: Client, input: Result<O, O::Error>) -> Self {
        Self {
            config: client.config().clone(),
            client,
            input,
            hooks: Hooks::default(),
        }
    }

    /// Sets a header, replacing any of that name. It is signed.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => self.mutate_request(move |request| {
                request.headers_mut().insert(name.clone(), value.clone());
            }),
            _ => {
                self.refuse(|| {
                    format!("the header {name:?} has a name or value that HTTP does not allow")
                });
                self
            }
        }
    }

    /// Lets the call fail before it is sent.
    pub(super) fn refuse(&mut self, problem: impl FnOnce() -> String) {
        self.hooks.problem.get_or_insert_with(problem);
    }

    /// Sets the timeouts of this call, instead of the client's.
    pub fn timeout_config(self, timeouts: TimeoutConfig) -> Self {
        self.configure(|config| config.timeout_config(timeouts))
    }

    /// Sets how this call is retried, instead of the client's configuration.
    pub fn retry_config(self, retry: RetryConfig) -> Self {
        self.configure(|config| config.retry_config(retry))
    }

    /// Sets the endpoint of this call, instead of the service's.
    pub fn endpoint_url(self, url: impl Into<String>) -> Self {
        self.configure(|config| config.endpoint_url(url))
    }

    /// Does not sign a streaming body even without TLS, as is always the case with TLS: it is read once,
    /// followed by its checksum. Then only the checksum protects it from being changed in transit.
    pub fn disable_payload_signing(mut self) -> Self {
        self.hooks.is_body_unsigned = true;
        self
    }

    /// Modifies the request of each attempt before it is signed.
    pub fn mutate_request(
        mut self,
        change: impl Fn(&mut Request<Bytes>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.before_signing.push(Arc::new(change));
        self
    }

    /// Inspects the response of each attempt, decompressed, before it is parsed. If the body streams, only
    /// the head.
    pub fn inspect_response(
        mut self,
        look: impl Fn(&http::Response<Bytes>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.after_response.push(Arc::new(look));
        self
    }

    /// Sends the request.
    ///
    /// # Errors
    /// The service returned an error, or no response was received or it could not be parsed.
    pub async fn send(self) -> Result<O::Output, O::Error> {
        self.send_with_metadata().await.map(Response::into_output)
    }

    /// Like [`send`](Self::send), but also returns the request id, status, headers and number of attempts.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub async fn send_with_metadata(self) -> Result<Response<O::Output>, O::Error> {
        let input = self.input?;
        let (client, config, hooks) = (self.client, self.config, self.hooks);
        client.send_customized(input, &config, &hooks).await
    }

    /// Returns the presigned request instead of sending it: see [`Client::presigned`].
    ///
    /// # Errors
    /// Those of [`Client::presigned`].
    pub async fn presigned(
        self,
        presigning: PresigningConfig,
    ) -> Result<PresignedRequest, O::Error> {
        let input = self.input?;
        let (client, config, hooks) = (self.client, self.config, self.hooks);
        client
            .presign_customized(input, &presigning, &config, &hooks)
            .await
    }

    /// The same call, which waits in this mode.
    pub(super) fn in_mode(mut self, mode: Mode) -> Self {
        self.client = self.client.in_mode(mode);
        self
    }

    fn configure(
        mut self,
        change: impl FnOnce(crate::config::ConfigBuilder) -> crate::config::ConfigBuilder,
    ) -> Self {
        self.config = change(self.config.to_builder()).build();
        self
    }
}

impl<O: Operation> fmt::Debug for CustomizableOperation<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("CustomizableOperation");
        debug.field("operation", &O::METADATA.name);
        debug.finish_non_exhaustive()
    }
}
