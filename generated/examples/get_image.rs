//! Prints an image, from AWS or from another endpoint.
//!
//! ```text
//! cargo run --features aws --example get_image -- ARN [ENDPOINT_URL]
//! ```
//!
//! Finds credentials and region as the AWS CLI does.

use shapewright_imagebuilder::Client;
use shapewright_runtime::config::Config;
use std::env;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let arn = arguments.next().ok_or("usage: get_image ARN [ENDPOINT]")?;
    let mut config = Config::load()?;
    if let Some(url) = arguments.next() {
        config = config.endpoint_url(url);
    }
    let client = Client::new(&config.build());

    let output = client
        .get_image()
        .image_build_version_arn(arn)
        .send()
        .await?;

    let image = output.image.ok_or("a response without an image")?;
    println!("{}", image.name.as_deref().unwrap_or("(no name)"));
    Ok(())
}
