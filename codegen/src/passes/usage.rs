//! Which shapes are sent and received, and what follows for their required members.

use super::defaults;
use crate::model::{Member, Model, ShapeId};

/// How the shapes of a model are used; indices are those of the shapes.
#[derive(Clone, Debug)]
pub struct Usage {
    /// Shapes that a request may contain.
    pub sent: Vec<bool>,
    /// Shapes that a response or an exception may contain.
    pub received: Vec<bool>,
    /// Shapes whose required members are validated before a request is sent: those that are both sent and
    /// received and have one, and those that contain such a shape.
    pub checked: Vec<bool>,
    /// Shapes in which the client fills in absent members, and those that contain such a shape.
    pub filled: Vec<bool>,
}

impl Usage {
    /// Whether a request may contain the shape.
    #[must_use]
    pub fn is_sent(&self, id: ShapeId) -> bool {
        *id.of(&self.sent)
    }

    /// Whether a response may contain the shape.
    #[must_use]
    pub fn is_received(&self, id: ShapeId) -> bool {
        *id.of(&self.received)
    }

    /// Whether required members of the shape are validated before it is sent.
    #[must_use]
    pub fn is_checked(&self, id: ShapeId) -> bool {
        *id.of(&self.checked)
    }

    /// Whether the client fills in absent members within the member.
    #[must_use]
    pub fn holds_filled(&self, member: &Member) -> bool {
        // Events are as they come.
        !member.event_stream && member.ty.shape().is_some_and(|id| *id.of(&self.filled))
    }

    /// Whether required members within the member are validated before it is sent.
    #[must_use]
    pub fn holds_checked(&self, member: &Member) -> bool {
        // A stream is sent as the frames that it was made of.
        !member.event_stream && member.ty.shape().is_some_and(|id| self.is_checked(id))
    }
}

/// How the shapes of a model are used.
#[must_use]
pub fn usage(model: &Model) -> Usage {
    let requests = model.operations.iter().flat_map(|o| &o.request);
    let responses = model.operations.iter().flat_map(|o| &o.response);
    let exceptions = model.operations.iter().flat_map(|o| &o.exceptions);
    let sent = reached(model, shapes_of(requests));
    let received = reached(model, shapes_of(responses).chain(exceptions.copied()));
    let checked = checked(model, &sent, &received);
    let filled = defaults::filled(model, &received);
    Usage {
        sent,
        received,
        checked,
        filled,
    }
}

fn shapes_of<'a>(members: impl Iterator<Item = &'a Member>) -> impl Iterator<Item = ShapeId> {
    members.flat_map(|member| member.ty.shapes())
}

fn reached(model: &Model, roots: impl Iterator<Item = ShapeId>) -> Vec<bool> {
    let mut reached = vec![false; model.shapes.len()];
    let mut open: Vec<ShapeId> = roots.collect();
    while let Some(id) = open.pop() {
        if !std::mem::replace(id.of_mut(&mut reached), true) {
            open.extend(shapes_of(model.shape(id).members().iter()));
        }
    }
    reached
}

fn checked(model: &Model, sent: &[bool], received: &[bool]) -> Vec<bool> {
    let both = |id: ShapeId| *id.of(sent) && *id.of(received);
    let mut checked: Vec<bool> = model
        .shape_ids()
        .map(|id| both(id) && is_incomplete_without(model.shape(id)))
        .collect();
    // Whatever is sent and holds a checked shape is checked, up to the requests.
    loop {
        let holders: Vec<ShapeId> = model
            .shape_ids()
            .filter(|id| !*id.of(&checked) && *id.of(sent))
            .filter(|id| {
                let mut held = model
                    .shape(*id)
                    .members()
                    .iter()
                    .filter_map(|m| m.ty.shape());
                held.any(|held| *held.of(&checked))
            })
            .collect();
        if holders.is_empty() {
            return checked;
        }
        for id in holders {
            *id.of_mut(&mut checked) = true;
        }
    }
}

fn is_incomplete_without(shape: &crate::model::Shape) -> bool {
    matches!(shape.kind, crate::model::Kind::Structure(_))
        && shape.members().iter().any(|member| member.required)
}
