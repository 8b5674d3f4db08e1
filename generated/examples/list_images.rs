//! Lists all images of the account; each page is requested on demand.
//!
//! ```text
//! cargo run --features aws --example list_images
//! ```

use shapewright_imagebuilder::Client;
use shapewright_runtime::config::Config;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&Config::load()?.build());
    let mut images = client.list_images().into_paginator().items();
    while let Some(image) = images.next().await {
        println!("{}", image?.arn.unwrap_or_default());
    }
    Ok(())
}
