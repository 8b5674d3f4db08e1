//! Who calls, and why: what `aws configure list` and `aws sts get-caller-identity` say, of a client of
//! this crate. Run it when a call goes out as somebody else than you think.
//!
//! ```sh
//! cargo run --features aws --example whoami -- --profile dev
//! ```
//!
//! `--offline` asks nobody: it shows what is found alone.

use shapewright_runtime::config::{self, Config};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut builder = Config::load()?;
    let mut asks = true;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--profile" => {
                builder = builder.profile_name(arguments.next().ok_or("--profile NAME")?)
            }
            "--region" => builder = builder.region(arguments.next().ok_or("--region NAME")?),
            "--offline" => asks = false,
            other => {
                return Err(format!("{other}: --profile, --region and --offline are known").into());
            }
        }
    }
    let settings = builder.build();
    print!("{}", settings.explain());
    if asks {
        let caller = config::caller_identity(&settings).await?;
        println!("{:<17} {}", "account", caller.account);
        println!("{:<17} {}", "caller", caller.arn);
    }
    Ok(())
}
