//! The client: it turns an [`Operation`] into an answer.
//!
//! [`Client::send`] fills in what the caller left out, asks the operation for its request, resolves
//! the endpoint, signs, sends through the configured [`Transport`], retries what is worth retrying, and
//! adds to every error what a person needs: operation, code, request id, attempts. Everything that
//! touches the world is a part of [`Config`] and can be replaced: the transport, the credentials, the
//! clock (which also waits), randomness. So a test of an application runs without a network and without waiting:
//!
//! ```
//! use shapewright_runtime::client::{Client, StubTransport};
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

#[cfg(feature = "aws-config")]
mod aws_config;
mod call;
mod config;
mod credentials;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod default_transport;
mod encoding;
mod endpoint;
mod endpoint_url;
mod environment;
mod expression;
mod host;
#[cfg(feature = "hyper")]
mod hyper;
mod limits;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod network;
mod paginate;
mod profile;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod proxy;
mod random;
mod recording;
mod replay;
mod retry;
pub mod sign;
mod skew;
mod stub;
mod time;
#[cfg(feature = "tracing")]
mod trace;
mod transport;
#[cfg(feature = "blocking")]
mod ureq;
#[cfg(feature = "blocking")]
mod ureq_gaps;
mod user_agent;
mod wait;

use crate::operation::Operation;
use call::Call;
use retry::RetryQuota;
use sign::SigningKeys;
use skew::ClockSkew;
use std::sync::Arc;

#[cfg(feature = "aws-config")]
pub use aws_config::AwsCredentials;
pub use call::Answer;
pub use config::{Config, ConfigBuilder, Timeouts};
#[cfg(feature = "credentials")]
pub use credentials::{
    CachedCredentials, ContainerCredentials, DefaultCredentials, EnvironmentCredentials,
    InstanceCredentials, ProfileCredentials, WebIdentityCredentials,
};
pub use credentials::{Credentials, CredentialsError, ProvideCredentials};
pub use environment::Environment;
pub use expression::Expression;
#[cfg(feature = "hyper")]
pub use hyper::HyperTransport;
pub use limits::ResponseLimits;
pub use paginate::{Advance, Items, Paginated, PaginatedItems, Paginator, Token, advance};
pub use profile::{ProfileError, Profiles};
pub use random::Random;
pub use recording::RecordingTransport;
pub use replay::{RecordingError, ReplayTransport};
pub use retry::RetryConfig;
pub use stub::{StubCall, StubTransport};
pub use time::{Clock, ManualClock, SystemClock, block_on};
pub use transport::{BoxFuture, Limits, Transport};
#[cfg(feature = "blocking")]
pub use ureq::UreqTransport;
pub use wait::{
    Acceptor, Expected, FinalAnswer, Matcher, WaitError, WaitErrorKind, WaitState, Waiter,
    WaiterPlan,
};

/// Whether tokio can drive timers and connections here.
#[cfg(feature = "hyper")]
fn has_tokio() -> bool {
    !time::is_blocking() && tokio::runtime::Handle::try_current().is_ok()
}

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
    /// The service answered with an error, or there was no usable answer.
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

    /// As [`send`](Self::send), and blocks the thread until the answer is there.
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
