//! Pagination.

use super::expression;
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{self, Kind, Member, Type};
use crate::naming::OperationNames;
use crate::plan::docs;
use crate::plan::ir::{ItemType, PageToken, Pages, Step};
use crate::plan::planner::{Planner, Scope};
use crate::spec::Pagination;

/// The path to a page's items, and their type.
type Items = (Vec<Step>, ItemType);

impl Planner<'_> {
    /// The pagination of an operation. One that is not supported is a warning.
    pub(super) fn pages(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
        warnings: &mut Diagnostics,
    ) -> Option<Pages> {
        let pagination = operation.pagination.as_ref()?;
        let mut warn = |key: &str, what: &str, reason: String| {
            let at = Place {
                pointer: format!("/pagination/{key}"),
                ..operation.place.clone()
            };
            let message = format!("{what} of `{}` {reason}", operation.name);
            warnings.push(&at, message, "correct it, or remove `pagination`");
        };
        let tokens = pagination.input_token.iter().zip(&pagination.output_token);
        let tokens = tokens
            .map(|(input, output)| self.token(operation, names, input, output))
            .collect::<Result<Vec<_>, _>>();
        let tokens = match tokens {
            Ok(tokens) => tokens,
            Err((key, reason)) => {
                warn(key, "the paginator", format!("is left out: {reason}"));
                return None;
            }
        };
        let more = match &pagination.more_results {
            Some(path) => match self.resolve(operation, names, path) {
                Ok((steps, Type::Boolean)) => Some(steps),
                found => {
                    let reason =
                        found.map_or_else(|reason| reason, |_| "it is not a boolean".into());
                    let reason = format!("is left out: {reason}, `{path}`");
                    warn("moreResults", "the paginator", reason);
                    return None;
                }
            },
            None => None,
        };
        let (items, rest) = self.items(operation, names, pagination, &mut warn);
        if let Some(name) = &pagination.limit_key
            && find(&operation.request, &names.request, name).is_none()
        {
            let reason = format!("has no member `{name}`");
            warn("limitKey", "the request", reason);
        }
        Some(Pages {
            tokens,
            more,
            doc: pages_doc(operation, names, pagination, items.as_ref(), &rest),
            items,
        })
    }

    /// The input's field for the token, and the paths to the next one; or the key of the paginator that is
    /// not supported, and why.
    fn token(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
        input: &str,
        output: &str,
    ) -> Result<PageToken, (&'static str, String)> {
        let (member, field) = find(&operation.request, &names.request, input)
            .ok_or_else(|| ("inputToken", format!("the request has no member `{input}`")))?;
        let paths = output.split("||").map(str::trim);
        let paths = paths.map(|path| self.resolve(operation, names, path));
        let paths = paths
            .collect::<Result<Vec<_>, _>>()
            .map_err(|reason| ("outputToken", format!("{reason}, in `{output}`")))?;
        // The first of several paths to a token is used: not every value of an enumeration is one.
        let is_enum = self.is_enum(&member.ty) && paths.len() == 1;
        let problem = if paths.iter().any(|(_, ty)| *ty != &member.ty) {
            Some("are of different types")
        } else if !is_token(&member.ty) && !is_enum {
            Some("are not strings, numbers, enumerations or maps")
        } else if member.required {
            Some("need a request without a token, but the token is required")
        } else {
            None
        };
        match problem {
            Some(problem) => {
                let reason = format!("`{input}` and `{output}` {problem}");
                Err(("outputToken", reason))
            }
            None => Ok(PageToken {
                field: field.to_owned(),
                paths: paths.into_iter().map(|(steps, _)| steps).collect(),
                is_enum,
            }),
        }
    }

    fn is_enum(&self, ty: &Type) -> bool {
        matches!(ty, Type::Shape(id) if matches!(self.model.shape(*id).kind, Kind::Enum(_)))
    }

    /// The path to the first result key that is a list or a map, with its type, and the paths to the other
    /// keys.
    fn items(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
        pagination: &Pagination,
        warn: &mut impl FnMut(&str, &str, String),
    ) -> (Option<Items>, Vec<Vec<Step>>) {
        let mut items = None;
        let mut rest = Vec::new();
        for key in &pagination.result_key {
            match self.resolve(operation, names, key) {
                Err(reason) => {
                    let reason = format!("`{key}` are left out: {reason}");
                    warn("resultKey", "the items", reason);
                }
                Ok((steps, ty)) => match self.item_type(ty) {
                    Some(ty) if items.is_none() && is_of_fields(&steps) => {
                        items = Some((steps, ty))
                    }
                    _ => rest.push(steps),
                },
            }
        }
        (items, rest)
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

    /// The path to a member of an output.
    fn resolve<'a>(
        &'a self,
        operation: &'a model::Operation,
        names: &'a OperationNames,
        path: &str,
    ) -> Result<(Vec<Step>, &'a Type), String> {
        let mut steps = Vec::new();
        let mut members: (&[Member], &[String]) = (&operation.response, &names.response);
        let mut reached: Option<&Type> = None;
        for step in expression::steps(path)? {
            let ty = match (&step, reached) {
                (Step::Field(name), _) => {
                    let (member, field) = find(members.0, members.1, name)
                        .filter(|(member, _)| !member.boxed)
                        .ok_or_else(|| format!("there is no member `{name}`"))?;
                    steps.push(Step::Field(field.to_owned()));
                    &member.ty
                }
                (
                    _,
                    Some(Type::List {
                        element,
                        sparse: false,
                    }),
                ) => {
                    steps.push(step);
                    &**element
                }
                _ => return Err("an index is used on what is not a list".to_owned()),
            };
            members = match ty {
                Type::Shape(id) if matches!(self.model.shape(*id).kind, Kind::Structure(_)) => {
                    (self.model.shape(*id).members(), self.names.parts(*id))
                }
                _ => (&[], &[]),
            };
            reached = Some(ty);
        }
        let ty = reached.ok_or_else(|| "it is empty".to_owned())?;
        Ok((steps, ty))
    }
}

/// The docs of an operation's pages: its items, the other members of a page, the setter of the page size.
fn pages_doc(
    operation: &model::Operation,
    names: &OperationNames,
    pagination: &Pagination,
    items: Option<&Items>,
    rest: &[Vec<Step>],
) -> Vec<String> {
    let mut doc = vec!["The pages of the result, each requested on demand.".to_owned()];
    let mut say = |text: String| doc.extend([String::new(), text]);
    let rest: Vec<_> = rest.iter().map(|steps| shown(steps)).collect();
    let rest = rest.join(", ");
    match items.map(|(steps, _)| shown(steps)) {
        Some(items) if rest.is_empty() => say(format!("`items()` iterates over {items}.")),
        Some(items) => say(format!(
            "`items()` iterates over {items}; only the pages have {rest}."
        )),
        None if rest.is_empty() => {}
        None => say(format!(
            "They have {rest}, which is not a list, so there are no items."
        )),
    }
    let limit = pagination.limit_key.as_deref();
    let limit = limit.and_then(|name| find(&operation.request, &names.setters, name));
    if let Some((_, setter)) = limit {
        let setter = setter.trim_start_matches("r#");
        say(format!(
            "[`{setter}`](Self::{setter}) limits the size of a page."
        ));
    }
    doc
}

/// A path as it is in the docs.
fn shown(steps: &[Step]) -> String {
    let fields = steps.iter().filter_map(|step| match step {
        Step::Field(field) => Some(field.trim_start_matches("r#")),
        Step::Element(_) | Step::Last => None,
    });
    docs::code(&fields.collect::<Vec<_>>().join("."))
}

fn is_of_fields(steps: &[Step]) -> bool {
    steps.iter().all(|step| matches!(step, Step::Field(_)))
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
