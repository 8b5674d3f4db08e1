//! Many calls at once against a server that fails now and then.
#![cfg(feature = "hyper")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "common/server.rs"]
mod server;

use common::{GetImage, GetImageError};
use server::{Answer, Reaction, Received, Server};
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::client::Client;
use shapewright_runtime::config::{Config, TimeoutConfig};
use shapewright_runtime::operation::OperationError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many calls are made, and how many of them at a time.
#[derive(Clone, Copy)]
struct Load {
    calls: usize,
    concurrency: usize,
}

/// Resident memory in KiB; `None` where the system does not tell.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The number in the ARN of the request.
fn number(request: &Received) -> usize {
    let digits = request.target.rsplit("%2F").next().expect("an ARN");
    digits.parse().expect("a number")
}

fn attempt(request: &Received) -> usize {
    let header = request.header("amz-sdk-request").expect("the header");
    let digits = header.trim_start_matches("attempt=").split(';').next();
    digits.expect("digits").parse().expect("a number")
}

fn input(number: usize) -> GetImage {
    GetImage {
        arn: Some(format!("arn:aws:imagebuilder:::image/x/1.0.0/{number}")),
        ..GetImage::default()
    }
}

/// What the server does with the first attempt of a call: one in ten fails.
fn reaction(number: usize, attempt: usize) -> Reaction {
    let good = Answer::new(200, format!(r#"{{"image":{{"name":"{number}"}}}}"#));
    match (number % 50, attempt) {
        (0, 1) => Reaction::Answer(Answer::new(503, "")),
        (10, 1) => Reaction::Reset,
        (20, 1) => Reaction::Cut(good, 50),
        (30, 1) => Reaction::Answer(
            Answer::new(400, r#"{"message":"slow down"}"#)
                .header("x-amzn-errortype", "ThrottlingException"),
        ),
        (40, _) => Reaction::Answer(
            Answer::new(403, r#"{"message":"no"}"#)
                .header("x-amzn-errortype", "ForbiddenException"),
        ),
        _ => Reaction::Answer(good),
    }
}

#[test]
fn ten_thousand_calls_end_as_they_should() {
    run(Load {
        calls: 10_000,
        concurrency: 64,
    });
}

#[test]
#[ignore = "it takes minutes: cargo test -p shapewright-runtime --all-features --release --test load -- --ignored"]
fn two_hundred_thousand_calls_end_as_they_should() {
    run(Load {
        calls: 200_000,
        concurrency: 16,
    });
}

#[test]
fn many_calls_at_once_end_as_they_should() {
    at_once(500);
}

#[test]
#[ignore = "it needs 10,000 connections at once, and as many threads of the test's server"]
fn ten_thousand_calls_at_once_end_as_they_should() {
    at_once(10_000);
}

#[test]
fn calls_that_are_dropped_leave_nothing_behind() {
    cancelled(300);
}

#[test]
#[ignore = "it takes minutes"]
fn three_thousand_calls_that_are_dropped_leave_nothing_behind() {
    cancelled(3_000);
}

/// The memory is the process's: what runs beside a test would be counted to it.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn client(server: &Server) -> Client {
    let timeouts = TimeoutConfig::default().with_connect(None);
    let config = Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "not a secret"))
        .endpoint_url(server.url())
        .timeout_config(timeouts)
        .build();
    Client::new(&config)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

fn at_once(calls: usize) {
    let _alone = alone();
    let server = Server::start(false, |_, request| {
        reaction(number(request) * 50 + 1, attempt(request))
    });
    let (client, runtime) = (client(&server), runtime());
    let tasks: Vec<_> = (0..calls)
        .map(|number| {
            let client = client.clone();
            runtime.spawn(async move { client.send(input(number)).await })
        })
        .collect();
    for (number, task) in tasks.into_iter().enumerate() {
        let output = runtime
            .block_on(task)
            .expect("no panic")
            .expect("an output");
        assert_eq!(output.name, Some((number * 50 + 1).to_string()));
    }
}

/// Drops every other call when it is under way, and looks at what the rest of them and the memory say.
fn cancelled(calls: usize) {
    let _alone = alone();
    let server = Server::start(false, |_, request| {
        reaction(number(request) * 50 + 1, attempt(request))
    });
    let (client, runtime) = (client(&server), runtime());
    let mut halfway = None;
    for half in 0..2 {
        for lane in (0..calls).step_by(100) {
            let tasks: Vec<_> = (lane..(lane + 100).min(calls))
                .map(|number| {
                    let client = client.clone();
                    runtime.spawn(async move { client.send(input(number)).await })
                })
                .collect();
            for (number, task) in tasks.into_iter().enumerate() {
                if number % 2 == half {
                    task.abort();
                    let _ = runtime.block_on(task);
                } else {
                    let output = runtime.block_on(task).expect("no panic");
                    let expected = ((lane + number) * 50 + 1).to_string();
                    assert_eq!(output.expect("an output").name, Some(expected));
                }
            }
        }
        halfway = halfway.or_else(resident);
    }
    check_memory(halfway);
}

fn check_memory(halfway: Option<usize>) {
    if let (Some(halfway), Some(end)) = (halfway, resident()) {
        println!("resident: {halfway} KiB after half, {end} KiB at the end");
        assert!(end < halfway + 8 * 1024, "{halfway} KiB grew to {end} KiB");
    }
}

fn run(load: Load) {
    let _alone = alone();
    let Load { calls, concurrency } = load;
    // The attempts of each call, in order, as the digits of one number: all of the memory is there from the
    // start, so that what the process holds later is the client's.
    let attempts = Arc::new(Mutex::new(vec![u16::MAX; calls]));
    attempts.lock().expect("no panic elsewhere").fill(0);
    let seen = Arc::clone(&attempts);
    let server = Server::start(false, move |_, request| {
        let (number, attempt) = (number(request), attempt(request));
        let mut seen = seen.lock().expect("no panic elsewhere");
        let digits = seen.get_mut(number).expect("a call that was made");
        *digits = *digits * 10 + u16::try_from(attempt).expect("a small number");
        reaction(number, attempt)
    });
    let (client, runtime) = (client(&server), runtime());
    let mut halfway = None;
    for half in 0..2 {
        let tasks: Vec<_> = (0..concurrency)
            .map(|lane| {
                let client = client.clone();
                runtime.spawn(async move {
                    let first = half * calls / 2;
                    for number in (first + lane..first + calls / 2).step_by(concurrency) {
                        check(number, client.send(input(number)).await);
                    }
                })
            })
            .collect();
        for task in tasks {
            runtime.block_on(task).expect("no call failed its check");
        }
        halfway = halfway.or_else(resident);
    }
    let seen = attempts.lock().expect("no panic elsewhere");
    for (number, attempts) in seen.iter().enumerate() {
        let expected = match number % 50 {
            0 | 10 | 20 | 30 => 12,
            _ => 1,
        };
        assert_eq!(*attempts, expected, "call {number}");
    }
    drop(seen);
    check_memory(halfway);
}

fn check(number: usize, result: Result<common::GetImageOutput, GetImageError>) {
    match (number % 50, result) {
        (40, Err(GetImageError::Forbidden(_))) => {}
        (40, other) => panic!("call {number}: {other:?}"),
        (_, Ok(output)) => assert_eq!(output.name, Some(number.to_string())),
        (_, Err(error)) => panic!(
            "call {number} after {} attempts: {error}",
            error.payload().metadata().attempts()
        ),
    }
}
