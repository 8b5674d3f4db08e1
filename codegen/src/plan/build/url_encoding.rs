//! Strings of responses that are URL-encoded on request.

use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Kind, Member, Operation, Type};
use crate::naming::OperationNames;
use crate::plan::ir::{EncodedText, UrlEncoding};
use crate::plan::planner::Planner;

impl Planner<'_> {
    /// The URL-encoded strings of an operation. A member that is not a string is a warning.
    pub(super) fn url_encoding(
        &self,
        operation: &Operation,
        names: &OperationNames,
        warnings: &mut Diagnostics,
    ) -> Option<UrlEncoding> {
        let encoding = operation.url_encoding.as_ref()?;
        let mut warn = |what: &str, key: &str| {
            let at = Place {
                pointer: format!("/urlEncoding/{key}"),
                ..operation.place.clone()
            };
            let message = format!("`{}` {what}: it is not decoded", operation.name);
            warnings.push(&at, message, "correct `urlEncoding`");
        };
        let asks = find(&operation.request, &names.request, &encoding.member);
        let says = find(&operation.response, &names.response, &encoding.member);
        let (Some((asks, _)), Some((says, _))) = (asks, says) else {
            let what = format!(
                "has no member `{}` in both request and response",
                encoding.member
            );
            warn(&what, "member");
            return None;
        };
        let mut texts = Vec::new();
        for (at, path) in encoding.texts.iter().enumerate() {
            match self.encoded_text(operation, names, path) {
                Some(text) => texts.push(text),
                None => warn(
                    &format!("has no string `{path}` in its response"),
                    &format!("texts/{at}"),
                ),
            }
        }
        Some(UrlEncoding {
            asks: asks.to_owned(),
            says: says.to_owned(),
            value: encoding.value.clone(),
            texts,
        })
    }

    fn encoded_text(
        &self,
        operation: &Operation,
        names: &OperationNames,
        path: &str,
    ) -> Option<EncodedText> {
        let (first, rest) = path
            .split_once('.')
            .map_or((path, None), |(first, rest)| (first, Some(rest)));
        let (field, ty) = find(&operation.response, &names.response, first)?;
        match (rest, ty) {
            (None, Type::String) => Some(EncodedText::Field(field.to_owned())),
            (Some(rest), Type::List { element, .. }) => {
                let Type::Shape(id) = **element else {
                    return None;
                };
                let Kind::Structure(members) = &self.model.shape(id).kind else {
                    return None;
                };
                match find(members, self.names.parts(id), rest)? {
                    (inner, Type::String) => {
                        Some(EncodedText::OfEach(field.to_owned(), inner.to_owned()))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

fn find<'a>(
    members: &'a [Member],
    fields: &'a [String],
    name: &str,
) -> Option<(&'a str, &'a Type)> {
    let mut members = members.iter().zip(fields);
    let (member, field) = members.find(|(member, _)| member.name == name)?;
    Some((field, &member.ty))
}
