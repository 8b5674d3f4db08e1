//! The names that serde gives to fields.

use crate::plan::ir::Field;

/// serde's rule that gives most fields their wire name.
pub(super) fn rename_rule(fields: &[Field]) -> Option<&'static str> {
    let given = |rule: Option<&str>| {
        let fits = |field: &&Field| {
            let name = rule.map_or_else(|| bare(&field.name), |rule| renamed(rule, &field.name));
            name == field.wire_name
        };
        fields.iter().filter(fits).count()
    };
    let mut best = (given(None), None);
    for rule in ["camelCase", "PascalCase"] {
        let count = given(Some(rule));
        if count > best.0 {
            best = (count, Some(rule));
        }
    }
    best.1
}

pub(super) fn bare(field: &str) -> String {
    field.trim_start_matches("r#").to_owned()
}

/// The name that serde makes of a field by a rule.
pub(super) fn renamed(rule: &str, field: &str) -> String {
    let mut name = String::new();
    let mut upper = rule == "PascalCase";
    for char in field.trim_start_matches("r#").chars() {
        if char == '_' {
            upper = true;
        } else if upper {
            name.push(char.to_ascii_uppercase());
            upper = false;
        } else {
            name.push(char);
        }
    }
    if rule == "camelCase" {
        let first = name.chars().next().map(|char| char.to_ascii_lowercase());
        name = first.into_iter().chain(name.chars().skip(1)).collect();
    }
    name
}
