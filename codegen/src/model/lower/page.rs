//! What a page does not say and the wire needs: asked for, never made up.

use super::Lowering;
use crate::diagnostic::Place;
use crate::diagnostic::pointer::escape;
use crate::spec::{Http, Operation, Ordered, Protocol, Shape, Type};

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
        let is_page = operation
            .source
            .as_ref()
            .is_some_and(|source| source.page.is_some());
        if !is_page {
            return;
        }
        self.asked_of = Some(place.file.clone());
        let sections = [
            ("request", operation.request.as_ref()),
            ("response", operation.response.as_ref()),
        ];
        for (section, members) in sections {
            let at = inner(place, &format!("/{section}"), &format!(".{section}"));
            for (name, member) in members.into_iter().flatten() {
                let at = member_of(&at, name, "");
                self.ask_of_empty(member, &at);
            }
        }
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

    /// A page shows `{}` for a structure without members, for any JSON, and for JSON in a string.
    fn ask_of_empty(&mut self, shape: &Shape, place: &Place) {
        let is_structure = matches!(shape.kind, Some(Type::Structure | Type::Union));
        if is_structure && shape.members.is_none() {
            let message = "the page shows `{}` here, which tells no type".to_owned();
            let help = "make it a `\"string\"` where the service has JSON in a string, a \
                        `\"document\"` where it is any JSON, or add `\"members\": {}` where it is an \
                        empty structure";
            self.problems.push(place, message, help);
        }
        for (name, member) in shape.members.iter().flatten() {
            self.ask_of_empty(member, &member_of(place, name, "/members"));
        }
        let within = [
            (&shape.element, "/element", "[]"),
            (&shape.key, "/key", "{key}"),
            (&shape.value, "/value", "{}"),
        ];
        for (shape, pointer, path) in within {
            if let Some(shape) = shape {
                self.ask_of_empty(shape, &inner(place, pointer, path));
            }
        }
    }
}

fn member_of(place: &Place, name: &str, within: &str) -> Place {
    let pointer = format!("{within}/{}", escape(name));
    inner(place, &pointer, &format!(".{name}"))
}

fn inner(place: &Place, pointer: &str, path: &str) -> Place {
    Place {
        file: place.file.clone(),
        pointer: format!("{}{pointer}", place.pointer),
        path: format!("{}{path}", place.path),
    }
}
