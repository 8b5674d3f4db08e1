//! Boxing members of recursive shapes.

use crate::model::{Kind, Model, ShapeId, Type};

/// Boxes one member of every cycle of shapes that contain each other by value. Lists and maps are an
/// indirection already.
#[must_use]
pub fn break_cycles(mut model: Model) -> Model {
    let mut held: Vec<Vec<ShapeId>> = vec![Vec::new(); model.shapes.len()];
    for id in model.shape_ids() {
        let mut boxed = Vec::new();
        for (index, member) in model.shape(id).members().iter().enumerate() {
            let Type::Shape(target) = member.ty else {
                continue;
            };
            if reaches(&held, target, id) {
                boxed.push(index);
            } else {
                id.of_mut(&mut held).push(target);
            }
        }
        set_boxed(&mut model, id, &boxed);
    }
    model
}

fn set_boxed(model: &mut Model, id: ShapeId, boxed: &[usize]) {
    let shape = id.of_mut(&mut model.shapes);
    if let Kind::Structure(members) | Kind::Union(members) = &mut shape.kind {
        for index in boxed {
            if let Some(member) = members.get_mut(*index) {
                member.boxed = true;
            }
        }
    }
}

/// Whether `from` holds `to` by value, at any depth.
fn reaches(held: &[Vec<ShapeId>], from: ShapeId, to: ShapeId) -> bool {
    let mut seen = vec![false; held.len()];
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if !std::mem::replace(id.of_mut(&mut seen), true) {
            open.extend(id.of(held));
        }
    }
    false
}
