//! The query protocols: requests are forms, responses are XML.
//!
//! serde writes and reads the generated types here as it does in JSON; the types know nothing of
//! it. Names and nesting follow from a rule of the protocol. Where a member differs from the rule,
//! the service's [`Query`] says so, by the names of type and member.
//!
//! The rules: <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html> and
//! <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html>.

mod copies;
mod form;
mod names;
mod read;
#[cfg(feature = "test-util")]
mod redact;

pub use crate::protocol::failure::ErrorResponse;
pub use crate::protocol::names::{Members, Wire};
pub use crate::protocol::xml::modeled;
pub use names::Query;
#[cfg(feature = "test-util")]
pub(super) use redact::redacted;
