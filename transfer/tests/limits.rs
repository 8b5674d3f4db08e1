//! How many parts an upload may have, by a store that counts them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use futures_util::stream;
use shapewright_runtime::ByteStream;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::platform::BoxFuture;
use shapewright_transfer::{
    MAX_PARTS, ObjectMetadata, Part, Store, StoreError, Stored, Target, TransferErrorKind, Upload,
};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const LEAST: usize = 5 * 1024 * 1024;

#[derive(Default)]
struct Counts {
    parts: AtomicU64,
    bytes: AtomicU64,
    completed: AtomicU64,
    aborted: AtomicU64,
}

/// Keeps nothing.
#[derive(Clone, Default)]
struct Counting(Arc<Counts>);

type Answer<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

impl Store for Counting {
    fn put<'a>(&'a self, _: &'a Target, _: ByteStream) -> Answer<'a, Stored> {
        Box::pin(async { Err("nothing is put at once".into()) })
    }

    fn begin<'a>(&'a self, _: &'a Target) -> Answer<'a, String> {
        Box::pin(async { Ok("up".to_owned()) })
    }

    fn part<'a>(
        &'a self,
        _: &'a Target,
        _: &'a str,
        number: i32,
        body: ByteStream,
    ) -> Answer<'a, Part> {
        self.0.parts.fetch_add(1, Ordering::SeqCst);
        let length = body.content_length().unwrap_or_default();
        self.0.bytes.fetch_add(length, Ordering::SeqCst);
        Box::pin(async move {
            Ok(Part {
                number,
                e_tag: None,
                checksum: None,
            })
        })
    }

    fn complete<'a>(
        &'a self,
        _: &'a Target,
        _: &'a str,
        _: Vec<Part>,
        _: u64,
    ) -> Answer<'a, Stored> {
        self.0.completed.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok(Stored::default()) })
    }

    fn abort<'a>(&'a self, _: &'a Target, _: &'a str) -> Answer<'a, ()> {
        self.0.aborted.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok(()) })
    }

    fn head<'a>(&'a self, _: &'a Target) -> Answer<'a, ObjectMetadata> {
        Box::pin(async { Err("nothing is here".into()) })
    }

    fn get<'a>(
        &'a self,
        _: &'a Target,
        _: Option<String>,
        _: Option<&'a str>,
    ) -> Answer<'a, ByteStream> {
        Box::pin(async { Err("nothing is here".into()) })
    }
}

/// A body of so many bytes whose length nobody says, of pieces that share their memory.
fn unknown(length: u64) -> ByteStream {
    let piece = Bytes::from(vec![0; LEAST]);
    let whole = length / LEAST as u64;
    let rest = usize::try_from(length % LEAST as u64).unwrap();
    let pieces = (0..whole).map({
        let piece = piece.clone();
        move |_| Ok::<_, io::Error>(piece.clone())
    });
    let rest = (rest > 0).then(|| Ok(piece.slice(..rest)));
    ByteStream::from_stream(stream::iter(pieces.chain(rest)))
}

#[tokio::test]
async fn ten_thousand_parts_suffice_or_the_upload_ends_before_another_one() {
    let most = LEAST as u64 * MAX_PARTS;
    for (length, is_too_long) in [(most, false), (most + 1, true)] {
        let store = Counting::default();
        let upload = Upload::from_stream(store.clone(), "bkt", "k", unknown(length));
        let result = upload.part_size(1).send().await;
        let counts = &store.0;
        let (parts, bytes) = (&counts.parts, &counts.bytes);
        let (parts, bytes) = (parts.load(Ordering::SeqCst), bytes.load(Ordering::SeqCst));
        // Those that were about to be sent need not be, once the upload has failed.
        let fewest = MAX_PARTS - if is_too_long { 8 } else { 0 };
        assert!((fewest..=MAX_PARTS).contains(&parts), "{parts}");
        assert_eq!(bytes, parts * LEAST as u64);
        assert_eq!(
            counts.completed.load(Ordering::SeqCst),
            u64::from(!is_too_long)
        );
        assert_eq!(
            counts.aborted.load(Ordering::SeqCst),
            u64::from(is_too_long)
        );
        match result {
            Ok(uploaded) => assert_eq!((uploaded.length, is_too_long), (length, false)),
            Err(error) => {
                assert_eq!(
                    (error.kind(), is_too_long),
                    (TransferErrorKind::Request, true)
                );
                let text = error.to_string();
                assert!(
                    text.contains("more than 10000 parts of 5242880 bytes"),
                    "{text}"
                );
                assert!(text.contains("part_size"), "{text}");
            }
        }
    }
}
