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
use shapewright_runtime::config::Config;
use shapewright_runtime::operation::OperationError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

const CALLS: usize = 10_000;
const CONCURRENCY: usize = 64;

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
    let attempts: Arc<Mutex<HashMap<usize, Vec<usize>>>> = Arc::default();
    let seen = Arc::clone(&attempts);
    let server = Server::start(false, move |_, request| {
        let (number, attempt) = (number(request), attempt(request));
        let mut seen = seen.lock().expect("no panic elsewhere");
        seen.entry(number).or_default().push(attempt);
        reaction(number, attempt)
    });
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "not a secret"))
        .endpoint_url(server.url())
        .build();
    let client = Client::new(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let mut halfway = None;
    for half in 0..2 {
        let tasks: Vec<_> = (0..CONCURRENCY)
            .map(|lane| {
                let client = client.clone();
                runtime.spawn(async move {
                    let first = half * CALLS / 2;
                    for number in (first + lane..first + CALLS / 2).step_by(CONCURRENCY) {
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
    assert_eq!(seen.len(), CALLS, "calls that arrived");
    for (number, attempts) in seen.iter() {
        let expected: &[usize] = match number % 50 {
            0 | 10 | 20 | 30 => &[1, 2],
            _ => &[1],
        };
        assert_eq!(attempts, expected, "call {number}");
    }
    if let (Some(halfway), Some(end)) = (halfway, resident()) {
        println!("resident: {halfway} KiB after half, {end} KiB at the end");
        assert!(end < halfway + 8 * 1024, "{halfway} KiB grew to {end} KiB");
    }
}

fn check(number: usize, result: Result<common::GetImageOutput, GetImageError>) {
    match (number % 50, result) {
        (40, Err(GetImageError::Forbidden(_))) => {}
        (40, other) => panic!("call {number}: {other:?}"),
        (_, Ok(output)) => assert_eq!(output.name, Some(number.to_string())),
        (_, Err(error)) => panic!(
            "call {number} after {} attempts: {error}",
            error.fault().metadata().attempts()
        ),
    }
}
