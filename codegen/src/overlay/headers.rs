//! Members in headers with special handling.

use super::{Found, operation};
use crate::diagnostic::Place;
use crate::spec::{Location, ServiceSpec, Shape, Type};
use serde::Deserialize;

/// A member of requests that is an encryption key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Key {
    /// The member.
    pub member: String,
    /// The member with its MD5.
    pub md5: String,
}

/// A member of responses that may have an invalid value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Lenient {
    /// The member.
    pub member: String,
    /// The member that is added for its string.
    pub text: String,
    /// The docs of the added member.
    pub doc: String,
}

/// Makes a text, written as `Operation.Member`, a path that is percent-encoded.
pub(super) fn percent_encoded(
    path: &str,
    place: &Place,
    spec: &mut ServiceSpec,
    found: &mut Found,
) {
    let (name, member) = path.split_once('.').unwrap_or((path, ""));
    let Some(operation) = operation(spec, name) else {
        return absent(found, place, &format!("operation `{name}`"));
    };
    let members = operation.request.iter_mut();
    let member = { members }.find_map(|members| members.get_mut(member));
    match member.filter(|member| is_header(member) && !member.percent_encoded) {
        Some(member) => member.percent_encoded = true,
        None => found.wrong(
            place,
            format!("`{path}` is no header of a request that is still to be encoded"),
        ),
    }
}

/// Makes a member bytes whose MD5 is sent along.
pub(super) fn key(key: &Key, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let mut is_there = false;
    for (_, operation) in &mut spec.operations {
        let Some(members) = &mut operation.request else {
            continue;
        };
        let header = |members: &crate::spec::Ordered<Shape>, name: &str| {
            let member = members.get(name).filter(|member| is_header(member))?;
            Some(member.wire_name.clone().unwrap_or_else(|| name.to_owned()))
        };
        if header(members, &key.member).is_none() {
            continue;
        }
        let Some(md5) = header(members, &key.md5) else {
            let message = format!(
                "the request of `{}` has no header `{}`",
                operation.operation, key.md5
            );
            return found.wrong(place, message);
        };
        if let Some(member) = members.get_mut(&key.member) {
            if member.kind != Some(Type::String) {
                let message = format!("`{}` of `{}` is no text", key.member, operation.operation);
                return found.wrong(place, message);
            }
            member.kind = Some(Type::Blob);
            member.md5_header = Some(md5);
            is_there = true;
        }
    }
    if !is_there {
        absent(found, place, &format!("header `{}`", key.member));
    }
}

/// Makes a member absent where it cannot be read, and adds one with its text.
pub(super) fn lenient(lenient: &Lenient, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let Lenient { member, text, doc } = lenient;
    let mut is_there = false;
    for (_, operation) in &mut spec.operations {
        let Some(members) = &mut operation.response else {
            continue;
        };
        let Some(shape) = members.get_mut(member).filter(|shape| is_header(shape)) else {
            continue;
        };
        is_there = true;
        shape.lenient = true;
        let raw = Shape {
            kind: Some(Type::String),
            location: Some(Location::Header),
            wire_name: Some(shape.wire_name.clone().unwrap_or_else(|| member.clone())),
            doc: Some(doc.clone()),
            sensitive: shape.sensitive,
            ..Shape::default()
        };
        if members.contains_key(text) {
            let message = format!("`{}` has a member `{text}` itself", operation.operation);
            return found.wrong(place, message);
        }
        members.insert(text.clone(), raw);
    }
    if !is_there {
        absent(found, place, &format!("header `{member}`"));
    }
}

fn is_header(member: &Shape) -> bool {
    member.location == Some(Location::Header)
}

fn absent(found: &mut Found, place: &Place, what: &str) {
    let message = format!("the model has no {what}, of which the overlay speaks");
    found.absent(place, message);
}
