//! Outputs from responses.

use crate::model::{Kind, Member, Operation, Type};
use crate::naming::OperationNames;
use crate::plan::ir::{ReadFrom, ReadStep, ResponseShape};
use crate::plan::planner::Planner;
use crate::plan::protocol::Binding;
use crate::spec::{Location, TimestampFormat};

impl Planner<'_> {
    /// The parts of the response that an operation's output is read from.
    pub(super) fn response(&self, operation: &Operation, names: &OperationNames) -> ResponseShape {
        let members = &operation.response;
        let all_in_body = self.protocol.binding() == Binding::Body;
        let parts: Vec<ReadStep> = members
            .iter()
            .zip(&names.response)
            .filter(|(member, _)| !all_in_body || member.event_stream)
            .filter_map(|(member, name)| self.read_step(member, name))
            .collect();
        let streams = members.iter().any(|member| member.event_stream);
        // The members beside an event stream are in its first event if the body has all of them.
        let mut in_body = members.iter().filter(|member| match streams {
            true => all_in_body && !member.event_stream,
            false => all_in_body || member.location.is_none(),
        });
        match (in_body.next().is_some(), parts.is_empty()) {
            (false, true) => ResponseShape::Empty,
            (true, true) => ResponseShape::Body,
            (false, false) => ResponseShape::Parts(parts),
            (true, false) => ResponseShape::BodyAndParts(parts),
        }
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
                _ if member.lenient => ReadFrom::ReadableHeader(name),
                _ => ReadFrom::Header(name),
            },
            Location::Headers => ReadFrom::PrefixHeaders(name),
            Location::StatusCode => ReadFrom::StatusCode,
            // A streaming body is passed on unread.
            Location::Payload if member.event_stream || member.streaming => return None,
            Location::Payload => match &member.ty {
                Type::Blob => ReadFrom::PayloadBytes,
                Type::String => ReadFrom::PayloadText,
                ty if is_enum(ty) => ReadFrom::PayloadText,
                _ => ReadFrom::Payload(self.protocol.codec()),
            },
            Location::Uri | Location::QueryString => return None,
        };
        Some(ReadStep {
            field: field.to_owned(),
            from,
        })
    }

    pub(super) fn header_steps(&self, members: &[Member], names: &[String]) -> Vec<ReadStep> {
        members
            .iter()
            .zip(names)
            .filter_map(|(member, name)| self.read_step(member, name))
            .collect()
    }
}
