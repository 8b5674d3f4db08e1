//! The configuration of clients: region, credentials, endpoint, retries, timeouts.

mod auth_preference;
mod authorization;
#[cfg(feature = "aws-config")]
mod aws_config;
mod builder;
mod checksums;
mod compression;
mod database;
mod explain;
mod found;
#[cfg(feature = "credentials")]
mod identity;
mod settings;
mod timeouts;

pub use crate::retry::{RetryConfig, RetryMode};
#[cfg(feature = "aws-config")]
pub use aws_config::AwsCredentials;
pub use builder::{Config, ConfigBuilder};
pub use checksums::{RequestChecksumCalculation, ResponseChecksumValidation};
pub use explain::{Explanation, Setting};
#[cfg(feature = "credentials")]
pub use identity::caller_identity;
pub use timeouts::TimeoutConfig;
