//! Requests from inputs.

use crate::diagnostic::Diagnostics;
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
        warnings: &mut Diagnostics,
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
        if let Some(name) = &operation.sending.endpoint_member {
            let mut members = operation.request.iter().zip(&input.fields);
            let member = members.find(|(member, _)| member.name == *name);
            steps.extend(member.map(|(_, field)| WriteStep::EndpointUrl(field.to_ref())));
        }
        steps.extend(self.endpoint_steps(operation, input, warnings));
        if self.protocol.binding() == Binding::Http {
            let members = operation.request.iter().zip(&input.fields);
            steps.extend(members.filter_map(|(member, field)| write_step(member, field)));
        }
        // Single parameters take precedence over those of a map.
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
            let is_alone = members.len() == 1;
            if member.event_stream && !is_alone && self.protocol.binding() == Binding::Body {
                return Body::EventsAfter;
            }
            return self.payload(member, field.to_ref());
        }
        if members.iter().all(|member| member.location.is_some()) {
            Body::Empty
        } else {
            Body::Input {
                root: self.protocol.root(&self.model.service, operation),
            }
        }
    }

    fn payload(&self, member: &Member, field: FieldRef) -> Body {
        if member.event_stream {
            return Body::Events;
        }
        if member.streaming {
            return Body::Stream(field);
        }
        let root = self.protocol.payload_root(&self.model.service, member);
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
            // A union without members is never set.
            Type::Shape(id) if !matches!(self.model.shape(*id).kind, Kind::Union(_)) => {
                Body::Payload {
                    field,
                    root,
                    absent: AbsentPayload::EmptyObject,
                }
            }
            _ => Body::Payload {
                field,
                root,
                absent: AbsentPayload::Nothing,
            },
        }
    }
}

/// The prefix of the host name, and the members in it, in the template's order.
fn host_prefix(template: &str, operation: &Operation, names: &OperationNames) -> HostTemplate {
    let mut format = String::new();
    let mut labels = Vec::new();
    let mut rest = template;
    while let Some((before, label, after)) = next_label(rest) {
        let mut members = operation.request.iter().zip(&names.request);
        let member = members.find(|(member, _)| member.host_label && member.name == label);
        format.push_str(before);
        if let Some((_, field)) = member {
            format.push_str("{}");
            labels.push(field.clone());
        }
        rest = after;
    }
    format.push_str(rest);
    HostTemplate { format, labels }
}

/// The parts of a template: before the first `{label}`, the label, and the rest.
fn next_label(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (label, after) = rest.split_once('}')?;
    Some((before, label, after))
}

/// How a member with a location is written to the request.
fn write_step(member: &Member, field: &Field) -> Option<WriteStep> {
    let wire_name = member.wire_name.clone();
    let text = |default: spec::TimestampFormat| Text {
        wire_name: wire_name.clone(),
        field: field.to_ref(),
        cardinality: cardinality(&member.ty),
        timestamp: timestamp(&member.ty, default),
        default: member.client_default.clone(),
        last_segment: member.last_segment,
        sent_empty: member.sent_empty,
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
        Location::Header if member.ty == Type::Blob => WriteStep::HeaderKey {
            wire_name: wire_name.to_ascii_lowercase(),
            md5_name: member.md5_header.as_ref()?.to_ascii_lowercase(),
            field: field.to_ref(),
        },
        Location::Header if member.percent_encoded => WriteStep::HeaderPath(Text {
            wire_name: wire_name.to_ascii_lowercase(),
            ..text(spec::TimestampFormat::Rfc822)
        }),
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

#[cfg(test)]
mod tests {
    use crate::plan::ir::WriteStep;
    use crate::spec::load_from;

    #[test]
    fn a_host_prefix_is_filled_in_its_own_order() {
        let service = r#"{ "service": "s", "title": "T", "serviceId": "S", "apiVersion": "1",
            "protocol": "rest-json", "endpointPrefix": "s", "signingName": "s", "output": "o" }"#;
        let operation = r#"{ "operation": "Get", "method": "get",
            "http": { "method": "GET", "uri": "/", "hostPrefix": "{account}.to-{bucket}." },
            "request": {
                "bucket": { "type": "string", "required": true, "hostLabel": true },
                "account": { "type": "string", "required": true, "hostLabel": true } } }"#;
        let files = [("service.json", service), ("get.json", operation)];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let templates = load_from("spec/s", &files.into())
            .then(|spec| {
                let plan = crate::plan(spec)?;
                let steps = plan
                    .operations
                    .iter()
                    .flat_map(|operation| &operation.write);
                let templates = steps.filter_map(|step| match step {
                    WriteStep::HostPrefix(template) => Some(template.clone()),
                    _ => None,
                });
                Ok(templates.collect::<Vec<_>>())
            })
            .expect("a plan");
        let template = templates.first().expect("a host prefix");
        assert_eq!(template.format, "{}.to-{}.");
        assert_eq!(template.labels, ["account", "bucket"]);
    }
}
