//! The requests that are made for buckets of every kind, without a server.

use crate::{Fallible, step};
use serde_json::{Value, json};
use shapewright_runtime::RequestError;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::config::RetryConfig;
use shapewright_runtime::http::{Request, Response};
use shapewright_runtime::platform::{BoxFuture, block_on};
use shapewright_runtime::transport::{Limits, Transport};
use golden_objects::{Client, Config};
use std::sync::{Arc, Mutex};

/// Keeps the last request.
#[derive(Clone, Debug, Default)]
struct Capture(Arc<Mutex<Option<Value>>>);

impl Transport for Capture {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        let header = |name: &str| request.headers().get(name)?.to_str().ok();
        let seen = json!({ "url": request.uri().to_string(), "scope": header("authorization") });
        *self.0.lock().unwrap() = Some(seen);
        Box::pin(async { Ok(Response::new(Bytes::new())) })
    }
}

fn one(case: &Value) -> Fallible<Value> {
    let capture = Capture::default();
    let settings = &case["settings"];
    let flag = |name: &str| settings[name].as_bool();
    let mut config = Config::builder()
        .region(case["region"].as_str().unwrap_or_default())
        .credentials_provider(Credentials::new("AKID", "secret"))
        .retry_config(RetryConfig::disabled())
        .transport(capture.clone());
    if let Some(url) = settings["url"].as_str() {
        // As a profile with a URL has it: buckets are in the path, where nothing else is said.
        config = config.endpoint_url(url);
    }
    if flag("virtual") == Some(true) {
        config = config.endpoint_parameter("ForcePathStyle", false);
    }
    if flag("path") == Some(true) {
        config = config.endpoint_parameter("ForcePathStyle", true);
    }
    if flag("accelerate") == Some(true) {
        config = config.endpoint_parameter("Accelerate", true);
    }
    if let Some(is_used) = flag("arn_region") {
        config = config.endpoint_parameter("UseArnRegion", is_used);
    }
    let config = config
        .use_fips(flag("fips") == Some(true))
        .use_dual_stack(flag("dualstack") == Some(true));
    let client = Client::new(&config.build());
    let name = case["operation"].as_str().unwrap_or_default();
    let result = block_on(step(&client, name, case["params"].clone()))?;
    let seen = capture.0.lock().unwrap().take();
    Ok(seen.unwrap_or_else(|| json!({ "error": result["failure"] })))
}

pub fn run() -> Fallible<()> {
    let cases: Vec<Value> = serde_json::from_reader(std::io::stdin())?;
    for case in cases {
        let line = one(&case).unwrap_or_else(|error| json!({ "error": error.to_string() }));
        println!("{line}");
    }
    Ok(())
}
