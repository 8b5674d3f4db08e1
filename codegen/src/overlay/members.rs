//! Members that clients fill in or change, and members that callers encode.

use super::{Encoded, Filled, Found};
use crate::diagnostic::Place;
use crate::spec::{ServiceSpec, Shape, Type};

/// Makes a member of requests one that the client fills in.
pub(super) fn fill(filled: &Filled, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let name = &filled.member;
    let mut known = members(spec, &format!("*.request.{name}"));
    known.retain(|member| member.required);
    if known.is_empty() {
        found.absent(place, format!("no request requires `{name}`"));
    }
    for member in known {
        member.client_default = Some(filled.value.clone());
    }
}

/// Makes the last segments of members' texts what is sent.
pub(super) fn shorten(paths: &[String], place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    for path in paths {
        let (operation, name) = path.split_once('.').unwrap_or((path, ""));
        let known = members(spec, &format!("{operation}.request.{name}"));
        on_texts(path, known, place, found, |member| {
            member.last_segment = true;
        });
    }
}

/// Says how the texts of members are encoded.
pub(super) fn encode(encoded: &Encoded, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    for path in &encoded.members {
        let known = members(spec, path);
        on_texts(path, known, place, found, |member| {
            member.encoding = Some(encoded.encoding);
        });
    }
}

/// Changes members that are texts; that others are not is an error.
fn on_texts(
    path: &str,
    known: Vec<&mut Shape>,
    place: &Place,
    found: &mut Found,
    change: impl Fn(&mut Shape),
) {
    if known.is_empty() {
        found.absent(place, format!("the model has no member `{path}`"));
    }
    for member in known {
        if member.kind == Some(Type::String) && member.values.is_empty() {
            change(member);
        } else {
            found.errors.push(
                place,
                format!("`{path}` is no text"),
                "remove it, or correct the path",
            );
        }
    }
}

/// The members of a path: `Shape.Member`, `Operation.request.Member` or `Operation.response.Member`; of
/// all operations where that is `*`.
fn members<'s>(spec: &'s mut ServiceSpec, path: &str) -> Vec<&'s mut Shape> {
    let segments: Vec<&str> = path.split('.').collect();
    match segments[..] {
        [operation, section, name] => spec
            .operations
            .iter_mut()
            .map(|(_, known)| known)
            .filter(|known| operation == "*" || known.operation == operation)
            .filter_map(|known| match section {
                "request" => known.request.as_mut(),
                _ => known.response.as_mut(),
            })
            .filter_map(|members| members.get_mut(name))
            .collect(),
        [shape, name] => {
            let shape = spec.shapes.shapes.get_mut(shape);
            let members = shape.and_then(|shape| shape.members.as_mut());
            members
                .and_then(|members| members.get_mut(name))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}
