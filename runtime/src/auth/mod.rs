//! Authentication: credentials, bearer tokens, signatures and presigned requests.

#[cfg(feature = "checksum")]
pub(crate) mod aws_chunked;
mod canonical;
pub(crate) mod chunks;
mod credentials;
pub mod presigning;
mod schemes;
mod sha256;
#[cfg_attr(not(feature = "checksum"), allow(dead_code))]
pub mod sigv4;
#[cfg(feature = "sigv4a")]
pub mod sigv4a;
#[cfg(not(feature = "sigv4a"))]
#[path = "no_sigv4a.rs"]
pub(crate) mod sigv4a;
pub(crate) mod skew;
mod token;

pub(crate) use canonical::{PlainPath, TokenHeader};
pub(crate) use credentials::NO_CREDENTIALS;
#[cfg(feature = "credentials")]
pub use credentials::SsoTokenProvider;
#[cfg(feature = "credentials")]
pub(crate) use credentials::caller_identity;
#[cfg(feature = "credentials")]
pub use credentials::{
    AssumeRoleCredentials, CachedCredentials, CallerIdentity, ContainerCredentials,
    DefaultCredentials, EnvironmentCredentials, InstanceCredentials, ProfileCredentials,
    WebIdentityCredentials,
};
pub use credentials::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
pub(crate) use credentials::{chosen_source, default_credentials, default_tokens};
pub(crate) use schemes::{bearer_variable, choose};
pub use token::{ProvideToken, Token};
