//! Waiters: an operation asked again until its answer says that the wait is over.

use super::matcher::{WaitState, WaiterPlan};
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
    plan: WaiterPlan,
}

/// The answer that ended a wait well. It is an error where an error is what was waited for, such
/// as that something is not found any more.
pub type FinalAnswer<O> = Result<<O as Operation>::Output, <O as Operation>::Error>;

impl<O> Waiter<O>
where
    O: Operation + Clone,
    O::Output: Serialize,
{
    /// A waiter that asks with this input.
    pub fn new(client: Client, input: O, plan: &WaiterPlan) -> Self {
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

    /// Waits until an answer says that the wait is over.
    ///
    /// # Errors
    /// An answer says that what is waited for will not come, there is an error that the waiter does
    /// not expect, or the attempts are used up.
    pub async fn wait(self) -> Result<FinalAnswer<O>, WaitError<O>> {
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
                    let status = error.fault().metadata().status();
                    (Err(error), status)
                }
            };
            match decide(&plan, &answer, status) {
                Some(WaitState::Success) => return Ok(answer),
                Some(WaitState::Failure) => {
                    return Err(WaitError::new(&plan, WaitErrorKind::Failed(answer)));
                }
                None if answer.is_err() => {
                    return Err(WaitError::new(&plan, WaitErrorKind::Unexpected(answer)));
                }
                Some(WaitState::Retry) | None if attempt == plan.max_attempts => {
                    return Err(WaitError::new(&plan, WaitErrorKind::TimedOut(answer)));
                }
                Some(WaitState::Retry) | None => {
                    client.config().parts().clock.sleep(plan.delay).await
                }
            }
        }
        Err(WaitError::new(&plan, WaitErrorKind::NotAsked))
    }
}

fn decide<T: Serialize, E: OperationError>(
    plan: &WaiterPlan,
    answer: &Result<T, E>,
    status: Option<u16>,
) -> Option<WaitState> {
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
pub struct WaitError<O: Operation> {
    waiter: &'static str,
    attempts: u32,
    kind: Box<WaitErrorKind<O>>,
}

/// Why a wait did not end well, with the last answer.
pub enum WaitErrorKind<O: Operation> {
    /// What is waited for will not come.
    Failed(FinalAnswer<O>),
    /// There is an error that the waiter does not expect.
    Unexpected(FinalAnswer<O>),
    /// The attempts are used up.
    TimedOut(FinalAnswer<O>),
    /// There are no attempts.
    NotAsked,
}

impl<O: Operation> WaitError<O> {
    fn new(plan: &WaiterPlan, kind: WaitErrorKind<O>) -> Self {
        Self {
            waiter: plan.name,
            attempts: plan.max_attempts,
            kind: Box::new(kind),
        }
    }

    /// Why the wait did not end well, with the last answer.
    #[must_use]
    pub fn kind(&self) -> &WaitErrorKind<O> {
        &self.kind
    }

    /// As [`kind`](Self::kind), to keep.
    #[must_use]
    pub fn into_kind(self) -> WaitErrorKind<O> {
        *self.kind
    }
}

impl<O: Operation> fmt::Display for WaitError<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "waiter {}: ", self.waiter)?;
        let answer = match &*self.kind {
            WaitErrorKind::Failed(answer) => {
                formatter.write_str("what is waited for will not come")?;
                answer
            }
            WaitErrorKind::Unexpected(answer) => {
                formatter.write_str("unexpected error")?;
                answer
            }
            WaitErrorKind::TimedOut(answer) => {
                write!(formatter, "not there after {} attempts", self.attempts)?;
                answer
            }
            WaitErrorKind::NotAsked => return formatter.write_str("no attempts"),
        };
        match answer {
            Ok(_) => Ok(()),
            Err(error) => write!(formatter, ": {error}"),
        }
    }
}

impl<O: Operation> fmt::Debug for WaitError<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "WaitError({self})")
    }
}

impl<O: Operation> std::error::Error for WaitError<O> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.kind {
            WaitErrorKind::Failed(Err(error))
            | WaitErrorKind::Unexpected(Err(error))
            | WaitErrorKind::TimedOut(Err(error)) => Some(error),
            _ => None,
        }
    }
}
