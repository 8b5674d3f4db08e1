//! The expansion of a union: the name of the set member, the value of each, and serde.

use crate::builder::inside;
use crate::json::format_of;
use crate::parse::{Field, Structure};
use crate::rename::snake;
use std::fmt::Write as _;

const PRIVATE: &str = "::shapewright_runtime::__codegen";

pub(crate) fn expand(union: &Structure) -> String {
    let name = &union.name;
    let (mut names, mut accessors) = (String::new(), String::new());
    let (mut reads, mut writes) = (String::new(), String::new());
    for variant in &union.fields {
        let Field { name, api_name, .. } = variant;
        let _ = write!(names, "Self::{name}(_) => {},", variant.wire_name);
        accessors.push_str(&accessor(variant));
        let (suffix, format) = format_of(variant);
        let _ = write!(
            reads,
            "{api_name} => {PRIVATE}::union::read{suffix}(map{format}, Self::{name})?,"
        );
        let _ = write!(
            writes,
            "Self::{name}(value) => {PRIVATE}::union::write{suffix}(map{format}, {api_name}, value),"
        );
    }
    format!(
        "impl {name} {{
            /// The wire name of the member that is set.
            #[must_use]
            pub fn member_name(&self) -> &str {{
                match self {{
                    {names}
                    Self::Unknown(name, _) => name,
                }}
            }}

            {accessors}
        }}

        impl {PRIVATE}::union::Union for {name} {{
            fn read<'de, A: {PRIVATE}::MapAccess<'de>>(
                name: ::std::string::String,
                map: &mut A,
            ) -> ::core::result::Result<::core::option::Option<Self>, A::Error> {{
                let member = match name.as_str() {{
                    {reads}
                    _ => {PRIVATE}::union::read(map, |value| Self::Unknown(name, value))?,
                }};
                ::core::result::Result::Ok(member)
            }}

            fn write<M: {PRIVATE}::SerializeMap>(
                &self,
                map: &mut M,
            ) -> ::core::result::Result<(), M::Error> {{
                match self {{
                    {writes}
                    Self::Unknown(name, value) => {PRIVATE}::union::write(map, name, value),
                }}
            }}
        }}

        {PRIVATE}::open_union!({name});"
    )
}

/// Methods that return a member without a match, and that stay correct when members are added.
fn accessor(variant: &Field) -> String {
    let Field { name, ty, .. } = variant;
    let by_rule = || format!("as_{}", snake(name.trim_start_matches("r#")));
    let accessor = variant.accessor.clone().unwrap_or_else(by_rule);
    format!(
        "/// The value of [`{name}`](Self::{name}), if that is set.
        #[must_use]
        pub fn {accessor}(&self) -> ::core::option::Option<{}> {{
            match self {{
                Self::{name}(value) => ::core::option::Option::Some(value),
                _ => ::core::option::Option::None,
            }}
        }}",
        borrowed(ty)
    )
}

/// A reference to a value of a type.
fn borrowed(ty: &str) -> String {
    if ty == "String" {
        "&str".to_owned()
    } else if let Some(element) = inside(ty, "Vec") {
        format!("&[{element}]")
    } else if let Some(inner) = inside(ty, "Box") {
        format!("&{inner}")
    } else {
        format!("&{ty}")
    }
}
