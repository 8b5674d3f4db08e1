//! The body of a response that streams through hyper, and how long it may stall.

use super::exchange::MinimumThroughput;
use crate::operation::error::{CallError, CallErrorKind};
use crate::platform::timer;
use crate::transport::Limits;
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

/// The body of a response. Only time in which it is waited for counts: from the moment somebody asks for
/// more until there is something, whenever that is taken.
pub(super) struct Download {
    body: Incoming,
    between_bytes: Option<Duration>,
    throughput: Option<MinimumThroughput>,
    /// The wait under way.
    wait: Option<Wait>,
    /// What came in the present stretch of the throughput, and how long it was waited for.
    got: u64,
    waited: Duration,
}

/// A wait for more.
struct Wait {
    since: Instant,
    timer: Option<Pin<Box<timer::Sleep>>>,
    arrival: Arc<Arrival>,
}

/// When the next bytes arrived.
#[derive(Default)]
struct Arrival(Mutex<Arrived>);

#[derive(Default)]
struct Arrived {
    at: Option<Instant>,
    waker: Option<Waker>,
}

impl Arrival {
    fn lock(&self) -> MutexGuard<'_, Arrived> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Arrival {
    fn wake(self: Arc<Self>) {
        let mut arrived = self.lock();
        arrived.at.get_or_insert_with(Instant::now);
        let waker = arrived.waker.take();
        drop(arrived);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Download {
    pub(super) fn new(body: Incoming, limits: &Limits) -> Self {
        Self {
            body,
            between_bytes: limits.between_bytes,
            throughput: limits.throughput,
            wait: None,
            got: 0,
            waited: Duration::ZERO,
        }
    }

    fn begin_wait(&self) -> Wait {
        let stretch = self
            .throughput
            .map(|least| least.per.saturating_sub(self.waited));
        let limit = self.between_bytes.into_iter().chain(stretch).min();
        Wait {
            since: Instant::now(),
            timer: limit.map(|limit| Box::pin(timer::sleep(limit))),
            arrival: Arc::default(),
        }
    }

    /// Ends the wait under way, where there is one.
    fn end_wait(&mut self) -> Result<(), CallError> {
        let Some(wait) = self.wait.take() else {
            return Ok(());
        };
        let arrived = wait.arrival.lock().at.unwrap_or_else(Instant::now);
        self.count(arrived.saturating_duration_since(wait.since))
    }

    /// Counts time that was waited, and ends the stretch where it is over.
    fn count(&mut self, waited: Duration) -> Result<(), CallError> {
        let Some(least) = self.throughput else {
            return Ok(());
        };
        self.waited = self.waited.saturating_add(waited);
        if self.waited >= least.per {
            if self.got < least.bytes {
                return Err(least.stalled(self.got));
            }
            self.got = 0;
            self.waited = Duration::ZERO;
        }
        Ok(())
    }

    /// What it means that the wait's timer is ready.
    fn is_late(&mut self) -> Result<(), CallError> {
        let waited = self
            .wait
            .take()
            .map_or(Duration::ZERO, |wait| wait.since.elapsed());
        self.count(waited)?;
        match self.between_bytes {
            Some(limit) if waited >= limit => Err(CallError::new(
                CallErrorKind::Timeout,
                format!("nothing more of the answer within {limit:?}"),
            )),
            _ => Ok(()),
        }
    }
}

impl Body for Download {
    type Data = Bytes;
    type Error = CallError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CallError>>> {
        let this = &mut *self;
        if this.between_bytes.is_none() && this.throughput.is_none() {
            let frame = Pin::new(&mut this.body).poll_frame(context);
            return frame.map(|frame| Some(frame?.map_err(broken)));
        }
        loop {
            let wait = this.wait.take();
            let arrival = wait
                .as_ref()
                .map_or_else(Arc::default, |wait| Arc::clone(&wait.arrival));
            arrival.lock().waker = Some(context.waker().clone());
            let waker = Waker::from(Arc::clone(&arrival));
            let polled = Pin::new(&mut this.body).poll_frame(&mut Context::from_waker(&waker));
            this.wait = wait;
            if let Poll::Ready(frame) = polled {
                if let Err(error) = this.end_wait() {
                    return Poll::Ready(Some(Err(error)));
                }
                let data = frame
                    .as_ref()
                    .and_then(|frame| frame.as_ref().ok()?.data_ref());
                let length = data.map_or(0, Bytes::len);
                this.got = this
                    .got
                    .saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
                return Poll::Ready(frame.map(|frame| frame.map_err(broken)));
            }
            if this.wait.is_none() {
                let mut wait = this.begin_wait();
                wait.arrival = arrival;
                this.wait = Some(wait);
            }
            let timer = this.wait.as_mut().and_then(|wait| wait.timer.as_mut());
            let Some(timer) = timer else {
                return Poll::Pending;
            };
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            if let Err(error) = this.is_late() {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn broken(error: hyper::Error) -> CallError {
    CallError::new(CallErrorKind::Io, WithCauses(error))
}

/// An error of hyper's, whose own text leaves out what caused it.
#[derive(Debug)]
pub(super) struct WithCauses<E>(pub(super) E);

impl<E: Error> fmt::Display for WithCauses<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(formatter, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl<E: Error> Error for WithCauses<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
