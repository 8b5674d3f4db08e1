//! Copies between regions.

use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Model, Operation, Type};
use crate::spec::Protocol;

/// The members that make a copy must be texts of a request that is a form.
pub(super) fn check(model: &Model, operation: &Operation, problems: &mut Diagnostics) {
    let Some(copy) = &operation.region_copy else {
        return;
    };
    let at = |keyword: &str| Place {
        pointer: format!("/regionCopy{keyword}"),
        ..operation.place.clone()
    };
    if !matches!(model.service.protocol, Protocol::Query | Protocol::Ec2) {
        problems.push(
            &at(""),
            "only a form can be copied to another region",
            "take out `regionCopy`",
        );
    }
    for (keyword, name) in [("/sourceRegion", &copy.source_region), ("/url", &copy.url)] {
        let mut members = operation.request.iter();
        let member = members.find(|member| member.name == *name);
        if member.is_none_or(|member| member.ty != Type::String) {
            problems.push_absence(
                &at(keyword),
                format!("the request has no text `{name}`"),
                "correct the name of the member, or take out `regionCopy`",
            );
        }
    }
}
