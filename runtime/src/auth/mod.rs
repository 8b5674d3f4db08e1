//! Who calls, and how a request says so.

mod credentials;
pub mod sigv4;
pub(crate) mod skew;

pub(crate) use credentials::default_credentials;
#[cfg(feature = "credentials")]
pub use credentials::{
    CachedCredentials, ContainerCredentials, DefaultCredentials, EnvironmentCredentials,
    InstanceCredentials, ProfileCredentials, WebIdentityCredentials,
};
pub use credentials::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
