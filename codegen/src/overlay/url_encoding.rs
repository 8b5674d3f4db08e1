//! Strings of a response that are URL-encoded on request.

use super::{Found, operation};
use crate::diagnostic::Place;
use crate::spec::{ServiceSpec, UrlEncoding};
use serde::Deserialize;

/// An operation, and the encoded strings of its response.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Encoded {
    /// The operation.
    pub operation: String,
    /// The encoded strings, and how to request the encoding.
    #[serde(flatten)]
    pub encoding: UrlEncoding,
}

/// Says of an operation which texts of its response are URL-encoded.
pub(super) fn apply(encoded: &Encoded, place: &Place, spec: &mut ServiceSpec, found: &mut Found) {
    let Encoded {
        operation: name,
        encoding,
    } = encoded;
    let Some(operation) = operation(spec, name) else {
        found.absent(
            place,
            format!("the model has no operation `{name}`, whose response the overlay decodes"),
        );
        return;
    };
    let has = |members: &Option<_>, name: &str| {
        let members: &Option<crate::spec::Ordered<crate::spec::Shape>> = members;
        members.as_ref().is_some_and(|it| it.contains_key(name))
    };
    let first = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
    let absent = encoding.texts.iter().map(|text| first(text));
    let absent = absent.chain([encoding.member.clone()]);
    let absent = { absent }.find(|name| !has(&operation.response, name));
    let message = match absent {
        _ if operation.url_encoding.is_some() => {
            format!("the spec has the URL encoding of `{name}` itself")
        }
        Some(member) => format!("the response of `{name}` has no member `{member}`"),
        None if !has(&operation.request, &encoding.member) => {
            format!(
                "the request of `{name}` has no member `{}`",
                encoding.member
            )
        }
        None => {
            operation.url_encoding = Some(encoding.clone());
            return;
        }
    };
    found.wrong(place, message);
}
