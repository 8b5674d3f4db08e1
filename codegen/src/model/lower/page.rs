//! What a page does not say and the wire needs: asked for, never made up.

use super::Lowering;
use crate::diagnostic::Place;
use crate::spec::open::{ask_of_empty, inner, is_of_page, member_of};
use crate::spec::{Http, Operation, Ordered, Protocol, Shape};

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
}
