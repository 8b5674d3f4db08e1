//! Endpoints that a service tells must be told by an operation that is generated, in the form that the client
//! reads.

use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Kind, Member, Model, Operation, Type};

/// Checks the operation that tells endpoints.
pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    let Some(discovery) = &model.service.endpoint_discovery else {
        return;
    };
    let place = Place {
        pointer: "/endpointDiscovery/operation".to_owned(),
        ..model.place.clone()
    };
    let name = &discovery.operation;
    let mut operations = model.operations.iter();
    match operations.find(|operation| operation.name == *name) {
        Some(operation) if !describes_endpoints(model, operation) => problems.push(
            &place,
            format!(
                "`{name}` does not tell endpoints: a request without what is required, and a response with a \
                 list `Endpoints` of `Address` and `CachePeriodInMinutes`"
            ),
            "correct the operation, or remove `endpointDiscovery`",
        ),
        Some(_) => {}
        None => {
            let needs = |operation: &&Operation| discovery.required.contains(&operation.name);
            if let Some(operation) = model.operations.iter().find(needs) {
                problems.push_absence(
                    &place,
                    format!(
                        "`{}` has no endpoint but those that `{name}` tells, which is not generated",
                        operation.name
                    ),
                    format!("add `{name}` to `operations`"),
                );
            }
        }
    }
}

fn describes_endpoints(model: &Model, operation: &Operation) -> bool {
    let find = |members: &'_ [Member], name: &str| {
        let mut members = members.iter();
        members
            .find(|member| member.name == name)
            .map(|it| it.ty.clone())
    };
    let Some(Type::List {
        element,
        sparse: false,
    }) = find(&operation.response, "Endpoints")
    else {
        return false;
    };
    let Type::Shape(id) = *element else {
        return false;
    };
    let Kind::Structure(members) = &model.shape(id).kind else {
        return false;
    };
    let period = find(members, "CachePeriodInMinutes");
    find(members, "Address") == Some(Type::String)
        && matches!(period, Some(Type::Integer | Type::Long))
        && !operation.request.iter().any(|member| member.required)
}
