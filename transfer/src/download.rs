//! Downloads.

use crate::parts::{USUAL, ranges};
use crate::store::{Found, Store, Target};
use crate::{Kind, OnProgress, Progress, TransferError, checksum};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde::{Deserialize, Serialize};
use shapewright_runtime::ByteStream;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How often a part is asked for whose body breaks off.
const ATTEMPTS: u32 = 3;

/// A download of an object into a file, which is there once it is whole.
#[must_use = "nothing is downloaded until it is sent"]
pub struct Download<S> {
    store: S,
    target: Target,
    path: PathBuf,
    part_size: u64,
    concurrency: usize,
    keeps: bool,
    state: Option<DownloadState>,
    on_progress: Option<OnProgress>,
}

/// What of a download can be gone on with, to be kept as JSON. Its bytes are in the file beside that which is
/// to be, its name with `.part` behind it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DownloadState {
    /// The length of the object.
    pub length: u64,
    /// Its tag.
    pub tag: Option<String>,
    /// The size of the parts.
    pub part_size: u64,
    /// The numbers of those that are there, from 1.
    pub parts: Vec<i32>,
}

/// An object that was downloaded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Downloaded {
    /// Its length.
    pub length: u64,
    /// Its tag.
    pub tag: Option<String>,
    /// Whether the store told a checksum of the whole, which is that of the file.
    pub is_checked: bool,
}

impl<S: Store> Download<S> {
    /// The download of an object.
    pub fn new(
        store: S,
        bucket: impl Into<String>,
        key: impl Into<String>,
        file: impl AsRef<Path>,
    ) -> Self {
        Self {
            store,
            target: Target {
                bucket: bucket.into(),
                key: key.into(),
                content_type: None,
                sums: true,
            },
            path: file.as_ref().to_owned(),
            part_size: USUAL,
            concurrency: 8,
            keeps: false,
            state: None,
            on_progress: None,
        }
    }

    /// The size of parts.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes.max(1);
        self
    }

    /// How many parts are asked for at once.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Asks for no checksums, which servers that speak the S3 of some years ago do not know.
    pub fn without_checksums(mut self) -> Self {
        self.target.sums = false;
        self
    }

    /// Leaves what is there where the download fails: its error has what to [resume](Self::resume) with.
    pub fn keep(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Goes on with a download into the same file that failed.
    pub fn resume(mut self, state: DownloadState) -> Self {
        self.state = Some(state);
        self
    }

    /// Is told how far the download has come, after each part.
    pub fn on_progress(mut self, told: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(told));
        self
    }

    /// Downloads.
    ///
    /// # Errors
    /// The first that there is: the store refuses, the object changed meanwhile, the file cannot be written, or
    /// its checksum is another one.
    pub async fn send(self) -> Result<Downloaded, TransferError> {
        let found = self.store.head(&self.target).await;
        let found = found.map_err(TransferError::store)?;
        let mut state = match &self.state {
            Some(state) if state.length != found.length || state.tag != found.tag => {
                let problem = "the object is not what it was";
                return Err(TransferError::new(Kind::Request, problem));
            }
            Some(state) => state.clone(),
            None => DownloadState {
                length: found.length,
                tag: found.tag.clone(),
                part_size: self.part_size,
                parts: Vec::new(),
            },
        };
        let mut name = self.path.as_os_str().to_owned();
        name.push(OsString::from(".part"));
        let partial = Partial {
            path: PathBuf::from(name),
            is_kept: self.keeps,
        };
        let result = match self.parts(&mut state, &partial.path).await {
            Ok(()) => self.finish(&found, &partial.path).await,
            Err(error) => Err(error),
        };
        result.map_err(|mut error| {
            if self.keeps && error.kind != Kind::Integrity {
                error.download = Some(Box::new(state));
            }
            error
        })
    }

    async fn parts(&self, state: &mut DownloadState, path: &Path) -> Result<(), TransferError> {
        let is_new = state.parts.is_empty();
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(is_new)
            .open(path);
        let file = file.map_err(TransferError::file)?;
        file.set_len(state.length).map_err(TransferError::file)?;
        let done = state.parts.clone();
        let size = state.part_size;
        let all = ranges(state.length, size);
        let there = all.filter(|part| done.contains(&part.0));
        let mut bytes: u64 = there.map(|(_, start, end)| end - start).sum();
        let (length, tag) = (state.length, state.tag.clone());
        let mut open = ranges(length, size)
            .filter(|(number, start, end)| start < end && !done.contains(number));
        let mut running = FuturesUnordered::new();
        loop {
            while running.len() < self.concurrency
                && let Some((number, start, end)) = open.next()
            {
                let tag = tag.as_deref();
                running.push(async move {
                    self.part(path, start, end, tag).await?;
                    Ok::<_, TransferError>((number, end - start))
                });
            }
            let Some(part) = running.next().await else {
                return Ok(());
            };
            let (number, part) = part?;
            state.parts.push(number);
            bytes += part;
            if let Some(told) = &self.on_progress {
                told(Progress {
                    bytes,
                    total: Some(length),
                });
            }
        }
    }

    /// Gets a part, again where its body breaks off.
    async fn part(
        &self,
        path: &Path,
        start: u64,
        end: u64,
        tag: Option<&str>,
    ) -> Result<(), TransferError> {
        let mut attempt = 1;
        loop {
            let range = format!("bytes={start}-{}", end - 1);
            let body = self.store.get(&self.target, Some(range), tag).await;
            let body = body.map_err(TransferError::store)?;
            match write(path, start, end - start, body).await {
                Err(error) if error.kind == Kind::Store && attempt < ATTEMPTS => attempt += 1,
                result => return result,
            }
        }
    }

    async fn finish(&self, found: &Found, partial: &Path) -> Result<Downloaded, TransferError> {
        let is_whole = checksum::is_of(partial, found.sum.as_deref()).await;
        if !is_whole.map_err(TransferError::file)? {
            let problem = "what arrived has another checksum than the object";
            return Err(TransferError::new(Kind::Integrity, problem));
        }
        fs::rename(partial, &self.path).map_err(TransferError::file)?;
        Ok(Downloaded {
            length: found.length,
            tag: found.tag.clone(),
            is_checked: found.sum.as_ref().is_some_and(|sum| !sum.contains('-')),
        })
    }
}

/// Writes a body to its place in a file.
async fn write(
    path: &Path,
    start: u64,
    length: u64,
    mut body: ByteStream,
) -> Result<(), TransferError> {
    let mut file = File::options()
        .write(true)
        .open(path)
        .map_err(TransferError::file)?;
    file.seek(SeekFrom::Start(start))
        .map_err(TransferError::file)?;
    let mut left = length;
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|error| TransferError::store(error.into()))?;
        let size = piece.len() as u64;
        if size > left {
            let problem = "the store sent more than was asked for";
            return Err(TransferError::new(Kind::Integrity, problem));
        }
        left -= size;
        file.write_all(&piece).map_err(TransferError::file)?;
    }
    if left > 0 {
        let problem = "the store sent less than was asked for";
        return Err(TransferError::store(problem.into()));
    }
    Ok(())
}

/// The file beside that which is to be, which goes where the download does not come to its end.
struct Partial {
    path: PathBuf,
    is_kept: bool,
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}
