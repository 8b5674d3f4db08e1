//! The identity that a client of this crate calls with, and where its settings come from, as `aws configure
//! list` and `aws sts get-caller-identity` print them. For calls that use other credentials than expected.
//!
//! ```sh
//! cargo run --features aws --example whoami -- --profile dev
//! ```
//!
//! `--offline` sends nothing: it only prints the settings.

use shapewright_runtime::config::{self, Config};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut builder = Config::load()?;
    let mut is_online = true;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--profile" => {
                builder = builder.profile_name(arguments.next().ok_or("--profile NAME")?)
            }
            "--region" => builder = builder.region(arguments.next().ok_or("--region NAME")?),
            "--offline" => is_online = false,
            other => {
                return Err(format!("{other}: --profile, --region and --offline are known").into());
            }
        }
    }
    let settings = builder.build();
    print!("{}", settings.explain());
    if is_online {
        let caller = config::caller_identity(&settings).await?;
        println!("{:<17} {}", "account", caller.account);
        println!("{:<17} {}", "caller", caller.arn);
    }
    Ok(())
}
