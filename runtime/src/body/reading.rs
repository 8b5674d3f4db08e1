//! How far a stream of events was read.

use bytes::BytesMut;

/// How far a stream was read.
#[derive(Default)]
pub(crate) struct Reading {
    /// What came and was not read yet.
    pub(crate) buffer: BytesMut,
    /// The bytes before that.
    pub(crate) offset: usize,
    pub(crate) is_over: bool,
}
