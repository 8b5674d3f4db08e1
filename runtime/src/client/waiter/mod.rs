//! Waiting until a resource is in a state.

mod expression;
mod matcher;
mod wait;

pub use expression::{Expected, Expression};
pub use matcher::{Acceptor, AcceptorState, Matcher, WaiterConfig};
pub use wait::{FinalPoll, Waiter, WaiterError, WaiterErrorKind};
