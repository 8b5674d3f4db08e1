//! Who calls, and how a request says so.

mod credentials;
mod sha256;
pub mod sigv4;
pub(crate) mod skew;

#[cfg(feature = "credentials")]
pub(crate) use credentials::default_source;
#[cfg(feature = "credentials")]
pub use credentials::{
    CachedCredentials, CallerIdentity, ContainerCredentials, DefaultCredentials,
    EnvironmentCredentials, InstanceCredentials, ProfileCredentials, WebIdentityCredentials,
    caller_identity,
};
pub use credentials::{Credentials, CredentialsError, ProvideCredentials};
