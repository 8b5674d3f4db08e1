//! A response whose root element is the only member of its body.

use super::{Found, operation};
use crate::diagnostic::Place;
use crate::spec::{Protocol, ServiceSpec};

/// Makes the root element of an operation's response its member.
pub(super) fn apply(name: &str, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let is_xml = spec.service.protocol == Protocol::RestXml;
    let Some(operation) = operation(spec, name) else {
        found.absent(
            place,
            format!("the model has no operation `{name}`, whose response the overlay unwraps"),
        );
        return;
    };
    let in_body = operation.response.iter().flatten();
    let in_body = in_body.filter(|(_, member)| member.location.is_none());
    let (message, help) = match (in_body.count(), is_xml) {
        (1, true) => {
            let xml = operation.xml.get_or_insert_default();
            if !xml.unwrapped {
                xml.unwrapped = true;
                return;
            }
            let message = format!("the model has the response of `{name}` unwrapped itself");
            found.needless(place, message);
            return;
        }
        (_, true) => (
            format!("the response of `{name}` has not one member in its body"),
            "remove the entry, or correct the name",
        ),
        (_, false) => (
            format!("the response of `{name}` is no XML of `rest-xml`"),
            "remove the entry",
        ),
    };
    found.errors.push(place, message, help);
}
