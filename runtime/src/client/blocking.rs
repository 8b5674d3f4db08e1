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
    /// As [`send`](Self::send), and blocks the thread until the call completes.
    ///
    /// It needs no async runtime, so the configured transport must not need one: the default, a
    /// [`UreqTransport`](crate::transport::UreqTransport) and a
    /// [`StubTransport`](crate::testing::StubTransport) do not.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub fn send_blocking<O: Operation>(&self, input: O) -> Result<O::Output, O::Error> {
        block_on(self.in_mode(Mode::Blocking).send(input))
    }
}

impl<O: Operation> CustomizableOperation<O> {
    /// As [`send`](Self::send), and blocks the thread until the call completes.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub fn send_blocking(self) -> Result<O::Output, O::Error> {
        block_on(self.in_mode(Mode::Blocking).send())
    }
}

impl Client {
    /// As [`presigned`](Self::presigned), and blocks the thread until the credentials are there.
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
    /// As [`presigned`](Self::presigned), and blocks the thread until the credentials are there.
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
    /// The pages as an iterator that blocks the thread until each is there.
    pub fn blocking(self) -> impl Iterator<Item = Result<O::Output, O::Error>> {
        let mut pages = self.in_mode(Mode::Blocking);
        std::iter::from_fn(move || block_on(pages.next()))
    }
}

impl<O: PaginatedItems> Items<O> {
    /// The items as an iterator that blocks the thread until each page is there.
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
    /// As [`wait`](Self::wait), and blocks the thread until the wait is over.
    ///
    /// # Errors
    /// Those of [`wait`](Self::wait).
    pub fn wait_blocking(self, max_wait: Duration) -> Result<FinalPoll<O>, WaiterError<O>> {
        block_on(self.in_mode(Mode::Blocking).wait(max_wait))
    }
}
