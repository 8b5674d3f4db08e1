//! The endpoint rules of services that have hosts no pattern names: walked at each call.

mod functions;
#[cfg(test)]
mod tests;
mod told;
mod value;

use super::parameters::Parameters;
use crate::operation::rules::{AuthScheme, Outcome, Rules, Source};
use value::{Got, Values};

/// Where the rules lead.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Destination {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The ways to sign that the rules allow, the preferred one first.
    pub(crate) auth: Vec<Scheme>,
}

/// A way to sign.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scheme {
    pub(crate) name: &'static str,
    pub(crate) service: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) plain_path: bool,
}

/// The endpoint that the rules name.
///
/// # Errors
/// They know none, or a parameter that they need is missing: why.
pub(super) fn walk(rules: &Rules, parameters: &Parameters<'_>) -> Result<Destination, String> {
    let told = told::told(rules, parameters)?;
    let values = Values::new(rules, &told);
    match outcome(rules, &values)? {
        Outcome::Error(text) => Err(values.fill(text)),
        Outcome::Endpoint { url, headers, auth } => Ok(Destination {
            url: values.url(url)?,
            headers: headers
                .iter()
                .map(|(name, text)| (*name, values.fill(text)))
                .collect(),
            auth: auth
                .iter()
                .map(|scheme| self::scheme(scheme, &values))
                .collect(),
        }),
    }
}

/// Whether the rules ask for the account of the credentials.
pub(super) fn needs_account(rules: &Rules) -> bool {
    let mut parameters = rules.parameters.iter();
    parameters.any(|parameter| parameter.source == Source::AccountId)
}

fn scheme(scheme: &AuthScheme, values: &Values<'_>) -> Scheme {
    let fill = |text: Option<&str>| text.map(|text| values.fill(text));
    Scheme {
        name: scheme.name,
        service: fill(scheme.service),
        region: fill(scheme.region),
        plain_path: scheme.plain_path,
    }
}

/// What the tests lead to. Each leads to a later one or to an outcome, so the way ends.
fn outcome(rules: &Rules, values: &Values<'_>) -> Result<Outcome, String> {
    let broken = || "the endpoint rules lead nowhere".to_owned();
    let mut next: i16 = if rules.tests.is_empty() { -1 } else { 0 };
    for _ in 0..=rules.tests.len() {
        let Ok(test) = usize::try_from(next) else {
            let outcome = usize::from(next.unsigned_abs()).saturating_sub(1);
            return rules.outcomes.get(outcome).copied().ok_or_else(broken);
        };
        let (value, yes, no) = *rules.tests.get(test).ok_or_else(broken)?;
        next = if values.of(value).holds() { yes } else { no };
    }
    Err(broken())
}

impl Got<'_> {
    /// Whether it is there, and not `false`.
    fn holds(&self) -> bool {
        !matches!(self, Got::Missing | Got::Bool(false))
    }
}
