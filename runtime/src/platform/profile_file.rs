//! AWS's shared config and credentials files, and the profiles in them.

use super::environment::Environment;
use super::ini::{Ini, IniError, Properties, Value};
use super::shell;
use super::sorted_map::SortedMap;
use std::fmt;
use std::path::PathBuf;

/// The profiles and other sections of AWS's shared files. `Debug` shows no values, as some are secret.
#[derive(Clone, Default)]
pub struct Profiles {
    config: Sections,
    credentials: Sections,
    sso_sessions: Sections,
    services: Sections,
    selected: Option<Selected>,
    paths: Vec<(File, PathBuf, bool)>,
}

/// Sections by name.
type Sections = SortedMap<String, Properties>;

/// Which of the two files.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum File {
    Config,
    Credentials,
}

/// The profile that somebody asked for by its name.
#[derive(Clone, Debug)]
struct Selected {
    name: String,
    by: SelectedBy,
}

/// Who selected a profile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum SelectedBy {
    Nobody,
    Variable(&'static str),
    Code,
}

/// A shared file that cannot be read.
#[derive(Debug)]
pub struct ProfileError {
    path: PathBuf,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    Encoding,
    Line(IniError),
}

impl fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.problem {
            Problem::Encoding => write!(formatter, "{path}: it is not UTF-8"),
            Problem::Line(error) => write!(formatter, "{path}:{}: {}", error.line, error.problem),
        }
    }
}

impl std::error::Error for ProfileError {}

impl Profiles {
    /// Reads the files that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, by default
    /// `~/.aws/config` and `~/.aws/credentials`, as the AWS CLI does. A file that does not exist, or cannot
    /// be opened, counts as empty. `AWS_DEFAULT_PROFILE` or `AWS_PROFILE` selects the profile.
    ///
    /// # Errors
    /// A file is not UTF-8, a line is no section, property or comment, or a section or property occurs twice.
    pub fn read(environment: &Environment) -> Result<Self, ProfileError> {
        let mut profiles = Self {
            selected: ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"]
                .into_iter()
                .find_map(|variable| {
                    let name = environment.raw(variable)?.to_owned();
                    let by = SelectedBy::Variable(variable);
                    Some(Selected { name, by })
                }),
            ..Self::default()
        };
        for file in [File::Config, File::Credentials] {
            let (variable, usual) = file.location();
            let path = environment.raw(variable).unwrap_or(usual);
            let path = PathBuf::from(shell::expand(path, environment));
            // A pipe is no file: opening it may wait for ever.
            let content = match path.is_file() {
                true => std::fs::read(&path).ok(),
                false => None,
            };
            profiles.paths.push((file, path.clone(), content.is_some()));
            let parsed = content.map(|content| {
                let text = String::from_utf8(content).map_err(|_| Problem::Encoding)?;
                profiles.add(&text, file).map_err(Problem::Line)
            });
            parsed
                .transpose()
                .map_err(|problem| ProfileError { path, problem })?;
        }
        Ok(profiles)
    }

    fn add(&mut self, text: &str, file: File) -> Result<(), IniError> {
        for (header, properties) in Ini::parse(text)?.sections {
            let (sections, name) = match file {
                File::Credentials => (&mut self.credentials, header),
                File::Config if header == "default" => (&mut self.config, header),
                File::Config => {
                    let sections = if header.starts_with("profile") {
                        &mut self.config
                    } else if header.starts_with("sso-session") {
                        &mut self.sso_sessions
                    } else if header.starts_with("services") {
                        &mut self.services
                    } else {
                        continue;
                    };
                    let Some(name) = second_word(&header) else {
                        continue;
                    };
                    (sections, name)
                }
            };
            sections.insert(name, properties);
        }
        Ok(())
    }

    /// The name of the selected profile.
    #[must_use]
    pub fn selected(&self) -> &str {
        self.selected
            .as_ref()
            .map_or("default", |selected| &selected.name)
    }

    /// Who selected the profile.
    pub(crate) fn selected_by(&self) -> SelectedBy {
        self.selected
            .as_ref()
            .map_or(SelectedBy::Nobody, |selected| selected.by)
    }

    /// A property of the selected profile; `None` if it is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.property(self.selected(), name)
            .filter(|value| !value.is_empty())
    }

    /// Why there is no selected profile, where somebody asked for it.
    pub(crate) fn missing(&self) -> Option<String> {
        let selected = self.selected.as_ref()?;
        let name = &selected.name;
        if self.contains(name) {
            return None;
        }
        let asked = match selected.by {
            SelectedBy::Variable(variable) => format!(", which {variable} selects"),
            SelectedBy::Code | SelectedBy::Nobody => String::new(),
        };
        let files = self.paths.iter().map(|(_, path, is_there)| {
            let absent = if *is_there { "" } else { " (no such file)" };
            format!("{}{absent}", path.display())
        });
        let files: Vec<_> = files.collect();
        Some(format!(
            "there is no profile `{name}`{asked}, in {}",
            files.join(" and ")
        ))
    }

    /// Whether there is a profile of this name.
    pub(crate) fn contains(&self, profile: &str) -> bool {
        self.config.get(profile).is_some() || self.credentials.get(profile).is_some()
    }

    /// Whether a profile has a property, be it empty.
    pub(crate) fn has(&self, profile: &str, name: &str) -> bool {
        self.value(profile, name).is_some()
    }

    /// A property of a profile, where `credentials` goes before `config`; it may be empty.
    pub(crate) fn property(&self, profile: &str, name: &str) -> Option<&str> {
        text(self.value(profile, name)?)
    }

    /// A property of a block of the selected profile, such as `addressing_style` of `s3 =`.
    pub(crate) fn block(&self, block: &str, name: &str) -> Option<&str> {
        match self.value(self.selected(), block)? {
            Value::Block(block) => block.get(name).map(String::as_str),
            Value::Text(_) => None,
        }
    }

    fn value(&self, profile: &str, name: &str) -> Option<&Value> {
        [&self.credentials, &self.config]
            .into_iter()
            .find_map(|sections| sections.get(profile)?.get(name))
    }

    /// Which file a property of a profile is from.
    pub(crate) fn file_of(&self, profile: &str, name: &str) -> Option<File> {
        [File::Credentials, File::Config]
            .into_iter()
            .find(|file| self.in_file(*file, profile, name).is_some())
    }

    /// A property that a profile has in one of the files; it may be empty.
    pub(crate) fn in_file(&self, file: File, profile: &str, name: &str) -> Option<&str> {
        let sections = match file {
            File::Config => &self.config,
            File::Credentials => &self.credentials,
        };
        text(sections.get(profile)?.get(name)?)
    }

    /// The paths of both files, and whether there are such files.
    pub(crate) fn paths(&self) -> &[(File, PathBuf, bool)] {
        &self.paths
    }

    /// The properties of an SSO session.
    pub(crate) fn sso_session(&self, session: &str) -> Option<Vec<(&str, &str)>> {
        let properties = self.sso_sessions.get(session)?.iter();
        let texts = properties.filter_map(|(name, value)| Some((name.as_str(), text(value)?)));
        Some(texts.collect())
    }

    /// Whether the selected profile refers to services, be it by an empty name, which is an error.
    pub(crate) fn has_services(&self) -> bool {
        self.property(self.selected(), "services").is_some()
    }

    /// The endpoint that the selected profile has for a service, such as `imagebuilder`.
    ///
    /// # Errors
    /// The profile refers to services that are not there.
    pub(crate) fn service_endpoint(&self, service: &str) -> Result<Option<&str>, String> {
        let Some(name) = self.property(self.selected(), "services") else {
            return Ok(None);
        };
        let services = self
            .services
            .get(name)
            .filter(|services| !services.is_empty());
        let services = services.ok_or_else(|| {
            format!(
                "profile `{}` has `services = {name}`, and there is no section `[services {name}]`",
                self.selected()
            )
        })?;
        Ok(match services.get(service) {
            Some(Value::Block(block)) => block.get("endpoint_url").map(String::as_str),
            _ => None,
        })
    }

    /// Selects a profile by its name, whatever the environment says.
    pub(crate) fn select(&mut self, profile: impl Into<String>) {
        self.selected = Some(Selected {
            name: profile.into(),
            by: SelectedBy::Code,
        });
    }
}

impl File {
    /// The variable with its path, and the usual path.
    fn location(self) -> (&'static str, &'static str) {
        match self {
            Self::Config => ("AWS_CONFIG_FILE", "~/.aws/config"),
            Self::Credentials => ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
        }
    }
}

impl File {
    /// What the file is called, and the variable with its path.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Config => ("config file", self.location().0),
            Self::Credentials => ("credentials file", self.location().0),
        }
    }
}

impl fmt::Display for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Config => "config",
            Self::Credentials => "credentials",
        })
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Block(_) => None,
    }
}

/// `dev` of `profile dev` and `profile "dev"`; `None` where it is not the last word.
fn second_word(header: &str) -> Option<String> {
    let words: [String; 2] = shell::words(header).ok()?.try_into().ok()?;
    let [_, name] = words;
    Some(name)
}

impl fmt::Debug for Profiles {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Profiles")
            .field("selected", &self.selected())
            .field("config", &self.config.keys().collect::<Vec<_>>())
            .field("credentials", &self.credentials.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Profiles as they are in a `config` file.
    pub(crate) fn config(text: &str) -> Profiles {
        let mut profiles = Profiles::default();
        assert_eq!(profiles.add(text, File::Config), Ok(()));
        profiles
    }

    #[test]
    fn sections_and_properties_are_found() {
        let mut profiles = config(
            "# comment\n\
             [default]\nregion = eu-west-1\nempty =\n\
             [profile \"dev\"]\nregion=us-east-2\nservices = local\nsecret = a#b\n\
             [stray]\nregion = nowhere\n[profile un'finished]\n[profile a b]\n\
             [services local]\nimagebuilder =\n  endpoint_url = http://localhost:1\n\
             [sso-session corp]\nsso_region = us-east-1\n",
        );
        assert_eq!(profiles.get("region"), Some("eu-west-1"));
        assert_eq!(profiles.get("empty"), None);
        assert_eq!(profiles.property("default", "empty"), Some(""));
        assert_eq!(profiles.config.keys().count(), 2);
        assert_eq!(
            profiles.sso_session("corp"),
            Some(vec![("sso_region", "us-east-1")])
        );
        profiles.select("dev");
        assert_eq!(profiles.get("region"), Some("us-east-2"));
        assert_eq!(profiles.get("secret"), Some("a#b"));
        assert_eq!(
            profiles.service_endpoint("imagebuilder"),
            Ok(Some("http://localhost:1"))
        );
        assert_eq!(profiles.service_endpoint("ec2"), Ok(None));
        assert!(profiles.missing().is_none());
        profiles.select("nobody");
        assert!(profiles.missing().is_some());
    }

    #[test]
    fn credentials_go_over_config() {
        let mut profiles = config("[default]\naws_access_key_id = A\nregion = r\n");
        let parsed = profiles.add(
            "[default]\naws_access_key_id = B\n[dev]\n[profile x]\n",
            File::Credentials,
        );
        assert_eq!(parsed, Ok(()));
        assert_eq!(profiles.get("aws_access_key_id"), Some("B"));
        let key = |file| profiles.in_file(file, "default", "aws_access_key_id");
        assert_eq!(key(File::Config), Some("A"));
        assert_eq!(key(File::Credentials), Some("B"));
        assert_eq!(profiles.get("region"), Some("r"));
        assert!(profiles.contains("dev") && profiles.contains("profile x"));
        assert!(!format!("{profiles:?}").contains("\"B\""));
    }

    #[test]
    fn services_that_are_not_there_are_an_error() {
        let profiles = config("[default]\nservices = none\n");
        let error = profiles
            .service_endpoint("ec2")
            .map_err(|error| error.contains("none"));
        assert_eq!(error, Err(true));
    }
}
