//! Waiters: they poll an operation until a response ends the wait.

use super::matcher::{AcceptorState, WaiterConfig};
use crate::client::Client;
use crate::operation::{Operation, OperationError};
use crate::platform::Mode;
use crate::value::Document;
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// Polls an operation until a resource is in a state.
#[must_use = "a waiter does nothing until `wait` is called"]
pub struct Waiter<O: Operation> {
    client: Client,
    input: Result<O, O::Error>,
    config: WaiterConfig,
}

/// The poll that ended a successful wait.
pub struct FinalPoll<O: Operation> {
    polls: u32,
    result: Result<O::Output, O::Error>,
}

impl<O: Operation> FinalPoll<O> {
    /// What the last poll returned. It is an error if the waiter waits for one, such as "not found" after a
    /// deletion.
    ///
    /// # Errors
    /// The error that was waited for.
    pub fn as_result(&self) -> Result<&O::Output, &O::Error> {
        self.result.as_ref()
    }

    /// Like [`as_result`](Self::as_result), by value.
    ///
    /// # Errors
    /// The error that was waited for.
    pub fn into_result(self) -> Result<O::Output, O::Error> {
        self.result
    }

    /// The number of polls.
    #[must_use]
    pub fn polls(&self) -> u32 {
        self.polls
    }
}

impl<O: Operation> fmt::Debug for FinalPoll<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FinalPoll")
            .field("polls", &self.polls)
            .field("is_ok", &self.result.is_ok())
            .finish_non_exhaustive()
    }
}

impl<O> Waiter<O>
where
    O: Operation + Clone,
    O::Output: Serialize,
{
    /// Creates a waiter that polls with this input. If the input could not be built, the wait fails.
    pub fn new(client: Client, input: Result<O, O::Error>, config: WaiterConfig) -> Self {
        Self {
            client,
            input,
            config,
        }
    }

    /// The same waiter, whose calls wait in this mode.
    pub(in crate::client) fn in_mode(mut self, mode: Mode) -> Self {
        self.client = self.client.in_mode(mode);
        self
    }

    /// Polls until a response ends the wait, for at most `max_wait`.
    ///
    /// # Errors
    /// A required member is missing, the desired state can no longer be reached, a poll failed with an error
    /// that the waiter does not expect, or `max_wait` is over.
    pub async fn wait(self, max_wait: Duration) -> Result<FinalPoll<O>, WaiterError<O>> {
        let Self {
            client,
            input,
            config,
        } = self;
        let fail = |polls, kind| WaiterError {
            waiter: config.name,
            polls,
            kind: Box::new(kind),
        };
        let input = input.map_err(|error| fail(0, WaiterErrorKind::ConstructionFailure(error)))?;
        let clock = &*client.config().parts().clock;
        let started = clock.monotonic();
        let mut polls = 0;
        loop {
            polls += 1;
            let (result, status) = match client.send_with_metadata(input.clone()).await {
                Ok(response) => {
                    let status = response.status();
                    (Ok(response.into_output()), Some(status))
                }
                Err(error) => {
                    let status = error.payload().metadata().status();
                    (Err(error), status)
                }
            };
            let state = decide(&config, &result, status);
            match (state, result) {
                (Some(AcceptorState::Success), result) => return Ok(FinalPoll { polls, result }),
                (Some(AcceptorState::Failure), result) => {
                    let kind = WaiterErrorKind::FailureState(FinalPoll { polls, result });
                    return Err(fail(polls, kind));
                }
                (None, Err(error)) => {
                    return Err(fail(polls, WaiterErrorKind::OperationFailed(error)));
                }
                (Some(AcceptorState::Retry) | None, result) => {
                    let waited = clock.monotonic().saturating_sub(started);
                    if waited.saturating_add(config.delay) > max_wait {
                        let kind = WaiterErrorKind::ExceededMaxWait(FinalPoll { polls, result });
                        return Err(fail(polls, kind));
                    }
                    clock.sleep(config.delay).await;
                }
            }
        }
    }
}

impl<O: Operation> fmt::Debug for Waiter<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Waiter")
            .field("name", &self.config.name)
            .finish_non_exhaustive()
    }
}

fn decide<T: Serialize, E: OperationError>(
    plan: &WaiterConfig,
    response: &Result<T, E>,
    status: Option<u16>,
) -> Option<AcceptorState> {
    let output = match response {
        Ok(output) => Ok(Document::from_serialize(output).unwrap_or_default()),
        Err(error) => Err(error),
    };
    plan.acceptors
        .iter()
        .find(|acceptor| {
            let response = output.as_ref().map_err(|error| *error);
            acceptor.matcher.fits(response, status)
        })
        .map(|acceptor| acceptor.state)
}

/// A wait that failed.
pub struct WaiterError<O: Operation> {
    waiter: &'static str,
    polls: u32,
    kind: Box<WaiterErrorKind<O>>,
}

/// Why a wait failed.
#[non_exhaustive]
pub enum WaiterErrorKind<O: Operation> {
    /// A required member is missing; nothing was sent.
    ConstructionFailure(O::Error),
    /// The desired state can no longer be reached, according to the last poll.
    FailureState(FinalPoll<O>),
    /// A poll failed with an error that the waiter does not expect.
    OperationFailed(O::Error),
    /// `max_wait` is over; the last poll.
    ExceededMaxWait(FinalPoll<O>),
}

impl<O: Operation> WaiterError<O> {
    /// Why the wait failed.
    #[must_use]
    pub fn kind(&self) -> &WaiterErrorKind<O> {
        &self.kind
    }

    /// Like [`kind`](Self::kind), by value.
    #[must_use]
    pub fn into_kind(self) -> WaiterErrorKind<O> {
        *self.kind
    }

    /// The error of the operation, if the wait ended with one.
    #[must_use]
    pub fn operation_error(&self) -> Option<&O::Error> {
        match &*self.kind {
            WaiterErrorKind::ConstructionFailure(error)
            | WaiterErrorKind::OperationFailed(error) => Some(error),
            WaiterErrorKind::FailureState(poll) | WaiterErrorKind::ExceededMaxWait(poll) => {
                poll.result.as_ref().err()
            }
        }
    }
}

impl<O: Operation> fmt::Display for WaiterError<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "waiter {}: ", self.waiter)?;
        match &*self.kind {
            WaiterErrorKind::ConstructionFailure(_) => formatter.write_str("nothing was sent")?,
            WaiterErrorKind::FailureState(_) => {
                formatter.write_str("the state can no longer be reached")?;
            }
            WaiterErrorKind::OperationFailed(_) => formatter.write_str("unexpected error")?,
            WaiterErrorKind::ExceededMaxWait(_) => {
                write!(formatter, "not there after {} polls", self.polls)?;
            }
        }
        match self.operation_error() {
            None => Ok(()),
            Some(error) => write!(formatter, ": {error}"),
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
        // The text of the operation's error is part of this one's.
        self.operation_error().and_then(std::error::Error::source)
    }
}
