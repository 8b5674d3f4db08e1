//! The effective settings of a configuration, and where each comes from.

use super::builder::{Config, ConfigBuilder};
use crate::auth::chosen_source;
use crate::endpoint::Origin;
use crate::platform::profile_file::SelectedBy;
use std::fmt;

/// The effective settings of a configuration, where each comes from, and which sources it overrides.
/// `Display` shows it like `aws configure list`; it contains no secrets.
///
/// ```
/// # use shapewright_runtime::config::Config;
/// # use shapewright_runtime::platform::Environment;
/// # fn main() -> Result<(), shapewright_runtime::platform::ProfileError> {
/// let environment: Environment = [("AWS_REGION", "eu-west-1")].into_iter().collect();
/// let config = Config::load_from(environment)?.build();
/// println!("{}", config.explain());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// The settings, by name.
    pub settings: Vec<Setting>,
    /// Why calls with this configuration fail, if they do.
    pub problem: Option<String>,
}

/// A setting of a configuration.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Setting {
    /// Its name, such as `region`.
    pub name: &'static str,
    /// Its value; `None` if it is not set. Of an access key, the last four characters.
    pub value: Option<String>,
    /// Where it comes from, such as `AWS_REGION`.
    pub origin: String,
    /// The sources that were not used, and why.
    pub passed_over: Vec<String>,
}

impl Config {
    /// Explains the effective settings, where each comes from, and which sources it overrides. No request is
    /// sent.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let parts = self.parts();
        let mut settings = vec![profile(parts)];
        for (name, property, value, variables) in [
            (
                "region",
                "region",
                parts.endpoint.region.clone(),
                &super::settings::REGION[..],
            ),
            (
                "fips",
                "use_fips_endpoint",
                parts.endpoint.use_fips.map(|flag| flag.to_string()),
                &["AWS_USE_FIPS_ENDPOINT"],
            ),
            (
                "dual stack",
                "use_dualstack_endpoint",
                parts.endpoint.use_dual_stack.map(|flag| flag.to_string()),
                &["AWS_USE_DUALSTACK_ENDPOINT"],
            ),
        ] {
            settings.push(found(parts, name, property, value, variables));
        }
        settings.push(endpoint(parts));
        settings.extend(files(parts));
        let (credentials, problem) = credentials(self);
        settings.insert(1, credentials);
        Explanation {
            settings,
            problem: parts.endpoint.problem.clone().or(problem),
        }
    }
}

fn profile(parts: &ConfigBuilder) -> Setting {
    let profiles = &parts.endpoint.profiles;
    let (origin, first) = match profiles.selected_by() {
        SelectedBy::Code => ("set in code".to_owned(), None),
        SelectedBy::Variable(variable) => (variable.to_owned(), Some(variable)),
        SelectedBy::Nobody => ("nobody selects another".to_owned(), None),
    };
    let is_code = profiles.selected_by() == SelectedBy::Code;
    let others = ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"]
        .into_iter()
        .filter(|variable| is_code || first.is_some_and(|first| first != *variable))
        .filter_map(|variable| {
            Some(format!(
                "{variable}={}",
                parts.endpoint.environment.raw(variable)?
            ))
        });
    Setting {
        name: "profile",
        value: Some(profiles.selected().to_owned()),
        origin,
        passed_over: others.collect(),
    }
}

fn describe(parts: &ConfigBuilder, origin: Origin) -> String {
    match origin {
        Origin::Variable(variable) => variable.to_owned(),
        Origin::Profile(file) => {
            format!(
                "profile `{}`, {file} file",
                parts.endpoint.profiles.selected()
            )
        }
    }
}

/// A setting that may have been found, and what it hides.
fn found(
    parts: &ConfigBuilder,
    name: &'static str,
    property: &'static str,
    value: Option<String>,
    variables: &[&'static str],
) -> Setting {
    let taken = parts.found.origin(property);
    let origin = match (&value, taken) {
        (None, _) => "not set".to_owned(),
        (Some(_), Some(origin)) => describe(parts, origin),
        (Some(_), None) => "set in code".to_owned(),
    };
    let profiles = &parts.endpoint.profiles;
    let in_profile = || {
        let value = profiles.property(profiles.selected(), property)?;
        let file = profiles.file_of(profiles.selected(), property)?;
        Some((Origin::Profile(file), value))
    };
    let set = variables.iter().filter_map(|variable| {
        let value = parts.endpoint.environment.raw(variable)?;
        Some((Origin::Variable(variable), value))
    });
    let others = set.chain(in_profile());
    let passed_over = others
        .filter(|(origin, _)| Some(*origin) != taken)
        .map(|(origin, value)| format!("{}={value}", describe(parts, origin)))
        .collect();
    Setting {
        name,
        value,
        origin,
        passed_over,
    }
}

fn endpoint(parts: &ConfigBuilder) -> Setting {
    let (value, origin) = match &parts.endpoint.url {
        Some(url) => (Some(url.clone()), "set in code".to_owned()),
        None => match parts.endpoint.find(&["AWS_ENDPOINT_URL"], "endpoint_url") {
            Some((url, origin)) if !url.is_empty() => {
                (Some(url.to_owned()), describe(parts, origin))
            }
            _ => (None, "not set".to_owned()),
        },
    };
    Setting {
        name: "endpoint",
        value,
        origin,
        passed_over: Vec::new(),
    }
}

fn files(parts: &ConfigBuilder) -> impl Iterator<Item = Setting> + '_ {
    parts
        .endpoint
        .profiles
        .paths()
        .iter()
        .map(|(file, path, is_read)| {
            let (name, variable) = file.names();
            let origin = match parts.endpoint.environment.raw(variable) {
                Some(_) => variable,
                None => "the usual path",
            };
            let absent = if *is_read { "" } else { ", not there" };
            Setting {
                name,
                value: Some(path.display().to_string()),
                origin: format!("{origin}{absent}"),
                passed_over: Vec::new(),
            }
        })
}

fn credentials(config: &Config) -> (Setting, Option<String>) {
    let mut setting = Setting {
        name: "credentials",
        value: None,
        origin: "not set".to_owned(),
        passed_over: Vec::new(),
    };
    let parts = config.parts();
    if parts.credentials.is_some() {
        "set in code".clone_into(&mut setting.origin);
    }
    if parts.default_credentials {
        match chosen_source(config.credential_context()) {
            Some(Ok(chosen)) => {
                setting.value = chosen.key.as_deref().map(masked);
                setting.origin = chosen.source;
                setting.passed_over = chosen.passed_over;
            }
            Some(Err(error)) => {
                "none: see the problem".clone_into(&mut setting.origin);
                return (setting, Some(error.to_string()));
            }
            None => {}
        }
    }
    (setting, None)
}

/// The last four characters, as `aws configure list` shows them.
fn masked(key: &str) -> String {
    let count = key.chars().count();
    let end: String = key.chars().skip(count.saturating_sub(4)).collect();
    format!("****************{end}")
}

impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for setting in &self.settings {
            let value = setting.value.as_deref().unwrap_or("<not set>");
            let (name, origin) = (setting.name, &setting.origin);
            writeln!(formatter, "{name:<17} {value:<24} {origin}")?;
            for other in &setting.passed_over {
                writeln!(formatter, "{:<17} {:<24} passed over: {other}", "", "")?;
            }
        }
        match &self.problem {
            Some(problem) => writeln!(formatter, "problem: {problem}"),
            None => Ok(()),
        }
    }
}
