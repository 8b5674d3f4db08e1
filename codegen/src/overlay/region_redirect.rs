//! How a service redirects to another region.

use super::Found;
use crate::diagnostic::Place;
use crate::spec::{RegionRedirect, ServiceSpec};

/// Says it of a service whose endpoint rules have the parameter.
pub(super) fn apply(
    redirect: &RegionRedirect,
    place: &Place,
    spec: &mut ServiceSpec,
    found: &mut Found,
) {
    let name = &redirect.parameter;
    let rules = spec.service.endpoint_rules.as_ref();
    let message = match rules.map(|rules| rules.parameters.contains_key(name)) {
        _ if spec.service.region_redirect.is_some() => {
            "the spec has the redirects to regions itself".to_owned()
        }
        Some(true) => {
            spec.service.region_redirect = Some(redirect.clone());
            return;
        }
        Some(false) => format!("the endpoint rules have no parameter `{name}`"),
        None => {
            found.warnings.push(
                place,
                format!("the model has no endpoint rules, whose `{name}` the overlay names"),
                "nothing, where the rules are not beside the model; else remove the entry",
            );
            return;
        }
    };
    found.wrong(place, message);
}
