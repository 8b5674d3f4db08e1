//! Calls GetImage without an async runtime.

use shapewright_imagebuilder::Client;
use shapewright_runtime::config::Config;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&Config::load()?.build());
    let arn = std::env::args().nth(1).ok_or("usage: app ARN")?;
    let call = client.get_image().image_build_version_arn(arn);
    let output = call.send_blocking()?;
    println!("{:?}", output.image.and_then(|image| image.name));
    Ok(())
}
