//! The operations that a spec selects, and their HTTP facts.

use super::super::{Doc, Operation, ShapeId};
use super::member::Spread;
use super::{Context, Lowering, service_place};
use crate::diagnostic::Place;
use crate::diagnostic::pointer::escape;
use crate::spec::{self, Ordered, Selection};
use std::collections::BTreeSet;

impl<'a> Lowering<'a> {
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let spec = self.spec;
        self.report_unknown_selection();
        self.report_unmet_http();
        let mut operations: Vec<Operation> = Vec::new();
        for (file, operation) in &spec.operations {
            let place = Place {
                file: format!("{}/{file}", spec.folder),
                pointer: String::new(),
                path: operation.operation.clone(),
            };
            if !self.is_selected(&operation.operation) {
                continue;
            }
            if let Some(other) = operations.iter().find(|o| o.name == operation.operation) {
                let message = format!(
                    "operation `{}` is defined twice, here and in `{}`",
                    operation.operation, other.place.file
                );
                self.problems
                    .push(&place, message, "remove one of the files");
                continue;
            }
            if let Some(lowered) = self.operation(operation, place) {
                operations.push(lowered);
            }
        }
        operations
    }

    fn is_selected(&self, name: &str) -> bool {
        match &self.spec.service.operations {
            Selection::All => true,
            Selection::Only(names) => names.iter().any(|selected| selected == name),
        }
    }

    fn report_unknown_selection(&mut self) {
        let Selection::Only(names) = &self.spec.service.operations else {
            return;
        };
        let known: BTreeSet<&str> = self.operation_names();
        for (index, name) in names.iter().enumerate() {
            if !known.contains(name.as_str()) {
                self.problems.push(
                    &service_place(self.spec, &format!("/operations/only/{index}")),
                    format!("there is no operation `{name}`"),
                    "import it (`update` does, where the spec is from a model), or take it off the list",
                );
            }
        }
    }

    fn report_unmet_http(&mut self) {
        let known = self.operation_names();
        for name in self.spec.service.http.keys() {
            if !known.contains(name.as_str()) {
                self.problems.push(
                    &service_place(self.spec, &format!("/http/{}", escape(name))),
                    format!("HTTP facts of `{name}`, which is no operation"),
                    "correct the name, or remove the entry",
                );
            }
        }
    }

    fn operation_names(&self) -> BTreeSet<&'a str> {
        let operations = self.spec.operations.iter();
        operations.map(|(_, o)| o.operation.as_str()).collect()
    }

    fn operation(&mut self, operation: &'a spec::Operation, place: Place) -> Option<Operation> {
        let http = self.http(operation, &place);
        self.ask_of_page(operation, &place, http.as_ref());
        let section =
            |lowering: &mut Self, name: &str, members: &'a Option<Ordered<spec::Shape>>, spread| {
                let context = Context {
                    place: Place {
                        file: place.file.clone(),
                        pointer: format!("/{name}"),
                        path: format!("{}.{name}", operation.operation),
                    },
                    doc_format: operation.doc_format,
                    ancestors: Vec::new(),
                    member: String::new(),
                    element: false,
                    nesting: 0,
                };
                let members = members.as_ref();
                members.map_or_else(Vec::new, |members| {
                    lowering.members(members, &context, "", spread)
                })
            };
        let request = section(self, "request", &operation.request, Spread::Request);
        let response = section(self, "response", &operation.response, Spread::Response);
        let exceptions = self.exceptions(operation, &place);
        self.finish_waiting();
        let doc = |text: &Option<String>| {
            text.as_ref().map(|text| Doc {
                text: text.clone(),
                format: operation.doc_format,
            })
        };
        Some(Operation {
            name: operation.operation.clone(),
            doc: doc(&operation.doc),
            deprecated: operation.deprecated.clone(),
            http: http?,
            auth: operation.auth,
            checksum_required: operation.checksum_required,
            endpoint_parameters: operation.endpoint_parameters.clone(),
            region_copy: operation.region_copy.clone(),
            sending: operation.sending.clone(),
            xml: operation.xml.clone(),
            url_encoding: operation.url_encoding.clone(),
            has_request: operation.request.is_some(),
            pagination: operation.pagination.clone(),
            request,
            response,
            response_doc: doc(&operation.response_doc),
            exceptions,
            examples: operation.examples.clone(),
            place,
        })
    }

    fn http(&mut self, operation: &spec::Operation, place: &Place) -> Option<spec::Http> {
        let laid_over = self.spec.service.http.get(&operation.operation);
        match (&operation.http, laid_over) {
            (Some(http), None) | (None, Some(http)) => Some(http.clone()),
            (None, None) => {
                self.problems.push(
                    place,
                    format!("`{}` has no HTTP method and URI", operation.operation),
                    format!(
                        "add `\"http\": {{\"{}\": {{\"method\": ..., \"uri\": ...}}}}` to \
                         `{}/service.json`",
                        operation.operation, self.spec.folder
                    ),
                );
                None
            }
            (Some(_), Some(_)) => {
                self.problems.push(
                    &service_place(
                        self.spec,
                        &format!("/http/{}", escape(&operation.operation)),
                    ),
                    format!(
                        "HTTP facts of `{}` that its own file has",
                        operation.operation
                    ),
                    "remove the entry",
                );
                None
            }
        }
    }

    fn exceptions(&mut self, operation: &'a spec::Operation, place: &Place) -> Vec<ShapeId> {
        let mut exceptions = Vec::new();
        for (index, name) in operation.exceptions.iter().enumerate() {
            let place = Place {
                pointer: format!("/exceptions/{index}"),
                ..place.clone()
            };
            let Some(id) = self.shared(name, &place) else {
                continue;
            };
            if id.of(&self.shapes).error.is_none() {
                self.problems.push(
                    &place,
                    format!("`{name}` is not an exception"),
                    "give the shape an `error`, or take it off the list",
                );
            }
            if exceptions.contains(&id) {
                self.problems.push(
                    &place,
                    format!("`{name}` is listed twice"),
                    "remove one of the two",
                );
            } else {
                exceptions.push(id);
            }
        }
        exceptions
    }
}
