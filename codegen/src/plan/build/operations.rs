//! Operations: input, output, error, and their conversion to HTTP messages.

use super::structs::Absent;
use crate::diagnostic::Diagnostics;
use crate::model::{self, Member};
use crate::naming::OperationNames;
use crate::plan::docs::{self, deprecation, shape_name};
use crate::plan::ir::{
    Auth, Body, Constructor, ExceptionVariant, FieldRef, Operation, ResponseShape, RustType,
    Setter, SetterKind, Streams, Struct,
};
use crate::plan::planner::{Planner, Scope};
use crate::plan::protocol::Protocol;
use crate::spec::{self, Location};
use std::collections::{BTreeMap, BTreeSet};

impl Planner<'_> {
    /// The operations, by method.
    pub(in crate::plan) fn operations(&self, warnings: &mut Diagnostics) -> Vec<Operation> {
        let mut left: BTreeMap<&str, Vec<&model::Operation>> = BTreeMap::new();
        let mut operations: Vec<Operation> = self
            .model
            .operations
            .iter()
            .zip(&self.names.operations)
            .filter_map(
                |(operation, names)| match not_called(operation, self.protocol) {
                    None => Some(self.operation(operation, names, warnings)),
                    Some(why) => {
                        left.entry(why).or_default().push(operation);
                        None
                    }
                },
            )
            .collect();
        left_out(&left, warnings);
        operations.sort_by(|a, b| a.method.cmp(&b.method));
        operations
    }

    fn operation(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
        warnings: &mut Diagnostics,
    ) -> Operation {
        let mut input = self.input(operation, names);
        let mut output = self.output(operation, names);
        let body = self.body(operation, &input);
        let response = self.response(operation, names);
        let streams = streams(operation, names, &input, &response);
        let has_json = self.protocol.has_json();
        let is_written = matches!(body, Body::Input { .. } | Body::EventsAfter);
        input.json.write = has_json && is_written;
        output.json.read = has_json
            && matches!(
                response,
                ResponseShape::Body | ResponseShape::BodyAndParts(_)
            );
        let doc = doc(operation);
        let mut planned = Operation {
            name: operation.name.clone(),
            source: operation.place.file.clone(),
            method: names.method.clone(),
            prefix: names.prefix.clone(),
            builder: format!("{}FluentBuilder", names.prefix),
            error: format!("{}Error", names.prefix),
            summary: docs::summary(&doc),
            doc,
            deprecated: operation.deprecated.clone(),
            setters: self.setters(&input, &names.setters),
            exceptions: self.exceptions(operation, names),
            auth: auth(operation.auth.or(self.model.service.auth)),
            request: self.protocol.start(&self.model.service, operation),
            checksum: operation.checksum_required,
            content_md5: operation.sending.content_md5,
            copy: operation.region_copy.clone(),
            headers: self.headers(operation),
            query_as_form: operation.sending.query_as_form,
            compression: operation.sending.compression,
            last_segments: last_segments(operation, &input),
            media_type: operation
                .request
                .iter()
                .find(|member| member.location == Some(spec::Location::Payload))
                .and_then(|member| member.media_type.clone()),
            write: self.write_steps(operation, names, &input, warnings),
            body,
            codec: self.protocol.codec_of(operation),
            response,
            streams,
            url_encoding: self.url_encoding(operation, names, warnings),
            tokens: tokens(operation, names),
            sensitive: self.sensitive(operation),
            discovered: self.discovered_endpoints(operation, names),
            pages: self.pages(operation, names, warnings),
            has_waiter: false,
            input,
            output,
        };
        let examples = self.examples(operation, &planned, warnings);
        let has_examples = !examples.is_empty();
        planned.doc.extend(examples);
        if planned.doc == planned.summary {
            planned.doc.clear();
        } else {
            // rustdoc reads a raw identifier's `#` as the start of a fragment.
            let path = format!("operation::{}", planned.module());
            let more = format!("More in [`{path}`](crate::{path}).");
            planned.summary.extend([String::new(), more]);
        }
        if !has_examples {
            let call = self.least_call(operation, &planned);
            if !planned.doc.is_empty() && !call.is_empty() {
                planned.doc.push(String::new());
            }
            planned.doc.extend(call);
        }
        planned
    }

    /// The headers of all requests, and the API version if endpoints are discovered.
    fn headers(&self, operation: &model::Operation) -> Vec<(String, String)> {
        let service = &self.model.service;
        let headers = service.headers.iter();
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
        let discovery = service.endpoint_discovery.as_ref();
        let discovers = discovery.is_some_and(|it| it.operation == operation.name);
        let version = ("x-amz-api-version".to_owned(), service.api_version.clone());
        headers.chain(discovers.then_some(version)).collect()
    }

    /// Wire names of sensitive members, at any depth of the request, the response and the exceptions;
    /// `$request` and `$response` if the whole body is sensitive.
    fn sensitive(&self, operation: &model::Operation) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let is_sensitive = |member: &Member| {
            let shapes = member.ty.shapes();
            member.sensitive || shapes.iter().any(|id| self.model.shape(*id).sensitive)
        };
        for (body, members) in [
            ("$request", &operation.request),
            ("$response", &operation.response),
        ] {
            let mut payload = members
                .iter()
                .filter(|member| member.location == Some(Location::Payload));
            if payload.any(is_sensitive) {
                found.insert(body.to_owned());
            }
        }
        let exceptions = operation.exceptions.iter();
        let of_exceptions = exceptions.flat_map(|id| self.model.shape(*id).members());
        let mut open: Vec<&Member> = operation
            .request
            .iter()
            .chain(&operation.response)
            .chain(of_exceptions)
            .collect();
        while let Some(member) = open.pop() {
            let shapes = member.ty.shapes();
            if is_sensitive(member) {
                found.insert(member.wire_name.clone());
                found.extend(member.form.name.clone());
                found.extend(member.form.query_name.clone());
            }
            let new = shapes.into_iter().filter(|id| seen.insert(*id));
            open.extend(new.flat_map(|id| self.model.shape(id).members()));
        }
        found.into_iter().collect()
    }

    fn input(&self, operation: &model::Operation, names: &OperationNames) -> Struct {
        let name = format!("{}Input", names.prefix);
        let doc = vec![format!("The input of `{}`.", operation.name)];
        let members = &operation.request;
        let mut input = self.fields_struct(
            &name,
            doc,
            members,
            &names.request,
            Absent::WhereNotRequired,
            Scope::Operation,
        );
        let arguments = names.arguments.clone();
        input.constructor = arguments.map(|fields| Constructor { fields });
        if members
            .iter()
            .any(|member| self.usage.holds_checked(member))
        {
            input.checks = Some(self.checks(members, &input.fields));
        }
        input
    }

    fn output(&self, operation: &model::Operation, names: &OperationNames) -> Struct {
        let name = format!("{}Output", names.prefix);
        let doc = match &operation.response_doc {
            Some(doc) => docs::markdown(doc),
            None => vec![format!("The output of `{}`.", operation.name)],
        };
        let members = &operation.response;
        self.fields_struct(
            &name,
            doc,
            members,
            &names.response,
            Absent::Anywhere,
            Scope::Operation,
        )
    }

    fn setters(&self, input: &Struct, names: &[String]) -> Vec<Setter> {
        input
            .fields
            .iter()
            .zip(names)
            .map(|(field, name)| Setter {
                name: name.clone(),
                whole: whole_setter(&field.name, names),
                kind: match &field.ty {
                    RustType::Vec(element) => SetterKind::Element((**element).clone()),
                    RustType::Map(key, value) => {
                        SetterKind::Entry((**key).clone(), (**value).clone())
                    }
                    _ => SetterKind::Value,
                },
            })
            .collect()
    }

    fn exceptions(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
    ) -> Vec<ExceptionVariant> {
        let exceptions = operation.exceptions.iter().zip(&names.tests);
        exceptions
            .map(|(id, test)| {
                let shape = self.model.shape(*id);
                let doc = shape.doc.as_ref().map(docs::markdown).unwrap_or_default();
                let name = shape_name(shape);
                let doc = if doc.is_empty() {
                    vec![format!("The exception {}.", docs::code(&name))]
                } else {
                    docs::summary(&doc)
                };
                let error = shape.error.clone().unwrap_or_default();
                ExceptionVariant {
                    name: self.names.ty(*id).to_owned(),
                    test: test.clone(),
                    shape: error
                        .code
                        .filter(|_| !self.model.service.query_compatible)
                        .unwrap_or(name),
                    doc,
                }
            })
            .collect()
    }
}

/// The name of a setter for a whole member, unique among the methods.
fn whole_setter(field: &str, setters: &[String]) -> String {
    let mut name = format!("set_{}", field.trim_start_matches("r#"));
    while setters.contains(&name) {
        name.push('_');
    }
    name
}

/// Why an operation cannot be called: its protocol has no event streams.
fn not_called(operation: &model::Operation, protocol: &dyn Protocol) -> Option<&'static str> {
    let sends = has_events(&operation.request);
    if !sends && !has_events(&operation.response) {
        return None;
    }
    if protocol.codec().events.is_none() {
        return Some("its protocol has no event streams");
    }
    (sends && !protocol.has_json()).then_some("the events that it sends are not JSON")
}

/// Whether one of these members is an event stream.
fn has_events(members: &[Member]) -> bool {
    members.iter().any(|member| member.event_stream)
}

/// Warns about operations that are left out: once for each reason.
fn left_out(left: &BTreeMap<&str, Vec<&model::Operation>>, warnings: &mut Diagnostics) {
    for (why, operations) in left {
        let names = operations
            .iter()
            .map(|operation| docs::code(&operation.name));
        let names = names.collect::<Vec<_>>().join(", ");
        let message = match operations.len() {
            1 => format!("{names} is left out: {why}"),
            _ => format!("left out, each because {why}: {names}"),
        };
        let place = operations.first().map(|operation| &operation.place);
        warnings.push(
            &place.cloned().unwrap_or_default(),
            message,
            "call it with another client, and remove it here to silence this warning",
        );
    }
}

/// The docs of an operation.
fn doc(operation: &model::Operation) -> Vec<String> {
    let mut doc = operation
        .doc
        .as_ref()
        .map(docs::markdown)
        .unwrap_or_default();
    if doc.is_empty() {
        doc.push(format!("The operation {}.", docs::code(&operation.name)));
    }
    if let Some(note) = &operation.deprecated {
        doc.extend(deprecation(note));
    }
    if has_events(&operation.request) && has_events(&operation.response) {
        doc.extend([String::new(), BIDIRECTIONAL.to_owned()]);
    }
    doc
}

/// The docs of an operation with event streams in both directions.
const BIDIRECTIONAL: &str = "Events are sent and received at the same time. It needs an async call and HTTP/2: enable the \
     feature `http2`.";

/// The fields that the client fills in with a random idempotency token.
fn tokens(operation: &model::Operation, names: &OperationNames) -> Vec<String> {
    let members = operation.request.iter().zip(&names.request);
    let tokens = members.filter(|(member, _)| member.idempotency_token);
    tokens.map(|(_, name)| name.clone()).collect()
}

/// The fields of the body of which only the last segment is sent.
fn last_segments(operation: &model::Operation, input: &Struct) -> Vec<FieldRef> {
    let members = operation.request.iter().zip(&input.fields);
    let members = members.filter(|(member, _)| member.last_segment && member.location.is_none());
    members.map(|(_, field)| field.to_ref()).collect()
}

/// The header with the name of a request's checksum algorithm.
const SDK_ALGORITHM: &str = "x-amz-sdk-checksum-algorithm";

/// The header that requests a checksum of the response.
const CHECKSUM_MODE: &str = "x-amz-checksum-mode";

/// The streaming bodies.
fn streams(
    operation: &model::Operation,
    names: &OperationNames,
    input: &Struct,
    response: &ResponseShape,
) -> Streams {
    let streams = |member: &Member| member.event_stream || member.streaming;
    let has_header = |name: &str| {
        let mut members = operation.request.iter();
        members.any(|member| {
            member.location == Some(Location::Header) && member.wire_name.eq_ignore_ascii_case(name)
        })
    };
    let sent = operation.request.iter().zip(&input.fields);
    let sent = sent.into_iter().find(|(member, _)| streams(member));
    let received = operation.response.iter().zip(&names.response);
    let received = received.into_iter().find(|(member, _)| streams(member));
    let receives_events = received.is_some_and(|(member, _)| member.event_stream);
    Streams {
        sends_events: sent.is_some_and(|(member, _)| member.event_stream),
        requires_length: sent.is_some_and(|(member, _)| member.requires_length),
        tree_hash: operation.sending.tree_hash,
        request: sent.map(|(_, field)| field.to_ref()),
        // A checksum of events would be one of their frames.
        request_checksum: sent
            .filter(|(member, _)| member.streaming)
            .filter(|_| operation.checksum_required || has_header(SDK_ALGORITHM))
            .map(|_| operation.checksum_required),
        response_checksum: has_header(CHECKSUM_MODE)
            && received.is_some_and(|(member, _)| member.streaming),
        receives_events,
        initial_response: receives_events
            && matches!(
                response,
                ResponseShape::Body | ResponseShape::BodyAndParts(_)
            ),
        response: received.map(|(_, name)| name.clone()),
    }
}

/// How requests are authorized, if not by SigV4.
fn auth(auth: Option<spec::Auth>) -> Option<Auth> {
    auth.map(Auth::from).filter(|auth| *auth != Auth::SigV4)
}
