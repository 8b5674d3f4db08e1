//! Environment variables.

use super::sorted_map::SortedMap;
use std::fmt;

/// A snapshot of environment variables. `Debug` shows only their names.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Environment {
    variables: SortedMap<String, String>,
}

impl Environment {
    /// The variables of this process that are Unicode. If `HOME` is not set, as for some system services, it
    /// is the user's home directory according to the system.
    #[must_use]
    pub fn of_process() -> Self {
        let mut environment: Self = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        if environment.raw("HOME").is_none()
            && let Some(home) =
                std::env::home_dir().and_then(|home| home.into_os_string().into_string().ok())
        {
            environment.variables.insert("HOME".to_owned(), home);
        }
        environment
    }

    /// No variables.
    pub(crate) const fn empty() -> Self {
        Self {
            variables: SortedMap::new(),
        }
    }

    /// The value of a variable, which may be empty; `None` where it is not set.
    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Whether there is a variable whose name begins so.
    pub(crate) fn has_any(&self, prefix: &str) -> bool {
        self.variables.keys().any(|name| name.starts_with(prefix))
    }

    /// The user's folder.
    pub(crate) fn home(&self) -> Option<&str> {
        self.raw("HOME").or_else(|| self.get("USERPROFILE"))
    }

    /// Sets a variable, for those who read this environment.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.variables.insert(name.to_owned(), value);
    }

    /// The value of a variable; `None` if it is not set or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        let variables = variables.into_iter();
        Self {
            variables: variables
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_set()
            .entries(self.variables.keys())
            .finish()
    }
}
