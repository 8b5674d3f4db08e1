//! A small store as S3 is, on loopback, and transfers to it and back.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a test fails by panicking"
)]

#[path = "../../tests/behaviour/objects/server.rs"]
mod server;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use server::{Exchange, Server};
use shapewright_runtime::ByteStream;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::config::{Config, RetryConfig};
use shapewright_runtime::transport::HyperTransport;
use shapewright_transfer::{Download, TransferErrorKind, Upload, UploadState};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

shapewright_transfer::store!(struct Objects of golden_objects);

const MIB: usize = 1024 * 1024;

#[derive(Default)]
struct Kept {
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<i32, Vec<u8>>,
    aborts: usize,
}

fn sum(bytes: &[u8]) -> String {
    let mut digest = crc64fast_nvme::Digest::new();
    digest.write(bytes);
    STANDARD.encode(digest.sum64().to_be_bytes())
}

fn query<'a>(target: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = target.split_once('?')?;
    let mut pairs = query
        .split('&')
        .map(|it| it.split_once('=').unwrap_or((it, "")));
    pairs
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// What a store answers.
fn answer(kept: &Mutex<Kept>, exchange: &mut Exchange<'_>) {
    let request = exchange.read().clone();
    let mut kept = kept.lock().unwrap();
    let (path, _) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let key = path.trim_start_matches("/bkt/").to_owned();
    let number = query(&request.target, "partNumber").map(|number| number.parse::<i32>().unwrap());
    let sent = request.header("x-amz-checksum-crc64nvme");
    if request.method == "PUT" && sent.is_some_and(|it| it != sum(&request.body)) {
        return exchange.answer(400, "", "<Error><Code>BadDigest</Code></Error>");
    }
    match (request.method.as_str(), number) {
        ("POST", _) if query(&request.target, "uploads").is_some() => {
            exchange.answer(200, "", "<R><UploadId>up</UploadId></R>");
        }
        ("POST", _) => {
            let whole: Vec<u8> = kept.parts.values().flatten().copied().collect();
            let body = format!(
                "<R><ETag>whole</ETag><ChecksumCRC64NVME>{}</ChecksumCRC64NVME></R>",
                sum(&whole)
            );
            kept.objects.insert(key, whole);
            exchange.answer(200, "", body);
        }
        ("PUT", Some(number)) => {
            let headers = format!(
                "etag: p{number}\r\nx-amz-checksum-crc64nvme: {}\r\n",
                sum(&request.body)
            );
            kept.parts.insert(number, request.body);
            exchange.answer(200, &headers, "");
        }
        ("PUT", None) => {
            kept.objects.insert(key, request.body);
            exchange.answer(200, "etag: one\r\n", "");
        }
        ("DELETE", _) => {
            kept.aborts += 1;
            kept.parts.clear();
            exchange.answer(204, "", "");
        }
        (method, _) => {
            let Some(object) = kept.objects.get(&key) else {
                return exchange.answer(404, "", "");
            };
            let sum = format!("etag: t\r\nx-amz-checksum-crc64nvme: {}\r\n", sum(object));
            if method == "HEAD" {
                let length = object.len();
                return exchange.write(format!(
                    "HTTP/1.1 200 X\r\ncontent-length: {length}\r\n{sum}\r\n"
                ));
            }
            let range = request
                .header("range")
                .unwrap()
                .trim_start_matches("bytes=");
            let (start, end) = range.split_once('-').unwrap();
            let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
            exchange.answer(206, "etag: t\r\n", &object[start..=end]);
        }
    }
}

/// A store that does what is said in place of an answer to some requests.
fn store(
    kept: &Arc<Mutex<Kept>>,
    instead: impl Fn(&mut Exchange<'_>) -> bool + Send + Sync + 'static,
) -> (Server, Objects) {
    let kept = Arc::clone(kept);
    let server = Server::start(move |exchange| {
        if !instead(exchange) {
            answer(&kept, exchange);
        }
    });
    let config = Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "not a secret"))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(server.url())
        .transport(HyperTransport::new());
    let objects = Objects(golden_objects::Client::new(&config.build()));
    (server, objects)
}

/// A file of so many bytes, none like the next.
fn file(name: &str, length: usize) -> (PathBuf, Vec<u8>) {
    let path = std::env::temp_dir().join(format!("transfer-{}-{name}", std::process::id()));
    let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
    std::fs::write(&path, &bytes).unwrap();
    (path, bytes)
}

#[tokio::test]
async fn a_file_goes_to_a_store_in_parts_and_back() {
    let kept = Arc::default();
    let (server, objects) = store(&kept, |_| false);
    let (path, bytes) = file("round", 12 * MIB + 7);
    let told = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&told);
    let upload = Upload::new(objects.clone(), "bkt", "k", &path).part_size(5 * MIB as u64);
    let upload = upload.on_progress(move |progress| seen.lock().unwrap().push(progress.bytes));
    let uploaded = upload.send().await.unwrap();
    assert_eq!((uploaded.parts, uploaded.length), (3, bytes.len() as u64));
    assert!(kept.lock().unwrap().objects["k"] == bytes);
    assert_eq!(told.lock().unwrap().last(), Some(&(bytes.len() as u64)));
    let parts = server.requests();
    let parts = parts
        .iter()
        .filter(|request| request.target.contains("partNumber"));
    assert!({ parts }.all(|request| request.has("x-amz-checksum-crc64nvme")));

    let back = path.with_extension("back");
    let download = Download::new(objects.clone(), "bkt", "k", &back).part_size(MIB as u64);
    let downloaded = download.send().await.unwrap();
    assert!(downloaded.is_checked);
    assert!(std::fs::read(&back).unwrap() == bytes);
    assert!(!back.with_extension("back.part").exists());

    let (small, _) = file("small", 10);
    assert_eq!(
        Upload::new(objects.clone(), "bkt", "s", &small)
            .send()
            .await
            .unwrap()
            .parts,
        0
    );
    let (empty, _) = file("empty", 0);
    Upload::new(objects.clone(), "bkt", "e", &empty)
        .send()
        .await
        .unwrap();
    Download::new(objects, "bkt", "e", &back)
        .send()
        .await
        .unwrap();
    assert_eq!(std::fs::read(&back).unwrap(), b"");
    for path in [path, back, small, empty] {
        std::fs::remove_file(path).unwrap();
    }
}

#[tokio::test]
async fn a_part_that_fails_ends_the_upload_and_is_what_is_told() {
    for (aborts_fail, kind) in [(false, "BadThing"), (true, "BadThing")] {
        let kept: Arc<Mutex<Kept>> = Arc::default();
        let (server, objects) = store(&kept, move |exchange| {
            let request = exchange.read().clone();
            let is_part = request.target.contains("partNumber=2");
            if is_part {
                exchange.answer(400, "", "<Error><Code>BadThing</Code></Error>");
            } else if aborts_fail && request.method == "DELETE" {
                exchange.answer(500, "", "<Error><Code>Other</Code></Error>");
                return true;
            }
            is_part
        });
        let (path, _) = file(&format!("fails-{aborts_fail}"), 11 * MIB);
        let upload = Upload::new(objects, "bkt", "k", &path).part_size(5 * MIB as u64);
        let error = upload.concurrency(1).send().await.unwrap_err();
        assert_eq!(error.kind(), TransferErrorKind::Store);
        assert!(error.to_string().contains(kind), "{error}");
        let requests = server.requests();
        let aborts: Vec<_> = requests.iter().filter(|it| it.method == "DELETE").collect();
        assert_eq!(aborts.len(), 1);
        assert!(aborts[0].target.contains("uploadId=up"));
        std::fs::remove_file(path).unwrap();
    }
}

#[tokio::test]
async fn a_completion_that_fails_ends_the_upload() {
    let kept: Arc<Mutex<Kept>> = Arc::default();
    let (_server, objects) = store(&kept, |exchange| {
        let is_end =
            exchange.request.method == "POST" && exchange.request.target.contains("uploadId");
        if is_end {
            exchange.answer(200, "", "<Error><Code>InternalError</Code></Error>");
        }
        is_end
    });
    let (path, _) = file("completes", 11 * MIB);
    let upload = Upload::new(objects, "bkt", "k", &path).part_size(5 * MIB as u64);
    let error = upload.send().await.unwrap_err();
    assert!(error.to_string().contains("InternalError"), "{error}");
    assert_eq!(kept.lock().unwrap().aborts, 1);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn an_upload_that_is_dropped_is_forgotten() {
    let kept: Arc<Mutex<Kept>> = Arc::default();
    let (has_begun, is_dropped) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (begun, dropped) = (Arc::clone(&has_begun), Arc::clone(&is_dropped));
    let (_server, objects) = store(&kept, move |exchange| {
        let is_part = exchange.request.target.contains("partNumber=2");
        if is_part {
            begun.store(1, Ordering::SeqCst);
            while dropped.load(Ordering::SeqCst) == 0 {
                exchange.wait(1);
            }
        }
        is_part
    });
    let (path, _) = file("dropped", 11 * MIB);
    let upload = Upload::new(objects, "bkt", "k", &path).part_size(5 * MIB as u64);
    tokio::select! {
        _ = upload.concurrency(1).send() => panic!("the part has no answer"),
        () = until(|| has_begun.load(Ordering::SeqCst) > 0) => {}
    }
    is_dropped.store(1, Ordering::SeqCst);
    until(|| kept.lock().unwrap().aborts > 0).await;
    assert_eq!(kept.lock().unwrap().aborts, 1);
    std::fs::remove_file(path).unwrap();
}

/// Waits until something is so.
async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn an_upload_that_is_kept_goes_on_where_it_was() {
    let kept: Arc<Mutex<Kept>> = Arc::default();
    let is_broken = Arc::new(AtomicUsize::new(1));
    let broken = Arc::clone(&is_broken);
    let (server, objects) = store(&kept, move |exchange| {
        let target = &exchange.request.target;
        let fails = target.contains("partNumber=3") && broken.load(Ordering::SeqCst) > 0;
        if fails {
            exchange.answer(400, "", "<Error><Code>BadThing</Code></Error>");
        }
        fails
    });
    let (path, bytes) = file("resumed", 16 * MIB);
    let upload = || Upload::new(objects.clone(), "bkt", "k", &path).part_size(5 * MIB as u64);
    let error = upload().keep().concurrency(1).send().await.unwrap_err();
    let state = serde_json::to_string(error.upload_state().unwrap()).unwrap();
    is_broken.store(0, Ordering::SeqCst);
    let state: UploadState = serde_json::from_str(&state).unwrap();
    assert_eq!(state.parts.len(), 2);
    let before = server.count();
    let uploaded = upload().resume(state.clone()).send().await.unwrap();
    assert_eq!(uploaded.parts, 4);
    assert!(kept.lock().unwrap().objects["k"] == bytes);
    assert_eq!(
        (server.count() - before, kept.lock().unwrap().aborts),
        (3, 0)
    );
    std::fs::write(&path, b"other").unwrap();
    let error = upload().resume(state).send().await.unwrap_err();
    assert_eq!(error.kind(), TransferErrorKind::Request);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_stream_of_unknown_length_is_sent_part_by_part() {
    let kept: Arc<Mutex<Kept>> = Arc::default();
    let (_server, objects) = store(&kept, |_| false);
    let bytes: Vec<u8> = (0..11 * MIB).map(|at| (at % 241) as u8).collect();
    let body = ByteStream::from_read(std::io::Cursor::new(bytes.clone()));
    let upload = Upload::from_stream(objects.clone(), "bkt", "k", body).part_size(1);
    let uploaded = upload.send().await.unwrap();
    assert_eq!(uploaded.parts, 3, "parts have 5 MiB at least");
    assert!(kept.lock().unwrap().objects["k"] == bytes);
    let body = ByteStream::from_read(&b"few"[..]);
    let uploaded = Upload::from_stream(objects, "bkt", "f", body)
        .send()
        .await
        .unwrap();
    assert_eq!((uploaded.parts, uploaded.length), (0, 3));
}

#[tokio::test]
async fn what_is_cut_is_asked_for_again_and_what_is_wrong_is_told() {
    let kept: Arc<Mutex<Kept>> = Arc::default();
    kept.lock()
        .unwrap()
        .objects
        .insert("k".to_owned(), vec![7; 3000]);
    let cuts = AtomicUsize::new(0);
    let (_server, objects) = store(&kept, move |exchange| {
        let is_cut = exchange.request.method == "GET" && cuts.fetch_add(1, Ordering::SeqCst) == 1;
        if is_cut {
            exchange.write("HTTP/1.1 206 X\r\ncontent-length: 1000\r\n\r\nabc");
            exchange.close();
        }
        is_cut
    });
    let (path, _) = file("cut", 1);
    let download = || Download::new(objects.clone(), "bkt", "k", &path).part_size(1000);
    download().concurrency(1).send().await.unwrap();
    assert!(std::fs::read(&path).unwrap() == [7; 3000]);

    let (_server, objects) = store(&kept, |exchange| {
        let is_get = exchange.request.method == "GET";
        if is_get {
            exchange.answer(206, "", [8; 1000]);
        }
        is_get
    });
    let download = Download::new(objects, "bkt", "k", &path).part_size(1000);
    let error = download.send().await.unwrap_err();
    assert_eq!(error.kind(), TransferErrorKind::Integrity);
    assert!(
        std::fs::read(&path).unwrap() == [7; 3000],
        "the file stays what it was"
    );
    std::fs::remove_file(path).unwrap();
}
