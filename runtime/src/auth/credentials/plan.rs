//! Which source of credentials is set up: the order is that of the AWS CLI, and nothing is asked yet.

use super::container;
use super::container::ContainerCredentials;
use super::document::non_empty;
use super::environment;
use super::environment::EnvironmentCredentials;
use super::files;
use super::imds;
use super::imds::InstanceCredentials;
use super::login;
use super::process;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use super::sso;
use super::sts;
use crate::platform::profile_file::{File, SelectedBy};
use crate::platform::{BoxFuture, Environment, Profiles};
use std::fmt;

/// Where the credentials come from.
#[derive(Debug)]
pub(crate) enum Source<'a> {
    Environment,
    Keys {
        profile: &'a str,
        file: File,
        keys: Credentials,
    },
    Sso(sso::Account<'a>),
    Login(login::Session<'a>),
    Process {
        profile: &'a str,
        command_line: &'a str,
    },
    WebIdentity(sts::WebIdentity<'a>),
    Role {
        profile: &'a str,
        role: sts::Role<'a>,
        source: Box<Source<'a>>,
    },
    Container,
    Instance,
}

/// Whether the environment's variables count beside a profile.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Variables {
    Count,
    Ignored,
}

/// The source, and why those before it were passed over.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) passed_over: Vec<String>,
}

impl Plan<'_> {
    /// The access key id, where it is known before anybody is asked.
    pub(crate) fn key<'a>(&'a self, environment: &'a Environment) -> Option<&'a str> {
        match &self.source {
            Source::Keys { keys, .. } => Some(keys.access_key_id()),
            Source::Environment => environment.get("AWS_ACCESS_KEY_ID"),
            _ => None,
        }
    }
}

/// Looks at all sources in their order.
pub(crate) fn default_source(context: CredentialContext<'_>) -> Result<Plan<'_>, CredentialsError> {
    let (environment, profiles) = (context.environment(), context.profiles());
    if let Some(reason) = profiles.missing() {
        return Err(CredentialsError::failed(reason));
    }
    imds::check(context.settings)?;
    let variables = match profiles.selected_by() {
        SelectedBy::Code => Variables::Ignored,
        SelectedBy::Variable(_) | SelectedBy::Nobody => Variables::Count,
    };
    let mut passed_over = Vec::new();
    let found = |source, passed_over| {
        Ok(Plan {
            source,
            passed_over,
        })
    };
    match variables {
        Variables::Ignored if environment.get("AWS_ACCESS_KEY_ID").is_some() => {
            let reason = "AWS_ACCESS_KEY_ID, as the code selects a profile";
            passed_over.push(reason.to_owned());
        }
        Variables::Count if environment.get("AWS_ACCESS_KEY_ID").is_some() => {
            return found(Source::Environment, passed_over);
        }
        _ => passed_over.push(environment::NO_KEY.to_owned()),
    }
    let name = profiles.selected();
    if let Some(source) = profile_source(environment, profiles, name, variables)? {
        return found(source, passed_over);
    }
    passed_over.push(nothing_in(profiles, name));
    passed_over.push("the environment names no web identity".to_owned());
    if container::is_named(environment) {
        return found(Source::Container, passed_over);
    }
    passed_over.push(container::NOT_NAMED.to_owned());
    found(Source::Instance, passed_over)
}

/// The source that a profile alone sets up.
pub(super) fn source_of_profile<'a>(
    context: CredentialContext<'a>,
    name: &'a str,
) -> Result<Source<'a>, CredentialsError> {
    let (environment, profiles) = (context.environment(), context.profiles());
    profile_source(environment, profiles, name, Variables::Ignored)?
        .ok_or_else(|| CredentialsError::NotConfigured(nothing_in(profiles, name)))
}

fn nothing_in(profiles: &Profiles, name: &str) -> String {
    if profiles.contains(name) {
        format!("profile `{name}` has no credentials")
    } else {
        format!("there is no profile `{name}`")
    }
}

fn profile_source<'a>(
    environment: &'a Environment,
    profiles: &'a Profiles,
    name: &'a str,
    variables: Variables,
) -> Result<Option<Source<'a>>, CredentialsError> {
    if has_role(profiles, name) {
        let mut visited = vec![name];
        return role(profiles, name, &mut visited).map(Some);
    }
    without_role(environment, profiles, name, variables)
}

fn has_role(profiles: &Profiles, name: &str) -> bool {
    profiles.has(name, "role_arn") && !profiles.has(name, "web_identity_token_file")
}

/// What a profile has apart from a role to assume with the credentials of another source.
fn without_role<'a>(
    environment: &'a Environment,
    profiles: &'a Profiles,
    name: &'a str,
    variables: Variables,
) -> Result<Option<Source<'a>>, CredentialsError> {
    if let Some(identity) = web_identity(environment, profiles, name, variables)? {
        return Ok(Some(Source::WebIdentity(identity)));
    }
    if let Some(account) = sso::Account::of(profiles, name)? {
        return Ok(Some(Source::Sso(account)));
    }
    let keys = |file| {
        let keys = files::keys(profiles, file, name)?;
        Ok::<_, CredentialsError>(keys.map(|keys| Source::Keys {
            profile: name,
            file,
            keys,
        }))
    };
    if let Some(source) = keys(File::Credentials)? {
        return Ok(Some(source));
    }
    if let Some(session) = login::Session::of(profiles, name) {
        return Ok(Some(Source::Login(session)));
    }
    if let Some(command_line) = profiles.property(name, "credential_process") {
        return Ok(Some(Source::Process {
            profile: name,
            command_line,
        }));
    }
    keys(File::Config)
}

fn web_identity<'a>(
    environment: &'a Environment,
    profiles: &'a Profiles,
    name: &'a str,
    variables: Variables,
) -> Result<Option<sts::WebIdentity<'a>>, CredentialsError> {
    let get = |variable: &str, property: &str| {
        let variable = match variables {
            Variables::Count => environment.raw(variable),
            Variables::Ignored => None,
        };
        variable.or_else(|| profiles.property(name, property))
    };
    let token_file = get("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
    let Some(token_file) = token_file.filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let role_arn = get("AWS_ROLE_ARN", "role_arn").filter(|arn| !arn.is_empty());
    Ok(Some(sts::WebIdentity {
        token_file,
        role_arn: role_arn.ok_or_else(|| {
            CredentialsError::failed(format!(
                "there is a web identity (`{token_file}`) and no role for it: neither AWS_ROLE_ARN nor \
                 `role_arn` of profile `{name}` is set"
            ))
        })?,
        session_name: get("AWS_ROLE_SESSION_NAME", "role_session_name"),
    }))
}

/// The role of a profile, and whose credentials it is assumed with.
fn role<'a>(
    profiles: &'a Profiles,
    name: &'a str,
    visited: &mut Vec<&'a str>,
) -> Result<Source<'a>, CredentialsError> {
    let get = |property| profiles.property(name, property);
    let failed = |reason: String| Err(CredentialsError::failed(reason));
    let source = match (get("source_profile"), get("credential_source")) {
        (Some(_), Some(_)) => {
            return failed(format!(
                "profile `{name}` has both a source_profile and a credential_source"
            ));
        }
        (None, None) => {
            return failed(format!(
                "profile `{name}` has a role_arn, and neither source_profile nor credential_source"
            ));
        }
        (None, Some(source)) => named(name, source)?,
        (Some(source), None) => source_profile(profiles, name, source, visited)?,
    };
    if get("mfa_serial").is_some() {
        return failed(format!(
            "profile `{name}` needs a code from an MFA device, which nobody can be asked for"
        ));
    }
    let duration = get("duration_seconds").filter(|text| text.trim().parse::<i64>().is_ok());
    Ok(Source::Role {
        profile: name,
        role: sts::Role {
            arn: get("role_arn").unwrap_or_default(),
            session_name: get("role_session_name"),
            external_id: get("external_id"),
            duration_seconds: duration.map(str::trim),
        },
        source: Box::new(source),
    })
}

fn named<'a>(profile: &str, source: &str) -> Result<Source<'a>, CredentialsError> {
    match source {
        "Environment" => Ok(Source::Environment),
        "EcsContainer" => Ok(Source::Container),
        "Ec2InstanceMetadata" => Ok(Source::Instance),
        other => Err(CredentialsError::failed(format!(
            "profile `{profile}`: `{other}` is not a credential_source: Environment, EcsContainer and \
             Ec2InstanceMetadata are"
        ))),
    }
}

fn source_profile<'a>(
    profiles: &'a Profiles,
    profile: &'a str,
    source: &'a str,
    visited: &mut Vec<&'a str>,
) -> Result<Source<'a>, CredentialsError> {
    let failed = |reason: String| Err(CredentialsError::failed(reason));
    if !profiles.contains(source) {
        return failed(format!(
            "profile `{profile}` has `source_profile = {source}`, and there is no profile `{source}`"
        ));
    }
    let has_keys = ["aws_access_key_id", "aws_secret_access_key"]
        .iter()
        .any(|name| profiles.has(source, name));
    // A profile may assume a role with its own access key.
    if visited.contains(&source) && !(source == profile && has_keys) {
        visited.push(source);
        return failed(format!(
            "profile `{source}` is its own source: {}",
            visited.join(" -> ")
        ));
    }
    visited.push(source);
    if !has_keys && has_role(profiles, source) {
        return role(profiles, source, visited);
    }
    static NOTHING: Environment = Environment::empty();
    let found = without_role(&NOTHING, profiles, source, Variables::Ignored)?;
    found.ok_or_else(|| {
        CredentialsError::failed(format!(
            "profile `{source}`, the source_profile of `{profile}`, has no credentials"
        ))
    })
}

impl Source<'_> {
    /// Asks the source.
    pub(super) fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            match self {
                Self::Environment => EnvironmentCredentials.credentials(context).await,
                Self::Keys { keys, .. } => Ok(keys.clone()),
                Self::Sso(account) => account.credentials(context).await,
                Self::Login(session) => session.credentials(context).await,
                Self::Process {
                    command_line,
                    profile,
                } => {
                    let credentials = process::credentials(command_line).await?;
                    let account = context.profiles().property(profile, "aws_account_id");
                    Ok(match credentials.account_id() {
                        Some(_) => credentials,
                        None => credentials.with_account_id(non_empty(account)),
                    })
                }
                Self::WebIdentity(identity) => identity.credentials(context).await,
                Self::Role {
                    profile,
                    role,
                    source,
                } => {
                    let base = source.credentials(context).await.map_err(|error| {
                        // Somebody who is to assume a role is never somebody else instead.
                        CredentialsError::failed(format!("profile `{profile}`: {source}: {error}"))
                    })?;
                    sts::assume_role(context, &base, role).await
                }
                Self::Container => ContainerCredentials.credentials(context).await,
                Self::Instance => InstanceCredentials.credentials(context).await,
            }
        })
    }
}

impl fmt::Display for Source<'_> {
    /// Without secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => formatter.write_str("AWS_ACCESS_KEY_ID in the environment"),
            Self::Keys { profile, file, .. } => {
                write!(
                    formatter,
                    "the access key of profile `{profile}` in the {file} file"
                )
            }
            Self::Sso(account) => account.fmt(formatter),
            Self::Login(session) => session.fmt(formatter),
            Self::Process {
                profile,
                command_line,
            } => {
                let program = command_line.split_whitespace().next().unwrap_or_default();
                write!(formatter, "the program `{program}` of profile `{profile}`")
            }
            Self::WebIdentity(identity) => write!(
                formatter,
                "the role {} for the web identity in `{}`",
                identity.role_arn, identity.token_file
            ),
            Self::Role {
                profile,
                role,
                source,
            } => write!(
                formatter,
                "the role {} of profile `{profile}`, assumed with {source}",
                role.arn
            ),
            Self::Container => formatter.write_str("the container's endpoint"),
            Self::Instance => formatter.write_str("the instance metadata service"),
        }
    }
}
