//! Who calls, and how a request says so.

#[cfg(feature = "checksum")]
pub(crate) mod aws_chunked;
pub(crate) mod chunks;
mod credentials;
mod sha256;
#[cfg_attr(not(feature = "checksum"), allow(dead_code))]
pub mod sigv4;
pub(crate) mod skew;

#[cfg(feature = "credentials")]
pub(crate) use credentials::caller_identity;
#[cfg(feature = "credentials")]
pub use credentials::{
    CachedCredentials, CallerIdentity, ContainerCredentials, DefaultCredentials,
    EnvironmentCredentials, InstanceCredentials, ProfileCredentials, WebIdentityCredentials,
};
pub use credentials::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
pub(crate) use credentials::{chosen_source, default_credentials};
