//! A parameter of the endpoint rules that they put into the URL themselves.

use super::Found;
use crate::diagnostic::Place;
use crate::spec::{EndpointParameter, Http, Location, Operation, ServiceSpec, Shape};
use std::collections::BTreeMap;

/// Takes what tells the rules a parameter out of the paths and host prefixes of operations.
pub(super) fn apply(parameter: &str, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let over = &mut spec.service.http;
    let operations = spec.operations.iter_mut();
    let tells = operations.filter_map(|(_, operation)| {
        let Some(EndpointParameter::Path(path)) = operation.endpoint_parameters.get(parameter)
        else {
            return None;
        };
        let name = path.clone();
        Some(free(operation, &name, over))
    });
    let freed: Vec<bool> = tells.collect();
    if freed.is_empty() {
        found.warnings.push(
            place,
            format!("no operation tells the endpoint rules `{parameter}`"),
            "nothing, where the operations are but some; else remove the entry",
        );
    } else if !freed.contains(&true) {
        let message = format!("no path or host prefix begins with what tells `{parameter}`");
        found.needless(place, message);
    }
}

/// Whether a member stood in the operation's path or host prefix, and no longer does.
fn free(operation: &mut Operation, name: &str, over: &mut BTreeMap<String, Http>) -> bool {
    let http = operation.http.as_mut();
    let Some(http) = http.or_else(|| over.get_mut(&operation.operation)) else {
        return false;
    };
    let Some(member) = operation.request.as_mut().and_then(|it| it.get_mut(name)) else {
        return false;
    };
    // Both are looked at: a member may be in each.
    let in_path = free_path(member, name, http);
    free_prefix(member, name, http) || in_path
}

fn free_path(member: &Shape, name: &str, http: &mut Http) -> bool {
    let label = member.wire_name.as_deref().unwrap_or(name);
    let rest = http.uri.strip_prefix(&format!("/{{{label}}}"));
    let Some(rest) = rest.filter(|_| member.location == Some(Location::Uri)) else {
        return false;
    };
    http.uri = match rest.starts_with('/') {
        true => rest.to_owned(),
        false => format!("/{rest}"),
    };
    true
}

fn free_prefix(member: &mut Shape, name: &str, http: &mut Http) -> bool {
    let whole = format!("{{{name}}}.");
    let is_whole = member.host_label && http.host_prefix.as_ref() == Some(&whole);
    if is_whole {
        member.host_label = false;
        http.host_prefix = None;
    }
    is_whole
}
