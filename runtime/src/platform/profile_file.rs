//! AWS's shared files, `config` and `credentials`, and the profiles in them.

use super::environment::Environment;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The profiles and other sections of both files. `Debug` shows no values, as some are secret.
#[derive(Clone, Default)]
pub struct Profiles {
    sections: BTreeMap<Section, Properties>,
    selected: Option<String>,
}

/// A section of the files: `[profile NAME]`, `[sso-session NAME]`, `[services NAME]`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Section {
    kind: SectionKind,
    name: String,
}

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum SectionKind {
    Profile,
    SsoSession,
    Services,
}

/// Values by name. A name within a nested block is `BLOCK.NAME`.
type Properties = BTreeMap<String, String>;

/// Which of the two files a text is of: they name their profiles in different ways.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum File {
    Config,
    Credentials,
}

/// A shared file that cannot be read.
#[derive(Debug)]
pub struct ProfileError {
    path: PathBuf,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    Unreadable(io::Error),
    Line(usize, &'static str),
}

impl fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.problem {
            Problem::Unreadable(error) => write!(formatter, "{path}: {error}"),
            Problem::Line(number, problem) => write!(formatter, "{path}:{number}: {problem}"),
        }
    }
}

impl std::error::Error for ProfileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            Problem::Unreadable(error) => Some(error),
            Problem::Line(..) => None,
        }
    }
}

impl Profiles {
    /// Reads the files that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, by default
    /// `~/.aws/config` and `~/.aws/credentials`. A file that does not exist is empty. `AWS_PROFILE`
    /// selects a profile.
    ///
    /// # Errors
    /// A file cannot be read, or a line in it is no section, property or comment.
    pub fn read(environment: &Environment) -> Result<Self, ProfileError> {
        let mut profiles = Self {
            selected: environment.get("AWS_PROFILE").map(str::to_owned),
            ..Self::default()
        };
        for (variable, name, file) in [
            ("AWS_CONFIG_FILE", "config", File::Config),
            (
                "AWS_SHARED_CREDENTIALS_FILE",
                "credentials",
                File::Credentials,
            ),
        ] {
            let path = match environment.get(variable) {
                Some(path) => expand_home(path, environment),
                None => in_aws_folder(name, environment),
            };
            let Some(path) = path else { continue };
            profiles.read_file(&path, file)?;
        }
        Ok(profiles)
    }

    fn read_file(&mut self, path: &Path, file: File) -> Result<(), ProfileError> {
        let failed = |problem| ProfileError {
            path: path.to_owned(),
            problem,
        };
        match std::fs::read_to_string(path) {
            Ok(text) => self
                .parse(&text, file)
                .map_err(|(line, problem)| failed(Problem::Line(line, problem))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed(Problem::Unreadable(error))),
        }
    }

    fn parse(&mut self, text: &str, file: File) -> Result<(), (usize, &'static str)> {
        let mut section = None;
        let mut block: Option<String> = None;
        for (index, line) in text.lines().enumerate() {
            let problem = |text| (index + 1, text);
            let content = without_comment(line);
            if content.trim().is_empty() {
                continue;
            }
            if let Some(header) = content.trim().strip_prefix('[') {
                let header = header
                    .strip_suffix(']')
                    .ok_or_else(|| problem("a section needs a `]` at its end"))?;
                section = Section::parse(header, file);
                block = None;
                if let Some(section) = &section {
                    self.sections.entry(section.clone()).or_default();
                }
                continue;
            }
            let (name, value) = content
                .split_once('=')
                .ok_or_else(|| problem("a property needs a `=`"))?;
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
            let Some(section) = &section else { continue };
            let properties = self.sections.entry(section.clone()).or_default();
            if content.starts_with([' ', '\t']) {
                let block = block
                    .as_ref()
                    .ok_or_else(|| problem("an indented property needs one to belong to"))?;
                properties.insert(format!("{block}.{name}"), value);
            } else {
                block = Some(name.clone());
                properties.insert(name, value);
            }
        }
        Ok(())
    }

    /// The name of the selected profile.
    #[must_use]
    pub fn selected(&self) -> &str {
        self.selected.as_deref().unwrap_or("default")
    }

    /// Whether somebody asked for the selected profile by its name.
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        self.selected.is_some()
    }

    /// A property of the selected profile.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.property(self.selected(), name)
    }

    /// Whether there is a profile of this name.
    #[must_use]
    pub fn contains(&self, profile: &str) -> bool {
        self.section(SectionKind::Profile, profile).is_some()
    }

    /// A property of a profile.
    #[must_use]
    pub fn property(&self, profile: &str, name: &str) -> Option<&str> {
        value(self.section(SectionKind::Profile, profile)?, name)
    }

    /// A property of an SSO session.
    #[must_use]
    pub fn sso_session(&self, session: &str, name: &str) -> Option<&str> {
        value(self.section(SectionKind::SsoSession, session)?, name)
    }

    /// The endpoint that the selected profile has for a service, such as `imagebuilder`.
    pub(crate) fn service_endpoint(&self, service: &str) -> Option<&str> {
        let services = self.section(SectionKind::Services, self.get("services")?)?;
        value(services, &format!("{service}.endpoint_url"))
    }

    fn section(&self, kind: SectionKind, name: &str) -> Option<&Properties> {
        let name = name.to_owned();
        self.sections.get(&Section { kind, name })
    }

    /// Selects a profile by its name.
    pub(crate) fn select(&mut self, profile: impl Into<String>) {
        self.selected = Some(profile.into());
    }
}

fn value<'a>(properties: &'a Properties, name: &str) -> Option<&'a str> {
    let value = properties.get(name)?;
    Some(value.as_str()).filter(|value| !value.is_empty())
}

impl Section {
    /// `None` for a section that is none of ours.
    fn parse(header: &str, file: File) -> Option<Self> {
        let (kind, name) = match (file, header.trim().split_once(char::is_whitespace)) {
            (File::Credentials, _) => (SectionKind::Profile, header),
            (File::Config, None) if header.trim() == "default" => (SectionKind::Profile, header),
            (File::Config, Some(("profile", name))) => (SectionKind::Profile, name),
            (File::Config, Some(("sso-session", name))) => (SectionKind::SsoSession, name),
            (File::Config, Some(("services", name))) => (SectionKind::Services, name),
            (File::Config, _) => return None,
        };
        let name = name.trim().trim_matches(['"', '\'']).to_owned();
        Some(Self { kind, name })
    }
}

/// The line up to a `#` or `;` that begins it or follows white space.
fn without_comment(line: &str) -> &str {
    let mut previous = ' ';
    for (index, character) in line.char_indices() {
        if matches!(character, '#' | ';') && previous.is_whitespace() {
            return line.get(..index).unwrap_or(line);
        }
        previous = character;
    }
    line
}

/// The user's folder.
pub(crate) fn home(environment: &Environment) -> Option<PathBuf> {
    ["HOME", "USERPROFILE"]
        .iter()
        .find_map(|name| environment.get(name))
        .map(PathBuf::from)
}

fn in_aws_folder(name: &str, environment: &Environment) -> Option<PathBuf> {
    Some(home(environment)?.join(".aws").join(name))
}

pub(crate) fn expand_home(path: &str, environment: &Environment) -> Option<PathBuf> {
    match path.strip_prefix("~/") {
        Some(rest) => Some(home(environment)?.join(rest)),
        None => Some(PathBuf::from(path)),
    }
}

impl fmt::Debug for Profiles {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Profiles")
            .field("selected", &self.selected())
            .field("sections", &self.sections.keys())
            .finish()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Profiles as they are in a `config` file.
    pub(crate) fn config(text: &str) -> Profiles {
        let mut profiles = Profiles::default();
        assert_eq!(profiles.parse(text, File::Config), Ok(()));
        profiles
    }

    #[test]
    fn sections_and_properties_are_found() {
        let mut profiles = config(
            "# comment\n\
             [default]\nregion = eu-west-1 ; comment\nempty =\n\
             [profile dev]\nregion=us-east-2\nservices = local\nsecret = a#b\n\
             [stray]\nregion = nowhere\n\
             [services local]\nimagebuilder =\n  endpoint_url = http://localhost:1\n\
             [sso-session corp]\nsso_region = us-east-1\n",
        );
        assert_eq!(profiles.get("region"), Some("eu-west-1"));
        assert_eq!(profiles.get("empty"), None);
        assert!(!profiles.contains("stray"));
        assert_eq!(
            profiles.sso_session("corp", "sso_region"),
            Some("us-east-1")
        );
        profiles.select("dev");
        assert_eq!(profiles.get("region"), Some("us-east-2"));
        assert_eq!(profiles.get("secret"), Some("a#b"));
        assert_eq!(
            profiles.service_endpoint("imagebuilder"),
            Some("http://localhost:1")
        );
    }

    #[test]
    fn credentials_go_over_config() {
        let mut profiles = config("[default]\naws_access_key_id = A\nregion = r\n");
        let parsed = profiles.parse(
            "[default]\naws_access_key_id = B\n[dev]\n",
            File::Credentials,
        );
        assert_eq!(parsed, Ok(()));
        assert_eq!(profiles.get("aws_access_key_id"), Some("B"));
        assert_eq!(profiles.get("region"), Some("r"));
        assert!(profiles.contains("dev"));
        assert!(!format!("{profiles:?}").contains("\"B\""));
    }

    #[test]
    fn bad_lines_are_named() {
        let parse = |text| {
            Profiles::default()
                .parse(text, File::Config)
                .map_err(|(line, _)| line)
        };
        assert_eq!(parse("[default"), Err(1));
        assert_eq!(parse("[default]\nregion\n"), Err(2));
        assert_eq!(parse("[default]\n  region = x\n"), Err(2));
    }
}
