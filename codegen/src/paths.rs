//! The Rust items of spec members.

use crate::plan::{Field, ModelType, Operation, Plan, RustType, Struct, TypeName};
use crate::spec::Step;
use std::collections::HashMap;
use std::fmt;

/// The Rust item of a member, element, key or value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RustItem {
    /// The Rust path from the crate's root: for a member, the field or variant (`types::ImageState::status`),
    /// otherwise the type (`types::Ami`, `String`).
    pub path: String,
    /// Its type, such as `Option<ImageStatus>`.
    pub ty: String,
    /// The file that defines it, relative to the crate's `src/`.
    pub file: String,
}

impl RustItem {
    /// The line, from 1, on which the text of its file has it: a type, or a member behind its type.
    #[must_use]
    pub fn line_in(&self, text: &str) -> Option<usize> {
        let begins = |line: &str, names: [String; 2]| names.iter().any(|it| line.starts_with(it));
        let ty = |name: &str| {
            [
                format!("pub struct {name} {{"),
                format!("pub enum {name} {{"),
            ]
        };
        let member = |name: &str| [format!("    pub {name}: "), format!("    {name}(")];
        let mut lines = text.lines().enumerate();
        let mut segments = self.path.rsplit("::");
        let last = segments.next()?;
        let found = lines.clone().find(|(_, line)| begins(line, ty(last)));
        let found = found.or_else(|| {
            let home = segments.next()?;
            lines.find(|(_, line)| begins(line, ty(home)))?;
            let mut inside = lines.take_while(|(_, line)| *line != "}");
            inside.find(|(_, line)| begins(line, member(last)))
        });
        found.map(|(index, _)| index + 1)
    }
}

impl fmt::Display for RustItem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path)?;
        if last(&self.path) == self.ty {
            return Ok(());
        }
        write!(formatter, ": {}", self.ty)
    }
}

/// Finds the Rust items of members in a plan.
#[derive(Debug)]
pub struct RustPaths<'p> {
    operations: HashMap<&'p str, &'p Operation>,
    types: HashMap<&'p str, &'p ModelType>,
    errors: HashMap<&'p str, &'p Struct>,
}

impl Plan {
    /// An index of the Rust items of members.
    #[must_use]
    pub fn rust_paths(&self) -> RustPaths<'_> {
        RustPaths {
            operations: self
                .operations
                .iter()
                .map(|it| (it.name.as_str(), it))
                .collect(),
            types: self.types.iter().map(|it| (it.name(), it)).collect(),
            errors: self
                .errors
                .iter()
                .map(|it| (it.name.as_str(), it))
                .collect(),
        }
    }
}

impl RustPaths<'_> {
    /// The Rust item at these steps from the `request` or `response` of an operation. `None` if there is
    /// none, or the operation is not generated.
    #[must_use]
    pub fn of(&self, operation: &str, section: &str, steps: &[Step<'_>]) -> Option<RustItem> {
        let operation = self.operations.get(operation)?;
        let module = operation.module();
        let top = match section {
            "request" => &operation.input,
            _ => &operation.output,
        };
        let mut home = Home {
            path: format!("operation::{module}::{}", top.name),
            file: format!("operation/{module}.rs"),
            fields: &top.fields,
        };
        let mut ty = None;
        let mut item = None;
        for step in steps {
            if let Some(named) = ty.and_then(|ty| self.home(ty)) {
                home = named;
            }
            ty = Some(match (step, ty.map(unwrapped)) {
                (Step::Member(name, index), _) => {
                    let field = home.field(name, *index)?;
                    item = Some(home.item(field));
                    &field.ty
                }
                (Step::Element, Some(RustType::Vec(element))) => {
                    item = Some(self.type_item(element, &home.file));
                    element
                }
                (Step::Key, Some(RustType::Map(key, _))) => {
                    item = Some(self.type_item(key, &home.file));
                    key
                }
                (Step::Value, Some(RustType::Map(_, value))) => {
                    item = Some(self.type_item(value, &home.file));
                    value
                }
                _ => return None,
            });
        }
        item
    }

    /// The struct or union that a type is.
    fn home(&self, ty: &RustType) -> Option<Home<'_>> {
        let RustType::Named(TypeName { name, .. }) = unwrapped(ty) else {
            return None;
        };
        if let Some(error) = self.errors.get(name.as_str()) {
            return Some(Home {
                path: format!("types::error::{name}"),
                file: "types/error.rs".to_owned(),
                fields: &error.fields,
            });
        }
        let item = self.types.get(name.as_str())?;
        Some(Home {
            path: format!("types::{name}"),
            file: "types.rs".to_owned(),
            fields: match item {
                ModelType::Struct(item) => &item.fields,
                ModelType::Union(union) => &union.variants,
                ModelType::Enum(_) => &[],
            },
        })
    }

    fn type_item(&self, ty: &RustType, file: &str) -> RustItem {
        let shown = shown(ty);
        match self.home(ty) {
            Some(home) => RustItem {
                path: home.path,
                ty: shown,
                file: home.file,
            },
            None => RustItem {
                path: shown.clone(),
                ty: shown,
                file: file.to_owned(),
            },
        }
    }
}

/// A struct or union, whose fields or variants the members are.
struct Home<'p> {
    path: String,
    file: String,
    fields: &'p [Field],
}

impl<'p> Home<'p> {
    /// The field of a member: by its name, or else by its place.
    fn field(&self, name: &str, index: usize) -> Option<&'p Field> {
        let at_place = self.fields.get(index);
        if at_place.is_some_and(|field| field.api_name == name) {
            return at_place;
        }
        let by_name = self.fields.iter().find(|field| field.api_name == name);
        by_name.or(at_place)
    }

    fn item(&self, field: &Field) -> RustItem {
        RustItem {
            path: format!("{}::{}", self.path, field.name),
            ty: field_type(field),
            file: self.file.clone(),
        }
    }
}

/// A field's type, as `Option<String>`.
pub(crate) fn field_type(field: &Field) -> String {
    let ty = shown(&field.ty);
    if field.is_optional() {
        format!("Option<{ty}>")
    } else {
        ty
    }
}

/// A type without the `Box` or `Option` around it.
fn unwrapped(ty: &RustType) -> &RustType {
    match ty {
        RustType::Box(inner) | RustType::Option(inner) => unwrapped(inner),
        ty => ty,
    }
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// A type as it is written where everything is in scope.
pub(crate) fn shown(ty: &RustType) -> String {
    match ty {
        RustType::String => "String".to_owned(),
        RustType::Scalar(scalar) => scalar.name().to_owned(),
        RustType::Primitive(primitive) => primitive.name().to_owned(),
        RustType::Named(name) => name.name.clone(),
        RustType::Vec(element) => format!("Vec<{}>", shown(element)),
        RustType::Option(value) => format!("Option<{}>", shown(value)),
        RustType::Map(key, value) => format!("Map<{}, {}>", shown(key), shown(value)),
        RustType::EventStream(event) => format!("EventStream<{}>", shown(event)),
        RustType::Box(value) => format!("Box<{}>", shown(value)),
    }
}
