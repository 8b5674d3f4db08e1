//! Pagination.

use super::handle::Client;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{Operation, OperationError};
use crate::platform::{BoxFuture, Mode};
use crate::value::Map;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// An operation with a paginated result. Implemented by generated inputs.
pub trait Paginated: Operation + Clone + 'static {
    /// Turns the input of one page into that of the next.
    fn next_page(&mut self, output: &Self::Output) -> NextPage;
}

/// A [`Paginated`] operation whose pages have items.
pub trait PaginatedItems: Paginated {
    /// One item.
    type Item: Send + 'static;

    /// The items of a page.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}

/// What comes after a page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum NextPage {
    /// There is another page.
    Request,
    /// This is the last page.
    End,
    /// The service returned the token that was sent, which would give the same page again.
    DuplicateToken,
}

/// A pagination token.
pub trait Token: Clone + PartialEq {
    /// Whether it means that there is no further page.
    fn is_end(&self) -> bool {
        false
    }
}

impl Token for String {
    fn is_end(&self) -> bool {
        self.is_empty()
    }
}

impl Token for i32 {}
impl Token for i64 {}

impl<K: Clone + Eq + std::hash::Hash, V: Clone + PartialEq> Token for Map<K, V> {
    fn is_end(&self) -> bool {
        self.is_empty()
    }
}

/// The first token that is set.
pub fn first_token<'a, T: Token>(tokens: impl IntoIterator<Item = Option<&'a T>>) -> Option<&'a T> {
    let mut tokens = tokens.into_iter().flatten();
    tokens.find(|token| !token.is_end())
}

/// Sets the token of a page in the input for the next.
pub fn next_page<T: Token>(input: &mut Option<T>, next: Option<&T>) -> NextPage {
    next_page_of_enum(input, next.filter(|token| !token.is_end()))
}

/// Like [`next_page`], for an enumeration, every value of which is a token.
pub fn next_page_of_enum<T: Clone + PartialEq>(
    input: &mut Option<T>,
    next: Option<&T>,
) -> NextPage {
    match next {
        None => {
            // Of several tokens, one that has ended must not be sent with the next of another.
            *input = None;
            NextPage::End
        }
        next if next == input.as_ref() => NextPage::DuplicateToken,
        next => {
            *input = next.cloned();
            NextPage::Request
        }
    }
}

impl NextPage {
    /// Combines several tokens.
    #[must_use]
    pub fn of(tokens: &[Self]) -> Self {
        let any = |next_page| tokens.contains(&next_page);
        match (any(Self::Request), any(Self::DuplicateToken)) {
            (true, _) => Self::Request,
            (false, true) => Self::DuplicateToken,
            (false, false) => Self::End,
        }
    }
}

/// The pages of a result: a [`Stream`], with [`next`](Self::next) and [`try_next`](Self::try_next).
///
/// Pages are fetched on demand. An error ends the stream.
#[must_use = "pages are fetched on demand"]
pub struct Paginator<O: Paginated> {
    client: Client,
    state: State<O>,
}

type Page<O> = Result<<O as Operation>::Output, <O as Operation>::Error>;

enum State<O: Paginated> {
    Ready(O),
    Sending(BoxFuture<'static, (O, Page<O>)>),
    Failed(O::Error),
    Done,
}

impl<O: Paginated> Paginator<O> {
    /// Creates a paginator from the input of the first page. If the input could not be built, the first page
    /// is that error.
    pub fn new(client: Client, input: Result<O, O::Error>) -> Self {
        let state = input.map_or_else(State::Failed, State::Ready);
        Self { client, state }
    }

    /// The same pages, asked for in this mode.
    pub(super) fn in_mode(mut self, mode: Mode) -> Self {
        self.client = self.client.in_mode(mode);
        self
    }

    /// Returns the paginator itself, for code written for aws-sdk-rust; nothing is fetched yet.
    pub fn send(self) -> Self {
        self
    }

    /// Returns the next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns the next page; `None` after the last.
    ///
    /// # Errors
    /// The page could not be fetched; none follows.
    pub async fn try_next(&mut self) -> Result<Option<O::Output>, O::Error> {
        self.next().await.transpose()
    }

    /// Fetches all pages.
    ///
    /// # Errors
    /// A page could not be fetched; the earlier ones are dropped.
    pub async fn collect(mut self) -> Result<Vec<O::Output>, O::Error> {
        let mut pages = Vec::new();
        while let Some(page) = self.try_next().await? {
            pages.push(page);
        }
        Ok(pages)
    }

    /// Turns it into a paginator over the items of all pages.
    pub fn items(self) -> Items<O>
    where
        O: PaginatedItems,
    {
        Items {
            pages: self,
            page: Vec::new().into_iter(),
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Ready(input) => {
                    let client = self.client.clone();
                    self.state = State::Sending(Box::pin(async move {
                        let page = client.send(input.clone()).await;
                        (input, page)
                    }));
                }
                State::Sending(mut call) => match call.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Sending(call);
                        return Poll::Pending;
                    }
                    Poll::Ready((input, page)) => {
                        self.state = after::<O>(input, &page);
                        return Poll::Ready(Some(page));
                    }
                },
            }
        }
    }
}

/// What comes after a page.
fn after<O: Paginated>(mut input: O, page: &Page<O>) -> State<O> {
    let Ok(output) = page else {
        return State::Done;
    };
    match input.next_page(output) {
        NextPage::Request => State::Ready(input),
        NextPage::End => State::Done,
        NextPage::DuplicateToken => {
            let text = "the next page's token is that of the page before";
            let mut error = O::Error::from(RequestError::new(RequestErrorKind::Response, text));
            error
                .payload_mut()
                .metadata_mut()
                .set_operation(O::METADATA.name);
            State::Failed(error)
        }
    }
}

impl<O: Paginated> Unpin for Paginator<O> {}

impl<O: Paginated> Stream for Paginator<O> {
    type Item = Page<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paginated> fmt::Debug for Paginator<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Paginator").finish_non_exhaustive()
    }
}

/// The items of all pages: a [`Stream`], with [`next`](Self::next) and [`try_next`](Self::try_next).
#[must_use = "pages are fetched on demand"]
pub struct Items<O: PaginatedItems> {
    pages: Paginator<O>,
    page: std::vec::IntoIter<<O as PaginatedItems>::Item>,
}

impl<O: PaginatedItems> Items<O> {
    /// The same items, whose pages are asked for in this mode.
    pub(super) fn in_mode(mut self, mode: Mode) -> Self {
        self.pages = self.pages.in_mode(mode);
        self
    }

    /// Returns the items themselves, for code written for aws-sdk-rust; nothing is fetched yet.
    pub fn send(self) -> Self {
        self
    }

    /// Returns the next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<<O as PaginatedItems>::Item, O::Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns the next item; `None` after the last.
    ///
    /// # Errors
    /// Its page could not be fetched; nothing follows.
    pub async fn try_next(&mut self) -> Result<Option<<O as PaginatedItems>::Item>, O::Error> {
        self.next().await.transpose()
    }

    /// Fetches all items.
    ///
    /// # Errors
    /// A page could not be fetched; the earlier items are dropped.
    pub async fn collect(mut self) -> Result<Vec<<O as PaginatedItems>::Item>, O::Error> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    #[allow(clippy::type_complexity)] // a stream's own type
    fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<<O as PaginatedItems>::Item, O::Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => self.page = O::items(page).into_iter(),
            }
        }
    }
}

impl<O: PaginatedItems> Unpin for Items<O> {}

impl<O: PaginatedItems> Stream for Items<O> {
    type Item = Result<<O as PaginatedItems>::Item, O::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: PaginatedItems> fmt::Debug for Items<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").finish_non_exhaustive()
    }
}
