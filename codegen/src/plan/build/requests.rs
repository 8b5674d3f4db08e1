//! How inputs become requests.

use crate::model::{self, Kind, Member, Type};
use crate::naming::OperationNames;
use crate::plan::ir::{Body, RequestStart, Struct, Text, WriteStep};
use crate::plan::planner::Planner;
use crate::spec::{Location, Protocol, TimestampFormat};

impl Planner<'_> {
    pub(super) fn request_start(&self, operation: &model::Operation) -> RequestStart {
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

    pub(super) fn write_steps(
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

    pub(super) fn body(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
        input: &Struct,
    ) -> Body {
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
            Type::Blob => Body::PayloadBytes {
                field,
                optional,
                media_type: member.media_type.clone(),
            },
            Type::String => Body::PayloadText {
                field,
                optional,
                is_enum: false,
                media_type: member.media_type.clone(),
            },
            Type::Shape(id) if matches!(self.model.shape(*id).kind, Kind::Enum(_)) => {
                Body::PayloadText {
                    field,
                    optional,
                    is_enum: true,
                    media_type: None,
                }
            }
            ty => Body::PayloadJson {
                field,
                optional,
                object: matches!(ty, Type::Shape(_)),
            },
        }
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
