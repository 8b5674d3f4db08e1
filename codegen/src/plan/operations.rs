//! Operations: input, output, error, and how they become HTTP messages.

use super::types::{constructor, deprecation, shape_name};
use super::{
    Body, ExceptionVariant, Operation, Planner, ReadFrom, ReadStep, RequestStart, RustType, Scope,
    Setter, SetterKind, Struct, Text, WriteStep, docs,
};
use crate::diagnostic::Diagnostics;
use crate::model::{self, Kind, Member, Type};
use crate::naming::OperationNames;
use crate::spec::{Auth, Location, Protocol, TimestampFormat};
use std::collections::BTreeSet;

impl Planner<'_> {
    /// The operations, by method.
    pub(super) fn operations(&self, warnings: &mut Diagnostics) -> Vec<Operation> {
        let mut operations: Vec<Operation> = self
            .model
            .operations
            .iter()
            .zip(&self.names.operations)
            .map(|(operation, names)| self.operation(operation, names, warnings))
            .collect();
        operations.sort_by(|a, b| a.method.cmp(&b.method));
        operations
    }

    fn operation(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
        warnings: &mut Diagnostics,
    ) -> Operation {
        let input = self.input(operation, names);
        let output = self.output(operation, names);
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
        let streams = operation.response.iter().any(|member| member.event_stream);
        let in_body = |member: &Member| !streams && (member.location.is_none() || self.is_rpc());
        Operation {
            name: operation.name.clone(),
            source: operation.place.file.clone(),
            method: names.method.clone(),
            prefix: names.prefix.clone(),
            doc,
            deprecated: operation.deprecated.clone(),
            setters: self.setters(&input, &names.setters),
            exceptions: self.exceptions(operation),
            auth: auth(operation.auth.or(self.model.service.auth)),
            request: self.request_start(operation),
            checksum: operation.checksum_required,
            write: self.write_steps(operation, names, &input),
            body: self.body(operation, names, &input),
            query: self.is_query(),
            reads_body: operation.response.iter().any(in_body),
            read: self.read_steps(&operation.response, &names.response),
            tokens: operation
                .request
                .iter()
                .zip(&names.request)
                .filter(|(member, _)| member.idempotency_token)
                .map(|(_, name)| name.clone())
                .collect(),
            sensitive: self.sensitive(operation),
            pages: self.pages(operation, names, warnings),
            input,
            output,
        }
    }

    /// Wire names of sensitive members, at any depth of the request, the response and the exceptions;
    /// `$request` and `$response` where the whole body is one.
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

    fn is_rpc(&self) -> bool {
        self.model.service.protocol == Protocol::Json || self.is_query()
    }

    fn input(&self, operation: &model::Operation, names: &OperationNames) -> Struct {
        let name = format!("{}Input", names.prefix);
        let doc = vec![format!("What `{}` is called with.", operation.name)];
        let members = &operation.request;
        let mut input =
            self.fields_struct(&name, doc, members, &names.request, true, Scope::Operation);
        input.constructor = constructor(members, &input.fields);
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
            None => vec![format!("What `{}` returns.", operation.name)],
        };
        let members = &operation.response;
        self.fields_struct(
            &name,
            doc,
            members,
            &names.response,
            false,
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
                kind: match &field.ty {
                    RustType::Vec(element) => SetterKind::Element((**element).clone()),
                    RustType::Map(key, value) => {
                        SetterKind::Entry((**key).clone(), (**value).clone())
                    }
                    _ => SetterKind::Value,
                },
                doc: docs::summary(&field.doc),
            })
            .collect()
    }

    fn exceptions(&self, operation: &model::Operation) -> Vec<ExceptionVariant> {
        operation
            .exceptions
            .iter()
            .map(|id| {
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
                    shape: error
                        .code
                        .filter(|_| !self.model.service.query_compatible)
                        .unwrap_or(name),
                    doc,
                }
            })
            .collect()
    }

    fn request_start(&self, operation: &model::Operation) -> RequestStart {
        let service = &self.model.service;
        if service.protocol == Protocol::Json {
            let prefix = service.target_prefix.as_deref().unwrap_or_default();
            let version = service.json_version.as_deref().unwrap_or("1.0");
            RequestStart::JsonRpc {
                target: format!("{prefix}.{}", operation.name),
                content_type: format!("application/x-amz-json-{version}"),
                query_compatible: service.query_compatible,
            }
        } else {
            RequestStart::Rest {
                method: operation.http.method.clone(),
                uri: operation.http.uri.clone(),
            }
        }
    }

    fn write_steps(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
        input: &Struct,
    ) -> Vec<WriteStep> {
        let mut steps = Vec::new();
        if input.checks.is_some() {
            steps.push(WriteStep::Require);
        }
        if let Some(template) = &operation.http.host_prefix {
            let labels = operation.request.iter().zip(&names.request);
            let labels = labels
                .filter(|(member, _)| member.host_label)
                .map(|(member, field)| (member.name.clone(), field.clone()))
                .collect();
            steps.push(WriteStep::HostPrefix {
                template: template.clone(),
                labels,
            });
        }
        if !self.is_rpc() {
            let members = operation.request.iter().zip(&input.fields);
            steps.extend(members.filter_map(|(member, field)| {
                self.write_step(member, &field.name, field.optional)
            }));
        }
        // Parameters that stand alone take precedence over those of a map.
        steps.sort_by_key(|step| {
            matches!(
                step,
                WriteStep::QueryMap { .. } | WriteStep::PrefixHeaders { .. }
            )
        });
        steps
    }

    fn write_step(&self, member: &Member, field: &str, optional: bool) -> Option<WriteStep> {
        let field = field.to_owned();
        let wire_name = member.wire_name.clone();
        let text = |default: TimestampFormat| Text {
            wire_name: wire_name.clone(),
            field: field.clone(),
            optional,
            list: matches!(member.ty, Type::List { .. }),
            timestamp: timestamp(&member.ty, default),
        };
        Some(match member.location? {
            Location::Uri => WriteStep::Label(text(TimestampFormat::Iso8601)),
            Location::QueryString => match &member.ty {
                Type::Map { value, .. } => WriteStep::QueryMap {
                    lists: matches!(**value, Type::List { .. }),
                    field,
                    optional,
                },
                _ => WriteStep::Query(text(TimestampFormat::Iso8601)),
            },
            Location::Header if member.json_value => WriteStep::HeaderBase64 {
                wire_name: wire_name.to_ascii_lowercase(),
                field,
                optional,
            },
            Location::Header => WriteStep::Header(Text {
                wire_name: wire_name.to_ascii_lowercase(),
                ..text(TimestampFormat::Rfc822)
            }),
            Location::Headers => WriteStep::PrefixHeaders {
                wire_name,
                field,
                optional,
            },
            Location::StatusCode | Location::Payload => return None,
        })
    }

    fn body(&self, operation: &model::Operation, names: &OperationNames, input: &Struct) -> Body {
        if self.is_query() {
            return Body::Form;
        }
        let members = &operation.request;
        let streams = members.iter().any(|member| member.event_stream);
        if self.is_rpc() && !streams {
            return if members.is_empty() {
                Body::EmptyObject
            } else {
                Body::Input
            };
        }
        let payload = members
            .iter()
            .zip(&input.fields)
            .find(|(member, _)| member.location == Some(Location::Payload));
        if let Some((member, field)) = payload {
            return self.payload(member, &field.name, field.optional);
        }
        let in_body: Vec<usize> = (0..members.len())
            .filter(|index| {
                members
                    .get(*index)
                    .is_some_and(|member| member.location.is_none())
            })
            .collect();
        if in_body.is_empty() {
            Body::Empty
        } else if in_body.len() == names.request.len() {
            Body::Input
        } else {
            let fields = in_body.iter().filter_map(|index| input.fields.get(*index));
            Body::Fields(fields.cloned().collect())
        }
    }

    fn payload(&self, member: &Member, field: &str, optional: bool) -> Body {
        let field = field.to_owned();
        if member.event_stream {
            return Body::Events { field, optional };
        }
        match &member.ty {
            Type::Blob => Body::PayloadBytes { field, optional },
            Type::String => Body::PayloadText {
                field,
                optional,
                is_enum: false,
            },
            Type::Shape(id) if matches!(self.model.shape(*id).kind, Kind::Enum(_)) => {
                Body::PayloadText {
                    field,
                    optional,
                    is_enum: true,
                }
            }
            ty => Body::PayloadJson {
                field,
                optional,
                object: matches!(ty, Type::Shape(_)),
            },
        }
    }

    fn read_steps(&self, members: &[Member], names: &[String]) -> Vec<ReadStep> {
        members
            .iter()
            .zip(names)
            .filter(|(member, _)| !self.is_rpc() || member.event_stream)
            .filter_map(|(member, name)| self.read_step(member, name))
            .collect()
    }

    pub(super) fn read_step(&self, member: &Member, field: &str) -> Option<ReadStep> {
        let name = member.wire_name.clone();
        let is_enum = |ty: &Type| matches!(ty, Type::Shape(id) if matches!(self.model.shape(*id).kind, Kind::Enum(_)));
        let is_http_date =
            |ty: &Type| matches!(ty, Type::Timestamp(None | Some(TimestampFormat::Rfc822)));
        let from = match member.location? {
            Location::Header if member.json_value => ReadFrom::HeaderBase64(name),
            Location::Header => match &member.ty {
                Type::List { element, .. } if is_http_date(element) => ReadFrom::HttpDateList(name),
                Type::List { .. } => ReadFrom::HeaderList(name),
                _ => ReadFrom::Header(name),
            },
            Location::Headers => ReadFrom::PrefixHeaders(name),
            Location::StatusCode => ReadFrom::StatusCode,
            Location::Payload if member.event_stream => ReadFrom::Events,
            Location::Payload => match &member.ty {
                Type::Blob => ReadFrom::PayloadBytes,
                Type::String => ReadFrom::PayloadText,
                ty if is_enum(ty) => ReadFrom::PayloadText,
                _ => ReadFrom::PayloadJson,
            },
            Location::Uri | Location::QueryString => return None,
        };
        Some(ReadStep {
            field: field.to_owned(),
            from,
        })
    }
}

/// The variant of the runtime's `Auth`, where it is not the default.
fn auth(auth: Option<Auth>) -> Option<&'static str> {
    match auth? {
        Auth::SigV4 => None,
        Auth::SigV4UnsignedBody => Some("SigV4UnsignedBody"),
        Auth::SigV4a => Some("SigV4a"),
        Auth::Bearer => Some("Bearer"),
        Auth::None => Some("None"),
    }
}

/// The variant of the runtime's `TimestampFormat` for a timestamp, or a list of them.
fn timestamp(ty: &Type, default: TimestampFormat) -> Option<&'static str> {
    match ty {
        Type::Timestamp(format) => Some(match format.unwrap_or(default) {
            TimestampFormat::Iso8601 => "DateTime",
            TimestampFormat::Rfc822 => "HttpDate",
            TimestampFormat::UnixTimestamp => "EpochSeconds",
        }),
        Type::List { element, .. } => timestamp(element, default),
        _ => None,
    }
}
