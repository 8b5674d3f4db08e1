//! Calls GetImage by the official SDK.

use aws_sdk_imagebuilder::Client;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&aws_config::load_from_env().await);
    let arn = std::env::args().nth(1).ok_or("usage: app ARN")?;
    let output = client
        .get_image()
        .image_build_version_arn(arn)
        .send()
        .await?;
    println!("{:?}", output.image.and_then(|image| image.name));
    Ok(())
}
