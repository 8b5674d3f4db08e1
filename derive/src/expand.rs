//! The expansion of a structure.

use crate::parse::{Field, Structure};
use std::fmt::Write as _;

const PRIVATE: &str = "::shapewright_runtime::__codegen";

impl Structure {
    /// The fields that are members.
    fn members(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.skip)
    }

    /// The API's names of the members, as an array.
    fn names(&self) -> String {
        let names: Vec<&str> = self
            .members()
            .map(|member| member.api_name.as_str())
            .collect();
        format!("&[{}]", names.join(", "))
    }
}

pub(crate) fn deserialize(structure: &Structure) -> String {
    if !structure.generics.is_empty() {
        return "::core::compile_error!(\"a structure with lifetimes cannot be deserialized\");"
            .to_owned();
    }
    if structure.members().all(|member| member.is_option) {
        let name = &structure.name;
        let read = read(structure, name, |_| "set");
        let body = "::shapewright_runtime::__codegen::structure::read(deserializer)";
        return format!("{read}{}", deserialize_impl(structure, "", body));
    }
    deserialize_required(structure)
}

/// A structure with required members has no default to start with: a copy of it is read, in which all
/// are optional.
fn deserialize_required(structure: &Structure) -> String {
    let mut fields = String::new();
    let mut values = String::new();
    for Field {
        name,
        api_name,
        ty,
        is_option,
        skip,
        default,
        ..
    } in &structure.fields
    {
        if *skip {
            let _ = write!(values, "{name}: ::core::default::Default::default(),");
        } else if *is_option {
            let _ = write!(fields, "{name}: {ty},");
            let _ = write!(values, "{name}: members.{name},");
        } else if *default {
            let _ = write!(fields, "{name}: ::core::option::Option<{ty}>,");
            let _ = write!(values, "{name}: members.{name}.unwrap_or_default(),");
        } else {
            let _ = write!(fields, "{name}: ::core::option::Option<{ty}>,");
            let _ = write!(
                values,
                "{name}: ::shapewright_runtime::__codegen::structure::required({api_name}, members.{name})?,"
            );
        }
    }
    let read = read(structure, "Members", |member| {
        if member.is_option { "set" } else { "set_some" }
    });
    let before =
        format!("#[derive(::core::default::Default)] struct Members {{ {fields} }} {read}");
    let body = format!(
        "let members: Members = ::shapewright_runtime::__codegen::structure::read(deserializer)?;
        ::core::result::Result::Ok(Self {{ {values} }})"
    );
    deserialize_impl(structure, &before, &body)
}

fn deserialize_impl(structure: &Structure, before: &str, body: &str) -> String {
    let name = &structure.name;
    format!(
        "impl<'de> {PRIVATE}::Deserialize<'de> for {name} {{
            fn deserialize<D: {PRIVATE}::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {{ {before} {body} }}
        }}"
    )
}

/// How the members of a structure are read into the type `target`.
fn read(structure: &Structure, target: &str, set: fn(&Field) -> &'static str) -> String {
    let mut arms = String::new();
    for member in structure.members() {
        let (name, api_name, set) = (&member.name, &member.api_name, set(member));
        let _ = match &member.with {
            Some(module) => write!(
                arms,
                "{api_name} => ::shapewright_runtime::__codegen::structure::{set}_as(&mut self.{name}, map, {module}::FORMAT),"
            ),
            None => write!(
                arms,
                "{api_name} => ::shapewright_runtime::__codegen::structure::{set}(&mut self.{name}, map),"
            ),
        };
    }
    format!(
        "impl ::shapewright_runtime::__codegen::structure::Structure for {target} {{
            const NAME: &'static str = {:?};
            const MEMBERS: &'static [&'static str] = {};
            fn read<'de, A: {PRIVATE}::MapAccess<'de>>(
                &mut self,
                name: &str,
                map: &mut A,
            ) -> ::core::result::Result<(), A::Error> {{
                match name {{ {arms} _ => ::shapewright_runtime::__codegen::structure::skip(map), }}
            }}
        }}",
        structure.name,
        structure.names(),
    )
}

pub(crate) fn serialize(structure: &Structure) -> String {
    let (name, generics) = (&structure.name, &structure.generics);
    let mut set = String::new();
    let mut writes = String::new();
    for member in structure.members() {
        let (name, api_name) = (&member.name, &member.api_name);
        let required = if member.is_option {
            let _ = write!(set, "self.{name}.is_some(),");
            "optional"
        } else {
            set.push_str("true,");
            "required"
        };
        let _ = match &member.with {
            Some(module) => write!(
                writes,
                "members.{required}_as({api_name}, &self.{name}, {module}::FORMAT);"
            ),
            None => write!(writes, "members.{required}({api_name}, &self.{name});"),
        };
    }
    format!(
        "impl{generics} {PRIVATE}::Serialize for {name}{generics} {{
            fn serialize<S: {PRIVATE}::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {{
                let mut members = ::shapewright_runtime::__codegen::structure::Members::new(serializer, {name:?}, &[{set}])?;
                {writes}
                members.end()
            }}
        }}"
    )
}
