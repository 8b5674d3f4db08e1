//! The constructor that takes the required members, and the check that they
//! are set.

use crate::builder::{parameter, value_type};
use crate::parse::{Field, Structure};
use std::fmt::Write as _;

/// `new`, whose parameters are the required fields: those that are not an `Option`, and those that are
/// `required`, in their order or in that of `new(...)`.
pub(crate) fn constructor(structure: &Structure) -> String {
    let name = &structure.name;
    let is_given = |field: &&Field| match &structure.constructor {
        Some(names) => names.contains(&field.name),
        None => field.required || !field.is_option,
    };
    let mut given: Vec<&Field> = structure.fields.iter().filter(is_given).collect();
    if let Some(names) = &structure.constructor {
        given.sort_by_key(|field| names.iter().position(|name| *name == field.name));
    }
    let mut parameters = String::new();
    for field in given {
        let _ = write!(
            parameters,
            "{},",
            parameter(&field.name, value_type(field)).0
        );
    }
    let mut values = String::new();
    for field in &structure.fields {
        let Field { name, .. } = field;
        let value = parameter(name, value_type(field)).1;
        let _ = match (is_given(&field), field.is_option) {
            (false, _) => write!(values, "{name}: ::core::option::Option::None,"),
            (true, true) => write!(values, "{name}: ::core::option::Option::Some({value}),"),
            (true, false) => write!(values, "{name}: {value},"),
        };
    }
    format!(
        "impl {name} {{
            /// Creates a `{name}` with its required members.
            #[must_use]
            pub fn new({parameters}) -> Self {{ Self {{ {values} }} }}
        }}"
    )
}

/// The check that required members are set: those of the structure, and those within members
/// that are `checked`.
pub(crate) fn required(structure: &Structure) -> String {
    const PRIVATE: &str = "::shapewright_runtime::__codegen::required";
    let body = match structure.is_union {
        true => of_union(structure),
        false => of_structure(structure, PRIVATE),
    };
    format!(
        "impl {PRIVATE}::Required for {name} {{
            #[inline]
            fn missing(&self) -> ::core::option::Option<{PRIVATE}::Missing> {{ {body} }}
        }}",
        name = structure.name
    )
}

fn of_structure(structure: &Structure, private: &str) -> String {
    let mut checks = String::new();
    for field in &structure.fields {
        let Field { name, api_name, .. } = field;
        let plain = name.trim_start_matches("r#");
        for (is_checked, function) in [(field.required, "member"), (field.checked, "inside")] {
            if is_checked {
                let _ = write!(
                    checks,
                    "search.{function}({plain:?}, {api_name}, &self.{name});"
                );
            }
        }
    }
    let mutable = if checks.is_empty() { "" } else { "mut " };
    format!("let {mutable}search = {private}::Search::new(); {checks} search.found()")
}

fn of_union(union: &Structure) -> String {
    let mut checks = String::new();
    for variant in union.fields.iter().filter(|variant| variant.checked) {
        let _ = write!(
            checks,
            "Self::{}(value) => ::shapewright_runtime::__codegen::required::Required::missing(value),",
            variant.name
        );
    }
    format!("match self {{ {checks} _ => ::core::option::Option::None }}")
}
