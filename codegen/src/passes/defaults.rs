//! The defaults that clients fill in for absent members, for services with `"defaults": "filled"`.
//!
//! Smithy's rules for clients: an absent member of a request or a response gets its default, unless that is
//! left to the service (`clientOptional`); an absent required member of a response gets the zero value of its
//! type, so that a service can stop sending it without breaking clients. Enumerations and unions have no zero
//! value, and stay absent. Streams are never absent, and events are not filled in.

use crate::model::{Kind, Member, Model, ShapeId, Type};
use crate::spec::Defaults;
use serde_json::Value;

/// What is filled in for an absent member.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Filling<'m> {
    /// Its default.
    Default(&'m Value),
    /// The zero of its type, in responses alone.
    Zero,
}

/// What is filled in for an absent member of a structure that is received or not.
#[must_use]
pub fn filling<'m>(model: &Model, member: &'m Member, is_received: bool) -> Option<Filling<'m>> {
    if member.streaming || member.event_stream {
        return None;
    }
    if let Some(default) = &member.default {
        return Some(Filling::Default(default));
    }
    let is_asked = model.service.defaults == Defaults::Filled;
    (is_asked && is_received && member.required && has_zero(model, member)).then_some(Filling::Zero)
}

fn has_zero(model: &Model, member: &Member) -> bool {
    match &member.ty {
        Type::Document => false,
        // Structures that must have each other would have no end.
        Type::Shape(id) => matches!(model.shape(*id).kind, Kind::Structure(_)) && !member.boxed,
        _ => true,
    }
}

/// The shapes in which something may be filled in, by those that a response may hold; indices are those of the shapes.
pub(super) fn filled(model: &Model, received: &[bool]) -> Vec<bool> {
    let mut filled: Vec<bool> = model
        .shape_ids()
        .map(|id| {
            let is_received = *id.of(received);
            let is_struct = matches!(model.shape(id).kind, Kind::Structure(_));
            let mut members = model.shape(id).members().iter();
            is_struct && members.any(|member| filling(model, member, is_received).is_some())
        })
        .collect();
    loop {
        let is_holder = |id: &ShapeId| {
            let mut members = model.shape(*id).members().iter();
            !id.of(&filled)
                && members.any(|member| {
                    let held = member.ty.shape().filter(|_| !member.event_stream);
                    held.is_some_and(|held| *held.of(&filled))
                })
        };
        let holders: Vec<ShapeId> = model.shape_ids().filter(is_holder).collect();
        if holders.is_empty() {
            return filled;
        }
        for id in holders {
            *id.of_mut(&mut filled) = true;
        }
    }
}
