//! Validating how requests are sent.

use crate::diagnostic::Diagnostics;
use crate::model::{Model, Operation, Type};
use crate::spec::{Location, Sending};

/// Checks every operation whose requests need more than its protocol does.
pub(super) fn sending(model: &Model, problems: &mut Diagnostics) {
    for operation in &model.operations {
        if operation.sending != Sending::default() {
            of_operation(operation, problems);
        }
        for member in &operation.request {
            let is_text = member.ty == Type::String;
            let is_label = member.location == Some(Location::Uri);
            if member.client_default.is_some() && !(is_text && is_label) {
                problems.push(
                    &member.place,
                    "`clientDefault` is of a text in the URI, and this is another member",
                    "remove it, and let the caller say it",
                );
            }
            let is_list = matches!(member.ty, Type::List { .. });
            if member.sent_empty && !(is_list && member.location == Some(Location::Header)) {
                problems.push(
                    &member.place,
                    "`sentEmpty` is of a list in a header, and this is another member",
                    "remove it",
                );
            }
            let is_plain = matches!(
                member.location,
                None | Some(Location::Uri | Location::QueryString)
            );
            if member.last_segment && !(is_text && is_plain) {
                problems.push(
                    &member.place,
                    "`lastSegment` is of a text in the URI, the query or the body, and this is another member",
                    "remove it",
                );
            }
        }
    }
}

fn of_operation(operation: &Operation, problems: &mut Diagnostics) {
    let sending = &operation.sending;
    let mut problem = |message: String, help: &str| problems.push(&operation.place, message, help);
    if let Some(name) = &sending.endpoint_member {
        let mut members = operation.request.iter();
        let found = members.find(|member| member.name == *name);
        if found.is_none_or(|member| member.ty != Type::String) {
            problem(
                format!("`endpointMember` is `{name}`, which is no text of the request"),
                "name a member of the request that is a string",
            );
        }
    }
    if sending.query_as_form && operation.http.method != "GET" {
        problem(
            "`queryAsForm` is of a GET, and this is another method".to_owned(),
            "remove it",
        );
    }
    if sending.content_md5 && !operation.checksum_required {
        problem(
            "`contentMd5` is of an operation with `checksumRequired`, and this has none".to_owned(),
            "add `checksumRequired`, or remove it",
        );
    }
    let streams = operation.request.iter().any(|member| member.streaming);
    if sending.tree_hash && !streams {
        problem(
            "`treeHash` is of a body that streams, and this operation has none".to_owned(),
            "remove it",
        );
    }
}
