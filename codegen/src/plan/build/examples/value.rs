//! The value of an example -> a Rust expression.

use super::code::{Code, literal};
use super::timestamp::timestamp;
use crate::model::{Kind, Member, Shape, ShapeId, Type};
use crate::plan::build::structs::is_required;
use crate::plan::planner::Planner;
use serde_json::{Map, Value};

/// Why and where a value does not fit the model.
#[derive(Debug)]
pub(super) struct Misfit {
    pub(super) path: Vec<String>,
    pub(super) what: String,
}

impl Misfit {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            what: what.into(),
        }
    }

    pub(super) fn within(mut self, name: impl Into<String>) -> Self {
        self.path.insert(0, name.into());
        self
    }

    fn expected(what: &str, value: &Value) -> Self {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Self::new(format!("{what} is expected, but there is {found}"))
    }
}

/// The value of a member in an object, if it is set.
pub(super) fn given<'v>(values: &'v Map<String, Value>, member: &Member) -> Option<&'v Value> {
    values.get(&member.name).filter(|value| !value.is_null())
}

/// The members of an object. An unknown one is an error.
pub(super) fn object<'v>(
    members: &[Member],
    value: &'v Value,
) -> Result<&'v Map<String, Value>, Misfit> {
    let Value::Object(values) = value else {
        return Err(Misfit::expected("an object", value));
    };
    let is_known = |name: &String| members.iter().any(|member| member.name == *name);
    match values.keys().find(|name| !is_known(name)) {
        Some(name) => Err(Misfit::new(format!("there is no member `{name}`"))),
        None => Ok(values),
    }
}

impl Planner<'_> {
    /// The argument of a setter or a constructor for a member.
    pub(super) fn example_argument(&self, member: &Member, value: &Value) -> Result<Code, Misfit> {
        let made = if member.event_stream {
            Err(Misfit::new("it is an event stream"))
        } else if let (Value::String(text), true) = (value, member.json_value) {
            let parsed = serde_json::from_str(text);
            let parsed = parsed.map_err(|_| Misfit::new("the string is not JSON"));
            parsed.and_then(|value| self.example_value(&member.ty, &value))
        } else if member.streaming {
            text(value).map(|text| Code::text(literal(text)))
        } else {
            self.example_part(&member.ty, value)
        };
        made.map_err(|misfit| misfit.within(&*member.name))
    }

    /// A string for `impl Into<String>` needs no conversion.
    pub(super) fn example_part(&self, ty: &Type, value: &Value) -> Result<Code, Misfit> {
        match ty {
            Type::String => text(value).map(|text| Code::text(literal(text))),
            _ => self.example_value(ty, value),
        }
    }

    /// A value of a type.
    pub(super) fn example_value(&self, ty: &Type, value: &Value) -> Result<Code, Misfit> {
        Ok(match ty {
            Type::String => Code::text(format!("{}.into()", literal(text(value)?))),
            Type::Boolean => match value {
                Value::Bool(value) => Code::text(value.to_string()),
                _ => return Err(Misfit::expected("a boolean", value)),
            },
            Type::Byte => integer(value, i8::MIN.into(), i8::MAX.into())?,
            Type::Short => integer(value, i16::MIN.into(), i16::MAX.into())?,
            Type::Integer => integer(value, i32::MIN.into(), i32::MAX.into())?,
            Type::Long => integer(value, i64::MIN, i64::MAX)?,
            Type::Float => float(value, "f32", f32::MAX.into())?,
            Type::Double => float(value, "f64", f64::MAX)?,
            Type::Timestamp(_) => {
                let timestamp = timestamp(value);
                let timestamp = timestamp.ok_or_else(|| Misfit::expected("a timestamp", value))?;
                Code::text(format!("{}.parse()?", literal(&timestamp)))
            }
            Type::Blob => Code::text(format!("primitives::Blob::new({})", literal(text(value)?))),
            Type::Document => document(value),
            Type::List { element, sparse } => {
                let parts = self.example_elements(element, *sparse, value)?;
                let owned = parts.into_iter().map(|part| part.into_owned(element));
                Code::call("vec![", owned.collect(), "]")
            }
            Type::Map {
                key,
                value: part,
                sparse,
            } => {
                let entries = self.example_entries(key, part, *sparse, value)?;
                let entries = entries.into_iter().map(|(name, value)| {
                    Code::call("(", vec![name.into_owned(key), value.into_owned(part)], ")")
                });
                let entries = Code::call("[", entries.collect(), "]");
                Code::call("primitives::Map::from_iter(", vec![entries], ")")
            }
            Type::Shape(id) => self.example_shape(*id, value)?,
        })
    }

    /// The elements of a list, as arguments of setters.
    pub(super) fn example_elements(
        &self,
        element: &Type,
        sparse: bool,
        value: &Value,
    ) -> Result<Vec<Code>, Misfit> {
        let Value::Array(values) = value else {
            return Err(Misfit::expected("a list", value));
        };
        let values = values.iter().enumerate();
        let parts = values.map(|(index, value)| {
            let part = self.example_sparse(element, sparse, value);
            part.map_err(|misfit| misfit.within(index.to_string()))
        });
        parts.collect()
    }

    /// The entries of a map, as arguments of setters.
    pub(super) fn example_entries(
        &self,
        key: &Type,
        part: &Type,
        sparse: bool,
        value: &Value,
    ) -> Result<Vec<(Code, Code)>, Misfit> {
        let Value::Object(values) = value else {
            return Err(Misfit::expected("an object", value));
        };
        let entries = values.iter().map(|(name, value)| {
            let made = || {
                let key = self.example_part(key, &Value::from(&**name))?;
                Ok((key, self.example_sparse(part, sparse, value)?))
            };
            made().map_err(|misfit: Misfit| misfit.within(&**name))
        });
        entries.collect()
    }

    fn example_sparse(&self, ty: &Type, sparse: bool, value: &Value) -> Result<Code, Misfit> {
        match (sparse, value) {
            (true, Value::Null) => Ok(Code::text("None")),
            (true, value) => Ok(self.example_value(ty, value)?.some()),
            (false, value) => self.example_part(ty, value),
        }
    }

    fn example_shape(&self, id: ShapeId, value: &Value) -> Result<Code, Misfit> {
        let shape = self.model.shape(id);
        match &shape.kind {
            Kind::Structure(members) => self.example_structure(id, members, value),
            Kind::Union(members) => self.example_union(id, members, value),
            Kind::Enum(values) => {
                let text = text(value)?;
                let known = values.iter().position(|value| value == text);
                let variant = known.and_then(|index| self.names.parts(id).get(index));
                Ok(Code::text(match variant {
                    Some(variant) => format!("{}::{variant}", self.example_path(id, shape)),
                    None => format!("{}.into()", literal(text)),
                }))
            }
        }
    }

    fn example_path(&self, id: ShapeId, shape: &Shape) -> String {
        let module = if shape.error.is_some() {
            "types::error"
        } else {
            "types"
        };
        format!("{module}::{}", self.names.ty(id))
    }

    fn example_union(
        &self,
        id: ShapeId,
        members: &[Member],
        value: &Value,
    ) -> Result<Code, Misfit> {
        let values = object(members, value)?;
        let named = members.iter().zip(self.names.parts(id));
        let mut set =
            named.filter_map(|(member, name)| Some((member, name, given(values, member)?)));
        let (Some((member, name, value)), None) = (set.next(), set.next()) else {
            return Err(Misfit::new("exactly one member of a union must be set"));
        };
        let path = self.example_path(id, self.model.shape(id));
        let value = self.example_field(member, value)?;
        Ok(Code::call(format!("{path}::{name}("), vec![value], ")"))
    }

    /// The value of a field: owned, and boxed if the field is.
    fn example_field(&self, member: &Member, value: &Value) -> Result<Code, Misfit> {
        let made = self.example_argument(member, value)?;
        Ok(if member.boxed {
            Code::call("Box::new(", vec![made], ")")
        } else if member.json_value {
            made
        } else {
            made.into_owned(&member.ty)
        })
    }

    fn example_structure(
        &self,
        id: ShapeId,
        members: &[Member],
        value: &Value,
    ) -> Result<Code, Misfit> {
        let values = object(members, value)?;
        let path = self.example_path(id, self.model.shape(id));
        let absent = self.absent(id);
        let is_required = |member: &Member| is_required(absent, member);
        let lacks = |member: &&Member| is_required(member) && given(values, member).is_none();
        if let Some(member) = members.iter().find(lacks) {
            return Err(Misfit::new(format!(
                "the required member `{}` is missing",
                member.name
            )));
        }
        let mut fields = Vec::new();
        let has_default = !members.iter().any(is_required);
        let arguments = self.example_constructor(id, members, values, has_default)?;
        let is_argument = |index: &usize| arguments.is_some() && self.takes(id, *index);
        for (index, (member, name)) in members.iter().zip(self.names.parts(id)).enumerate() {
            match given(values, member) {
                _ if is_argument(&index) => {}
                Some(value) => {
                    let field = self.example_field(member, value)?;
                    let required = is_required(member);
                    let field = if required { field } else { field.some() };
                    fields.push((format!("{name}: "), field));
                }
                None if has_default || arguments.is_some() => {}
                None => fields.push((format!("{name}: "), Code::text("None"))),
            }
        }
        let rest = match arguments {
            Some(arguments) if fields.is_empty() => {
                return Ok(Code::call(format!("{path}::new("), arguments, ")"));
            }
            Some(arguments) => Some(Code::call(format!("..{path}::new("), arguments, ")")),
            None if fields.is_empty() => return Ok(Code::text(format!("{path}::default()"))),
            None if fields.len() < members.len() => Some(Code::text("..Default::default()")),
            None => None,
        };
        fields.extend(rest.map(|rest| (String::new(), rest)));
        Ok(Code::Parts {
            open: format!("{path} {{"),
            parts: fields,
            close: "}",
        })
    }

    /// Whether the constructor of a structure has a parameter for a member.
    fn takes(&self, id: ShapeId, index: usize) -> bool {
        let arguments = self.names.arguments(id);
        arguments.is_some_and(|arguments| arguments.contains(&index))
    }

    /// The arguments of a structure's constructor, if it is needed and can be called.
    fn example_constructor(
        &self,
        id: ShapeId,
        members: &[Member],
        values: &Map<String, Value>,
        has_default: bool,
    ) -> Result<Option<Vec<Code>>, Misfit> {
        let Some(arguments) = self.names.arguments(id).filter(|_| !has_default) else {
            return Ok(None);
        };
        let mut made = Vec::new();
        for index in arguments {
            let Some(member) = members.get(*index) else {
                return Ok(None);
            };
            match given(values, member) {
                Some(value) => made.push(self.example_argument(member, value)?),
                None => return Ok(None),
            }
        }
        Ok(Some(made))
    }
}

impl Code {
    /// A setter's argument of this type: a string has to be converted.
    fn into_owned(self, ty: &Type) -> Self {
        match (self, ty) {
            (Self::Text(text), Type::String) if text.starts_with('"') && text.ends_with('"') => {
                Self::Text(format!("{text}.into()"))
            }
            (code, _) => code,
        }
    }
}

fn text(value: &Value) -> Result<&str, Misfit> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(Misfit::expected("a string", value)),
    }
}

fn integer(value: &Value, min: i64, max: i64) -> Result<Code, Misfit> {
    match value.as_i64() {
        Some(number) if (min..=max).contains(&number) => Ok(Code::text(number.to_string())),
        Some(_) => Err(Misfit::new("the number is too large")),
        None => Err(Misfit::expected("an integer", value)),
    }
}

fn float(value: &Value, ty: &str, max: f64) -> Result<Code, Misfit> {
    let named = |name: &str| Code::text(format!("{ty}::{name}"));
    Ok(match value {
        Value::String(text) if text == "NaN" => named("NAN"),
        Value::String(text) if text == "Infinity" => named("INFINITY"),
        Value::String(text) if text == "-Infinity" => named("NEG_INFINITY"),
        _ => match value.as_f64() {
            Some(number) if number.abs() <= max => Code::text(format!("{number:?}")),
            Some(_) => return Err(Misfit::new("the number is too large")),
            None => return Err(Misfit::expected("a number", value)),
        },
    })
}

fn document(value: &Value) -> Code {
    let of = |variant: &str, value: Code| {
        Code::call(
            format!("primitives::Document::{variant}("),
            vec![value],
            ")",
        )
    };
    let plain = |variant: &str, value: &Value| of(variant, Code::text(value.to_string()));
    match value {
        Value::Null => Code::text("primitives::Document::Null"),
        Value::Bool(_) => plain("Bool", value),
        Value::Number(number) if number.is_i64() => plain("Integer", value),
        Value::Number(number) if number.is_u64() => plain("Unsigned", value),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            of("Double", Code::text(format!("{number:?}")))
        }
        Value::String(text) => of("String", Code::text(format!("{}.into()", literal(text)))),
        Value::Array(values) => {
            let values = values.iter().map(document).collect();
            of("Array", Code::call("vec![", values, "]"))
        }
        Value::Object(values) => {
            let entries = values.iter().map(|(name, value)| {
                let name = Code::text(format!("{}.into()", literal(name)));
                Code::call("(", vec![name, document(value)], ")")
            });
            let entries = Code::call("[", entries.collect(), "]");
            let map = Code::call("primitives::Map::from_iter(", vec![entries], ")");
            of("Object", map)
        }
    }
}
