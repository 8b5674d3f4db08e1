//! Sessions: the credentials of some endpoints of a service.

use super::Found;
use crate::diagnostic::Place;
use crate::spec::{EndpointParameter, Operation, RuleConstant, ServiceSpec, Session};
use serde::Deserialize;

/// How sessions are created.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Opened {
    /// The authentication scheme with which the endpoint rules require a session.
    pub scheme: String,
    /// The operation that creates one.
    pub operation: String,
    /// The parameter of the rules that it is for.
    pub parameter: String,
    /// The header with its token.
    pub header: String,
}

/// Gives a service the sessions that its endpoint rules ask for.
pub(super) fn apply(opened: &Opened, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let Some(rules) = &spec.service.endpoint_rules else {
        let message = format!(
            "the model has no endpoint rules, whose `{}` the overlay names",
            opened.scheme
        );
        let remedy = "nothing, where the rules are not beside the model; else remove the entry";
        return found.warnings.push(place, message, remedy);
    };
    let mut schemes = rules.schemes();
    let message = if spec.service.session.is_some() {
        "the spec has the sessions itself".to_owned()
    } else if !schemes.any(|scheme| scheme == opened.scheme) {
        format!("the endpoint rules ask nowhere for `{}`", opened.scheme)
    } else if !rules.parameters.contains_key(&opened.parameter) {
        format!(
            "the endpoint rules have no parameter `{}`",
            opened.parameter
        )
    } else {
        let mut operations = spec.operations.iter();
        let operation = operations.find(|(_, it)| it.operation == opened.operation);
        match operation.map(|(_, operation)| session(opened, operation)) {
            Some(Some(session)) => {
                spec.service.session = Some(session);
                return;
            }
            Some(None) => format!(
                "`{}` is no GET that says with what it opens a session for `{}` alone",
                opened.operation, opened.parameter
            ),
            None => {
                let message = format!(
                    "the model has no operation `{}`, which the overlay opens sessions by",
                    opened.operation
                );
                return found.absent(place, message);
            }
        }
    };
    found.wrong(place, message);
}

/// How the operation is called, of which nothing is set but what the session is for.
fn session(opened: &Opened, operation: &Operation) -> Option<Session> {
    let http = operation
        .http
        .as_ref()
        .filter(|http| http.method == "GET")?;
    let credentials = operation.response.as_ref()?.get("Credentials");
    let told = &operation.endpoint_parameters;
    if credentials.is_none() || http.uri.contains('{') || !told.contains_key(&opened.parameter) {
        return None;
    }
    let is_set = |told: &EndpointParameter| {
        matches!(told, EndpointParameter::Value(RuleConstant::Bool(true)))
    };
    let flags = told.iter().filter(|(_, told)| is_set(told));
    Some(Session {
        scheme: opened.scheme.clone(),
        parameter: opened.parameter.clone(),
        operation: opened.operation.clone(),
        target: http.uri.clone(),
        flags: flags.map(|(name, _)| name.clone()).collect(),
        header: opened.header.clone(),
    })
}
