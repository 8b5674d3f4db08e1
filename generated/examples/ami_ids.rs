//! The AMI ids of an image, per region, from what `aws imagebuilder get-image` prints.
//!
//! ```text
//! aws imagebuilder get-image --image-build-version-arn ARN | cargo run --example ami_ids
//! cargo run --example ami_ids --no-default-features -- generated/examples/get_image.json
//! ```

use shapewright_imagebuilder::operation::get_image::GetImageOutput;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, Read};

fn main() -> Result<(), Box<dyn Error>> {
    let input: Box<dyn Read> = match std::env::args_os().nth(1) {
        Some(path) => Box::new(File::open(path)?),
        None => Box::new(io::stdin()),
    };
    let output: GetImageOutput = serde_json::from_reader(BufReader::new(input))?;
    for (region, id) in ami_ids(&output) {
        println!("{region}\t{id}");
    }
    Ok(())
}

/// Region and id of every AMI that has both, in the response's order.
fn ami_ids(output: &GetImageOutput) -> impl Iterator<Item = (&str, &str)> {
    let resources = output
        .image
        .as_ref()
        .and_then(|image| image.output_resources.as_ref());
    let amis = resources.and_then(|resources| resources.amis.as_deref());
    amis.unwrap_or_default()
        .iter()
        .filter_map(|ami| Some((ami.region.as_deref()?, ami.image.as_deref()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_has_an_ami_in_two_regions() -> Result<(), Box<dyn Error>> {
        let output = serde_json::from_str(include_str!("get_image.json"))?;
        let ids: Vec<_> = ami_ids(&output).collect();
        let expected = [
            ("us-east-1", "ami-0123456789abcdef0"),
            ("eu-central-1", "ami-0fedcba9876543210"),
        ];
        assert_eq!(ids, expected);
        Ok(())
    }
}
