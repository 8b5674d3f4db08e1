//! What a client is made with.

#[cfg(feature = "aws-config")]
mod aws_config;
mod builder;

pub use crate::client::retry::RetryConfig;
#[cfg(feature = "aws-config")]
pub use aws_config::AwsCredentials;
pub use builder::{Config, ConfigBuilder, Timeouts};
