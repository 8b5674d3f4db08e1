//! What a page does not say and the wire needs: asked for, never made up.

use super::Lowering;
use crate::diagnostic::Place;
use crate::spec::open::{ask_of_empty, inner, is_of_page, member_of};
use crate::spec::{Http, Location, Operation, Ordered, Protocol, Shape, Type};

/// The methods of requests without a body.
const WITHOUT_BODY: [&str; 3] = ["GET", "HEAD", "DELETE"];

impl Lowering<'_> {
    /// Asks for what the page of an operation leaves open.
    pub(super) fn ask_of_page(
        &mut self,
        operation: &Operation,
        place: &Place,
        http: Option<&Http>,
    ) {
        if !is_of_page(operation) {
            return;
        }
        self.asked_of = Some(place.file.clone());
        ask_of_empty(operation, place, &mut self.problems);
        self.ask_of_names(operation, place);
        let is_rest = matches!(
            self.spec.service.protocol,
            Protocol::RestJson | Protocol::RestXml
        );
        let method = http.map(|http| http.method.as_str()).unwrap_or_default();
        if is_rest && WITHOUT_BODY.contains(&method) {
            let at = inner(place, "/request", ".request");
            self.ask_of_location(operation, operation.request.as_ref(), &at, method);
        }
    }

    /// A request without a body has each of its members somewhere else.
    fn ask_of_location(
        &mut self,
        operation: &Operation,
        request: Option<&Ordered<Shape>>,
        place: &Place,
        method: &str,
    ) {
        for (name, member) in request.into_iter().flatten() {
            let at = member_of(place, name, "");
            let fixup = self.spec.service.fixups.get(&at.path);
            if member.location.is_some() || fixup.is_some_and(|fixup| fixup.location.is_some()) {
                continue;
            }
            let message = format!(
                "`{}` is sent with {method}, which has no body, and the page does not say where \
                 `{name}` goes",
                operation.operation
            );
            let help = "add `\"location\": \"querystring\"` to it, or `\"uri\"` or `\"header\"`: the \
                        operation's page in the AWS API Reference shows which";
            self.problems.push(&at, message, help);
        }
    }

    /// Asks what XML and the query protocols call things, which boto3's pages do not tell. The page in the
    /// AWS API Reference does.
    fn ask_of_names(&mut self, operation: &Operation, place: &Place) {
        let source = operation.source.as_ref();
        if source.is_some_and(|source| source.with.is_some()) {
            return;
        }
        match self.spec.service.protocol {
            Protocol::Ec2 => self.ask_of_all(operation, place),
            Protocol::Query => self.ask_of_lists(operation, place),
            Protocol::RestXml => {
                self.ask_of_root(operation, place);
                self.ask_of_lists(operation, place);
            }
            _ => {}
        }
    }

    /// Of EC2, no operation has all of its members called on the wire as boto3 calls them.
    fn ask_of_all(&mut self, operation: &Operation, place: &Place) {
        let members = in_body(operation, place);
        let is_told = members.iter().any(|(shape, _)| is_named(shape));
        let Some((_, at)) = members.first().filter(|_| !is_told) else {
            return;
        };
        let name = &operation.operation;
        let message = format!(
            "`ec2` calls members otherwise on the wire, and the page of `{name}` does not say how"
        );
        let help = format!(
            "import it again along with API_{name}.html of the AWS API Reference, or add a `\"wireName\"` to \
             each member that has another name there, such as `\"keyName\"`"
        );
        self.problems.push(at, message, help);
    }

    fn ask_of_root(&mut self, operation: &Operation, place: &Place) {
        let mut request = operation.request.iter().flatten();
        if operation.xml.is_some() || !request.any(|(_, shape)| shape.location.is_none()) {
            return;
        }
        let message = format!(
            "the page does not say what the root of the body of `{}` is called",
            operation.operation
        );
        let help = "add such as `\"xml\": { \"root\": \"CreateThingRequest\", \"namespace\": { \"uri\": \
                    \"https://...\" } }` to the operation: its page in the AWS API Reference shows it, and fills \
                    it in where it is imported along";
        self.problems
            .push(&inner(place, "/request", ".request"), message, help);
    }

    fn ask_of_lists(&mut self, operation: &Operation, place: &Place) {
        for (shape, at) in in_body(operation, place) {
            self.ask_of_elements(shape, &at);
        }
    }

    /// Asks what the elements of each list and map are called.
    fn ask_of_elements(&mut self, shape: &Shape, place: &Place) {
        let fixups = &self.spec.service.fixups;
        let within = [
            (&shape.element, "[]"),
            (&shape.key, "{key}"),
            (&shape.value, "{}"),
        ];
        let mut within = within
            .iter()
            .filter_map(|(shape, path)| Some((shape.as_ref()?, path)));
        let is_told = within.any(|(shape, path)| {
            let fixup = fixups.get(&format!("{}{path}", place.path));
            shape.wire_name.is_some() || fixup.is_some_and(|fixup| fixup.wire_name.is_some())
        });
        let name = place.path.rsplit('.').next().unwrap_or_default();
        let (what, how) = match shape.kind {
            Some(Type::List) => ("elements", "`\"wireName\": \"member\"` to its `element`"),
            Some(Type::Map) => ("entries", "`\"wireName\": \"key\"` to its `key`"),
            _ => ("", ""),
        };
        if !what.is_empty() && !is_told && !shape.flattened {
            let message =
                format!("the page does not say what the {what} of `{name}` are called on the wire");
            let help = format!(
                "add {how} (or what the service has there), or `\"flattened\": true` to `{name}`: the \
                 operation's page in the AWS API Reference shows which, and fills it in where it is imported \
                 along"
            );
            self.problems.push(place, message, help);
        }
        for (name, member) in shape.members.iter().flatten() {
            self.ask_of_elements(member, &member_of(place, name, "/members"));
        }
        for (shape, pointer, path) in [
            (&shape.element, "/element", "[]"),
            (&shape.value, "/value", "{}"),
        ] {
            if let Some(shape) = shape {
                self.ask_of_elements(shape, &inner(place, pointer, path));
            }
        }
    }
}

/// The members in the bodies of an operation, or that are all of one, and their places.
fn in_body<'s>(operation: &'s Operation, place: &Place) -> Vec<(&'s Shape, Place)> {
    let is_in_body = |shape: &Shape| matches!(shape.location, None | Some(Location::Payload));
    let mut all = Vec::new();
    for (section, members) in [
        ("request", &operation.request),
        ("response", &operation.response),
    ] {
        let at = inner(place, &format!("/{section}"), &format!(".{section}"));
        let members = members.iter().flatten();
        let members = members.filter(|(_, shape)| is_in_body(shape));
        all.extend(members.map(|(name, shape)| (shape, member_of(&at, name, ""))));
    }
    all
}

/// Whether anything of a shape has a name of its own on the wire.
fn is_named(shape: &Shape) -> bool {
    let within = [&shape.element, &shape.key, &shape.value];
    let mut members = shape.members.iter().flatten().map(|(_, member)| member);
    shape.wire_name.is_some()
        || members.any(is_named)
        || within.into_iter().flatten().any(|shape| is_named(shape))
}
