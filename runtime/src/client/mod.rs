//! The client: it turns an [`Operation`] into an answer.
//!
//! [`Client::send`] fills in what the caller left out, asks the operation for its request, resolves
//! the endpoint, signs, sends through the configured [`Transport`], retries what is worth retrying, and
//! adds to every error what a person needs: operation, code, request id, attempts. Everything that
//! touches the world is a part of [`Config`] and can be replaced: the transport, the credentials, the
//! clock (which also waits), randomness. So a test of an application runs without a network and without waiting:
//!
//! ```
//! use shapewright_runtime::client::Client;
//! use shapewright_runtime::testing::StubTransport;
//!
//! let stub = StubTransport::new();
//! stub.respond(200, "{}");
//! let client = Client::new(&stub.config());
//! ```
//!
//! Nothing here reaches the network unless a feature says so:
//!
//! | Feature | What it adds |
//! | --- | --- |
//! | `hyper` | `HyperTransport`, on tokio |
//! | `blocking` | `Client::send_blocking`, and `UreqTransport`, which needs no async runtime |
//! | `ring` | ring for the TLS of both; it needs a C compiler. Without it they take the crypto provider that the application installs for rustls |
//! | `credentials` | `DefaultCredentials` and its parts: environment, profiles (SSO, roles, processes), web identities, containers, EC2 instances |
//! | `aws` | `hyper`, `ring` and `credentials` |
//! | `aws-config` | configurations and credentials of the crate `aws-config` |
//! | `gzip` | answers that are compressed with gzip |
//! | `tracing` | a span for each call, and an event for each attempt |

mod call;
mod paginate;
mod rate;
pub(crate) mod retry;
#[cfg(feature = "tracing")]
mod trace;
mod user_agent;
mod waiter;

use crate::auth::sigv4::SigningKeys;
use crate::auth::skew::ClockSkew;
use crate::config::Config;
use crate::operation::Operation;
#[cfg(feature = "blocking")]
use crate::platform::block_on;
use call::Call;
use rate::RateLimiter;
use retry::RetryQuota;
use std::sync::Arc;

pub use call::Answer;
pub use paginate::{Advance, Items, Paginated, PaginatedItems, Paginator, Token, advance};
pub use waiter::{
    Acceptor, Expected, Expression, FinalAnswer, Matcher, WaitError, WaitErrorKind, WaitState,
    Waiter, WaiterPlan,
};

/// Sends operations. Cheap to clone; clones share connections, retry quota and credentials.
#[derive(Clone, Debug)]
pub struct Client {
    shared: Arc<Shared>,
}

/// What the clones of a client have in common.
#[derive(Debug)]
struct Shared {
    config: Config,
    quota: RetryQuota,
    rate: RateLimiter,
    skew: ClockSkew,
    keys: SigningKeys,
}

impl Client {
    /// A client with this configuration.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            shared: Arc::new(Shared {
                config: config.clone(),
                quota: RetryQuota::default(),
                rate: RateLimiter::default(),
                skew: ClockSkew::default(),
                keys: SigningKeys::default(),
            }),
        }
    }

    /// The configuration that the client was made with.
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
            .map(Answer::into_output)
    }

    /// As [`send`](Self::send), and tells the request id, status, headers and number of attempts too.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub async fn send_with_metadata<O: Operation>(
        &self,
        input: O,
    ) -> Result<Answer<O::Output>, O::Error> {
        let call = Call::new(&self.shared, O::METADATA).run(input);
        #[cfg(feature = "tracing")]
        let call = tracing::Instrument::instrument(call, trace::call(&O::METADATA));
        call.await
    }

    /// As [`send`](Self::send), and blocks the thread until the call completes.
    ///
    /// It needs no async runtime, so the configured transport must not need one: the default, a
    /// [`UreqTransport`] and a [`StubTransport`] do not.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    #[cfg(feature = "blocking")]
    pub fn send_blocking<O: Operation>(&self, input: O) -> Result<O::Output, O::Error> {
        block_on(self.send(input))
    }
}
