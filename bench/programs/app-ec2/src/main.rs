//! Calls DescribeInstances, by a crate of five operations of EC2 that the bench generates.

use shapewright_ec2::Client;
use shapewright_runtime::config::Config;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&Config::load()?.build());
    let output = client.describe_instances().send().await?;
    println!("{:?}", output.next_token);
    Ok(())
}
