//! What a page of the AWS API Reference says, laid over what boto3's page says.
//!
//! boto3's page stays what is imported: the other one fills what it does not have. Where both say
//! something and it is not the same, that is said, and boto3's page holds.

use super::locate::{self, Located, Names, by_letters, letters};
use super::message::{Body, Message};
use super::tree::Tree;
use super::{Member, Reference};
use crate::import::page::source::is_snake_of;
use crate::import::page::{Imported, PageError, checked};
use crate::spec::{Http, Location, Ordered, Shape, TimestampFormat, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What was taken from a page, and where it differs from boto3's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// How many facts of each kind were taken.
    pub taken: BTreeMap<&'static str, usize>,
    /// Where the two pages do not say the same. What boto3's says was kept.
    pub differences: Vec<String>,
    /// Members of errors: no page tells their types, so they are left out.
    pub untyped: Vec<String>,
}

/// An error of an operation, as far as its page tells.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KnownError {
    /// The shape, as boto3 names it.
    pub shape: String,
    /// Its code on the wire, where that is another name.
    pub code: Option<String>,
    /// What it means.
    pub doc: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Its members. The page does not tell their types.
    pub members: Vec<String>,
}

/// The most differences that are listed.
const MOST: usize = 50;

impl Imported {
    /// Lays the page of the same operation in the AWS API Reference over boto3's.
    ///
    /// # Errors
    /// It is of another operation, or has names that cannot be.
    pub fn lay(&mut self, reference: &Reference) -> Result<Laid, PageError> {
        let mut laid = Laid::default();
        let mut imported = self.clone();
        imported.lay_operation(reference, &mut laid)?;
        imported.lay_request(reference, &mut laid);
        imported.lay_response(reference, &mut laid);
        imported.lay_errors(reference, &mut laid);
        if let Some(source) = &mut imported.operation.source {
            source.with = Some(Box::new(reference.source.clone()));
        }
        imported.speaks_rest_json = reference.is_rest_json();
        imported.shows_target = Some(reference.shows_target());
        *self = checked(imported)?;
        let more = laid.differences.len().saturating_sub(MOST);
        laid.differences.truncate(MOST);
        if more > 0 {
            laid.differences.push(format!("and {more} more"));
        }
        Ok(laid)
    }

    fn lay_operation(&mut self, reference: &Reference, laid: &mut Laid) -> Result<(), PageError> {
        let operation = &mut self.operation;
        if !is_snake_of(&operation.method, &reference.operation) {
            return Err(PageError::OtherKind(format!(
                "it is the page of `{}`, and not of `{}`",
                reference.operation, operation.operation
            )));
        }
        let is_guess = |section: &str| section == "operation";
        if operation.omitted.iter().any(|gap| is_guess(&gap.section)) {
            operation.operation.clone_from(&reference.operation);
            operation.omitted.retain(|gap| !is_guess(&gap.section));
            laid.count("name of the operation");
        } else if operation.operation != reference.operation {
            laid.differ(
                "",
                format_args!(
                    "boto3's page calls the operation `{}`, this one `{}`",
                    operation.operation, reference.operation
                ),
            );
        }
        let version = self.api.as_ref().and_then(|api| api.version.as_ref());
        if let (Some(version), Some(other)) = (version, &reference.version)
            && version != other
        {
            laid.differ(
                "",
                format_args!(
                    "boto3's page is of version {version} of the API, this one of {other}"
                ),
            );
        }
        Ok(())
    }

    fn lay_request(&mut self, reference: &Reference, laid: &mut Laid) {
        let operation = &mut self.operation;
        let names = Names::of(operation.request.as_ref(), &reference.parameters);
        let located = locate::request(reference, &names);
        let target = match &reference.request.target {
            Some((method, _)) => located.uri.clone().map(|uri| (method.clone(), uri)),
            None => Some(("POST".to_owned(), "/".to_owned())),
        };
        if let Some((method, uri)) = target {
            operation.http = Some(Http {
                method,
                uri,
                response_code: None,
                host_prefix: None,
            });
            laid.count("method and URI");
        }
        let mut side = Side {
            name: "request",
            laid,
            is_request: true,
        };
        side.problems(&located);
        if let Some(members) = &mut operation.request {
            let payload = side.places(
                members,
                &located,
                &reference.request,
                reference.shows_target(),
            );
            side.heads(members, &reference.parameters, payload.as_deref());
        }
    }

    fn lay_response(&mut self, reference: &Reference, laid: &mut Laid) {
        let operation = &mut self.operation;
        let status = reference.response.status.as_ref();
        let status = status.and_then(|status| status.text.parse::<u16>().ok());
        if let (Some(http), Some(status)) = (&mut operation.http, status)
            && status != 200
        {
            http.response_code = Some(status);
            laid.count("status of success");
        }
        let names = Names::of(operation.response.as_ref(), &reference.elements);
        let located = locate::response(&reference.response, &names);
        let mut side = Side {
            name: "response",
            laid,
            is_request: false,
        };
        side.problems(&located);
        if let Some(members) = &mut operation.response {
            let payload = side.places(
                members,
                &located,
                &reference.response,
                reference.shows_target(),
            );
            side.heads(members, &reference.elements, payload.as_deref());
        }
    }

    fn lay_errors(&mut self, reference: &Reference, laid: &mut Laid) {
        let operation = &mut self.operation;
        let is_gap = |section: &str| section == "exceptions";
        let is_unlisted = operation.omitted.iter().any(|gap| is_gap(&gap.section));
        if is_unlisted {
            operation.omitted.retain(|gap| !is_gap(&gap.section));
            operation.exceptions = reference.errors.iter().map(|it| it.name.clone()).collect();
            laid.count("names of errors");
        }
        let listed: BTreeSet<String> = operation.exceptions.iter().cloned().collect();
        for error in &reference.errors {
            let shape = [""]
                .iter()
                .chain(&super::ERRORS)
                .find_map(|end| listed.get(&format!("{}{end}", error.name)));
            let Some(shape) = shape else {
                laid.differ(
                    "",
                    format_args!(
                        "it has the error `{}`, which boto3's page does not list",
                        error.name
                    ),
                );
                continue;
            };
            if error.status.is_some() {
                laid.count("statuses of errors");
            }
            let untyped: Vec<&str> = error
                .members
                .iter()
                .map(String::as_str)
                .filter(|name| !is_message(name))
                .collect();
            if !untyped.is_empty() {
                laid.untyped
                    .push(format!("{shape}: {}", untyped.join(", ")));
            }
            self.errors.push(KnownError {
                shape: shape.clone(),
                code: (*shape != error.name).then(|| error.name.clone()),
                doc: error.doc.clone(),
                status: error.status,
                members: error.members.clone(),
            });
        }
        let known: BTreeSet<&String> = self.errors.iter().map(|error| &error.shape).collect();
        for shape in &operation.exceptions {
            if !known.contains(shape) {
                laid.differ(
                    "",
                    format_args!("it does not have the error `{shape}`, which boto3's page lists"),
                );
            }
        }
    }
}

impl Laid {
    pub(super) fn count(&mut self, kind: &'static str) {
        *self.taken.entry(kind).or_default() += 1;
    }

    pub(super) fn differ(&mut self, path: &str, what: fmt::Arguments<'_>) {
        self.differences.push(match path {
            "" => what.to_string(),
            path => format!("`{path}`: {what}"),
        });
    }
}

/// The request or the response.
pub(super) struct Side<'l> {
    name: &'static str,
    pub laid: &'l mut Laid,
    pub is_request: bool,
}

impl Side<'_> {
    fn problems(&mut self, located: &Located) {
        for problem in &located.problems {
            self.laid.differ(self.name, format_args!("{problem}"));
        }
    }

    fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.name)
    }

    /// Puts each member where the message has it; says which one is all of the body.
    fn places(
        &mut self,
        members: &mut Ordered<Shape>,
        located: &Located,
        message: &Message,
        is_rest: bool,
    ) -> Option<String> {
        for place in &located.places {
            if let Some(shape) = members.get_mut(&place.member) {
                shape.location = Some(place.location);
                shape.wire_name = (place.wire_name != place.member
                    && place.location != Location::StatusCode)
                    .then(|| place.wire_name.clone());
                self.laid.count("places of members");
            }
        }
        let left: Vec<String> = members
            .iter()
            .filter(|(_, shape)| shape.location.is_none())
            .map(|(name, _)| name.clone())
            .collect();
        let only = match left.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        match &message.body {
            Body::Whole(name) => {
                let names = Names::of(Some(members), &[]);
                let whole = names.find(name).map(str::to_owned);
                let Some(whole) = whole else {
                    self.laid.differ(
                        self.name,
                        format_args!("its body is `{name}`, which is no member"),
                    );
                    return None;
                };
                self.payload(members, &whole);
                Some(whole)
            }
            Body::Json(tree) => {
                if let (Some(only), true) = (&only, is_rest)
                    && members
                        .get(only)
                        .is_some_and(|shape| is_payload(only, shape, tree))
                {
                    self.payload(members, only);
                    let path = self.path(only);
                    if let Some(shape) = members.get_mut(only) {
                        self.walk(shape, tree, &path);
                    }
                    return Some(only.clone());
                }
                if let Tree::Object(shown) = tree {
                    self.object(members, shown, self.name);
                }
                None
            }
            Body::None if is_rest => {
                for name in &left {
                    self.laid.differ(
                        &self.path(name),
                        format_args!("it does not show where this member goes"),
                    );
                }
                None
            }
            Body::None | Body::Xml => None,
            Body::Unread => {
                self.laid.differ(
                    self.name,
                    format_args!("its body is in a form that is not read"),
                );
                None
            }
        }
    }

    fn payload(&mut self, members: &mut Ordered<Shape>, name: &str) {
        if let Some(shape) = members.get_mut(name) {
            shape.location = Some(Location::Payload);
            self.laid.count("places of members");
        }
    }

    /// Compares the members of a structure with what is shown of it.
    fn object(&mut self, members: &mut Ordered<Shape>, shown: &[(String, Tree)], path: &str) {
        let trees: BTreeMap<&str, &Tree> = shown.iter().map(|(key, tree)| (&**key, tree)).collect();
        let alike = by_letters(trees.keys().copied());
        let mut met: BTreeSet<String> = BTreeSet::new();
        for (name, shape) in members.iter_mut() {
            if shape.location.is_some() {
                continue;
            }
            let path = format!("{path}.{name}");
            let key = match trees.contains_key(name.as_str()) {
                true => Some(name),
                false => alike.get(&letters(name)).and_then(Option::as_ref),
            };
            let Some((key, tree)) = key.and_then(|key| Some((key, trees.get(key.as_str())?)))
            else {
                self.laid.differ(
                    &path,
                    format_args!("boto3's page has it, and this one does not show it"),
                );
                continue;
            };
            met.insert(key.clone());
            if key != name {
                shape.wire_name = Some(key.clone());
                self.laid.count("names on the wire");
            }
            self.walk(shape, tree, &path);
        }
        for key in trees.keys().filter(|key| !met.contains(**key)) {
            self.laid.differ(
                path,
                format_args!("it shows `{key}`, which boto3's page does not have"),
            );
        }
    }

    /// Takes what a syntax tells of a shape and all within it.
    fn walk(&mut self, shape: &mut Shape, tree: &Tree, path: &str) {
        let is_open = shape.kind == Some(Type::Structure) && shape.members.is_none();
        if is_open {
            self.answer(shape, tree);
            return;
        }
        match (tree, shape.kind) {
            (Tree::Text, Some(Type::Timestamp)) if shape.timestamp_format.is_none() => {
                shape.timestamp_format = Some(TimestampFormat::Iso8601);
                self.laid.count("formats of timestamps");
            }
            (Tree::Object(shown), Some(Type::Structure | Type::Union)) => {
                if let Some(members) = &mut shape.members {
                    self.object(members, shown, path);
                }
            }
            (Tree::List(tree), Some(Type::List)) => {
                if let Some(element) = &mut shape.element {
                    self.walk(element, tree, &format!("{path}[]"));
                }
            }
            (Tree::Map(tree), Some(Type::Map)) => {
                if let Some(value) = &mut shape.value {
                    self.walk(value, tree, &format!("{path}{{}}"));
                }
            }
            _ => {}
        }
    }

    /// Answers what boto3's page shows as `{}`, which tells no type.
    pub(super) fn answer(&mut self, shape: &mut Shape, tree: &Tree) {
        match tree {
            Tree::Text => shape.kind = Some(Type::String),
            Tree::Document => shape.kind = Some(Type::Document),
            Tree::Object(members) if members.is_empty() => {
                shape.members = Some(Ordered::default());
            }
            _ => return,
        }
        self.laid.count("types of what boto3's page shows as `{}`");
    }

    /// Takes what is said of each parameter or element.
    fn heads(&mut self, members: &mut Ordered<Shape>, heads: &[Member], payload: Option<&str>) {
        let names = Names::of(Some(members), heads);
        // Of a body that is one member, its members are shown.
        let inner = payload.and_then(|payload| members.get(payload)?.members.as_ref());
        let inner = Names::of(inner, heads);
        for Member { head, facts, .. } in heads {
            let (name, shape) = match (names.find(&head.name), inner.find(&head.name), payload) {
                (Some(name), _, _) => (name, members.get_mut(name)),
                (None, Some(name), Some(payload)) => {
                    let payload = members.get_mut(payload);
                    let within = payload.and_then(|payload| payload.members.as_mut());
                    (name, within.and_then(|within| within.get_mut(name)))
                }
                _ => (head.name.as_str(), None),
            };
            let path = self.path(name);
            match shape {
                Some(shape) => self.facts(shape, facts, &path),
                None => self.laid.differ(
                    self.name,
                    format_args!("it describes `{name}`, which boto3's page does not have"),
                ),
            }
        }
    }
}

/// Whether a member is all of a body: what is shown are its members, and not itself.
fn is_payload(name: &str, shape: &Shape, tree: &Tree) -> bool {
    match (tree, &shape.members) {
        (Tree::Object(shown), Some(members)) => {
            let within = by_letters(members.keys().map(String::as_str));
            let is_itself = shown.iter().any(|(key, _)| letters(key) == letters(name));
            let is_within = |key: &str| within.contains_key(&letters(key));
            !is_itself && !shown.is_empty() && shown.iter().all(|(key, _)| is_within(key))
        }
        (Tree::List(_), _) => shape.kind == Some(Type::List),
        (Tree::Map(_), _) => shape.kind == Some(Type::Map),
        (Tree::Document, _) => shape.kind == Some(Type::Document),
        _ => false,
    }
}

/// Whether a member of an error is its message.
pub(in crate::import::page) fn is_message(name: &str) -> bool {
    name.eq_ignore_ascii_case("message")
}
