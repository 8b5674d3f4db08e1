//! Downloads.

use crate::parts::{USUAL, ranges};
use crate::store::{ObjectMetadata, Store, Target};
use crate::{OnProgress, Progress, TransferError, TransferErrorKind, checksum};
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

/// A download of an object into a file, which appears once it is complete.
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

/// The state of an incomplete download, to resume it; keep it as JSON. The downloaded bytes are in a file
/// beside the target, with `.part` added to its name.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DownloadState {
    /// The length of the object, in bytes.
    pub length: u64,
    /// Its ETag.
    pub e_tag: Option<String>,
    /// The size of the parts, in bytes.
    pub part_size: u64,
    /// The numbers of the downloaded parts, from 1.
    pub parts: Vec<i32>,
}

/// A downloaded object.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Downloaded {
    /// Its length.
    pub length: u64,
    /// Its ETag.
    pub e_tag: Option<String>,
    /// Whether the store returned a checksum of the whole object, which the file matches.
    pub is_checked: bool,
}

impl<S: Store> Download<S> {
    /// Creates a download of an object into a file.
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
                checksums: true,
            },
            path: file.as_ref().to_owned(),
            part_size: USUAL,
            concurrency: 8,
            keeps: false,
            state: None,
            on_progress: None,
        }
    }

    /// Sets the size of parts, in bytes.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes.max(1);
        self
    }

    /// Sets how many parts are downloaded concurrently.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Disables checksums, for S3-compatible servers that do not support them.
    pub fn without_checksums(mut self) -> Self {
        self.target.checksums = false;
        self
    }

    /// Keeps the downloaded parts if the download fails: its error has the state to [resume](Self::resume)
    /// with.
    pub fn keep(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Resumes a failed download into the same file.
    pub fn resume(mut self, state: DownloadState) -> Self {
        self.state = Some(state);
        self
    }

    /// Sets a callback that is called with the progress after each part.
    pub fn on_progress(mut self, callback: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(callback));
        self
    }

    /// Downloads the object.
    ///
    /// # Errors
    /// The first error: the store returned one, the object changed meanwhile, the file cannot be written, or
    /// its checksum does not match.
    pub async fn send(self) -> Result<Downloaded, TransferError> {
        let found = self.store.head(&self.target).await;
        let found = found.map_err(TransferError::store)?;
        let mut state = match &self.state {
            Some(state) if state.length != found.length || state.e_tag != found.e_tag => {
                let problem = "the object is not what it was";
                return Err(TransferError::new(TransferErrorKind::Request, problem));
            }
            Some(state) => state.clone(),
            None => DownloadState {
                length: found.length,
                e_tag: found.e_tag.clone(),
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
            if self.keeps && error.kind != TransferErrorKind::Integrity {
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
        let (length, e_tag) = (state.length, state.e_tag.clone());
        let mut open = ranges(length, size)
            .filter(|(number, start, end)| start < end && !done.contains(number));
        let mut running = FuturesUnordered::new();
        loop {
            while running.len() < self.concurrency
                && let Some((number, start, end)) = open.next()
            {
                let e_tag = e_tag.as_deref();
                running.push(async move {
                    self.part(path, start, end, e_tag).await?;
                    Ok::<_, TransferError>((number, end - start))
                });
            }
            let Some(part) = running.next().await else {
                return Ok(());
            };
            let (number, part) = part?;
            state.parts.push(number);
            bytes += part;
            if let Some(callback) = &self.on_progress {
                callback(Progress {
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
        e_tag: Option<&str>,
    ) -> Result<(), TransferError> {
        let mut attempt = 1;
        loop {
            let range = format!("bytes={start}-{}", end - 1);
            let body = self.store.get(&self.target, Some(range), e_tag).await;
            let body = body.map_err(TransferError::store)?;
            match write(path, start, end - start, body).await {
                Err(error) if error.kind == TransferErrorKind::Store && attempt < ATTEMPTS => {
                    attempt += 1
                }
                result => return result,
            }
        }
    }

    async fn finish(
        &self,
        found: &ObjectMetadata,
        partial: &Path,
    ) -> Result<Downloaded, TransferError> {
        let is_whole = checksum::is_of(partial, found.checksum.as_deref()).await;
        if !is_whole.map_err(TransferError::file)? {
            let problem = "what arrived has another checksum than the object";
            return Err(TransferError::new(TransferErrorKind::Integrity, problem));
        }
        fs::rename(partial, &self.path).map_err(TransferError::file)?;
        Ok(Downloaded {
            length: found.length,
            e_tag: found.e_tag.clone(),
            is_checked: found
                .checksum
                .as_ref()
                .is_some_and(|checksum| !checksum.contains('-')),
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
            return Err(TransferError::new(TransferErrorKind::Integrity, problem));
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
