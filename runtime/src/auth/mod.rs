//! Who calls, and how a request says so.

mod credentials;
pub mod sigv4;
pub(crate) mod skew;

#[cfg(feature = "credentials")]
pub use credentials::{
    CachedCredentials, ContainerCredentials, DefaultCredentials, EnvironmentCredentials,
    InstanceCredentials, ProfileCredentials, WebIdentityCredentials,
};
pub use credentials::{Credentials, CredentialsError, ProvideCredentials};
