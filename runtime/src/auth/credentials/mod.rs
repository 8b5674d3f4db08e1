//! Who calls: credentials, and where they come from.

#[cfg(feature = "credentials")]
mod assume_role;
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
mod files;
#[cfg(feature = "credentials")]
mod imds;
#[cfg(feature = "credentials")]
mod json;
#[cfg(feature = "credentials")]
mod login;
#[cfg(feature = "credentials")]
mod moment;
#[cfg(feature = "credentials")]
mod plan;
#[cfg(feature = "credentials")]
mod process;
#[cfg(feature = "credentials")]
mod profile;
#[cfg(all(feature = "credentials", any(feature = "hyper", feature = "blocking")))]
mod proof;
#[cfg(all(
    feature = "credentials",
    not(any(feature = "hyper", feature = "blocking"))
))]
#[path = "no_proof.rs"]
mod proof;
#[cfg_attr(not(feature = "credentials"), allow(dead_code))]
mod provide;
#[cfg(feature = "credentials")]
mod sso;
#[cfg(feature = "credentials")]
mod sso_session;
#[cfg(feature = "credentials")]
mod sso_token;
#[cfg(feature = "credentials")]
mod sts;
#[cfg(feature = "credentials")]
mod token_file;

#[cfg(feature = "credentials")]
pub use self::{
    assume_role::AssumeRoleCredentials,
    cache::CachedCredentials,
    chain::DefaultCredentials,
    container::ContainerCredentials,
    environment::EnvironmentCredentials,
    imds::InstanceCredentials,
    profile::ProfileCredentials,
    sso_token::SsoTokenProvider,
    sts::{CallerIdentity, WebIdentityCredentials},
};
#[cfg(not(feature = "credentials"))]
pub(crate) use chain::default_tokens;
pub(crate) use chain::{chosen_source, default_credentials};
pub(crate) use provide::NO_CREDENTIALS;
pub use provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
#[cfg(feature = "credentials")]
pub(crate) use sso_token::default_tokens;
#[cfg(feature = "credentials")]
pub(crate) use sts::caller_identity;
