//! A structure that is a union.

use super::Found;
use crate::diagnostic::Place;
use crate::spec::{ServiceSpec, Type};

/// Makes a structure a union.
pub(super) fn apply(name: &str, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let Some(shape) = spec.shapes.shapes.get_mut(name) else {
        found.absent(
            place,
            format!("the model has no shape `{name}`, which the overlay makes a union"),
        );
        return;
    };
    let members = shape.members.iter().flat_map(|members| members.iter());
    let required = members.into_iter().find(|(_, member)| member.required);
    let (message, help) = match (shape.kind, required) {
        (Some(Type::Structure), None) => {
            shape.kind = Some(Type::Union);
            return;
        }
        (Some(Type::Union), _) => {
            found.needless(place, format!("the model has `{name}` as a union itself"));
            return;
        }
        (Some(Type::Structure), Some((member, _))) => (
            format!("`{name}` cannot be a union: `{member}` of it is required"),
            "remove the entry, or look at the service's docs again",
        ),
        _ => (
            format!("`{name}` cannot be a union: it is no structure"),
            "remove the entry, or correct the name",
        ),
    };
    found.errors.push(place, message, help);
}
