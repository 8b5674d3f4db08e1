//! Uploads.

use crate::parts::{LEAST, USUAL, part_size, ranges};
use crate::store::{Part, Store, Target};
use crate::{MAX_PARTS, OnProgress, Progress, TransferError, TransferErrorKind, checksum};
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

/// An upload of a file, or of a body whose length need not be known.
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

/// The state of an incomplete upload, to resume it; keep it as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct UploadState {
    /// The store's id of the upload.
    pub upload: String,
    /// The size of its parts.
    pub part_size: u64,
    /// The length of the file.
    pub length: u64,
    /// When the file was last modified, in nanoseconds since 1970.
    pub modified: Option<u128>,
    /// The uploaded parts.
    pub parts: Vec<Part>,
}

/// An uploaded object.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Uploaded {
    /// Its ETag.
    pub e_tag: Option<String>,
    /// Its length.
    pub length: u64,
    /// The number of parts; 0 if it was uploaded with a single `PutObject`.
    pub parts: usize,
}

impl<S: Store> Upload<S> {
    /// Creates an upload of a file.
    pub fn new(
        store: S,
        bucket: impl Into<String>,
        key: impl Into<String>,
        file: impl AsRef<Path>,
    ) -> Self {
        Self::of(store, bucket, key, Source::File(file.as_ref().to_owned()))
    }

    /// Creates an upload of a body that is read once: the parts that are being sent are buffered in memory.
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
                checksums: true,
            },
            source,
            part_size: USUAL,
            concurrency: 8,
            keeps: false,
            state: None,
            on_progress: None,
        }
    }

    /// Sets the content type of the object, such as `video/mp4`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.target.content_type = Some(content_type.into());
        self
    }

    /// Sets the size of parts in bytes, at least 5 MiB. It is raised if a file would need more than 10,000
    /// parts.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes;
        self
    }

    /// Sets how many parts are uploaded concurrently.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Disables checksums, for S3-compatible servers that do not support them.
    pub fn without_checksums(mut self) -> Self {
        self.target.checksums = false;
        self
    }

    /// Keeps the uploaded parts in the store if the upload of a file fails: its error has the state to
    /// [resume](Self::resume) with. The store charges for them until the upload is completed or aborted.
    pub fn keep(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Resumes a failed upload of the same file.
    pub fn resume(mut self, state: UploadState) -> Self {
        self.state = Some(state);
        self
    }

    /// Sets a callback that is called with the progress after each part.
    pub fn on_progress(mut self, callback: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(callback));
        self
    }

    /// Uploads the object.
    ///
    /// # Errors
    /// The first error: the file cannot be read, the store returned one, or its checksum does not match.
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
                return Err(TransferError::new(TransferErrorKind::Request, problem));
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
        let is_whole = checksum::is_of(path, stored.checksum.as_deref()).await;
        if !is_whole.map_err(TransferError::file)? {
            let problem = "the store has other bytes than the file, by their checksum";
            return Err(TransferError::new(TransferErrorKind::Integrity, problem));
        }
        Ok(Uploaded {
            e_tag: stored.e_tag,
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
            if u64::try_from(number).unwrap_or(u64::MAX) > MAX_PARTS {
                let problem = format!(
                    "more than {MAX_PARTS} parts of {size} bytes: set a larger `part_size`, or the length"
                );
                return Err(TransferError::new(TransferErrorKind::Request, problem));
            }
            Ok(Some((number, piece.len() as u64, ByteStream::from(piece))))
        };
        let mut running = Running::new(&self, state, None, 0);
        let stored = running.run(&mut next).await?;
        Ok(Uploaded {
            e_tag: stored.e_tag,
            length: running.bytes,
            parts: running.state.parts.len(),
        })
    }

    async fn put(&self, body: ByteStream, length: u64) -> Result<Uploaded, TransferError> {
        let stored = self.store.put(&self.target, body).await;
        let stored = stored.map_err(TransferError::store)?;
        self.tell(length, Some(length));
        Ok(Uploaded {
            e_tag: stored.e_tag,
            length,
            parts: 0,
        })
    }

    async fn begin(&self) -> Result<String, TransferError> {
        let begun = self.store.begin(&self.target).await;
        begun.map_err(TransferError::store)
    }

    fn tell(&self, bytes: u64, total: Option<u64>) {
        if let Some(callback) = &self.on_progress {
            callback(Progress { bytes, total });
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
            self.rest =
                piece.map_err(|error| TransferError::new(TransferErrorKind::File, error))?;
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
