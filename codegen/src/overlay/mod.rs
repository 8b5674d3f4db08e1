//! Facts that service models lack, as data: a file per service in `codegen/overlay/`. An import merges them
//! into the spec.

mod addressed;
mod copies;
mod exception;
mod files;
mod headers;
#[cfg(test)]
mod member_tests;
mod members;
mod region_redirect;
mod requests;
mod session;
#[cfg(test)]
mod tests;
mod union;
mod unwrapped;
mod url_encoding;
mod without;

use crate::diagnostic::{Diagnostics, Place};
use crate::spec::{Operation, RegionCopy, RegionRedirect, ServiceSpec, TextEncoding};
use serde::Deserialize;

/// The folder of the files, as places name it.
const FOLDER: &str = "codegen/overlay";

/// The facts about a service that its model lacks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Overlay {
    /// The service's name in boto3 and the AWS CLI.
    pub service: String,
    /// The changes, in the order in which they are applied.
    pub entries: Vec<Entry>,
}

/// A fact that the model lacks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Entry {
    /// Why the model is not enough.
    pub reason: String,
    /// Where to verify it.
    pub source: String,
    /// The change.
    pub change: Change,
}

/// The change.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// A structure, by its name, is a union: exactly one of its members is set.
    Union(String),
    /// The root element of an operation's response, by its name, is the only member of its body.
    Unwrapped(String),
    /// The endpoint rules put this parameter into the URL, so that neither paths nor host prefixes have it.
    Addressed(String),
    /// An operation copies from another region, with a presigned URL of that region.
    RegionCopy(Copies),
    /// Every request has a header, unless a member sets it.
    Header(Header),
    /// A required member of requests is filled in if the caller leaves it out.
    Filled(Filled),
    /// Members of requests, as `Operation.Member` or `*.Member`, of which only what follows the last slash is
    /// sent.
    LastSegment(Vec<String>),
    /// Members, as `Shape.Member` or `Operation.response.Member`, with encoded strings.
    Encoded(Encoded),
    /// A member of a request, as `Operation.Member`, has the URL that the request is sent to.
    EndpointMember(String),
    /// An operation, by its name, sends the query of its GET as the form of a POST.
    QueryAsForm(String),
    /// An operation, by its name, sends the tree hash of its body.
    TreeHash(String),
    /// A member, as `Shape.Member`, is replaced by another one with the same wire name.
    Without(String),
    /// An exception that operations return, and that the model does not have.
    Exception(exception::Added),
    /// Strings of an operation's response are URL-encoded on request.
    UrlEncoding(url_encoding::Encoded),
    /// A string in a header, as `Operation.Member`, is a path, percent-encoded when it is sent.
    PercentEncoded(String),
    /// A member of requests is an encryption key, sent as base64 with its MD5.
    Key(headers::Key),
    /// A member in a response header may have an invalid value.
    Lenient(headers::Lenient),
    /// How the service redirects to another region.
    RegionRedirect(RegionRedirect),
    /// Some endpoints of the service are called in sessions.
    Session(session::Opened),
}

impl Change {
    /// Whether it concerns endpoint rules.
    fn is_of_rules(&self) -> bool {
        matches!(
            self,
            Self::Addressed(_) | Self::RegionRedirect(_) | Self::Session(_)
        )
    }
}

/// An operation that copies from another region.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Copies {
    /// Its name.
    pub operation: String,
    /// The members for it.
    pub members: RegionCopy,
}

/// A header of every request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value, in which `{apiVersion}` is replaced by the service's.
    pub value: String,
}

/// A member that the client fills in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Filled {
    /// Its name, in all requests.
    pub member: String,
    /// The value to send.
    pub value: String,
}

/// Members with encoded strings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Encoded {
    /// The encoding.
    pub encoding: TextEncoding,
    /// The members.
    pub members: Vec<String>,
}

/// The problems found when an overlay is applied.
#[derive(Debug, Default)]
pub struct Found {
    /// Entries that contradict the model.
    pub errors: Diagnostics,
    /// Entries that the model now has itself.
    pub needless: Diagnostics,
    /// Entries whose shape the model does not have.
    pub warnings: Diagnostics,
}

impl Found {
    /// What an entry speaks of is not in the model.
    fn absent(&mut self, place: &Place, message: impl Into<String>) {
        let help = "nothing, where the model is an older one; else remove the entry";
        self.warnings.push(place, message, help);
    }

    /// The model says itself what an entry does.
    fn needless(&mut self, place: &Place, message: impl Into<String>) {
        let help = "remove the entry: it is no longer needed";
        self.needless.push(place, message, help);
    }

    /// An entry does not fit the model.
    fn wrong(&mut self, place: &Place, message: impl Into<String>) {
        let help = "correct the entry, or remove it";
        self.errors.push(place, message, help);
    }
}

/// The operation of a name.
fn operation<'s>(spec: &'s mut ServiceSpec, name: &str) -> Option<&'s mut Operation> {
    let mut operations = spec.operations.iter_mut().map(|(_, operation)| operation);
    operations.find(|operation| operation.operation == name)
}

/// Whether a place is in a file of the overlay.
#[must_use]
pub fn is_of_overlay(place: &Place) -> bool {
    place.file.starts_with(FOLDER)
}

/// Merges the overlay of a service into its spec.
pub fn apply(spec: &mut ServiceSpec) -> Found {
    let name = spec.service.service.clone();
    apply_file(&name, spec, apply_entries)
}

/// Merges the overlay of an AWS service into the spec of its Smithy model, which has some of the facts
/// itself, and lacks some shapes of botocore's. An entry that does not apply is a warning, as entries are
/// written for botocore's model.
///
/// Files are found by the service's id, without characters other than letters and digits.
pub fn apply_to_smithys(spec: &mut ServiceSpec) -> Diagnostics {
    apply_file(&file_of(spec), spec, lay).errors
}

/// Merges the overlay of endpoint rules into a spec that has just received those of another form.
pub fn apply_to_rules(spec: &mut ServiceSpec) -> Diagnostics {
    let of_rules = |overlay: &Overlay, spec: &mut ServiceSpec, found: &mut Found| {
        let mut overlay = overlay.clone();
        overlay.entries.retain(|entry| entry.change.is_of_rules());
        lay(&overlay, spec, found);
    };
    apply_file(&file_of(spec), spec, of_rules).errors
}

/// The name of a service's file, by its id.
fn file_of(spec: &ServiceSpec) -> String {
    let id = spec.service.service_id.to_ascii_lowercase();
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn apply_file(
    name: &str,
    spec: &mut ServiceSpec,
    lay: fn(&Overlay, &mut ServiceSpec, &mut Found),
) -> Found {
    let mut found = Found::default();
    if let Some((name, text)) = files::of(name) {
        match serde_json::from_str::<Overlay>(text) {
            Ok(overlay) => lay(&overlay, spec, &mut found),
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

/// Merges the entries of an overlay into a spec. One that is not needed is an error too.
pub fn apply_entries(overlay: &Overlay, spec: &mut ServiceSpec, found: &mut Found) {
    lay(overlay, spec, found);
    found.errors.0.append(&mut found.needless.0);
}

fn lay(overlay: &Overlay, spec: &mut ServiceSpec, found: &mut Found) {
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
            Change::RegionCopy(copies) => {
                let place = place("regionCopy", &copies.operation);
                copies::apply(copies, &place, spec, found);
            }
            Change::Header(header) => {
                requests::header(header, &place("header", &header.name), spec, found);
            }
            Change::Filled(filled) => {
                members::fill(filled, &place("filled", &filled.member), spec, found);
            }
            Change::LastSegment(paths) => {
                members::shorten(paths, &place("lastSegment", ""), spec, found);
            }
            Change::Encoded(encoded) => {
                members::encode(encoded, &place("encoded", ""), spec, found);
            }
            Change::EndpointMember(path) => {
                requests::endpoint_member(path, &place("endpointMember", path), spec, found);
            }
            Change::QueryAsForm(name) => {
                requests::query_as_form(name, &place("queryAsForm", name), spec, found);
            }
            Change::TreeHash(name) => {
                requests::tree_hash(name, &place("treeHash", name), spec, found);
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
            Change::Session(opened) => {
                session::apply(opened, &place("session", &opened.operation), spec, found);
            }
        }
    }
}
