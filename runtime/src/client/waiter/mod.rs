//! Waiting until a resource is in a state.

mod expression;
mod wait;

pub use expression::Expression;
pub use wait::{
    Acceptor, Expected, FinalAnswer, Matcher, WaitError, WaitErrorKind, WaitState, Waiter,
    WaiterPlan,
};
