//! Calls GetImage.

use shapewright_imagebuilder::Client;
use shapewright_runtime::config::Config;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&Config::load()?.build());
    let arn = std::env::args().nth(1).ok_or("usage: app ARN")?;
    let output = client
        .get_image()
        .image_build_version_arn(arn)
        .send()
        .await?;
    println!("{:?}", output.image.and_then(|image| image.name));
    Ok(())
}
