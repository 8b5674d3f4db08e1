//! serde's names of fields.

use super::rename::{camel, pascal};
use crate::plan::ir::{Field, RenameRule};

/// serde's rule that gives most fields the API's name.
pub(super) fn rename_rule(fields: &[Field]) -> Option<RenameRule> {
    let given = |rule: Option<RenameRule>| {
        let fits = |field: &&Field| {
            let name = rule.map_or_else(
                || bare(&field.name).to_owned(),
                |rule| renamed(rule, &field.name),
            );
            name == field.api_name
        };
        fields.iter().filter(fits).count()
    };
    let mut best = (given(None), None);
    for rule in [RenameRule::Camel, RenameRule::Pascal] {
        let count = given(Some(rule));
        if count > best.0 {
            best = (count, Some(rule));
        }
    }
    best.1
}

/// An identifier without `r#`.
pub(super) fn bare(field: &str) -> &str {
    field.trim_start_matches("r#")
}

/// serde's name of a field by a rule.
pub(super) fn renamed(rule: RenameRule, field: &str) -> String {
    match rule {
        RenameRule::Camel => camel(bare(field)),
        RenameRule::Pascal => pascal(bare(field)),
    }
}
