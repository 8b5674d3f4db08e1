//! An exception that the model does not have.

use super::{Found, operation};
use crate::diagnostic::Place;
use crate::spec::{ErrorTrait, ServiceSpec, Shape, Type};
use serde::Deserialize;

/// An exception, and the operations that return it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Added {
    /// Its name, which is also its code.
    pub shape: String,
    /// Its status.
    pub status: u16,
    /// Its docs.
    pub doc: String,
    /// The operations.
    pub operations: Vec<String>,
}

/// Adds an exception to operations.
pub(super) fn apply(added: &Added, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let name = &added.shape;
    let mut is_used = false;
    for named in &added.operations {
        let Some(operation) = operation(spec, named) else {
            found.warnings.push(
                place,
                format!("the model has no operation `{named}`, which the overlay gives `{name}`"),
                "nothing, where the model is an older one; else remove it from the entry",
            );
            continue;
        };
        if operation.exceptions.contains(name) {
            let message = format!("the model has `{name}` of `{}` itself", operation.operation);
            found.needless(place, message);
            continue;
        }
        operation.exceptions.push(name.clone());
        is_used = true;
    }
    if is_used && !spec.shapes.shapes.contains_key(name) {
        let shape = Shape {
            kind: Some(Type::Structure),
            members: Some([].into_iter().collect()),
            doc: Some(added.doc.clone()),
            error: Some(ErrorTrait {
                status: Some(added.status),
                ..ErrorTrait::default()
            }),
            ..Shape::default()
        };
        spec.shapes.shapes.insert(name.clone(), shape);
    }
}
