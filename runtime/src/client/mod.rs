//! The client: it turns an [`Operation`](crate::operation::Operation) into a response.
//!
//! [`Client::send`] fills in what the caller left out, asks the operation for its request, resolves
//! the endpoint, signs, sends through the configured [`Transport`](crate::transport::Transport), retries what is worth retrying, and
//! adds to every error what a person needs: operation, code, request id, attempts. Everything that
//! touches the world is a part of [`Config`](crate::config::Config) and can be replaced: the transport, the credentials, the
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
//! | `sigv4a` | signatures for several regions, where an endpoint asks for them |
//! | `gzip` | bodies that are compressed with gzip: answers, and requests of operations that allow it |
//! | `tracing` | a span for each call, an event for each attempt, and metrics by the names of OpenTelemetry |

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
