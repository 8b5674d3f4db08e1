//! Calls DescribeInstances by the official SDK.

use aws_sdk_ec2::Client;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&aws_config::load_from_env().await);
    let output = client.describe_instances().send().await?;
    println!("{:?}", output.next_token);
    Ok(())
}
