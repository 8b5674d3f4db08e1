//! Which authentication scheme to use if a service accepts several.

/// Which authentication scheme to use if a service accepts several.
#[derive(Clone, Debug, Default)]
pub(crate) struct AuthPreference {
    /// The ways, by their names, the preferred one first.
    pub(crate) schemes: Vec<String>,
    /// Whether they were set in code.
    pub(crate) is_own: bool,
    /// The regions that signatures by SigV4A are good in.
    pub(crate) region_set: Option<String>,
    /// Whether the token was set in code.
    pub(crate) has_own_token: bool,
}

impl AuthPreference {
    /// Takes what the environment or a profile says: names between commas.
    pub(super) fn set_found(&mut self, text: Option<&str>) {
        let names = text.unwrap_or_default().split(',').map(str::trim);
        let names = names.filter(|name| !name.is_empty());
        self.schemes = names.map(str::to_owned).collect();
    }
}
