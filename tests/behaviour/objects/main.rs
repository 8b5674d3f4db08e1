//! What users of clients of stores met, on loopback with the golden `objects`, which is as S3 is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![allow(missing_docs, unreachable_pub, reason = "a test's own")]

mod answers;
mod bidirectional;
mod bodies;
mod checksums;
mod elsewhere;
mod faults;
mod forms;
mod keys;
mod listings;
mod server;
mod sessions;
mod siblings;
mod signature;
mod streams;

use golden_objects::Client;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::config::{Config, ConfigBuilder};
use shapewright_runtime::platform::Random;
use shapewright_runtime::transport::{HyperTransport, UreqTransport};
use std::future::Future;

pub const KEY: &str = "AKIDEXAMPLE";
pub const SECRET: &str = "not a secret";
pub const REGION: &str = "us-east-1";

/// Makes every jittered wait as short as it can be.
#[derive(Debug)]
struct Zeros;

impl Random for Zeros {
    fn fill(&self, buffer: &mut [u8]) -> std::io::Result<()> {
        buffer.fill(0);
        Ok(())
    }
}

pub fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .region(REGION)
        .credentials_provider(Credentials::new(KEY, SECRET))
        .random(Zeros)
        .endpoint_url(url)
}

pub fn client(url: &str) -> Client {
    client_of(config(url))
}

pub fn client_of(config: ConfigBuilder) -> Client {
    Client::new(&config.transport(HyperTransport::new()).build())
}

/// A client for calls without an async runtime.
pub fn blocking(url: &str) -> Client {
    Client::new(&config(url).transport(UreqTransport::new()).build())
}

pub fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(future)
}
