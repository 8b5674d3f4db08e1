//! The client: it turns an [`Operation`](crate::operation::Operation) into a response.
//!
//! [`Client::send`] fills in idempotency tokens, builds the request, resolves the endpoint, signs, sends
//! through the configured [`Transport`](crate::transport::Transport), retries transient failures, and adds
//! operation, code, request id and attempts to every error. Transport, credentials, clock (which also sleeps)
//! and randomness are part of [`Config`](crate::config::Config) and can be replaced, so that tests run
//! without a network and without waiting:
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
//! | feature | what it adds |
//! | --- | --- |
//! | `hyper` | `HyperTransport`, on tokio |
//! | `blocking` | `Client::send_blocking`, and `UreqTransport`, which needs no async runtime |
//! | `ring` | ring for the TLS of both; it needs a C compiler. Without it, they use the crypto provider that the application installs for rustls |
//! | `credentials` | `DefaultCredentials` and its sources: environment, profiles (SSO, roles, processes), web identities, containers, EC2 instances |
//! | `aws` | `hyper`, `ring` and `credentials` |
//! | `aws-config` | configuration and credentials from the crate `aws-config` |
//! | `sigv4a` | multi-region signatures (SigV4A), if an endpoint requires them |
//! | `gzip` | bodies compressed with gzip: responses, and requests of operations that allow it |
//! | `tracing` | a span per call, an event per attempt, and metrics with OpenTelemetry's names |

mod address;
mod bearer;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
#[cfg(feature = "checksum")]
mod checksums;
#[cfg(not(feature = "checksum"))]
#[path = "no_checksums.rs"]
mod checksums;
#[cfg(feature = "checksum")]
mod content_md5;
mod copies;
#[cfg_attr(not(feature = "blocking"), allow(dead_code))]
mod customize;
mod discovery;
mod endpoint_cache;
#[cfg(all(feature = "endpoint-rules", feature = "rest-xml"))]
mod enter;
#[cfg(not(all(feature = "endpoint-rules", feature = "rest-xml")))]
#[path = "no_enter.rs"]
mod enter;
#[cfg_attr(not(feature = "blocking"), allow(dead_code))]
mod handle;
mod hooks;
mod identify;
mod kept;
mod outgoing;
#[cfg_attr(not(feature = "blocking"), allow(dead_code))]
mod paginate;
mod prepare;
mod presign;
mod presign_post;
mod redirect;
mod regions;
mod response;
#[cfg(not(all(feature = "endpoint-rules", feature = "rest-xml")))]
#[path = "no_sessions.rs"]
mod sessions;
#[cfg(all(feature = "endpoint-rules", feature = "rest-xml"))]
mod sessions;
mod shared;
mod streaming;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(not(feature = "tracing"))]
#[path = "untraced.rs"]
mod trace;
mod user_agent;
#[cfg_attr(not(feature = "blocking"), allow(dead_code))]
mod waiter;

pub use customize::CustomizableOperation;
pub use handle::Client;
pub use paginate::{
    Items, NextPage, Paginated, PaginatedItems, Paginator, Token, first_token, next_page,
    next_page_of_enum,
};
pub use response::Response;
pub use waiter::{
    Acceptor, AcceptorState, Expected, Expression, FinalPoll, Matcher, Waiter, WaiterConfig,
    WaiterError, WaiterErrorKind,
};
