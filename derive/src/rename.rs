//! Naming rules: serde's for fields and variants, and that of functions. The generator and the derives have
//! identical copies of this file, as neither depends on the other; `tests/shared_sources.rs` compares them.

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

/// A type's name in snake case: `NotFoundException` as `not_found_exception`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut chars = name.chars().peekable();
    let mut before = '_';
    while let Some(char) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(char::is_ascii_lowercase);
        let begins_word = char.is_ascii_uppercase()
            && before != '_'
            && (!before.is_ascii_uppercase() || next_is_lower);
        if begins_word {
            snake.push('_');
        }
        snake.push(char.to_ascii_lowercase());
        before = char;
    }
    snake
}

/// The value of a variant by a rule. The rules have serde's names.
pub(crate) fn value_by_rule(rule: Option<&str>, variant: &str) -> String {
    let variant = variant.trim_start_matches("r#");
    match rule {
        Some("SCREAMING_SNAKE_CASE") => snake(variant).to_ascii_uppercase(),
        Some("SCREAMING-KEBAB-CASE") => snake(variant).to_ascii_uppercase().replace('_', "-"),
        Some("snake_case") => snake(variant),
        Some("kebab-case") => snake(variant).replace('_', "-"),
        Some("UPPERCASE") => variant.to_ascii_uppercase(),
        Some("lowercase") => variant.to_ascii_lowercase(),
        Some("camelCase") => camel(variant),
        _ => variant.to_owned(),
    }
}
