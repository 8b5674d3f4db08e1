//! Builds an image, and waits until it is available.
//!
//! ```text
//! cargo run --features aws --example create_image -- RECIPE_ARN INFRASTRUCTURE_CONFIGURATION_ARN
//! ```

use shapewright_imagebuilder::Client;
use shapewright_runtime::config::Config;
use std::env;
use std::error::Error;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(recipe), Some(infrastructure)) = (arguments.next(), arguments.next()) else {
        return Err("usage: create_image RECIPE_ARN INFRASTRUCTURE_CONFIGURATION_ARN".into());
    };
    let client = Client::new(&Config::load()?.build());

    // The client token is filled in, so that a retry does not build a second image.
    let created = client
        .create_image()
        .image_recipe_arn(recipe)
        .infrastructure_configuration_arn(infrastructure)
        .tags("made-by", "create_image")
        .send()
        .await?;
    let arn = created.image_build_version_arn.ok_or("no ARN came back")?;
    println!("building {arn}");

    let output = client
        .wait_until_image_available()
        .image_build_version_arn(arn)
        .wait(Duration::from_secs(2 * 60 * 60))
        .await?
        .into_result()?;
    let resources = output.image.and_then(|image| image.output_resources);
    for ami in resources.and_then(|made| made.amis).unwrap_or_default() {
        println!("{}", ami.image.unwrap_or_default());
    }
    Ok(())
}
