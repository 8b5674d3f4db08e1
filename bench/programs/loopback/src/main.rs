//! This project, calling GetImage over loopback: `loopback ENDPOINT CALLS`, 64 at a time.

use shapewright_imagebuilder::Client;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::config::Config;
use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const AT_ONCE: usize = 64;
const ARN: &str = "arn:aws:imagebuilder:us-east-1:123456789012:image/my-image/1.0.0/1";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = env::args().skip(1);
    let endpoint = arguments.next().expect("an endpoint");
    let calls = arguments.next().expect("how many calls");
    let calls: usize = calls.parse().expect("a number");
    let client = client(endpoint);
    let begun = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|_| tokio::spawn(call(client.clone(), Arc::clone(&begun), calls)))
        .collect();
    for task in tasks {
        task.await.expect("a task");
    }
}

fn client(endpoint: String) -> Client {
    let config = Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG"))
        .endpoint_url(endpoint)
        .build();
    Client::new(&config)
}

/// Calls until so many calls were begun by all tasks together.
async fn call(client: Client, begun: Arc<AtomicUsize>, calls: usize) {
    while begun.fetch_add(1, Relaxed) < calls {
        let call = client.get_image().image_build_version_arn(ARN).send();
        let output = call.await.expect("a response");
        assert!(output.image.is_some());
    }
}
