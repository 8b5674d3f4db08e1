//! What the crates in `goldens/` do, by feature.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod builders;
mod checksums;
mod collisions;
mod defaults;
mod diabolical;
mod discovery;
mod endpoints;
mod event_formats;
mod events;
mod exceptions;
mod http;
mod page;
mod paginators;
mod presigned;
mod query;
mod required;
mod rest_xml;
mod rpc_cbor;
mod sending;
mod streaming;
mod types;
mod waiters;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::http::{Request, Response};

/// Decodes JSON, and checks that it encodes back to equal JSON.
fn round_trip<T: DeserializeOwned + Serialize>(json: Value) -> T {
    let value: T = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), json);
    value
}

fn body(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Bytes> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body.to_owned().into()).unwrap()
}
