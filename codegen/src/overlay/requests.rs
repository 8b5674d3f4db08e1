//! How requests are sent.

use super::{Found, Header, operation};
use crate::diagnostic::Place;
use crate::spec::{Operation, ServiceSpec, Type};

/// Gives every request a header, where its members do not set it.
pub(super) fn header(header: &Header, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let value = header
        .value
        .replace("{apiVersion}", &spec.service.api_version);
    let known = spec.service.headers.insert(header.name.clone(), value);
    if known.is_some() {
        let message = format!("every request has the header `{}` already", header.name);
        found
            .errors
            .push(place, message, "remove one of the entries");
    }
}

/// Sends a request to the URL that a member has, written as `Operation.Member`.
pub(super) fn endpoint_member(
    path: &str,
    place: &Place,
    spec: &mut ServiceSpec,
    found: &mut Found,
) {
    let (name, member) = path.split_once('.').unwrap_or((path, ""));
    let Some(operation) = known(name, place, spec, found) else {
        return;
    };
    let shape = operation
        .request
        .as_ref()
        .and_then(|request| request.get(member));
    if shape.is_some_and(|shape| shape.kind == Some(Type::String)) {
        operation.sending.endpoint_member = Some(member.to_owned());
    } else {
        let message = format!("the request of `{name}` has no text `{member}`");
        found
            .errors
            .push(place, message, "remove the entry, or correct the path");
    }
}

/// Sends the query of a GET as the form of a POST.
pub(super) fn query_as_form(name: &str, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let over = spec.service.http.get(name).cloned();
    let Some(operation) = known(name, place, spec, found) else {
        return;
    };
    let http = operation.http.as_ref().or(over.as_ref());
    if http.is_some_and(|http| http.method == "GET") {
        operation.sending.query_as_form = true;
    } else {
        let message = format!("`{name}` is no GET");
        found
            .errors
            .push(place, message, "remove the entry: it is no longer needed");
    }
}

/// Sends the tree hash of a body that streams.
pub(super) fn tree_hash(name: &str, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let Some(operation) = known(name, place, spec, found) else {
        return;
    };
    let mut members = operation.request.iter().flatten();
    if members.any(|(_, member)| member.streaming) {
        operation.sending.tree_hash = true;
    } else {
        let message = format!("the request of `{name}` has no body that streams");
        found
            .errors
            .push(place, message, "remove the entry, or correct the name");
    }
}

/// An operation. That there is none is a warning.
fn known<'s>(
    name: &str,
    place: &Place,
    spec: &'s mut ServiceSpec,
    found: &mut Found,
) -> Option<&'s mut Operation> {
    let known = operation(spec, name);
    if known.is_none() {
        let message =
            format!("the model has no operation `{name}`, which the overlay sends in its own way");
        found.absent(place, message);
    }
    known
}
