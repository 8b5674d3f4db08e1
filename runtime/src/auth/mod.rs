//! Who calls, and how a request says so.

#[cfg(feature = "checksum")]
pub(crate) mod aws_chunked;
mod canonical;
pub(crate) mod chunks;
mod credentials;
pub mod presigning;
mod sha256;
#[cfg_attr(not(feature = "checksum"), allow(dead_code))]
pub mod sigv4;
pub(crate) mod skew;

pub(crate) use canonical::PlainPath;
#[cfg(feature = "credentials")]
pub(crate) use credentials::caller_identity;
#[cfg(feature = "credentials")]
pub use credentials::{
    CachedCredentials, CallerIdentity, ContainerCredentials, DefaultCredentials,
    EnvironmentCredentials, InstanceCredentials, ProfileCredentials, WebIdentityCredentials,
};
pub use credentials::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
pub(crate) use credentials::{chosen_source, default_credentials};
