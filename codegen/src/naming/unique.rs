//! Unique identifiers.

use std::collections::BTreeSet;

/// Identifiers for names, in their order, made unique with numbers.
pub(super) fn unique<'a>(
    names: impl Iterator<Item = &'a str>,
    spell: impl Fn(&str) -> String,
    separator: &str,
) -> Vec<String> {
    let names: Vec<&str> = names.collect();
    let spelled: Vec<String> = names.iter().map(|name| spell(name)).collect();
    let mut taken: BTreeSet<String> = spelled.iter().cloned().collect();
    let mut by_bytes: Vec<usize> = (0..names.len()).collect();
    by_bytes.sort_by_key(|index| names.get(*index));
    let mut first: BTreeSet<String> = BTreeSet::new();
    let mut unique = spelled.clone();
    for index in by_bytes {
        let (Some(name), Some(slot)) = (spelled.get(index), unique.get_mut(index)) else {
            continue;
        };
        if !first.insert(name.clone()) {
            *slot = numbered(name, separator, &mut taken);
        }
    }
    unique
}

/// The name with the first number, from 2, that makes it unique.
pub(super) fn numbered(name: &str, separator: &str, taken: &mut BTreeSet<String>) -> String {
    let name = name.trim_start_matches("r#").trim_end_matches('_');
    let mut number = 2_usize;
    loop {
        let candidate = format!("{name}{separator}{number}");
        if taken.insert(candidate.clone()) {
            return candidate;
        }
        number += 1;
    }
}

/// Whether a name is an identifier, keywords included.
pub(super) fn is_identifier(name: &str) -> bool {
    let name = name.strip_prefix("r#").unwrap_or(name);
    name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_')
}

/// Whether a name is a keyword.
pub(super) fn is_keyword(name: &str) -> bool {
    // `syn` accepts `gen` as an identifier, as editions before 2024 do.
    name == "gen" || (is_identifier(name) && syn::parse_str::<syn::Ident>(name).is_err())
}
