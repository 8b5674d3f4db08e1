//! What a client is made with.

#[cfg(feature = "aws-config")]
mod aws_config;
mod builder;
mod retry;
mod timeouts;

#[cfg(feature = "aws-config")]
pub use aws_config::AwsCredentials;
pub use builder::{Config, ConfigBuilder};
pub use retry::RetryConfig;
pub use timeouts::Timeouts;
