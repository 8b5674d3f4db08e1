//! Calls that block the thread, with a transport that needs no async runtime.

use super::customize::CustomizableOperation;
use super::handle::Client;
use super::paginate::{Items, Paginated, PaginatedItems, Paginator};
use super::waiter::{FinalPoll, Waiter, WaiterError};
use crate::auth::presigning::{PresignedRequest, PresigningConfig};
use crate::operation::Operation;
use crate::platform::{Mode, block_on};
use serde::Serialize;
use std::time::Duration;

impl Client {
    /// Like [`send`](Self::send), but blocks the thread until the call completes.
    ///
    /// There is no async runtime, so the configured transport must not need one. The default,
    /// [`UreqTransport`](crate::transport::UreqTransport) and
    /// [`StubTransport`](crate::testing::StubTransport) do not.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub fn send_blocking<O: Operation>(&self, input: O) -> Result<O::Output, O::Error> {
        block_on(self.in_mode(Mode::Blocking).send(input))
    }
}

impl<O: Operation> CustomizableOperation<O> {
    /// Like [`send`](Self::send), but blocks the thread until the call completes.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub fn send_blocking(self) -> Result<O::Output, O::Error> {
        block_on(self.in_mode(Mode::Blocking).send())
    }
}

impl Client {
    /// Like [`presigned`](Self::presigned), but blocks the thread while credentials are fetched.
    ///
    /// # Errors
    /// Those of [`presigned`](Self::presigned).
    pub fn presigned_blocking<O: Operation>(
        &self,
        input: O,
        presigning: PresigningConfig,
    ) -> Result<PresignedRequest, O::Error> {
        block_on(self.in_mode(Mode::Blocking).presigned(input, presigning))
    }
}

impl<O: Operation> CustomizableOperation<O> {
    /// Like [`presigned`](Self::presigned), but blocks the thread while credentials are fetched.
    ///
    /// # Errors
    /// Those of [`presigned`](Self::presigned).
    pub fn presigned_blocking(
        self,
        presigning: PresigningConfig,
    ) -> Result<PresignedRequest, O::Error> {
        block_on(self.in_mode(Mode::Blocking).presigned(presigning))
    }
}

impl<O: Paginated> Paginator<O> {
    /// An iterator over the pages, which blocks the thread while each is fetched.
    pub fn blocking(self) -> impl Iterator<Item = Result<O::Output, O::Error>> {
        let mut pages = self.in_mode(Mode::Blocking);
        std::iter::from_fn(move || block_on(pages.next()))
    }
}

impl<O: PaginatedItems> Items<O> {
    /// An iterator over the items, which blocks the thread while each page is fetched.
    pub fn blocking(self) -> impl Iterator<Item = Result<<O as PaginatedItems>::Item, O::Error>> {
        let mut items = self.in_mode(Mode::Blocking);
        std::iter::from_fn(move || block_on(items.next()))
    }
}

impl<O> Waiter<O>
where
    O: Operation + Clone,
    O::Output: Serialize,
{
    /// Like [`wait`](Self::wait), but blocks the thread until the wait is over.
    ///
    /// # Errors
    /// Those of [`wait`](Self::wait).
    pub fn wait_blocking(self, max_wait: Duration) -> Result<FinalPoll<O>, WaiterError<O>> {
        block_on(self.in_mode(Mode::Blocking).wait(max_wait))
    }
}
