//! Who calls: credentials, and where they come from.

#[cfg(feature = "credentials")]
mod cache;
#[cfg(feature = "credentials")]
mod chain;
#[cfg(not(feature = "credentials"))]
#[path = "no_chain.rs"]
mod chain;
#[cfg(feature = "credentials")]
mod container;
#[cfg(feature = "credentials")]
mod document;
#[cfg(feature = "credentials")]
mod environment;
#[cfg(feature = "credentials")]
mod fetch;
#[cfg(feature = "credentials")]
mod imds;
#[cfg(feature = "credentials")]
mod process;
#[cfg(feature = "credentials")]
mod profile;
mod provide;
#[cfg(feature = "credentials")]
mod sso;
#[cfg(feature = "credentials")]
mod sts;

pub use provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};

#[cfg(feature = "credentials")]
pub use self::{
    cache::CachedCredentials, chain::DefaultCredentials, container::ContainerCredentials,
    environment::EnvironmentCredentials, imds::InstanceCredentials, profile::ProfileCredentials,
    sts::WebIdentityCredentials,
};
pub(crate) use chain::default_credentials;
