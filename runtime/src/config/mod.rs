//! What a client is made with.

#[cfg(feature = "aws-config")]
mod aws_config;
mod builder;
mod explain;
mod settings;

pub use crate::client::retry::{RetryConfig, RetryMode};
#[cfg(feature = "aws-config")]
pub use aws_config::AwsCredentials;
pub use builder::{Config, ConfigBuilder, Timeouts};
pub use explain::{Explanation, Setting};
