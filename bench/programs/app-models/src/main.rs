//! Reads an answer of GetImage, from a file: the model types alone.

use shapewright_imagebuilder::operation::get_image::GetImageOutput;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let output: GetImageOutput = serde_json::from_reader(std::io::stdin())?;
    println!("{:?}", output.image.and_then(|image| image.name));
    Ok(())
}
