//! Waiting until a resource is in a state.

mod expression;
mod matcher;
mod wait;

pub use expression::{Expected, Expression};
pub use matcher::{Acceptor, Matcher, WaitState, WaiterPlan};
pub use wait::{FinalAnswer, WaitError, WaitErrorKind, Waiter};
