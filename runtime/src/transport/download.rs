//! The body of a response that streams through hyper, and how long it may stall.

use super::stretch::Stretch;
use crate::operation::error::{RequestError, RequestErrorKind};
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
    stretch: Stretch,
    /// The wait under way.
    wait: Option<Wait>,
}

/// A wait for more.
struct Wait {
    since: Instant,
    timer: Pin<Box<timer::Sleep>>,
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
            stretch: Stretch::new(limits),
            wait: None,
        }
    }

    /// Counts what came, and the wait for it.
    fn arrived(&mut self, length: usize) -> Result<(), RequestError> {
        let waited = self.wait.take().map_or(Duration::ZERO, |wait| {
            let arrived = wait.arrival.lock().at.unwrap_or_else(Instant::now);
            arrived.saturating_duration_since(wait.since)
        });
        self.stretch.ended(waited, length)
    }

    /// What it means that the wait's timer is ready.
    fn is_late(&mut self) -> Result<(), RequestError> {
        let waited = self.wait.take().map(|wait| wait.since.elapsed());
        self.stretch.goes_on(waited.unwrap_or_default())
    }
}

impl Body for Download {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RequestError>>> {
        let this = &mut *self;
        let Some(limit) = this.stretch.limit() else {
            let frame = Pin::new(&mut this.body).poll_frame(context);
            return frame.map(|frame| Some(frame?.map_err(broken)));
        };
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
                let data = frame
                    .as_ref()
                    .and_then(|frame| frame.as_ref().ok()?.data_ref());
                let length = data.map_or(0, Bytes::len);
                if let Err(error) = this.arrived(length) {
                    return Poll::Ready(Some(Err(error)));
                }
                return Poll::Ready(frame.map(|frame| frame.map_err(broken)));
            }
            this.wait.get_or_insert_with(|| Wait {
                since: Instant::now(),
                timer: Box::pin(timer::sleep(limit)),
                arrival,
            });
            let timer = this.wait.as_mut().map(|wait| wait.timer.as_mut());
            if timer.is_none_or(|timer| timer.poll(context).is_pending()) {
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

fn broken(error: hyper::Error) -> RequestError {
    RequestError::new(RequestErrorKind::Io, WithCauses(error))
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
