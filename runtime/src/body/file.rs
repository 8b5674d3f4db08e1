//! A part of a file as a body. It is opened when it is first read, and again for another attempt.

use crate::platform::tokio_runtime;
use bytes::Bytes;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

/// The bytes that are read at once.
const PIECE: u64 = 128 * 1024;

/// A part of a file.
pub(super) struct FilePart {
    path: PathBuf,
    start: u64,
    length: u64,
    /// How much of it was read.
    done: u64,
    /// A lock that nobody waits for: it makes a future `Sync` that is not.
    state: Mutex<State>,
}

/// A read that is going on; `Send` on wasm32 too, as all bodies are.
type Reading = Pin<Box<dyn Future<Output = io::Result<(File, Bytes)>> + Send>>;

enum State {
    Unopened,
    Open(File),
    Reading(Reading),
    Failed,
}

impl FilePart {
    /// A part that must be within the file.
    pub(super) fn new(path: &Path, start: u64, end: Option<u64>) -> io::Result<Self> {
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            let problem = format!("{} is not a file", path.display());
            return Err(io::Error::new(ErrorKind::InvalidInput, problem));
        }
        let end = end.unwrap_or(metadata.len());
        if start > end || end > metadata.len() {
            let problem = format!(
                "bytes {start} to {end} are not within the {} bytes of {}",
                metadata.len(),
                path.display()
            );
            return Err(io::Error::new(ErrorKind::InvalidInput, problem));
        }
        Ok(Self {
            path: path.to_owned(),
            start,
            length: end - start,
            done: 0,
            state: Mutex::new(State::Unopened),
        })
    }

    /// The bytes that are not read yet.
    pub(super) fn left(&self) -> u64 {
        self.length - self.done
    }

    /// The part from its beginning.
    pub(super) fn reopened(&self) -> Self {
        Self {
            path: self.path.clone(),
            start: self.start,
            length: self.length,
            done: 0,
            state: Mutex::new(State::Unopened),
        }
    }

    /// The next bytes; `None` at the end.
    pub(super) fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<Option<Bytes>>> {
        let left = self.left();
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if left == 0 {
            *state = State::Failed;
            return Poll::Ready(Ok(None));
        }
        let mut reading = match std::mem::replace(state, State::Failed) {
            State::Failed => return Poll::Ready(Err(io::Error::other("the file failed before"))),
            State::Reading(reading) => reading,
            State::Open(file) => begin(move || Ok(file), left),
            State::Unopened => {
                let (path, start) = (self.path.clone(), self.start);
                begin(move || open(&path, start), left)
            }
        };
        match reading.as_mut().poll(context) {
            Poll::Pending => {
                *state = State::Reading(reading);
                Poll::Pending
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Ready(Ok((file, piece))) => {
                if piece.is_empty() {
                    let problem = format!("{} is shorter than it was", self.path.display());
                    return Poll::Ready(Err(io::Error::new(ErrorKind::UnexpectedEof, problem)));
                }
                self.done += u64::try_from(piece.len()).unwrap_or(left).min(left);
                *state = State::Open(file);
                Poll::Ready(Ok(Some(piece)))
            }
        }
    }
}

fn open(path: &Path, start: u64) -> io::Result<File> {
    let mut file = File::open(path)?;
    if start > 0 {
        file.seek(SeekFrom::Start(start))?;
    }
    Ok(file)
}

/// Reads a piece, on a thread of its own where there is an async runtime.
fn begin(open: impl FnOnce() -> io::Result<File> + Send + 'static, left: u64) -> Reading {
    Box::pin(tokio_runtime::unblock(move || {
        let mut file = open()?;
        let length = left.min(PIECE);
        let mut piece = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        file.by_ref().take(length).read_to_end(&mut piece)?;
        Ok((file, piece.into()))
    }))
}
