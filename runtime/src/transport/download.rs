//! The body of a response that streams through hyper, and how long it may stall.

use super::stretch::Stretch;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::timer::Deadline;
use crate::transport::Limits;
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};
use std::time::{Duration, Instant};

/// The body of a response. Only time in which it is waited for counts: from the moment somebody asks for
/// more until there is something, whenever that is taken.
pub(super) struct Download {
    body: Incoming,
    stretch: Stretch,
    /// Since when it is waited for.
    since: Option<Instant>,
    late: Deadline,
    arrival: Arc<Arrival>,
    /// What tells the arrival.
    waker: Waker,
}

/// When the next bytes arrived, and who asked for them.
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

    /// Remembers who asks; when something arrived since the last time.
    fn ask(&self, context: &Context<'_>) -> Option<Instant> {
        let mut arrived = self.lock();
        match &mut arrived.waker {
            Some(waker) => waker.clone_from(context.waker()),
            waker => *waker = Some(context.waker().clone()),
        }
        arrived.at.take()
    }
}

impl Wake for Arrival {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
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
        let arrival = Arc::<Arrival>::default();
        Self {
            body,
            stretch: Stretch::new(limits),
            since: None,
            late: Deadline::default(),
            waker: Waker::from(Arc::clone(&arrival)),
            arrival,
        }
    }

    /// Counts what came at a time, and the wait for it.
    fn arrived(&mut self, at: Option<Instant>, length: usize) -> Result<(), RequestError> {
        let waited = self.since.take().map_or(Duration::ZERO, |since| {
            at.unwrap_or_else(Instant::now)
                .saturating_duration_since(since)
        });
        self.stretch.ended(waited, length)
    }

    /// Whether something is wrong with a wait that goes on.
    fn goes_on(
        &mut self,
        limit: Duration,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), RequestError>> {
        let since = *self.since.get_or_insert_with(|| {
            let now = Instant::now();
            self.late.set(now.checked_add(limit));
            now
        });
        ready!(self.late.poll(context));
        self.since = None;
        Poll::Ready(self.stretch.goes_on(since.elapsed()))
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
        loop {
            let Some(limit) = this.stretch.limit() else {
                let frame = Pin::new(&mut this.body).poll_frame(context);
                return frame.map(|frame| Some(frame?.map_err(broken)));
            };
            let at = this.arrival.ask(context);
            let mut telling = Context::from_waker(&this.waker);
            if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(&mut telling) {
                let data = frame
                    .as_ref()
                    .and_then(|frame| frame.as_ref().ok()?.data_ref());
                let length = data.map_or(0, Bytes::len);
                if let Err(error) = this.arrived(at, length) {
                    return Poll::Ready(Some(Err(error)));
                }
                return Poll::Ready(frame.map(|frame| frame.map_err(broken)));
            }
            if let Err(error) = ready!(this.goes_on(limit, context)) {
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

/// Without a source: the text has all causes.
impl<E: Error> Error for WithCauses<E> {}
