//! The head of a response, before ureq sees it.
//!
//! ureq decompresses bodies, and changes the characters of texts, where its features `gzip`, `brotli` or
//! `charset` are on. Any other crate of a build may turn them on, and no setting turns them off: so ureq does not
//! get to see the headers that it would go by.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

/// The headers that ureq must not see, and names of the same length that stand for them.
const HIDDEN: [(HeaderName, &str); 2] = [
    (CONTENT_ENCODING, "x-sw-as-received"),
    (CONTENT_TYPE, "x-sw-as-type"),
];

/// More of a head is not waited for: ureq refuses it.
const MOST: usize = 256 * 1024;

/// Gives headers their names back.
pub(super) fn reveal(headers: &mut HeaderMap) {
    for (name, hidden) in HIDDEN {
        let Ok(hidden) = HeaderName::try_from(hidden) else {
            continue;
        };
        let values: Vec<_> = headers.get_all(&hidden).iter().cloned().collect();
        headers.remove(&hidden);
        for value in values {
            headers.append(&name, value);
        }
    }
}

/// Gives other names to the headers of a head that ureq must not see.
fn hide(head: &mut [u8]) {
    for line in head.split_mut(|byte| *byte == b'\n') {
        for (name, hidden) in HIDDEN {
            let name = name.as_str().as_bytes();
            if let Some((start, rest)) = line.split_at_mut_checked(name.len())
                && start.eq_ignore_ascii_case(name)
                && rest.first() == Some(&b':')
            {
                start.copy_from_slice(hidden.as_bytes());
            }
        }
    }
}

/// Where a head ends, after those of responses that only announce another one; `None` where more is to come.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        let rest = bytes.get(start..)?;
        let length = rest.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
        let is_interim = rest.get(9) == Some(&b'1');
        start += length;
        if !is_interim {
            return Some(start);
        }
    }
}

/// Hides headers on connections.
#[derive(Debug)]
pub(super) struct Heads;

impl<In: Transport> Connector<In> for Heads {
    type Out = Hiding<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Hiding<In>>, Error> {
        Ok(chained.map(|inner| Hiding {
            inner,
            is_head: true,
            is_new: true,
            is_tunnel: false,
            held: None,
        }))
    }
}

/// A connection on which headers are hidden.
#[derive(Debug)]
pub(super) struct Hiding<T> {
    inner: T,
    /// Whether the head of the response is still to come.
    is_head: bool,
    /// Whether nothing was sent yet.
    is_new: bool,
    /// Whether it leads through a proxy, and what travels on it has no heads: TLS, above which headers are
    /// hidden once more.
    is_tunnel: bool,
    /// The head, and what came with it.
    held: Option<LazyBuffers>,
}

impl<T: Transport> Hiding<T> {
    /// Takes over what arrived, behind what is held.
    fn take(&mut self) -> Vec<u8> {
        let held = self.held.take();
        let mut bytes = held.map_or_else(Vec::new, |held| held.input().to_vec());
        let arrived = self.inner.buffers();
        bytes.extend_from_slice(arrived.input());
        let length = arrived.input().len();
        arrived.input_consume(length);
        bytes
    }

    fn hold(&mut self, bytes: &[u8]) {
        let mut held = LazyBuffers::new(bytes.len().max(1), 1);
        let free = held.input_append_buf();
        if let Some(free) = free.get_mut(..bytes.len()) {
            free.copy_from_slice(bytes);
            held.input_appended(bytes.len());
        }
        self.held = Some(held);
    }
}

impl<T: Transport> Transport for Hiding<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        match &mut self.held {
            Some(held) if !held.input().is_empty() => held,
            _ => self.inner.buffers(),
        }
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        if std::mem::take(&mut self.is_new) {
            self.is_tunnel = self.inner.buffers().output().starts_with(b"CONNECT ");
        }
        self.is_head = !self.is_tunnel;
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let is_held =
            |held: &Option<LazyBuffers>| held.as_ref().is_some_and(|it| !it.input().is_empty());
        let mut is_more = self.inner.await_input(timeout)?;
        if !self.is_head {
            if is_held(&self.held) {
                let bytes = self.take();
                self.hold(&bytes);
            }
            return Ok(is_more);
        }
        let mut bytes = self.take();
        let end = loop {
            match end_of_head(&bytes) {
                Some(end) => break Some(end),
                None if !is_more || bytes.len() > MOST => break None,
                None => {}
            }
            is_more = self.inner.await_input(timeout)?;
            bytes.extend(self.take());
        };
        if let Some(head) = end.and_then(|end| bytes.get_mut(..end)) {
            hide(head);
            self.is_head = false;
        }
        self.hold(&bytes);
        Ok(is_more)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

#[cfg(test)]
mod tests {
    use super::{end_of_head, hide};

    #[test]
    fn a_head_is_found_behind_interim_ones() {
        let bytes = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\na: b\r\n\r\nbody";
        assert_eq!(end_of_head(bytes), Some(bytes.len() - 4));
        assert_eq!(
            end_of_head(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200"),
            None
        );
    }

    #[test]
    fn only_whole_names_are_hidden() {
        let mut head =
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\ncontent-encoding-x: a\r\n\r\n".to_vec();
        hide(&mut head);
        let hidden = b"HTTP/1.1 200 OK\r\nx-sw-as-received: gzip\r\ncontent-encoding-x: a\r\n\r\n";
        assert_eq!(head, hidden);
    }
}
