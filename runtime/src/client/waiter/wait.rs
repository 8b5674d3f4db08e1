//! Waiters: an operation asked again until its response says that the wait is over.

use super::matcher::{AcceptorState, WaiterConfig};
use crate::client::Client;
use crate::operation::{Operation, OperationError};
use crate::platform::Mode;
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// Waits, by asking an operation again and again.
#[derive(Clone, Debug)]
#[must_use = "a waiter waits when it is told to"]
pub struct Waiter<O> {
    client: Client,
    input: O,
    plan: WaiterConfig,
}

/// The response that ended a wait well. It is an error where an error is what was waited for, such
/// as that something is not found any more.
pub type FinalPoll<O> = Result<<O as Operation>::Output, <O as Operation>::Error>;

impl<O> Waiter<O>
where
    O: Operation + Clone,
    O::Output: Serialize,
{
    /// A waiter that asks with this input.
    pub fn new(client: Client, input: O, plan: &WaiterConfig) -> Self {
        Self {
            client,
            input,
            plan: *plan,
        }
    }

    /// The same waiter, whose calls wait in this mode.
    pub(in crate::client) fn in_mode(mut self, mode: Mode) -> Self {
        self.client = self.client.in_mode(mode);
        self
    }

    /// The time between two attempts, in place of the waiter's own.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.plan.delay = delay;
        self
    }

    /// How many attempts there are, in place of the waiter's own number.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.plan.max_attempts = attempts;
        self
    }

    /// Waits until a response says that the wait is over.
    ///
    /// # Errors
    /// A response says that what is waited for will not come, there is an error that the waiter does
    /// not expect, or the attempts are used up.
    pub async fn wait(self) -> Result<FinalPoll<O>, WaiterError<O>> {
        let Self {
            client,
            input,
            plan,
        } = self;
        for attempt in 1..=plan.max_attempts {
            let (answer, status) = match client.send_with_metadata(input.clone()).await {
                Ok(answer) => {
                    let status = answer.status();
                    (Ok(answer.into_output()), Some(status))
                }
                Err(error) => {
                    let status = error.payload().metadata().status();
                    (Err(error), status)
                }
            };
            match decide(&plan, &answer, status) {
                Some(AcceptorState::Success) => return Ok(answer),
                Some(AcceptorState::Failure) => {
                    return Err(WaiterError::new(
                        &plan,
                        WaiterErrorKind::FailureState(answer),
                    ));
                }
                None if answer.is_err() => {
                    return Err(WaiterError::new(
                        &plan,
                        WaiterErrorKind::OperationFailed(answer),
                    ));
                }
                Some(AcceptorState::Retry) | None if attempt == plan.max_attempts => {
                    return Err(WaiterError::new(
                        &plan,
                        WaiterErrorKind::ExceededMaxWait(answer),
                    ));
                }
                Some(AcceptorState::Retry) | None => {
                    client.config().parts().clock.sleep(plan.delay).await
                }
            }
        }
        Err(WaiterError::new(&plan, WaiterErrorKind::NotAsked))
    }
}

fn decide<T: Serialize, E: OperationError>(
    plan: &WaiterConfig,
    answer: &Result<T, E>,
    status: Option<u16>,
) -> Option<AcceptorState> {
    let output = match answer {
        Ok(output) => Ok(serde_json::to_value(output).unwrap_or_default()),
        Err(error) => Err(error),
    };
    plan.acceptors
        .iter()
        .find(|acceptor| {
            let answer = output.as_ref().map_err(|error| *error);
            acceptor.matcher.fits(answer, status)
        })
        .map(|acceptor| acceptor.state)
}

/// A wait that did not end well.
pub struct WaiterError<O: Operation> {
    waiter: &'static str,
    attempts: u32,
    kind: Box<WaiterErrorKind<O>>,
}

/// Why a wait did not end well, with the last response.
pub enum WaiterErrorKind<O: Operation> {
    /// What is waited for will not come.
    FailureState(FinalPoll<O>),
    /// There is an error that the waiter does not expect.
    OperationFailed(FinalPoll<O>),
    /// The attempts are used up.
    ExceededMaxWait(FinalPoll<O>),
    /// There are no attempts.
    NotAsked,
}

impl<O: Operation> WaiterError<O> {
    fn new(plan: &WaiterConfig, kind: WaiterErrorKind<O>) -> Self {
        Self {
            waiter: plan.name,
            attempts: plan.max_attempts,
            kind: Box::new(kind),
        }
    }

    /// Why the wait did not end well, with the last response.
    #[must_use]
    pub fn kind(&self) -> &WaiterErrorKind<O> {
        &self.kind
    }

    /// As [`kind`](Self::kind), to keep.
    #[must_use]
    pub fn into_kind(self) -> WaiterErrorKind<O> {
        *self.kind
    }
}

impl<O: Operation> fmt::Display for WaiterError<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "waiter {}: ", self.waiter)?;
        let answer = match &*self.kind {
            WaiterErrorKind::FailureState(answer) => {
                formatter.write_str("what is waited for will not come")?;
                answer
            }
            WaiterErrorKind::OperationFailed(answer) => {
                formatter.write_str("unexpected error")?;
                answer
            }
            WaiterErrorKind::ExceededMaxWait(answer) => {
                write!(formatter, "not there after {} attempts", self.attempts)?;
                answer
            }
            WaiterErrorKind::NotAsked => return formatter.write_str("no attempts"),
        };
        match answer {
            Ok(_) => Ok(()),
            Err(error) => write!(formatter, ": {error}"),
        }
    }
}

impl<O: Operation> fmt::Debug for WaiterError<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "WaiterError({self})")
    }
}

impl<O: Operation> std::error::Error for WaiterError<O> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.kind {
            WaiterErrorKind::FailureState(Err(error))
            | WaiterErrorKind::OperationFailed(Err(error))
            | WaiterErrorKind::ExceededMaxWait(Err(error)) => Some(error),
            _ => None,
        }
    }
}
