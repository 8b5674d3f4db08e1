//! Operations that copy from another region.

use super::{Copies, Found, operation};
use crate::diagnostic::Place;
use crate::spec::{ServiceSpec, Shape, Type};

/// Says how an operation copies. The member of the source's region is botocore's own in some services: it
/// is added where the model does not have it.
pub(super) fn apply(copies: &Copies, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let (name, members) = (&copies.operation, &copies.members);
    let Some(operation) = operation(spec, name) else {
        found.absent(
            place,
            format!("the model has no operation `{name}`, which copies from another region"),
        );
        return;
    };
    let request = operation.request.get_or_insert_default();
    let problem = if operation.region_copy.is_some() {
        format!("the spec says of `{name}` itself how it copies from another region")
    } else if !request.contains_key(&members.url) {
        format!("the request of `{name}` has no member `{}`", members.url)
    } else {
        if !request.contains_key(&members.source_region) {
            request.insert(members.source_region.clone(), region());
        }
        operation.region_copy = Some(members.clone());
        return;
    };
    let help = "remove the entry: it is no longer needed";
    found.errors.push(place, problem, help);
}

fn region() -> Shape {
    Shape {
        kind: Some(Type::String),
        doc: Some("The region that is copied from.".to_owned()),
        ..Shape::default()
    }
}
