//! What a page of the AWS API Reference says, laid over what boto3's page says.
//!
//! boto3's page stays what is imported: the other one fills what it does not have. Where both say
//! something and it is not the same, that is said, and boto3's page holds.

use super::body::is_payload;
use super::data_type::{DataType, Types};
use super::locate::{self, Located, Names};
use super::message::{Body, Message};
use super::side::{Laid, Side};
use super::tree::Tree;
use super::{Member, Reference};
use crate::import::page::source::is_snake_of;
use crate::import::page::{Imported, PageError, checked};
use crate::spec::{Http, Location, Ordered, Shape};

/// The most differences that are listed.
const MOST: usize = 50;

impl Imported {
    /// Lays the page of the same operation in the AWS API Reference over boto3's, and those of the data
    /// types that its members have. Others are passed over.
    ///
    /// # Errors
    /// It is of another operation, or has names that cannot be.
    pub fn lay(&mut self, reference: &Reference, types: &[DataType]) -> Result<Laid, PageError> {
        let mut laid = Laid::default();
        let mut imported = self.clone();
        let mut types = Types::of(types, reference.service.as_deref());
        imported.lay_operation(reference, &mut laid)?;
        imported.lay_request(reference, &mut types, &mut laid);
        imported.lay_response(reference, &mut types, &mut laid);
        imported.lay_errors(reference, &mut laid);
        if let Some(source) = &mut imported.operation.source {
            let mut with = reference.source.clone();
            with.types = types.sources();
            source.with = Some(Box::new(with));
        }
        imported.protocol = reference.protocol();
        imported.shows_target = Some(reference.shows_target());
        imported.told.clone_from(&laid.told);
        laid.used = types.used.iter().map(|name| (*name).to_owned()).collect();
        laid.missing = types.missing;
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

    fn lay_request(&mut self, reference: &Reference, types: &mut Types<'_>, laid: &mut Laid) {
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
        let mut side = Side::new("request", reference, laid);
        side.problems(&located);
        if let Some(members) = &mut operation.request {
            let message = &reference.request;
            let payload = side.places(members, &located, message, &names);
            side.heads(members, &reference.parameters, payload.as_deref(), types);
            if let Body::Xml(root) = &message.body {
                operation.xml = side.xml(members, root, payload.as_deref(), &names);
            }
        }
    }

    fn lay_response(&mut self, reference: &Reference, types: &mut Types<'_>, laid: &mut Laid) {
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
        let mut side = Side::new("response", reference, laid);
        side.problems(&located);
        if let Some(members) = &mut operation.response {
            let message = &reference.response;
            let payload = side.places(members, &located, message, &names);
            side.heads(members, &reference.elements, payload.as_deref(), types);
            if let Body::Xml(root) = &message.body {
                side.xml(members, root, payload.as_deref(), &names);
            }
        }
    }
}

impl Side<'_> {
    fn problems(&mut self, located: &Located) {
        for problem in &located.problems {
            self.laid.differ(self.name, format_args!("{problem}"));
        }
    }

    /// Puts each member where the message has it; says which one is all of the body.
    fn places(
        &mut self,
        members: &mut Ordered<Shape>,
        located: &Located,
        message: &Message,
        names: &Names,
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
                let others: Vec<String> = left.into_iter().filter(|it| *it != whole).collect();
                self.no_place(&others);
                Some(whole)
            }
            Body::Json(tree) => self.json(members, &left, tree),
            Body::None if self.is_rest => {
                self.no_place(&left);
                None
            }
            Body::Xml(root) => {
                let whole = self.whole_of_xml(members, &left, names, root)?;
                self.payload(members, &whole);
                Some(whole)
            }
            Body::None => None,
            Body::Unread => {
                self.laid.differ(
                    self.name,
                    format_args!("its body is in a form that is not read"),
                );
                None
            }
        }
    }

    fn no_place(&mut self, members: &[String]) {
        for name in members {
            self.laid.differ(
                &self.path(name),
                format_args!("it does not show where this member goes"),
            );
        }
    }

    /// Takes what is told by a body of JSON, of which `left` are the members that are nowhere else; the
    /// one that is all of it.
    fn json(
        &mut self,
        members: &mut Ordered<Shape>,
        left: &[String],
        tree: &Tree,
    ) -> Option<String> {
        let only = match left {
            [only] if self.is_rest => Some(only),
            _ => None,
        };
        let is_whole = |only: &&String| {
            let shape = members.get(only.as_str());
            shape.is_some_and(|shape| is_payload(only, shape, tree))
        };
        if let Some(only) = only.filter(is_whole) {
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

    fn payload(&mut self, members: &mut Ordered<Shape>, name: &str) {
        if let Some(shape) = members.get_mut(name) {
            shape.location = Some(Location::Payload);
            self.laid.count("places of members");
        }
    }

    /// Takes what is said of each parameter or element, and of what is within it.
    fn heads(
        &mut self,
        members: &mut Ordered<Shape>,
        heads: &[Member],
        payload: Option<&str>,
        types: &mut Types<'_>,
    ) {
        let names = Names::of(Some(members), heads);
        // Of a body that is one member, its members are shown.
        let inner = payload.and_then(|payload| members.get(payload)?.members.as_ref());
        let inner = Names::of(inner, heads);
        for Member { head, facts, .. } in heads {
            let shown = &head.name;
            let is_by_element = self.names_elements;
            let found = |names: &Names| names.find_as(shown, is_by_element).map(str::to_owned);
            let (path, shape, name) = match (found(&names), found(&inner), payload) {
                (Some(name), _, _) => (self.name.to_owned(), members.get_mut(&name), name),
                (None, Some(name), Some(payload)) => {
                    let within = members.get_mut(payload);
                    let within = within.and_then(|within| within.members.as_mut());
                    let shape = within.and_then(|within| within.get_mut(&name));
                    (self.path(payload), shape, name)
                }
                _ => (String::new(), None, String::new()),
            };
            let Some(shape) = shape else {
                if self.root.as_ref() != Some(shown) {
                    self.laid.differ(
                        self.name,
                        format_args!("it describes `{shown}`, which boto3's page does not have"),
                    );
                }
                continue;
            };
            self.is_shown(&path, shown, &name);
            let path = format!("{path}.{name}");
            self.numbered(shape, shown, &name);
            self.facts(shape, facts, &path);
            if let Some(said) = &facts.kind {
                self.within(shape, said, &path, types);
            }
        }
    }
}
