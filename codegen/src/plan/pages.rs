//! Results that come page by page.

use super::{ItemType, Pages, Planner, Scope};
use crate::model::{self, Member, Type};
use crate::naming::OperationNames;

impl Planner<'_> {
    /// How an operation's result is read page by page; `None` where its tokens are not members of
    /// one type, or stand where no path of names leads.
    pub(super) fn pages(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
    ) -> Option<Pages> {
        let pagination = operation.pagination.as_ref()?;
        let mut tokens = Vec::new();
        for (input, output) in pagination.input_token.iter().zip(&pagination.output_token) {
            let (member, field) = find(&operation.request, &names.request, input)?;
            let (way, ty) = self.way(operation, names, output)?;
            if ty != &member.ty || !is_token(ty) || member.required {
                return None;
            }
            tokens.push((field.to_owned(), way));
        }
        if tokens.is_empty() {
            return None;
        }
        let more = match &pagination.more_results {
            Some(path) => {
                let (way, ty) = self.way(operation, names, path)?;
                (*ty == Type::Boolean).then_some(way)
            }
            None => None,
        };
        let items = pagination
            .result_key
            .first()
            .and_then(|path| self.way(operation, names, path))
            .and_then(|(way, ty)| Some((way, self.item_type(ty)?)));
        Some(Pages {
            tokens,
            more,
            items,
        })
    }

    fn item_type(&self, ty: &Type) -> Option<ItemType> {
        let rust = |ty| self.rust_type(ty, Scope::Operation);
        match ty {
            Type::List {
                element,
                sparse: false,
            } => Some(ItemType::Element(rust(element))),
            Type::Map {
                key,
                value,
                sparse: false,
            } => Some(ItemType::Entry(rust(key), rust(value))),
            _ => None,
        }
    }

    /// The fields that lead to a member of an output, `.` between their names.
    fn way<'a>(
        &'a self,
        operation: &'a model::Operation,
        names: &'a OperationNames,
        path: &str,
    ) -> Option<(Vec<String>, &'a Type)> {
        let mut way = Vec::new();
        let mut members: (&[Member], &[String]) = (&operation.response, &names.response);
        let mut segments = path.split('.').peekable();
        loop {
            let (member, field) = find(members.0, members.1, segments.next()?)?;
            way.push(field.to_owned());
            if segments.peek().is_none() {
                return Some((way, &member.ty));
            }
            let Type::Shape(id) = member.ty else {
                return None;
            };
            let is_open = matches!(self.model.shape(id).kind, model::Kind::Structure(_));
            if member.boxed || !is_open {
                return None;
            }
            members = (self.model.shape(id).members(), self.names.parts(id));
        }
    }
}

fn find<'a>(
    members: &'a [Member],
    fields: &'a [String],
    name: &str,
) -> Option<(&'a Member, &'a str)> {
    let mut members = members.iter().zip(fields);
    let (member, field) = members.find(|(member, _)| member.name == name)?;
    Some((member, field))
}

/// Whether the runtime's `Token` is implemented for a type.
fn is_token(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String | Type::Integer | Type::Long | Type::Map { .. }
    )
}
