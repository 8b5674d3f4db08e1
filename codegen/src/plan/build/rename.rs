//! serde's rules for the names of fields. The generator and the derives have this file each, letter
//! by letter, as neither depends on the other; `tests/shared_sources.rs` holds them to it.

/// The name by `PascalCase`.
pub(crate) fn pascal(field: &str) -> String {
    let mut name = String::new();
    let mut upper = true;
    for char in field.chars() {
        if char == '_' {
            upper = true;
        } else if upper {
            name.push(char.to_ascii_uppercase());
            upper = false;
        } else {
            name.push(char);
        }
    }
    name
}

/// The name by `camelCase`.
pub(crate) fn camel(field: &str) -> String {
    let name = pascal(field);
    let mut rest = name.chars();
    let first = rest.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(rest).collect()
}
