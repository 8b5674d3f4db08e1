//! What a service model does not say, and people found out: data, a file per service, in
//! `codegen/overlay/`. An import lays it over the spec that it made of the model.

mod addressed;
mod exception;
mod files;
mod headers;
mod region_redirect;
mod union;
mod unwrapped;
mod url_encoding;
mod without;

use crate::diagnostic::{Diagnostics, Place};
use crate::spec::{RegionRedirect, ServiceSpec};
use serde::Deserialize;

/// The folder of the files, as places name it.
const FOLDER: &str = "codegen/overlay";

/// What is known of a service beside its model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Overlay {
    /// The service as boto3 and the AWS CLI call it.
    pub service: String,
    /// What is changed, in this order.
    pub entries: Vec<Entry>,
}

/// One thing that the model does not say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Entry {
    /// Why the model is not enough.
    pub reason: String,
    /// Where a reader can see that it is so.
    pub source: String,
    /// What is changed.
    pub change: Change,
}

/// What is changed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// A structure, by its name, is a union: exactly one of its members is set.
    Union(String),
    /// The root element of an operation's response, by its name, is the one member in its body.
    Unwrapped(String),
    /// The endpoint rules put this parameter of theirs into the URL: neither paths nor host prefixes have it.
    Addressed(String),
    /// A member, as `Shape.Member`, is the older form of another one that is the same on the wire.
    Without(String),
    /// An exception that operations respond with, and the model does not have.
    Exception(exception::Added),
    /// Texts of an operation's response are URL-encoded where that is asked for.
    UrlEncoding(url_encoding::Encoded),
    /// A text in a header, as `Operation.Member`, is a path that is percent-encoded when it is sent.
    PercentEncoded(String),
    /// A member of requests is a key, sent as base64 with its MD5.
    Key(headers::Key),
    /// A member in a header of responses may be what it should not be.
    Lenient(headers::Lenient),
    /// How the service tells that what is asked for is in another region.
    RegionRedirect(RegionRedirect),
}

/// What was found while an overlay was applied.
#[derive(Debug, Default)]
pub struct Found {
    /// Entries that contradict the model, or that it says itself.
    pub errors: Diagnostics,
    /// Entries whose shape the model does not have.
    pub warnings: Diagnostics,
}

/// Whether a place is in a file of the overlay.
#[must_use]
pub fn is_of_overlay(place: &Place) -> bool {
    place.file.starts_with(FOLDER)
}

/// Lays what is known of a service over its spec.
pub fn apply(spec: &mut ServiceSpec) -> Found {
    let mut found = Found::default();
    if let Some((name, text)) = files::of(&spec.service.service) {
        match serde_json::from_str::<Overlay>(text) {
            Ok(overlay) => apply_entries(&overlay, spec, &mut found),
            Err(error) => {
                let place = Place {
                    file: format!("{FOLDER}/{name}.json"),
                    ..Place::default()
                };
                let help = "correct the file: its README says what it may hold";
                found.errors.push(&place, error.to_string(), help);
            }
        }
    }
    found
}

/// Lays the entries of an overlay over a spec.
pub fn apply_entries(overlay: &Overlay, spec: &mut ServiceSpec, found: &mut Found) {
    for (index, entry) in overlay.entries.iter().enumerate() {
        let place = |kind: &str, path: &str| Place {
            file: format!("{FOLDER}/{}.json", overlay.service),
            pointer: format!("/entries/{index}/change/{kind}"),
            path: path.to_owned(),
        };
        match &entry.change {
            Change::Union(shape) => union::apply(shape, &place("union", shape), spec, found),
            Change::Unwrapped(name) => {
                unwrapped::apply(name, &place("unwrapped", name), spec, found);
            }
            Change::Addressed(name) => {
                addressed::apply(name, &place("addressed", name), spec, found);
            }
            Change::Without(path) => {
                without::apply(path, &place("without", path), spec, found);
            }
            Change::Exception(added) => {
                exception::apply(added, &place("exception", &added.shape), spec, found);
            }
            Change::UrlEncoding(encoded) => {
                let place = place("urlEncoding", &encoded.operation);
                url_encoding::apply(encoded, &place, spec, found);
            }
            Change::PercentEncoded(path) => {
                headers::percent_encoded(path, &place("percentEncoded", path), spec, found);
            }
            Change::Key(key) => headers::key(key, &place("key", &key.member), spec, found),
            Change::Lenient(lenient) => {
                headers::lenient(lenient, &place("lenient", &lenient.member), spec, found);
            }
            Change::RegionRedirect(redirect) => {
                let place = place("regionRedirect", &redirect.parameter);
                region_redirect::apply(redirect, &place, spec, found);
            }
        }
    }
}

#[cfg(test)]
mod members;

#[cfg(test)]
mod tests {
    use super::{FOLDER, Found, Overlay, apply, apply_entries, files};
    use crate::diagnostic::Place;
    use crate::spec::{ServiceSpec, Type, load_from};
    use std::fs;
    use std::path::Path;

    fn spec(service: &str, shape: &str) -> ServiceSpec {
        let service = format!(
            r#"{{ "service": "{service}", "title": "T", "serviceId": "S", "apiVersion": "1",
            "protocol": "rest-json", "endpointPrefix": "s", "signingName": "s", "output": "o" }}"#
        );
        let shapes = format!(r#"{{ "shapes": {{ {shape} }} }}"#);
        let files = [("service.json", service), ("shapes.json", shapes)];
        let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
        load_from("spec/s", &files.into())
            .then(|spec| Ok(spec.clone()))
            .expect("a spec")
    }

    fn found(shape: &str) -> (Option<Type>, Found) {
        let entry =
            r#"{ "reason": "So it is.", "source": "https://a", "change": { "union": "Value" } }"#;
        let overlay = format!(r#"{{ "service": "s", "entries": [{entry}] }}"#);
        let overlay: Overlay = serde_json::from_str(&overlay).expect("an overlay");
        let (mut spec, mut found) = (spec("s", shape), Found::default());
        apply_entries(&overlay, &mut spec, &mut found);
        let kind = spec.shapes.shapes.get("Value").and_then(|shape| shape.kind);
        (kind, found)
    }

    #[test]
    fn a_structure_becomes_a_union() {
        let (kind, found) =
            found(r#""Value": { "type": "structure", "members": { "S": { "type": "string" } } }"#);
        assert_eq!(kind, Some(Type::Union));
        assert!(found.errors.0.is_empty() && found.warnings.0.is_empty());
    }

    #[test]
    fn what_no_longer_applies_is_said() {
        let union = r#""Value": { "type": "union", "members": { "S": { "type": "string" } } }"#;
        let required = r#""Value": { "type": "structure", "members": { "S": { "type": "string", "required": true } } }"#;
        let text = r#""Value": { "type": "string", "enum": ["A"] }"#;
        for (shape, said) in [
            (union, "the model has `Value` as a union itself"),
            (required, "`Value` cannot be a union: `S` of it is required"),
            (text, "`Value` cannot be a union: it is no structure"),
        ] {
            let (_, found) = found(shape);
            let problem = found.errors.0.first().expect(said);
            assert_eq!(problem.message, said);
            assert_eq!(problem.at.file, "codegen/overlay/s.json");
            assert_eq!(problem.at.pointer, "/entries/0/change/union");
        }
        let (_, found) = found("");
        assert_eq!(found.warnings.0.len(), 1);
        assert!(found.errors.0.is_empty());
    }

    #[test]
    fn a_response_is_unwrapped_once() {
        let mut spec = spec("s", "");
        let apply = |name: &str, spec: &mut ServiceSpec| {
            let mut found = Found::default();
            super::unwrapped::apply(name, &Place::default(), spec, &mut found);
            let problems = found.errors.0.into_iter().chain(found.warnings.0);
            problems.map(|problem| problem.message).collect::<Vec<_>>()
        };
        let missing = "the model has no operation `Get`, whose response the overlay unwraps";
        assert_eq!(apply("Get", &mut spec), [missing]);
        let operation = r#"{ "operation": "Get", "method": "get",
            "response": { "A": { "type": "string" }, "B": { "type": "string", "location": "header" } } }"#;
        let operation = serde_json::from_str(operation).expect("an operation");
        spec.operations.push(("get.json".to_owned(), operation));
        let other = "the response of `Get` is no XML of `rest-xml`";
        assert_eq!(apply("Get", &mut spec), [other]);
        spec.service.protocol = crate::spec::Protocol::RestXml;
        assert_eq!(apply("Get", &mut spec), [""; 0]);
        let again = "the model has the response of `Get` unwrapped itself";
        assert_eq!(apply("Get", &mut spec), [again]);
    }

    #[test]
    fn what_the_rules_put_into_the_url_is_nowhere_else() {
        let mut spec = spec("s", "");
        let apply = |spec: &mut ServiceSpec| {
            let mut found = Found::default();
            super::addressed::apply("Place", &Place::default(), spec, &mut found);
            let problems = found.errors.0.into_iter().chain(found.warnings.0);
            problems.map(|problem| problem.message).collect::<Vec<_>>()
        };
        let untold = "no operation tells the endpoint rules `Place`";
        assert_eq!(apply(&mut spec), [untold]);
        let uris = ["/{Shelf}", "/{Shelf}?acl", "/{Shelf}/{Book+}?x"];
        for (index, uri) in uris.into_iter().enumerate() {
            let operation = format!(
                r#"{{ "operation": "Get{index}", "method": "get",
                "http": {{ "method": "GET", "uri": "{uri}", "hostPrefix": "{{Shelf}}." }},
                "endpointParameters": {{ "Place": {{ "path": "Shelf" }} }},
                "request": {{ "Shelf": {{ "type": "string", "location": "uri", "hostLabel": true }} }} }}"#
            );
            let operation = serde_json::from_str(&operation).expect("an operation");
            spec.operations.push(("get.json".to_owned(), operation));
        }
        assert_eq!(apply(&mut spec), [""; 0]);
        let uris = spec.operations.iter().map(|(_, operation)| {
            let http = operation.http.as_ref().expect("HTTP facts");
            assert_eq!(http.host_prefix, None);
            assert!(!operation.request.as_ref().expect("members")["Shelf"].host_label);
            http.uri.as_str()
        });
        let uris: Vec<_> = uris.collect();
        assert_eq!(uris, ["/", "/?acl", "/{Book+}?x"]);
        let again = "no path or host prefix begins with what tells `Place`";
        assert_eq!(apply(&mut spec), [again]);
    }

    #[test]
    fn an_older_form_of_a_member_is_taken_out() {
        let shape = r#""Topic": { "type": "structure", "members": {
            "Event": { "type": "string" },
            "Events": { "type": "string", "wireName": "Event" } } }"#;
        let mut spec = spec("s", shape);
        let apply = |path: &str, spec: &mut ServiceSpec| {
            let mut found = Found::default();
            super::without::apply(path, &Place::default(), spec, &mut found);
            let problems = found.errors.0.into_iter().chain(found.warnings.0);
            problems.map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert_eq!(apply("Topic.Event", &mut spec), [""; 0]);
        let gone = "the model has no member `Topic.Event`";
        assert_eq!(apply("Topic.Event", &mut spec), [gone]);
        let alone = "no other member has the wire name `Event` of `Topic.Events`";
        assert_eq!(apply("Topic.Events", &mut spec), [alone]);
        let none = "the model has no shape `Shelf`, of which the overlay takes out `A`";
        assert_eq!(apply("Shelf.A", &mut spec), [none]);
    }

    #[test]
    fn the_files_that_come_with_the_generator_are_applied() {
        let shape = r#""AttributeValue": { "type": "structure", "members": { "S": { "type": "string" } } }"#;
        let mut known = spec("dynamodb", shape);
        assert!(apply(&mut known).errors.0.is_empty());
        let kind = known
            .shapes
            .shapes
            .get("AttributeValue")
            .and_then(|shape| shape.kind);
        assert_eq!(kind, Some(Type::Union));

        let mut other = spec("other", shape);
        apply(&mut other);
        let kind = other
            .shapes
            .shapes
            .get("AttributeValue")
            .and_then(|shape| shape.kind);
        assert_eq!(kind, Some(Type::Structure));
    }
    #[test]
    fn every_file_is_known_and_says_why_and_whence() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("overlay");
        let mut on_disk: Vec<String> = fs::read_dir(&folder)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
            .collect();
        on_disk.sort();
        assert_eq!(on_disk, files::names().collect::<Vec<_>>(), "of {FOLDER}");
        for name in &on_disk {
            let (_, text) = files::of(name).expect("a file");
            let overlay: Overlay = serde_json::from_str(text).expect(name);
            assert_eq!(&overlay.service, name);
            assert!(!overlay.entries.is_empty(), "{name}");
            for entry in overlay.entries {
                assert!(entry.reason.ends_with('.'), "{name}: {}", entry.reason);
                assert!(entry.source.contains("://"), "{name}: {}", entry.source);
            }
        }
    }
}
