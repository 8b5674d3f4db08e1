//! The configuration of a waiter.

use super::expression::{Expected, Expression};
use crate::operation::OperationError;
use crate::value::Document;
use std::time::Duration;

/// The configuration of a waiter. Created by generated code.
#[derive(Clone, Copy, Debug)]
pub struct WaiterConfig {
    /// Its name, such as `ImageAvailable`.
    pub name: &'static str,
    /// The time between two polls.
    pub delay: Duration,
    /// The maximum number of polls.
    pub max_attempts: u32,
    /// The acceptors; the first that matches decides.
    pub acceptors: &'static [Acceptor],
}

/// What a response means: a state, if it matches.
#[derive(Clone, Copy, Debug)]
pub struct Acceptor {
    /// The state, if it matches.
    pub state: AcceptorState,
    /// What it matches.
    pub matcher: Matcher,
}

/// The state that a response leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AcceptorState {
    /// The wait is over.
    Success,
    /// The wait has failed: the desired state can no longer be reached.
    Failure,
    /// Poll again.
    Retry,
}

/// What an acceptor matches. Paths are as in [`Expression::Path`].
#[derive(Clone, Copy, Debug)]
pub enum Matcher {
    /// The value at a path is this.
    Path(&'static str, Expected),
    /// All values at a path are this, and there is at least one.
    PathAll(&'static str, Expected),
    /// One of the values at a path is this.
    PathAny(&'static str, Expected),
    /// Like `Path`, of an expression.
    Value(&'static Expression, Expected),
    /// Like `PathAll`, of an expression.
    All(&'static Expression, Expected),
    /// Like `PathAny`, of an expression.
    Any(&'static Expression, Expected),
    /// The HTTP status is this.
    Status(u16),
    /// The error has this code.
    ErrorCode(&'static str),
    /// There is an error (`true`), or there is none.
    Error(bool),
}

impl Matcher {
    pub(super) fn fits<E: OperationError>(
        self,
        answer: Result<&Document, &E>,
        status: Option<u16>,
    ) -> bool {
        match (self, answer) {
            (Self::Path(path, expected), Ok(output)) => Expression::Path(path).is(output, expected),
            (Self::PathAll(path, expected), Ok(output)) => {
                Expression::Path(path).are_all(output, expected)
            }
            (Self::PathAny(path, expected), Ok(output)) => {
                Expression::Path(path).is_any(output, expected)
            }
            (Self::Value(expression, expected), Ok(output)) => expression.is(output, expected),
            (Self::All(expression, expected), Ok(output)) => expression.are_all(output, expected),
            (Self::Any(expression, expected), Ok(output)) => expression.is_any(output, expected),
            (Self::Status(expected), _) => status == Some(expected),
            (Self::ErrorCode(code), Err(error)) => error.payload().metadata().code() == Some(code),
            (Self::Error(expected), answer) => answer.is_err() == expected,
            (
                Self::Path(..)
                | Self::PathAll(..)
                | Self::PathAny(..)
                | Self::Value(..)
                | Self::All(..)
                | Self::Any(..),
                Err(_),
            )
            | (Self::ErrorCode(_), Ok(_)) => false,
        }
    }
}
