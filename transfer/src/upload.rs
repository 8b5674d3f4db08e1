//! Uploads.

use crate::parts::{LEAST, USUAL, part_size, ranges};
use crate::store::{Part, Store, Target};
use crate::{Kind, MOST_PARTS, OnProgress, Progress, TransferError, checksum};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde::{Deserialize, Serialize};
use shapewright_runtime::ByteStream;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::platform::BoxFuture;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// What is uploaded.
enum Source {
    File(PathBuf),
    Stream(ByteStream),
}

/// An upload: of a file, or of a body whose length need not be known.
#[must_use = "nothing is uploaded until it is sent"]
pub struct Upload<S> {
    store: S,
    target: Target,
    source: Source,
    part_size: u64,
    concurrency: usize,
    keeps: bool,
    state: Option<UploadState>,
    on_progress: Option<OnProgress>,
}

/// What of an upload can be gone on with, to be kept as JSON: where the store has its parts, and which.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct UploadState {
    /// The store's id of the upload.
    pub upload: String,
    /// The size of its parts.
    pub part_size: u64,
    /// The length of the file.
    pub length: u64,
    /// When the file was changed last, in nanoseconds since 1970.
    pub modified: Option<u128>,
    /// The parts that are there.
    pub parts: Vec<Part>,
}

/// An object that was uploaded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Uploaded {
    /// Its tag.
    pub tag: Option<String>,
    /// Its length.
    pub length: u64,
    /// How many parts it was; 0 where it was put at once.
    pub parts: usize,
}

impl<S: Store> Upload<S> {
    /// The upload of a file.
    pub fn new(
        store: S,
        bucket: impl Into<String>,
        key: impl Into<String>,
        file: impl AsRef<Path>,
    ) -> Self {
        Self::of(store, bucket, key, Source::File(file.as_ref().to_owned()))
    }

    /// The upload of a body that is read once, part by part: those under way are in memory.
    pub fn from_stream(
        store: S,
        bucket: impl Into<String>,
        key: impl Into<String>,
        body: ByteStream,
    ) -> Self {
        Self::of(store, bucket, key, Source::Stream(body))
    }

    fn of(store: S, bucket: impl Into<String>, key: impl Into<String>, source: Source) -> Self {
        Self {
            store,
            target: Target {
                bucket: bucket.into(),
                key: key.into(),
                content_type: None,
                sums: true,
            },
            source,
            part_size: USUAL,
            concurrency: 8,
            keeps: false,
            state: None,
            on_progress: None,
        }
    }

    /// What the object is, such as `video/mp4`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.target.content_type = Some(content_type.into());
        self
    }

    /// The size of parts, at least 5 MiB. It grows where 10,000 do not suffice for a file.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes;
        self
    }

    /// How many parts are sent at once.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Asks for no checksums, which servers that speak the S3 of some years ago do not know.
    pub fn without_checksums(mut self) -> Self {
        self.target.sums = false;
        self
    }

    /// Leaves the parts in the store where the upload of a file fails: its error has what to
    /// [resume](Self::resume) with. They cost until they are forgotten.
    pub fn keep(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Goes on with an upload of the same file that failed.
    pub fn resume(mut self, state: UploadState) -> Self {
        self.state = Some(state);
        self
    }

    /// Is told how far the upload has come, after each part.
    pub fn on_progress(mut self, told: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(told));
        self
    }

    /// Uploads.
    ///
    /// # Errors
    /// The first that there is: the file cannot be read, the store refuses, or the checksum of what it has is
    /// another one.
    pub async fn send(mut self) -> Result<Uploaded, TransferError> {
        match std::mem::replace(&mut self.source, Source::Stream(ByteStream::default())) {
            Source::File(path) => self.send_file(&path).await,
            Source::Stream(body) => self.send_stream(body).await,
        }
    }

    async fn send_file(self, path: &Path) -> Result<Uploaded, TransferError> {
        let metadata = std::fs::metadata(path).map_err(TransferError::file)?;
        let length = metadata.len();
        let modified = metadata.modified().ok();
        let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map(|time| time.as_nanos());
        let size = part_size(length, self.part_size);
        if length <= size && self.state.is_none() {
            let body = ByteStream::from_path(path).map_err(TransferError::file)?;
            return self.put(body, length).await;
        }
        let state = match &self.state {
            Some(state) if state.length != length || state.modified != modified => {
                let problem = format!("{} is not what it was", path.display());
                return Err(TransferError::new(Kind::Request, problem));
            }
            Some(state) => state.clone(),
            None => UploadState {
                upload: self.begin().await?,
                part_size: size,
                length,
                modified,
                parts: Vec::new(),
            },
        };
        let done: HashSet<i32> = state.parts.iter().map(|part| part.number).collect();
        let mut open = ranges(length, state.part_size).filter(|part| !done.contains(&part.0));
        let mut next = async || {
            open.next()
                .map(|(number, start, end)| {
                    ByteStream::from_path_range(path, start..end)
                        .map(|body| (number, end - start, body))
                        .map_err(TransferError::file)
                })
                .transpose()
        };
        let size = state.part_size;
        let there: u64 = ranges(length, size)
            .filter(|part| done.contains(&part.0))
            .map(|(_, start, end)| end - start)
            .sum();
        let mut running = Running::new(&self, state, Some(length), there);
        let stored = running.run(&mut next).await?;
        let is_whole = checksum::is_of(path, stored.sum.as_deref()).await;
        if !is_whole.map_err(TransferError::file)? {
            let problem = "the store has other bytes than the file, by their checksum";
            return Err(TransferError::new(Kind::Integrity, problem));
        }
        Ok(Uploaded {
            tag: stored.tag,
            length,
            parts: running.state.parts.len(),
        })
    }

    async fn send_stream(self, body: ByteStream) -> Result<Uploaded, TransferError> {
        let size = match body.content_length() {
            Some(length) => part_size(length, self.part_size),
            None => self.part_size.max(LEAST),
        };
        let mut pieces = Pieces {
            body,
            rest: Bytes::new(),
            size: usize::try_from(size).unwrap_or(usize::MAX),
        };
        let first = pieces.next().await?.unwrap_or_default();
        if first.len() < pieces.size {
            let length = first.len() as u64;
            return self.put(ByteStream::from(first), length).await;
        }
        let state = UploadState {
            upload: self.begin().await?,
            part_size: size,
            length: 0,
            modified: None,
            parts: Vec::new(),
        };
        let (mut number, mut first) = (0, Some(first));
        let mut next = async || {
            let piece = match first.take() {
                Some(first) => Some(first),
                None => pieces.next().await?,
            };
            let Some(piece) = piece else { return Ok(None) };
            number += 1;
            if u64::try_from(number).unwrap_or(u64::MAX) > MOST_PARTS {
                let problem = format!(
                    "more than {MOST_PARTS} parts of {size} bytes: set a larger `part_size`, or the length"
                );
                return Err(TransferError::new(Kind::Request, problem));
            }
            Ok(Some((number, piece.len() as u64, ByteStream::from(piece))))
        };
        let mut running = Running::new(&self, state, None, 0);
        let stored = running.run(&mut next).await?;
        Ok(Uploaded {
            tag: stored.tag,
            length: running.bytes,
            parts: running.state.parts.len(),
        })
    }

    async fn put(&self, body: ByteStream, length: u64) -> Result<Uploaded, TransferError> {
        let stored = self.store.put(&self.target, body).await;
        let stored = stored.map_err(TransferError::store)?;
        self.tell(length, Some(length));
        Ok(Uploaded {
            tag: stored.tag,
            length,
            parts: 0,
        })
    }

    async fn begin(&self) -> Result<String, TransferError> {
        let begun = self.store.begin(&self.target).await;
        begun.map_err(TransferError::store)
    }

    fn tell(&self, bytes: u64, total: Option<u64>) {
        if let Some(told) = &self.on_progress {
            told(Progress { bytes, total });
        }
    }
}

/// A body, part by part.
struct Pieces {
    body: ByteStream,
    rest: Bytes,
    size: usize,
}

impl Pieces {
    async fn next(&mut self) -> Result<Option<Bytes>, TransferError> {
        if self.rest.is_empty() && !self.more().await? {
            return Ok(None);
        }
        if self.rest.len() >= self.size {
            return Ok(Some(self.rest.split_to(self.size)));
        }
        let mut part = Vec::with_capacity(self.size);
        while part.len() < self.size && (!self.rest.is_empty() || self.more().await?) {
            let wanted = self.rest.len().min(self.size - part.len());
            part.extend_from_slice(&self.rest.split_to(wanted));
        }
        Ok(Some(Bytes::from(part)))
    }

    /// Reads a piece of the body, which is not empty; whether there was one.
    async fn more(&mut self) -> Result<bool, TransferError> {
        while let Some(piece) = self.body.next().await {
            self.rest = piece.map_err(|error| TransferError::new(Kind::File, error))?;
            if !self.rest.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// An upload in parts that is under way. Dropped before its end, it asks the store to forget it.
struct Running<'a, S: Store> {
    upload: &'a Upload<S>,
    state: UploadState,
    total: Option<u64>,
    bytes: u64,
    is_open: bool,
}

impl<'a, S: Store> Running<'a, S> {
    fn new(upload: &'a Upload<S>, state: UploadState, total: Option<u64>, bytes: u64) -> Self {
        Self {
            upload,
            state,
            total,
            bytes,
            is_open: true,
        }
    }

    /// Uploads the parts, and completes.
    async fn run(
        &mut self,
        next: &mut impl AsyncFnMut() -> Result<Option<(i32, u64, ByteStream)>, TransferError>,
    ) -> Result<crate::Stored, TransferError> {
        let result = match self.parts(next).await {
            Ok(()) => self.complete().await,
            Err(error) => Err(error),
        };
        let result = match result {
            Ok(stored) => Ok(stored),
            Err(error) => Err(self.failed(error).await),
        };
        self.is_open = false;
        result
    }

    async fn parts(
        &mut self,
        next: &mut impl AsyncFnMut() -> Result<Option<(i32, u64, ByteStream)>, TransferError>,
    ) -> Result<(), TransferError> {
        type Sending<'a> = BoxFuture<'a, Result<(Part, u64), TransferError>>;
        let Upload { store, target, .. } = self.upload;
        let upload = self.state.upload.clone();
        let mut sending: FuturesUnordered<Sending<'_>> = FuturesUnordered::new();
        let mut is_more = true;
        loop {
            while is_more && sending.len() < self.upload.concurrency {
                let Some((number, length, body)) = next().await? else {
                    is_more = false;
                    break;
                };
                let upload = &upload;
                sending.push(Box::pin(async move {
                    let part = store.part(target, upload, number, body).await;
                    part.map(|part| (part, length))
                        .map_err(TransferError::store)
                }));
            }
            let Some(sent) = sending.next().await else {
                return Ok(());
            };
            let (part, length) = sent?;
            self.state.parts.push(part);
            self.bytes += length;
            self.upload.tell(self.bytes, self.total);
        }
    }

    async fn complete(&mut self) -> Result<crate::Stored, TransferError> {
        self.state.parts.sort_by_key(|part| part.number);
        let Upload { store, target, .. } = self.upload;
        let parts = self.state.parts.clone();
        let completed = store.complete(target, &self.state.upload, parts, self.bytes);
        completed.await.map_err(TransferError::store)
    }

    /// Asks the store to forget the upload, or tells what it can be gone on with.
    async fn failed(&self, mut error: TransferError) -> TransferError {
        if self.is_kept() {
            error.upload = Some(Box::new(self.state.clone()));
        } else {
            let Upload { store, target, .. } = self.upload;
            // The first error is the one that counts.
            let _ = store.abort(target, &self.state.upload).await;
        }
        error
    }

    /// A body that is read once cannot be gone on with.
    fn is_kept(&self) -> bool {
        self.upload.keeps && self.total.is_some()
    }

    fn forget(&self) {
        let Upload { store, target, .. } = self.upload;
        let (store, target) = (store.clone(), target.clone());
        let upload = self.state.upload.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let _ = store.abort(&target, &upload).await;
            });
        }
    }
}

impl<S: Store> Drop for Running<'_, S> {
    fn drop(&mut self) {
        if self.is_open && !self.is_kept() {
            self.forget();
        }
    }
}
