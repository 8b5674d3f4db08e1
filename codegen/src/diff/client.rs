//! Changes of a client's settings: the parameters of the endpoint rules, and the authentication schemes.

use super::impact::ChangeKind;
use super::side::Side;
use super::walk::{Texts, Walk};
use crate::spec::{Auth, EndpointRules, Operation, RuleParameter, Service};
use serde_json::{Error, Value};
use std::collections::BTreeMap;

/// What rules are told of the configuration, whatever the service: no setting of the service's own.
const COMMON: [&str; 6] = [
    "AWS::Region",
    "AWS::UseFIPS",
    "AWS::UseDualStack",
    "SDK::Endpoint",
    "AWS::Auth::AccountId",
    "AWS::Auth::AccountIdEndpointMode",
];

impl<'a> Walk<'a> {
    /// The endpoint rules: first the parameters that a client may set, each by its name.
    pub(super) fn endpoint_rules(&mut self) -> Result<(), Error> {
        let (old, new) = (settings(&self.old), settings(&self.new));
        for (name, before) in &old {
            let now = rules(&self.new).and_then(|rules| rules.parameters.get(*name));
            self.setting(name, before, now)?;
        }
        for (name, now) in &new {
            let was_there =
                rules(&self.old).is_some_and(|rules| rules.parameters.contains_key(*name));
            if !was_there {
                let kind = match is_needed(now) {
                    true => ChangeKind::SettingNeeded,
                    false => ChangeKind::New,
                };
                self.push(name, "setting", (None, Some(type_of(now)?)), kind);
            }
        }
        let rest = |side: &Side<'a>, settings: &BTreeMap<&str, &RuleParameter>| {
            let mut rest = rules(side).cloned();
            if let Some(rest) = &mut rest {
                rest.parameters
                    .retain(|name, _| !settings.contains_key(name.as_str()));
            }
            rest.as_ref().map(serde_json::to_string).transpose()
        };
        let texts = (rest(&self.old, &old)?, rest(&self.new, &new)?);
        if texts.0 != texts.1 {
            let name = self.new.spec.service.service.clone();
            self.push(&name, "endpointRules", texts, ChangeKind::WireOfService);
        }
        Ok(())
    }

    fn setting(
        &mut self,
        name: &str,
        before: &RuleParameter,
        now: Option<&RuleParameter>,
    ) -> Result<(), Error> {
        let Some(now) = now else {
            let texts = (Some(type_of(before)?), None);
            self.push(name, "setting", texts, ChangeKind::SettingGone);
            return Ok(());
        };
        if before.ty != now.ty {
            let texts = (Some(type_of(before)?), Some(type_of(now)?));
            self.push(name, "setting", texts, ChangeKind::SettingGone);
        }
        if is_needed(now) && !is_needed(before) {
            let texts = (None, Some("needed".to_owned()));
            self.push(name, "setting", texts, ChangeKind::SettingNeeded);
        }
        let default = |parameter: &RuleParameter| {
            let default = parameter.default.as_ref();
            default.map(serde_json::to_string).transpose()
        };
        let texts = (default(before)?, default(now)?);
        if texts.0 != texts.1 {
            self.push(name, "default", texts, ChangeKind::SettingDefault);
        }
        if before.built_in != now.built_in {
            let texts = (before.built_in.clone(), now.built_in.clone());
            self.push(name, "builtIn", texts, ChangeKind::SettingDefault);
        }
        Ok(())
    }

    /// The auth schemes of the service.
    pub(super) fn auth_of_service(&mut self) -> Result<(), Error> {
        let (old, new) = (&self.old.spec.service, &self.new.spec.service);
        let (old, new) = (of_service(old), of_service(new));
        let name = self.new.spec.service.service.clone();
        let kind = match (old.first(), new.first()) {
            _ if old.iter().any(|scheme| !new.contains(scheme)) => ChangeKind::WireOfService,
            (one, other) if one != other => ChangeKind::AuthSchemePreferred,
            _ => ChangeKind::AuthSchemeAdded,
        };
        if old != new {
            let texts = texts(&old, &new)?;
            self.push(&name, "auth", texts, kind);
        }
        Ok(())
    }

    /// The auth schemes of an operation, where either side says it of the operation itself.
    pub(super) fn auth_of_operation(
        &mut self,
        old: &Operation,
        new: &Operation,
    ) -> Result<(), Error> {
        if old.auth.is_none() && new.auth.is_none() {
            return Ok(());
        }
        let of = |operation: &Operation, service: &Service| match operation.auth {
            Some(auth) => vec![auth],
            None => of_service(service),
        };
        let before = of(old, &self.old.spec.service);
        let now = of(new, &self.new.spec.service);
        if before != now {
            let texts = texts(&before, &now)?;
            self.push(&new.operation, "auth", texts, ChangeKind::WireOfOperation);
        }
        Ok(())
    }
}

fn rules<'a>(side: &Side<'a>) -> Option<&'a EndpointRules> {
    side.spec.service.endpoint_rules.as_ref()
}

/// The parameters that a client sets: no operation tells them, and the configuration of every client does
/// not either.
fn settings<'a>(side: &Side<'a>) -> BTreeMap<&'a str, &'a RuleParameter> {
    let is_told = |name: &str| {
        let mut operations = side.operations.values();
        operations.any(|operation| operation.endpoint_parameters.contains_key(name))
    };
    let parameters = rules(side).into_iter().flat_map(|rules| &rules.parameters);
    let own = parameters.filter(|(name, parameter)| match &parameter.built_in {
        Some(built_in) => !COMMON.contains(&built_in.as_str()),
        None => !is_told(name),
    });
    own.map(|(name, parameter)| (name.as_str(), parameter))
        .collect()
}

/// Whether there is no endpoint where the client does not set it.
fn is_needed(parameter: &RuleParameter) -> bool {
    parameter.required && parameter.default.is_none()
}

fn type_of(parameter: &RuleParameter) -> Result<String, Error> {
    word(&serde_json::to_value(parameter.ty)?)
}

fn word(value: &Value) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text.clone()),
        value => serde_json::to_string(value),
    }
}

/// The auth schemes of a service, the preferred one first.
fn of_service(service: &Service) -> Vec<Auth> {
    match service.auth_schemes.is_empty() {
        true => vec![service.auth.unwrap_or(Auth::SigV4)],
        false => service.auth_schemes.clone(),
    }
}

fn texts(old: &[Auth], new: &[Auth]) -> Result<Texts, Error> {
    let text = |schemes: &[Auth]| {
        let words = schemes
            .iter()
            .map(|scheme| word(&serde_json::to_value(scheme)?));
        let words: Vec<String> = words.collect::<Result<_, Error>>()?;
        Ok::<_, Error>(words.join(", "))
    };
    Ok((Some(text(old)?), Some(text(new)?)))
}
