//! Defaults that the client fills in for absent members.

use super::examples::timestamp;
use super::structs::Absent;
use crate::diagnostic::Diagnostics;
use crate::model::{Kind, Member, Type};
use crate::passes::{Filling, filling};
use crate::plan::docs::{code, paragraph};
use crate::plan::ir::{Constant, DocumentConstant, Field, Fill, Fills};
use crate::plan::planner::Planner;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

impl Planner<'_> {
    /// The defaults of a struct; `None` if it has none.
    pub(super) fn fills(
        &self,
        members: &[Member],
        fields: &[Field],
        absent: Absent,
    ) -> Option<Fills> {
        let mut fills = Fills::default();
        for (member, field) in members.iter().zip(fields) {
            let own = self
                .constant_of(member, absent)
                .filter(|_| field.is_optional());
            fills.own.extend(own.map(|(value, of_responses)| Fill {
                field: field.name.clone(),
                value,
                of_responses,
            }));
            if self.usage.holds_filled(member) {
                fills.inside.push(field.name.clone());
            }
        }
        (!fills.own.is_empty() || !fills.inside.is_empty()).then_some(fills)
    }

    /// The variants of a union with defaults; `None` if there are none.
    pub(super) fn fills_of_variants(
        &self,
        members: &[Member],
        names: &[String],
    ) -> Option<Vec<String>> {
        let held = members.iter().zip(names);
        let held = held.filter(|(member, _)| {
            let shape = member.ty.shape().map(|id| self.model.shape(id));
            self.usage.holds_filled(member) && shape.is_some_and(|it| it.error.is_none())
        });
        let held: Vec<String> = held.map(|(_, name)| name.clone()).collect();
        (!held.is_empty()).then_some(held)
    }

    /// The default of an absent member, and whether it is for responses only.
    fn constant_of(&self, member: &Member, absent: Absent) -> Option<(Constant, bool)> {
        match filling(self.model, member, absent == Absent::Anywhere)? {
            Filling::Default(default) => Some((self.constant(&member.ty, default)?, false)),
            Filling::Zero => Some((zero(&member.ty), true)),
        }
    }

    /// The paragraph of the docs about it, or nothing.
    pub(super) fn fill_doc(&self, member: &Member, absent: Absent) -> Vec<String> {
        let text = match (self.constant_of(member, absent), &member.ty) {
            (None, _) => return Vec::new(),
            (Some((_, false)), _) => "If absent, the client fills in the default.".to_owned(),
            (Some((Constant::Timestamp(zero), true)), _) => filled_in(&code(&zero)),
            (_, Type::String) => filled_in("an empty string"),
            (_, Type::Boolean) => filled_in("`false`"),
            (_, Type::List { .. } | Type::Map { .. } | Type::Blob | Type::Shape(_)) => {
                filled_in("an empty one")
            }
            _ => filled_in("`0`"),
        };
        paragraph(&text)
    }

    /// Warns about defaults that are not of their members' types: they are not filled in.
    pub(in crate::plan) fn warn_of_defaults(&self, warnings: &mut Diagnostics) {
        let operations = self.model.operations.iter();
        let messages = operations.flat_map(|it| it.request.iter().chain(&it.response));
        let shapes = self.model.shapes.iter().flat_map(|shape| shape.members());
        for member in messages.chain(shapes) {
            if let Some(Filling::Default(default)) = filling(self.model, member, false)
                && self.constant(&member.ty, default).is_none()
            {
                let message = format!("`default` is not of the member's type: {default}");
                let help = "correct it; until then the client does not fill it in";
                warnings.push(&member.place, message, help);
            }
        }
    }

    /// A default in Rust; `None` if it is not of the type. In Smithy, lists and maps can only be empty.
    fn constant(&self, ty: &Type, value: &Value) -> Option<Constant> {
        match (ty, value) {
            (Type::Boolean, Value::Bool(value)) => Some(if *value {
                Constant::True
            } else {
                Constant::Zero
            }),
            (Type::String, Value::String(text)) => Some(match text.is_empty() {
                true => Constant::Zero,
                false => Constant::Text(text.clone()),
            }),
            (Type::Shape(id), Value::String(text)) => {
                let is_enum = matches!(self.model.shape(*id).kind, Kind::Enum(_));
                is_enum.then(|| Constant::Value(text.clone()))
            }
            (Type::Blob, Value::String(text)) => {
                let bytes = STANDARD.decode(text).ok()?;
                Some(match bytes.is_empty() {
                    true => Constant::Zero,
                    false => Constant::Bytes(bytes),
                })
            }
            (Type::Timestamp(_), _) => timestamp(value).map(Constant::Timestamp),
            (Type::List { .. }, Value::Array(values)) => {
                values.is_empty().then_some(Constant::Zero)
            }
            (Type::Map { .. }, Value::Object(values)) => {
                values.is_empty().then_some(Constant::Zero)
            }
            (Type::Document, _) => document(value).map(Constant::Document),
            (_, Value::Number(_)) => number(ty, value),
            _ => None,
        }
    }
}

/// The zero value of a type.
fn zero(ty: &Type) -> Constant {
    match ty {
        Type::Timestamp(_) => Constant::Timestamp("1970-01-01T00:00:00Z".to_owned()),
        _ => Constant::Zero,
    }
}

fn filled_in(what: &str) -> String {
    format!("If a response lacks it, the client fills in {what}.")
}

fn number(ty: &Type, value: &Value) -> Option<Constant> {
    let float = value.as_f64()?;
    let within = |least: i64, most: i64| {
        let whole = value.as_i64().filter(|it| (least..=most).contains(it))?;
        Some(match whole {
            0 => Constant::Zero,
            whole => Constant::Integer(whole),
        })
    };
    match ty {
        Type::Byte => within(i8::MIN.into(), i8::MAX.into()),
        Type::Short => within(i16::MIN.into(), i16::MAX.into()),
        Type::Integer => within(i32::MIN.into(), i32::MAX.into()),
        Type::Long => within(i64::MIN, i64::MAX),
        Type::Float | Type::Double if float == 0.0 => Some(Constant::Zero),
        #[allow(
            clippy::cast_possible_truncation,
            reason = "the member has no more bits"
        )]
        Type::Float => Some(float as f32)
            .filter(|float| float.is_finite())
            .map(Constant::Float),
        Type::Double => Some(Constant::Double(float)),
        _ => None,
    }
}

fn document(value: &Value) -> Option<DocumentConstant> {
    match value {
        Value::Bool(value) => Some(DocumentConstant::Bool(*value)),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Some(DocumentConstant::Integer(whole)),
            None => number.as_f64().map(DocumentConstant::Double),
        },
        Value::String(text) => Some(DocumentConstant::Text(text.clone())),
        Value::Array(values) => values.is_empty().then_some(DocumentConstant::Array),
        Value::Object(values) => values.is_empty().then_some(DocumentConstant::Object),
        Value::Null => None,
    }
}
