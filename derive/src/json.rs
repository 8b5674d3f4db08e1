//! The expansion of a structure or a union for JSON. All of it is in the runtime's `json!`,
//! which leaves it out if no protocol is enabled.

use crate::parse::{Field, Structure};
use std::fmt::Write as _;

const JSON: &str = "::shapewright_runtime::__codegen::json";

/// The members in the JSON of the body, with their keys.
fn in_body(structure: &Structure) -> impl Iterator<Item = (&Field, &str)> {
    let members = structure.fields.iter().filter(|field| !field.skip);
    members.filter_map(|field| Some((field, field.key.as_deref()?)))
}

/// The keys, as an array.
fn keys(structure: &Structure) -> String {
    let keys: Vec<String> = in_body(structure)
        .map(|(_, key)| format!("{JSON}::known({key})"))
        .collect();
    format!(
        "const KEYS: &'static [{JSON}::Known] = &[{}];",
        keys.join(", ")
    )
}

/// The suffix of a member's function, and its last argument.
pub(crate) fn format_of(member: &Field) -> (&'static str, String) {
    match &member.with {
        Some(module) => ("_as", format!(", {module}::FORMAT")),
        None => ("", String::new()),
    }
}

pub(crate) fn read(structure: &Structure) -> String {
    let name = &structure.name;
    let code = if structure.is_union {
        read_union(structure)
    } else if structure
        .fields
        .iter()
        .all(|field| field.skip || field.is_option)
    {
        let members = read_members(structure, name);
        format!("{members} {JSON}::read_structure!({name});")
    } else {
        read_required(structure)
    };
    format!("{JSON}! {{ {code} }}")
}

/// How the members are read into the type `target`.
fn read_members(structure: &Structure, target: &str) -> String {
    let mut arms = String::new();
    for (index, (member, _)) in in_body(structure).enumerate() {
        let (suffix, format) = format_of(member);
        let _ = write!(
            arms,
            "{index}usize => {JSON}::set{suffix}(&mut self.{}, reader{format}),",
            member.name
        );
    }
    format!(
        "impl {JSON}::Members for {target} {{
            {}
            #[inline]
            fn read_member(
                &mut self,
                index: usize,
                reader: &mut {JSON}::Reader<'_>,
            ) -> ::core::result::Result<(), {JSON}::Problem> {{
                match index {{ {arms} _ => reader.skip(), }}
            }}
        }}",
        keys(structure)
    )
}

/// A structure with required members has no default to start with: a copy of it is read, in which all
/// are optional.
fn read_required(structure: &Structure) -> String {
    let name = &structure.name;
    let mut fields = String::new();
    let mut values = String::new();
    for field in &structure.fields {
        let Field { name, ty, .. } = field;
        let may_be_missing = field.is_option || field.default;
        if field.skip || (field.key.is_none() && may_be_missing) {
            let _ = write!(values, "{name}: ::core::default::Default::default(),");
        } else if field.is_option {
            let _ = write!(fields, "{name}: {ty},");
            let _ = write!(values, "{name}: members.{name},");
        } else {
            let _ = write!(fields, "{name}: ::core::option::Option<{ty}>,");
            let _ = write!(values, "{name}: {JSON}::present(members.{name})?,");
        }
    }
    let members = read_members(structure, "Members");
    format!(
        "impl {JSON}::ReadJson for {name} {{
            #[inline]
            fn read(
                reader: &mut {JSON}::Reader<'_>,
            ) -> ::core::result::Result<Self, {JSON}::Problem> {{
                #[derive(::core::default::Default)] struct Members {{ {fields} }}
                {members}
                {JSON}::read_structure!(Members);
                let members: Members = {JSON}::ReadJson::read(reader)?;
                ::core::result::Result::Ok(Self {{ {values} }})
            }}
        }}"
    )
}

fn read_union(structure: &Structure) -> String {
    let name = &structure.name;
    let mut arms = String::new();
    for (index, (variant, _)) in in_body(structure).enumerate() {
        let (suffix, format) = format_of(variant);
        let _ = write!(
            arms,
            "{index}usize => {JSON}::value{suffix}(reader{format}).map(Self::{}),",
            variant.name
        );
    }
    format!(
        "impl {JSON}::Variants for {name} {{
            {}
            #[inline]
            fn read_variant(
                index: ::core::option::Option<usize>,
                name: &str,
                reader: &mut {JSON}::Reader<'_>,
            ) -> ::core::result::Result<Self, {JSON}::Problem> {{
                match index.unwrap_or(usize::MAX) {{
                    {arms}
                    _ => {JSON}::value(reader)
                        .map(|value| Self::Unknown(::std::string::String::from(name), value)),
                }}
            }}
        }}
        {JSON}::read_union!({name});",
        keys(structure)
    )
}

pub(crate) fn write(structure: &Structure) -> String {
    let (name, generics) = (&structure.name, &structure.generics);
    let mut writes = String::new();
    for (member, key) in in_body(structure) {
        let (suffix, format) = format_of(member);
        let name = &member.name;
        let _ = if structure.is_union {
            write!(
                writes,
                "Self::{name}(value) => {JSON}::required{suffix}(writer, {key}, value{format}),"
            )
        } else {
            let function = if member.is_option {
                "optional"
            } else {
                "required"
            };
            write!(
                writes,
                "{JSON}::{function}{suffix}(writer, {key}, &self.{name}{format});"
            )
        };
    }
    if structure.is_union {
        writes = format!(
            "match self {{
                {writes}
                Self::Unknown(name, value) => {JSON}::unknown(writer, name, value),
            }}"
        );
    }
    format!(
        "{JSON}! {{
            impl{generics} {JSON}::WriteJson for {name}{generics} {{
                #[inline]
                fn write(&self, writer: &mut {JSON}::Writer) {{
                    writer.begin_object();
                    {writes}
                    writer.end_object();
                }}
            }}
        }}"
    )
}
