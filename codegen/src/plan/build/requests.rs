//! How inputs become requests.

use crate::model::{Kind, Member, Operation, Type};
use crate::naming::OperationNames;
use crate::plan::ir::{
    AbsentPayload, Body, Cardinality, Field, FieldRef, HostTemplate, Struct, Text, TextKind,
    TimestampFormat, WriteStep,
};
use crate::plan::planner::Planner;
use crate::plan::protocol::Binding;
use crate::spec::{self, Location};

impl Planner<'_> {
    pub(super) fn write_steps(
        &self,
        operation: &Operation,
        names: &OperationNames,
        input: &Struct,
    ) -> Vec<WriteStep> {
        let mut steps = Vec::new();
        if input.checks.is_some() {
            steps.push(WriteStep::Require);
        }
        if let Some(template) = &operation.http.host_prefix {
            steps.push(WriteStep::HostPrefix(host_prefix(
                template, operation, names,
            )));
        }
        if self.protocol.binding() == Binding::Http {
            let members = operation.request.iter().zip(&input.fields);
            steps.extend(members.filter_map(|(member, field)| write_step(member, field)));
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

    pub(super) fn body(&self, operation: &Operation, input: &Struct) -> Body {
        let members = &operation.request;
        let streams = members.iter().any(|member| member.event_stream);
        if self.protocol.binding() == Binding::Body && !streams {
            return self.protocol.whole_body(operation);
        }
        let payload = members
            .iter()
            .zip(&input.fields)
            .find(|(member, _)| member.location == Some(Location::Payload));
        if let Some((member, field)) = payload {
            return self.payload(member, field.to_ref());
        }
        if members.iter().all(|member| member.location.is_some()) {
            Body::Empty
        } else {
            Body::Input
        }
    }

    fn payload(&self, member: &Member, field: FieldRef) -> Body {
        if member.event_stream {
            return Body::Events;
        }
        if member.streaming {
            return Body::Stream(field);
        }
        match &member.ty {
            Type::Blob => Body::PayloadBytes(field),
            Type::String => Body::PayloadText {
                field,
                text: TextKind::String,
            },
            Type::Shape(id) if matches!(self.model.shape(*id).kind, Kind::Enum(_)) => {
                Body::PayloadText {
                    field,
                    text: TextKind::Enum,
                }
            }
            // No member of a union is set where there is none.
            Type::Shape(id) if !matches!(self.model.shape(*id).kind, Kind::Union(_)) => {
                Body::PayloadJson {
                    field,
                    absent: AbsentPayload::EmptyObject,
                }
            }
            _ => Body::PayloadJson {
                field,
                absent: AbsentPayload::Nothing,
            },
        }
    }
}

/// What the host name is prefixed with, and the members that it is made of.
fn host_prefix(template: &str, operation: &Operation, names: &OperationNames) -> HostTemplate {
    let mut format = template.to_owned();
    let mut labels = Vec::new();
    for (member, field) in operation.request.iter().zip(&names.request) {
        if member.host_label {
            format = format.replace(&format!("{{{}}}", member.name), "{}");
            labels.push(field.clone());
        }
    }
    HostTemplate { format, labels }
}

/// How a member that has a location enters the request.
fn write_step(member: &Member, field: &Field) -> Option<WriteStep> {
    let wire_name = member.wire_name.clone();
    let text = |default: spec::TimestampFormat| Text {
        wire_name: wire_name.clone(),
        field: field.to_ref(),
        cardinality: cardinality(&member.ty),
        timestamp: timestamp(&member.ty, default),
    };
    Some(match member.location? {
        Location::Uri => WriteStep::Label(text(spec::TimestampFormat::Iso8601)),
        Location::QueryString => match &member.ty {
            Type::Map { value, .. } => WriteStep::QueryMap {
                values: cardinality(value),
                field: field.to_ref(),
            },
            _ => WriteStep::Query(text(spec::TimestampFormat::Iso8601)),
        },
        Location::Header if member.json_value => WriteStep::HeaderBase64 {
            wire_name: wire_name.to_ascii_lowercase(),
            field: field.to_ref(),
        },
        Location::Header => WriteStep::Header(Text {
            wire_name: wire_name.to_ascii_lowercase(),
            ..text(spec::TimestampFormat::Rfc822)
        }),
        Location::Headers => WriteStep::PrefixHeaders {
            wire_name,
            field: field.to_ref(),
        },
        Location::StatusCode | Location::Payload => return None,
    })
}

fn cardinality(ty: &Type) -> Cardinality {
    match ty {
        Type::List { .. } => Cardinality::Many,
        _ => Cardinality::One,
    }
}

/// The format of a timestamp, or of a list of them.
fn timestamp(ty: &Type, default: spec::TimestampFormat) -> Option<TimestampFormat> {
    match ty {
        Type::Timestamp(format) => Some(match format.unwrap_or(default) {
            spec::TimestampFormat::Iso8601 => TimestampFormat::DateTime,
            spec::TimestampFormat::Rfc822 => TimestampFormat::HttpDate,
            spec::TimestampFormat::UnixTimestamp => TimestampFormat::EpochSeconds,
        }),
        Type::List { element, .. } => timestamp(element, default),
        _ => None,
    }
}
