//! Validating a model before names are assigned.

use super::{copies, discovery};
use crate::diagnostic::Diagnostics;
use crate::model::{Kind, Member, Model, Operation, Type};
use crate::spec::check::{self, uri};
use crate::spec::{EndpointParameter, Location, Protocol};
use std::collections::BTreeSet;

/// Checks what spans several members.
#[must_use]
pub fn validate(model: &Model) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let spoken = &model.service.protocols;
    if !spoken.is_empty() && !spoken.contains(&model.service.protocol) {
        problems.push(
            &model.place,
            "`protocol` is none of the `protocols` that the service speaks",
            "choose one of them",
        );
    }
    let named_by_prefix = match model.service.protocol {
        Protocol::Json => Some((
            "json",
            "add it: the part before the dot of the `X-Amz-Target` header",
        )),
        Protocol::RpcV2Cbor => Some((
            "smithy-rpc-v2-cbor",
            "add it: the part of the path between `/service/` and `/operation/`",
        )),
        _ => None,
    };
    if let Some((protocol, help)) = named_by_prefix
        && model.service.target_prefix.is_none()
    {
        let message = format!("`targetPrefix` is missing, which the `{protocol}` protocol needs");
        problems.push(&model.place, message, help);
    }
    for operation in &model.operations {
        labels(operation, &mut problems);
        host_labels(operation, &mut problems);
        locations(model, operation, &mut problems);
        copies::check(model, operation, &mut problems);
        headers(
            operation.request.iter().chain(&operation.response),
            &mut problems,
        );
    }
    discovery::check(model, &mut problems);
    super::sending::sending(model, &mut problems);
    if model.service.protocol == Protocol::RestXml {
        let of_operations = model
            .operations
            .iter()
            .flat_map(|operation| &operation.request);
        let of_shapes = model.shapes.iter().flat_map(|shape| shape.members());
        for member in of_operations.chain(of_shapes) {
            elements(member, &mut problems);
        }
    }
    for shape in &model.shapes {
        headers(shape.members(), &mut problems);
        event_headers(model, shape.members(), &mut problems);
        wire_names(shape.members(), &mut problems);
        if matches!(&shape.kind, Kind::Union(members) if members.is_empty()) {
            problems.push(&shape.place(), "a union has no members", "add its members");
        }
    }
    problems
}

/// Labels of the URI and members that fill them must match.
fn labels(operation: &Operation, problems: &mut Diagnostics) {
    let in_uri: BTreeSet<&str> = uri::labels(&operation.http.uri).collect();
    let members: BTreeSet<&str> = operation
        .request
        .iter()
        .filter(|member| member.location == Some(Location::Uri))
        .map(|member| member.wire_name.as_str())
        .collect();
    for label in in_uri.difference(&members) {
        problems.push_absence(
            &operation.place,
            format!("no member of the request fills `{{{label}}}` of the URI"),
            format!("give a member `\"location\": \"uri\"` and the wire name `{label}`"),
        );
    }
    for member in &operation.request {
        let is_in_uri = in_uri.contains(member.wire_name.as_str());
        if member.location == Some(Location::Uri) && !is_in_uri && !is_told(operation, member) {
            problems.push(
                &member.place,
                format!("the URI has no label `{{{}}}`", member.wire_name),
                "correct the wire name, or the URI",
            );
        }
    }
}

/// Whether a member tells the endpoint rules what they put into the URL.
fn is_told(operation: &Operation, member: &Member) -> bool {
    let mut told = operation.endpoint_parameters.values();
    told.any(|told| matches!(told, EndpointParameter::Path(path) if *path == member.name))
}

/// Labels of the host prefix and members that fill them must match.
fn host_labels(operation: &Operation, problems: &mut Diagnostics) {
    let prefix = operation.http.host_prefix.as_deref().unwrap_or_default();
    let in_host: BTreeSet<&str> = uri::labels(prefix).collect();
    let members = operation.request.iter().filter(|member| member.host_label);
    let members: BTreeSet<&str> = members.map(|member| member.name.as_str()).collect();
    for label in in_host.difference(&members) {
        problems.push_absence(
            &operation.place,
            format!("no member of the request fills `{{{label}}}` of the host prefix"),
            format!("give the member `{label}` `\"hostLabel\": true`, or correct the prefix"),
        );
    }
    for label in members.difference(&in_host) {
        let member = operation.request.iter().find(|it| it.name == *label);
        problems.push(
            member.map_or(&operation.place, |member| &member.place),
            format!("the host prefix has no label `{{{label}}}`"),
            "correct the prefix, or take out `hostLabel`",
        );
    }
}

/// What is sent and read as a header has the name of one.
fn headers<'a>(members: impl IntoIterator<Item = &'a Member>, problems: &mut Diagnostics) {
    for member in members {
        let kind = match member.location {
            Some(Location::Header) => check::Kind::Header,
            Some(Location::Headers) => check::Kind::HeaderPrefix,
            _ => continue,
        };
        if let Some((message, help)) = kind.problem(&member.wire_name) {
            problems.push(&member.place, message, help);
        }
    }
}

/// What is sent as an element or attribute of XML has the name of one.
fn elements(member: &Member, problems: &mut Diagnostics) {
    if !matches!(member.location, None | Some(Location::Payload)) {
        return;
    }
    let mut names = vec![member.form.name.as_ref().unwrap_or(&member.name)];
    let mut open = vec![&member.form];
    while let Some(form) = open.pop() {
        names.extend(
            [&form.element, &form.key, &form.value]
                .into_iter()
                .flatten(),
        );
        open.extend(
            [&form.keys, &form.parts]
                .into_iter()
                .flatten()
                .map(|form| &**form),
        );
    }
    for name in names {
        if let Some((message, help)) = check::Kind::XmlName.problem(name) {
            problems.push(&member.place, message, help);
        }
    }
}

fn locations(model: &Model, operation: &Operation, problems: &mut Diagnostics) {
    for (members, side) in [
        (&operation.request, "request"),
        (&operation.response, "response"),
    ] {
        let payloads = members
            .iter()
            .filter(|member| member.location == Some(Location::Payload));
        for second in payloads.skip(1) {
            problems.push(
                &second.place,
                format!("a second member is the whole body of the {side}"),
                "leave `\"location\": \"payload\"` to one of them",
            );
        }
        for member in members {
            let is_header = |text: &String| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            if member
                .media_type
                .as_ref()
                .is_some_and(|text| !is_header(text))
            {
                problems.push(
                    &member.place,
                    "`mediaType` has what no header can have",
                    "write it as in `image/png`",
                );
            }
            if !fits(model, member) {
                problems.push(
                    &member.place,
                    "a member of this type cannot be at this location",
                    "correct `location`: labels and headers hold scalars, query parameters scalars, \
                     lists and maps of them, header prefixes maps of text, the status an integer",
                );
            }
        }
        let body = members.iter().filter(|member| member.location.is_none());
        wire_names(body, problems);
    }
}

/// Whether a value is one text, or is written as one.
fn is_text(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Shape(id) => matches!(model.shape(*id).kind, Kind::Enum(_)),
        Type::List { .. } | Type::Map { .. } | Type::Document | Type::Blob => false,
        _ => true,
    }
}

fn fits(model: &Model, member: &Member) -> bool {
    let is_text = |ty: &Type| is_text(model, ty);
    let is_text_or_list = |ty: &Type| match ty {
        Type::List { element, .. } => is_text(element),
        ty => is_text(ty),
    };
    match member.location {
        None | Some(Location::Payload) => true,
        Some(Location::Uri) => is_text(&member.ty),
        Some(Location::Header) if member.ty == Type::Blob => member.md5_header.is_some(),
        Some(Location::Header) => is_text_or_list(&member.ty),
        Some(Location::QueryString) => match &member.ty {
            Type::Map { value, .. } => is_text_or_list(value),
            ty => is_text_or_list(ty),
        },
        Some(Location::Headers) => {
            matches!(&member.ty, Type::Map { value, .. } if is_text(value))
        }
        Some(Location::StatusCode) => matches!(member.ty, Type::Integer | Type::Long),
    }
}

/// The headers of an event's frame have few types.
fn event_headers(model: &Model, members: &[Member], problems: &mut Diagnostics) {
    let fits = |ty: &Type| match ty {
        Type::Blob => true,
        Type::Float | Type::Double => false,
        ty => is_text(model, ty),
    };
    let headers = members.iter().filter(|member| member.event_header);
    for member in headers.filter(|member| !fits(&member.ty)) {
        problems.push(
            &member.place,
            "no header of an event has this type",
            "correct the type, which is `boolean`, an integer, `string`, `blob` or `timestamp`; or remove \
             `eventHeader`: then the member is in the payload",
        );
    }
}

/// Two members of one object cannot have the same name on the wire.
fn wire_names<'a>(members: impl IntoIterator<Item = &'a Member>, problems: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for member in members {
        let name = member.form.name.as_ref().unwrap_or(&member.wire_name);
        if !seen.insert(name) {
            problems.push(
                &member.place,
                format!("another member has the wire name `{name}` too"),
                "correct the wire name of one of them",
            );
        }
    }
}
