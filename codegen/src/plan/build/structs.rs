//! Structs: structures, inputs and outputs, exceptions.

use super::serde_names::{bare, rename_rule, renamed};
use crate::model::{Kind, Member, ShapeId, Type};
use crate::plan::docs;
use crate::plan::ir::{
    Check, Constructor, Exception, Field, JsonTraits, ModelType, Presence, Primitive, RetryHint,
    RustType, Struct, WireFormat, WirePlace,
};
use crate::plan::planner::{Planner, Scope};
use crate::plan::protocol::{Binding, Protocol};
use crate::spec::{Fault, Location};
use std::collections::BTreeSet;

/// Which members of a struct may be absent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Absent {
    /// Those that are not required.
    WhereNotRequired,
    /// All.
    Anywhere,
}

impl Planner<'_> {
    /// The types but exceptions, by name.
    pub(in crate::plan) fn types(&self) -> Vec<ModelType> {
        let mut items: Vec<ModelType> = self
            .model
            .shape_ids()
            .filter(|id| self.model.shape(*id).error.is_none())
            .map(|id| self.item(id))
            .collect();
        items.sort_by(|a, b| a.name().cmp(b.name()));
        items
    }

    /// The exceptions, by name.
    pub(in crate::plan) fn errors(&self) -> Vec<Struct> {
        let mut errors: Vec<Struct> = self
            .model
            .shape_ids()
            .filter(|id| self.model.shape(*id).error.is_some())
            .map(|id| self.error(id))
            .collect();
        errors.sort_by(|a, b| a.name.cmp(&b.name));
        errors
    }

    fn item(&self, id: ShapeId) -> ModelType {
        let shape = self.model.shape(id);
        match &shape.kind {
            Kind::Structure(members) => ModelType::Struct(self.structure(id, members)),
            Kind::Union(members) => ModelType::Union(self.union(id, members)),
            Kind::Enum(values) => ModelType::Enum(self.enumeration(id, values)),
        }
    }

    /// Which members of a structure may be absent.
    pub(super) fn absent(&self, id: ShapeId) -> Absent {
        // A response that lacks a required member must not be an error.
        if self.usage.is_sent(id) && !self.usage.is_received(id) {
            Absent::WhereNotRequired
        } else {
            Absent::Anywhere
        }
    }

    fn structure(&self, id: ShapeId, members: &[Member]) -> Struct {
        let shape = self.model.shape(id);
        let mut item = self.fields_struct(
            self.names.ty(id),
            self.type_doc(id),
            members,
            self.names.parts(id),
            self.absent(id),
            Scope::Types,
        );
        item.json = self.json_traits(id);
        if shape.sensitive {
            item.redacted = true;
            item.fields
                .iter_mut()
                .for_each(|field| field.sensitive = true);
        }
        let arguments = self.names.arguments(id).map(<[usize]>::to_vec);
        item.constructor = arguments.map(|fields| Constructor { fields });
        if self.usage.is_checked(id) {
            item.checks = Some(self.checks(members, &item.fields));
        }
        item
    }

    /// A struct of members.
    pub(super) fn fields_struct(
        &self,
        name: &str,
        doc: Vec<String>,
        members: &[Member],
        names: &[String],
        absent: Absent,
        scope: Scope,
    ) -> Struct {
        let mut fields: Vec<Field> = members
            .iter()
            .zip(names)
            .map(|(member, name)| self.field(member, name, absent, scope))
            .collect();
        tell_apart_in_json(members, &mut fields);
        let rename_all = rename_rule(&fields);
        for field in &mut fields {
            let given = rename_all.map_or_else(
                || bare(&field.name).to_owned(),
                |rule| renamed(rule, &field.name),
            );
            field.rename = (given != field.api_name).then(|| field.api_name.clone());
        }
        Struct {
            name: name.to_owned(),
            doc,
            rename_all,
            json: JsonTraits::default(),
            has_default: fields
                .iter()
                .all(|field| field.is_optional() || is_received_stream(absent, &field.ty)),
            is_clone: !fields.iter().any(|field| field.ty.streams()),
            redacted: fields.iter().any(|field| field.sensitive),
            fills: self.fills(members, &fields, absent),
            fields,
            constructor: None,
            checks: None,
            exception: None,
        }
    }

    pub(super) fn field(&self, member: &Member, name: &str, absent: Absent, scope: Scope) -> Field {
        let mut ty = self.rust_type(&member.ty, scope);
        if member.event_stream {
            ty = RustType::EventStream(Box::new(ty));
        } else if member.streaming {
            ty = RustType::Primitive(Primitive::ByteStream);
        } else if member.boxed {
            ty = RustType::Box(Box::new(ty));
        }
        let mut doc = self.member_doc(member);
        doc.extend(self.fill_doc(member, absent));
        let leaf_is_sensitive = member
            .ty
            .shape()
            .is_some_and(|id| self.model.shape(id).sensitive);
        Field {
            name: name.to_owned(),
            api_name: member.name.clone(),
            wire_name: member.wire_name.clone(),
            place: self.wire_place(member),
            rename: None,
            format: wire_format(self.protocol, &member.ty),
            presence: if is_received_stream(absent, &ty) || is_required(absent, member) {
                Presence::Required
            } else {
                Presence::Optional
            },
            ty,
            doc,
            sensitive: member.sensitive || leaf_is_sensitive,
        }
    }

    /// The location of a member outside of the body.
    fn wire_place(&self, member: &Member) -> Option<WirePlace> {
        let location = member.location?;
        if self.protocol.binding() == Binding::Body && !member.event_stream {
            return None;
        }
        Some(match location {
            Location::Header => WirePlace::Header,
            Location::Headers => WirePlace::Headers,
            Location::QueryString => WirePlace::Query,
            Location::Uri => WirePlace::Uri,
            Location::StatusCode => WirePlace::Status,
            Location::Payload => WirePlace::Payload,
        })
    }

    /// The JSON traits of a shape. Events are read even if they are only sent.
    pub(super) fn json_traits(&self, id: ShapeId) -> JsonTraits {
        let is_sent = self.usage.is_sent(id);
        let sends_events = || {
            let mut sent = self.model.operations.iter().flat_map(|it| &it.request);
            sent.any(|member| member.event_stream)
        };
        JsonTraits {
            read: self.usage.is_received(id) || !is_sent || sends_events(),
            write: is_sent,
        }
        .of(self.protocol.has_json())
    }

    pub(super) fn checks(&self, members: &[Member], fields: &[Field]) -> Vec<Check> {
        let mut checks = Vec::new();
        for (member, field) in members.iter().zip(fields) {
            if member.required && field.is_optional() && !member.is_filled_in() {
                checks.push(Check::Member(field.name.clone()));
            }
            if self.usage.holds_checked(member) {
                checks.push(Check::Inside(field.name.clone()));
            }
        }
        checks
    }

    fn error(&self, id: ShapeId) -> Struct {
        let shape = self.model.shape(id);
        let mut item = self.fields_struct(
            self.names.ty(id),
            self.type_doc(id),
            shape.members(),
            self.names.parts(id),
            Absent::Anywhere,
            Scope::Types,
        );
        item.json = self.json_traits(id);
        let error = shape.error.clone().unwrap_or_default();
        let hint = if error.throttling {
            Some(RetryHint::Throttling)
        } else {
            error.retryable.then_some(RetryHint::Transient)
        };
        item.exception = Some(Exception {
            hint,
            headers: self.header_steps(shape.members(), self.names.parts(id)),
        });
        if let Some(fault) = error.fault {
            let cause = match fault {
                Fault::Client => "A client error",
                Fault::Server => "A server error",
            };
            let status = error
                .status
                .map_or_else(String::new, |status| format!(" (HTTP {status})"));
            let sentence = format!("{cause}{status}.");
            docs::append(&mut item.doc, vec![sentence], docs::ITEM);
        } else if let Some(status) = error.status {
            let sentence = format!("HTTP {status}.");
            docs::append(&mut item.doc, vec![sentence], docs::ITEM);
        }
        item
    }
}

/// Whether a member is always present in a response: a stream, which may be empty.
fn is_received_stream(absent: Absent, ty: &RustType) -> bool {
    absent == Absent::Anywhere && ty.streams()
}

/// A member that the client fills in is required on the wire, but not of the caller.
pub(super) fn is_required(absent: Absent, member: &Member) -> bool {
    absent == Absent::WhereNotRequired && member.required && !member.is_filled_in()
}

/// A member outside of the body may have the wire name of another member, as a header; in serde
/// it has the API's name.
fn tell_apart_in_json(members: &[Member], fields: &mut [Field]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let in_body = |member: &Member| member.location.is_none();
    for (member, field) in members.iter().zip(fields.iter()) {
        if in_body(member) {
            taken.insert(field.wire_name.clone());
        }
    }
    for (member, field) in members.iter().zip(fields.iter_mut()) {
        if in_body(member) || taken.insert(field.wire_name.clone()) {
            continue;
        }
        field.wire_name.clone_from(&member.name);
        while !taken.insert(field.wire_name.clone()) {
            field.wire_name.push('_');
        }
    }
}

/// The format of a type in serde, if it is not serde's own.
fn wire_format(protocol: &dyn Protocol, ty: &Type) -> Option<WireFormat> {
    match ty {
        Type::Float | Type::Double => Some(WireFormat::Float),
        Type::Timestamp(format) => protocol.timestamps(*format),
        Type::List { element, .. } => wire_format(protocol, element),
        Type::Map { value, .. } => wire_format(protocol, value),
        Type::String
        | Type::Boolean
        | Type::Byte
        | Type::Short
        | Type::Integer
        | Type::Long
        | Type::Blob
        | Type::Document
        | Type::Shape(_) => None,
    }
}
