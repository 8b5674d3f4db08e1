//! The longest wait from one byte of an answer to the next, which ureq has for all reads alike.

use std::cell::Cell;
use std::time::Duration;
use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

thread_local! {
    /// The limit of the request that this thread waits for.
    static LIMIT: Cell<Option<Duration>> = const { Cell::new(None) };
}

/// The limit holds until this is dropped.
pub(super) struct Limited {
    before: Option<Duration>,
}

impl Drop for Limited {
    fn drop(&mut self) {
        LIMIT.set(self.before);
    }
}

/// Limits the waits of this thread's next request.
pub(super) fn limited(limit: Option<Duration>) -> Limited {
    Limited {
        before: LIMIT.replace(limit),
    }
}

/// Adds the limit to connections.
#[derive(Debug)]
pub(super) struct Gaps;

impl<In: Transport> Connector<In> for Gaps {
    type Out = Gap<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Gap<In>>, Error> {
        Ok(chained.map(|inner| Gap {
            inner,
            has_begun: false,
        }))
    }
}

/// A connection with the limit.
#[derive(Debug)]
pub(super) struct Gap<T> {
    inner: T,
    /// Whether there was something of the response yet: the first wait has a limit of its own.
    has_begun: bool,
}

impl<T: Transport> Transport for Gap<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.has_begun = false;
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, mut timeout: NextTimeout) -> Result<bool, Error> {
        if self.has_begun {
            timeout.per_read = LIMIT.get().map(Into::into);
        }
        let is_more = self.inner.await_input(timeout)?;
        self.has_begun |= is_more;
        Ok(is_more)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
