//! A member that another one replaces.

use super::Found;
use crate::diagnostic::Place;
use crate::spec::ServiceSpec;

/// Takes out a member, written as `Shape.Member`, beside one that is the same on the wire.
pub(super) fn apply(path: &str, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let (shape, name) = path.split_once('.').unwrap_or((path, ""));
    let Some(shape) = spec.shapes.shapes.get_mut(shape) else {
        found.absent(
            place,
            format!("the model has no shape `{shape}`, of which the overlay takes out `{name}`"),
        );
        return;
    };
    let members = shape.members.get_or_insert_default();
    let on_wire = |name: &str| {
        let member = members.get(name)?;
        Some(member.wire_name.as_deref().unwrap_or(name).to_owned())
    };
    let wire_name = on_wire(name);
    let is_other = |(_, other): &&(&String, Option<String>)| *other == wire_name;
    let others: Vec<_> = members
        .keys()
        .filter(|other| *other != name)
        .map(|other| (other, on_wire(other)))
        .collect();
    match (&wire_name, others.iter().find(is_other)) {
        (Some(_), Some(_)) => {
            members.shift_remove(name);
        }
        (None, _) => found.errors.push(
            place,
            format!("the model has no member `{path}`"),
            "remove the entry: it is no longer needed",
        ),
        (Some(wire_name), None) => found.errors.push(
            place,
            format!("no other member has the wire name `{wire_name}` of `{path}`"),
            "remove the entry: it is no longer needed",
        ),
    }
}
