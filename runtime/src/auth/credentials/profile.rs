//! Credentials that a profile has, or says how to get.

use super::container::ContainerCredentials;
use super::environment::EnvironmentCredentials;
use super::imds::InstanceCredentials;
use super::process;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use super::sso;
use super::sts;
use crate::platform::{BoxFuture, Profiles};

/// Credentials of a profile in AWS's shared files: an access key, a role to assume with the credentials
/// of another profile, an SSO session, a web identity, a program to run.
#[derive(Clone, Debug, Default)]
pub struct ProfileCredentials {
    name: Option<String>,
}

impl ProfileCredentials {
    /// The credentials of the profile of this name instead of the selected one's.
    #[must_use]
    pub fn of(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
        }
    }
}

impl ProvideCredentials for ProfileCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let profiles = context.profiles();
            let name = self.name.as_deref().unwrap_or(profiles.selected());
            if !profiles.contains(name) {
                let reason = format!("there is no profile `{name}`");
                return Err(if self.name.is_some() || profiles.is_explicit() {
                    CredentialsError::failed(reason)
                } else {
                    CredentialsError::NotConfigured(reason)
                });
            }
            let plan = Plan::of(profiles, name)?;
            let mut credentials = plan.base.credentials(context).await?;
            for role in plan.roles.iter().rev() {
                credentials = sts::assume_role(context, &credentials, role).await?;
            }
            Ok(credentials)
        })
    }
}

/// Whose credentials to begin with, and the roles to assume from there, last one first.
struct Plan<'a> {
    base: Base<'a>,
    roles: Vec<sts::Role<'a>>,
}

enum Base<'a> {
    Keys(Credentials),
    Sso(sso::Account<'a>),
    WebIdentity(sts::WebIdentity<'a>),
    Process(&'a str),
    Source(&'a str),
}

impl<'a> Plan<'a> {
    fn of(profiles: &'a Profiles, name: &'a str) -> Result<Self, CredentialsError> {
        let mut roles = Vec::new();
        let mut visited: Vec<&str> = Vec::new();
        let mut name = name;
        loop {
            let get = |property| profiles.property(name, property);
            let is_known = visited.contains(&name);
            if let Some(keys) = keys(profiles, name)
                && (is_known || get("role_arn").is_none())
            {
                let base = Base::Keys(keys);
                return Ok(Self { base, roles });
            }
            if is_known {
                return Err(CredentialsError::failed(format!(
                    "profile `{name}` is its own source: {}",
                    visited.join(" -> ")
                )));
            }
            visited.push(name);
            let Some(role_arn) = get("role_arn") else {
                let base = Base::without_role(profiles, name)?;
                return Ok(Self { base, roles });
            };
            if let Some(token_file) = get("web_identity_token_file") {
                let base = Base::WebIdentity(sts::WebIdentity {
                    role_arn,
                    token_file,
                    session_name: get("role_session_name"),
                });
                return Ok(Self { base, roles });
            }
            if get("mfa_serial").is_some() {
                return Err(CredentialsError::failed(format!(
                    "profile `{name}` needs a code from an MFA device, which nobody can be asked for"
                )));
            }
            roles.push(sts::Role {
                arn: role_arn,
                session_name: get("role_session_name"),
                external_id: get("external_id"),
                duration_seconds: get("duration_seconds"),
            });
            match (get("source_profile"), get("credential_source")) {
                (Some(source), None) => name = source,
                (None, Some(source)) => {
                    let base = Base::Source(source);
                    return Ok(Self { base, roles });
                }
                _ => {
                    return Err(CredentialsError::failed(format!(
                        "profile `{name}` has a role_arn, so it needs a source_profile or a \
                         credential_source, and not both"
                    )));
                }
            }
        }
    }
}

/// The access key in a profile.
fn keys(profiles: &Profiles, name: &str) -> Option<Credentials> {
    let get = |property| profiles.property(name, property);
    let keys = Credentials::new(get("aws_access_key_id")?, get("aws_secret_access_key")?);
    Some(keys.with_session_token(get("aws_session_token").map(str::to_owned)))
}

impl<'a> Base<'a> {
    fn without_role(profiles: &'a Profiles, name: &'a str) -> Result<Self, CredentialsError> {
        if let Some(account) = sso::Account::of(profiles, name)? {
            return Ok(Self::Sso(account));
        }
        match profiles.property(name, "credential_process") {
            Some(command_line) => Ok(Self::Process(command_line)),
            None => Err(CredentialsError::NotConfigured(format!(
                "profile `{name}` has no credentials"
            ))),
        }
    }

    async fn credentials(
        &self,
        context: CredentialContext<'_>,
    ) -> Result<Credentials, CredentialsError> {
        match self {
            Self::Keys(credentials) => Ok(credentials.clone()),
            Self::Sso(account) => account.credentials(context).await,
            Self::WebIdentity(identity) => identity.credentials(context).await,
            Self::Process(command_line) => process::credentials(command_line).await,
            Self::Source("Environment") => EnvironmentCredentials.credentials(context).await,
            Self::Source("EcsContainer") => ContainerCredentials.credentials(context).await,
            Self::Source("Ec2InstanceMetadata") => InstanceCredentials.credentials(context).await,
            Self::Source(other) => Err(CredentialsError::failed(format!(
                "`{other}` is not a credential_source: Environment, EcsContainer and \
                 Ec2InstanceMetadata are"
            ))),
        }
    }
}
