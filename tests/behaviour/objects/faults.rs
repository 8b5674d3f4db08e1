//! A store whose connections break, stall and are told to slow down: what is said to be stored is, whole, and
//! what is read is whole or an error.

use crate::server::{Exchange, Server};
use crate::{client_of, config, run};
use golden_objects::Client;
use golden_objects::operation::put_object::PutObjectError;
use shapewright_runtime::ByteStream;
use shapewright_runtime::config::{RetryConfig, TimeoutConfig};
use shapewright_runtime::transport::MinimumThroughput;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

const MANY: usize = 500;

/// What goes wrong with an exchange.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fault {
    /// `503 SlowDown`, before the body is read.
    SlowDown,
    /// The connection is closed amid the request's body.
    CutUp,
    /// The object is stored, and the connection closed without an answer.
    Unanswered,
    /// `500`, after the body was read.
    Internal,
    /// The answer's body is shorter than its head says.
    CutDown,
    /// The answer's body has another checksum than its head says.
    Wrong,
}

#[derive(Default)]
struct Store {
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The keys that had their fault.
    faulted: Mutex<BTreeSet<String>>,
}

impl Store {
    fn keep(&self, key: &str, body: Vec<u8>) {
        self.objects.lock().unwrap().insert(key.to_owned(), body);
    }

    fn object(&self, key: &str) -> Option<Vec<u8>> {
        self.objects.lock().unwrap().get(key).cloned()
    }

    fn answer(&self, exchange: &mut Exchange<'_>, fault: Option<Fault>) {
        let key = key_of(&exchange.request.target).to_owned();
        let is_put = exchange.request.method == "PUT";
        match fault {
            Some(Fault::SlowDown) => slow_down(exchange),
            Some(Fault::CutUp) => {
                exchange.read_some(10);
                exchange.close();
            }
            Some(Fault::Internal) => exchange.answer(500, "", ""),
            Some(Fault::Unanswered) => {
                self.keep(&key, exchange.read().body.clone());
                exchange.close();
            }
            Some(Fault::CutDown) => {
                let object = self.object(&key).unwrap();
                let length = object.len();
                exchange.write(format!(
                    "HTTP/1.1 200 X\r\ncontent-length: {length}\r\n\r\n"
                ));
                exchange.write(&object[..length / 2]);
                exchange.close();
            }
            Some(Fault::Wrong) => {
                let mut object = self.object(&key).unwrap();
                let sum = format!("x-amz-checksum-crc32: {}\r\n", crc32(&object));
                object[0] ^= 1;
                exchange.answer(200, &sum, object);
            }
            None if is_put => {
                let body = exchange.read().body.clone();
                self.keep(&key, body);
                exchange.answer(200, "", "");
            }
            None => {
                let object = self.object(&key).unwrap();
                let sum = format!("x-amz-checksum-crc32: {}\r\n", crc32(&object));
                exchange.answer(200, &sum, object);
            }
        }
    }

    /// A server whose first exchanges about some keys have a fault, by their number.
    fn server(
        self: &Arc<Self>,
        fault: impl Fn(usize) -> Option<Fault> + Send + Sync + 'static,
    ) -> Server {
        let store = Arc::clone(self);
        Server::start(move |exchange| {
            let key = key_of(&exchange.request.target).to_owned();
            let fault = fault(key.parse().unwrap());
            let is_first = fault.is_some() && store.faulted.lock().unwrap().insert(key);
            store.answer(exchange, fault.filter(|_| is_first));
        })
    }
}

fn slow_down(exchange: &mut Exchange<'_>) {
    exchange.answer(
        503,
        "",
        "<Error><Code>SlowDown</Code><Message>reduce</Message></Error>",
    );
}

fn key_of(target: &str) -> &str {
    let path = target.split('?').next().unwrap();
    path.trim_start_matches("/bkt/")
}

/// The CRC32 of bytes, in base64: bit by bit, as no code of the client's.
fn crc32(bytes: &[u8]) -> String {
    let mut sum = !0_u32;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    shapewright_runtime::Blob::new((!sum).to_be_bytes().to_vec()).to_base64()
}

/// An object like no other, of up to 60 KB.
fn object(number: usize) -> Vec<u8> {
    let length = 1000 + number * 7919 % 60_000;
    (0..length)
        .map(|at| (at * 31 + number * 17) as u8)
        .collect()
}

/// A client that waits for a connection as long as it takes: so many at once are more than a listener queues.
fn patient(server: &Server) -> Client {
    client_of(config(&server.url()).timeout_config(TimeoutConfig::default().with_connect(None)))
}

async fn put(client: Client, number: usize) -> Result<(), PutObjectError> {
    let put = client.put_object().bucket("bkt").key(number.to_string());
    put.body(object(number)).send().await.map(drop)
}

/// Puts many objects at once: what became of each.
fn put_all(client: &Client) -> Vec<Result<(), PutObjectError>> {
    run(async {
        let calls = (0..MANY).map(|number| tokio::spawn(put(client.clone(), number)));
        let calls: Vec<_> = calls.collect();
        let mut results = Vec::new();
        for call in calls {
            results.push(call.await.unwrap());
        }
        results
    })
}

#[test]
fn five_hundred_uploads_at_once_survive_faults() {
    let store = Arc::new(Store::default());
    let server = store.server(|number| match number % 50 {
        0 => Some(Fault::SlowDown),
        10 => Some(Fault::CutUp),
        20 => Some(Fault::Unanswered),
        30 => Some(Fault::Internal),
        _ => None,
    });
    for (number, result) in put_all(&patient(&server)).iter().enumerate() {
        assert!(result.is_ok(), "{number}: {result:?}");
        assert!(
            store.object(&number.to_string()) == Some(object(number)),
            "{number}"
        );
    }
    assert_eq!(store.faulted.lock().unwrap().len(), 40);
}

#[test]
fn a_burst_of_slow_down_is_told_where_it_is_not_outlasted() {
    let store = Arc::new(Store::default());
    let server = store.server(|_| Some(Fault::SlowDown));
    let results = put_all(&patient(&server));
    let stored = results.iter().filter(|result| result.is_ok()).count();
    for (number, result) in results.iter().enumerate() {
        match result {
            Ok(()) => assert!(store.object(&number.to_string()) == Some(object(number))),
            Err(error) => assert_eq!(error.code(), Some("SlowDown"), "{error}"),
        }
    }
    // The budget for retries allows some, and not all of them at once.
    assert!(stored > 0 && stored < MANY, "{stored}");
    assert_eq!(store.objects.lock().unwrap().len(), stored);
}

#[test]
fn what_is_read_is_whole_or_an_error() {
    let store = Arc::new(Store::default());
    for number in 0..MANY {
        store.keep(&number.to_string(), object(number));
    }
    let fault = |number: usize| match number % 20 {
        0 => Some(Fault::CutDown),
        10 => Some(Fault::Wrong),
        _ => None,
    };
    let server = store.server(fault);
    let client = patient(&server);
    let results = run(async {
        let calls = (0..MANY).map(|number| {
            let get = client.get_object().bucket("bkt").key(number.to_string());
            tokio::spawn(async move { get.send().await.unwrap().body.collect().await })
        });
        let mut results = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            results.push(call.await.unwrap());
        }
        results
    });
    for (number, result) in results.into_iter().enumerate() {
        match (fault(number), result) {
            (None, Ok(bytes)) => assert!(bytes.into_bytes() == object(number), "{number}"),
            (Some(Fault::Wrong), Err(error)) => {
                assert!(error.to_string().contains("its header says"), "{error}");
            }
            (Some(_), Err(_)) => {}
            (fault, result) => panic!("{number}, {fault:?}: ends well: {}", result.is_ok()),
        }
    }
}

/// Keeps exchanges from going on until the end of a test.
#[derive(Default)]
struct Gate(Mutex<bool>, Condvar);

impl Gate {
    fn wait(&self) {
        let open = self.0.lock().unwrap();
        drop(self.1.wait_while(open, |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.0.lock().unwrap() = true;
        self.1.notify_all();
    }
}

/// A limit that only a server reaches that never goes on.
const SOON: Duration = Duration::from_millis(100);

#[test]
fn a_body_that_stalls_ends_with_an_error_that_says_so() {
    let gate = Arc::new(Gate::default());
    let waits = Arc::clone(&gate);
    let server = Server::start(move |exchange| {
        exchange.read();
        exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
        waits.wait();
    });
    let timeouts = TimeoutConfig::default();
    for (timeouts, said) in [
        (
            timeouts.with_between_bytes(SOON),
            "nothing more of the response",
        ),
        (
            timeouts.with_throughput(MinimumThroughput::new(5, SOON)),
            "the body stalled",
        ),
    ] {
        let client = client_of(config(&server.url()).timeout_config(timeouts));
        let error = run(async {
            let output = client
                .get_object()
                .bucket("bkt")
                .key("k")
                .send()
                .await
                .unwrap();
            output.body.collect().await.unwrap_err()
        });
        assert!(error.to_string().contains(said), "{error}");
    }
    gate.open();
}

#[test]
fn an_upload_that_nobody_reads_ends_with_an_error_that_says_so() {
    let gate = Arc::new(Gate::default());
    let waits = Arc::clone(&gate);
    let server = Server::start(move |exchange| {
        waits.wait();
        exchange.close();
    });
    let timeouts = TimeoutConfig::default().with_first_byte(SOON);
    let config = config(&server.url()).timeout_config(timeouts);
    let client = client_of(config.retry_config(RetryConfig::disabled()));
    // More than a connection holds on its way.
    let body = ByteStream::from(vec![7; 64 << 20]);
    let put = client.put_object().bucket("bkt").key("k").body(body);
    let error = run(put.send()).unwrap_err();
    assert!(error.is_timeout(), "{error}");
    gate.open();
}
