//! What the pages of data types say of nested members.

use super::data_type::{DataType, Types};
use super::locate::Names;
use super::side::Side;
use crate::import::page::prose::token::is_name_of_words;
use crate::spec::{Shape, Type};
use std::collections::BTreeSet;

impl Side<'_> {
    /// Takes what the page of a member's data type says of the members within, and theirs. `said` is the
    /// type in the words of a page.
    pub(super) fn within(
        &mut self,
        shape: &mut Shape,
        said: &str,
        path: &str,
        types: &mut Types<'_>,
    ) {
        let Some(name) = structure(said) else {
            return;
        };
        let mut path = path.to_owned();
        let Some(shape) = leaf(shape, &mut path) else {
            return;
        };
        if let Some(data_type) = types.find(name) {
            self.data_type(shape, data_type, &path, types);
        }
    }

    fn data_type(&mut self, shape: &mut Shape, page: &DataType, path: &str, types: &mut Types<'_>) {
        let Some(members) = &mut shape.members else {
            return;
        };
        let names = Names::of(Some(members), &page.members);
        let mut met = BTreeSet::new();
        for member in &page.members {
            let shown = &member.head.name;
            let Some(name) = names.find_as(shown, self.names_elements) else {
                let page = page.page();
                self.laid.differ(
                    path,
                    format_args!("{page} describes `{shown}`, which boto3's page does not have"),
                );
                continue;
            };
            met.insert(name.to_owned());
            self.is_shown(path, shown, name);
            let path = format!("{path}.{name}");
            if let Some(shape) = members.get_mut(name) {
                self.numbered(shape, shown, name);
                self.facts(shape, &member.facts, &path);
                if let Some(said) = &member.facts.kind {
                    self.within(shape, said, &path, types);
                }
            }
        }
        for name in members.keys().filter(|name| !met.contains(*name)) {
            self.laid.differ(
                &format!("{path}.{name}"),
                format_args!("boto3's page has it, and {} does not", page.page()),
            );
        }
    }
}

/// The structure itself, or the one within lists and maps, and its path.
fn leaf<'s>(shape: &'s mut Shape, path: &mut String) -> Option<&'s mut Shape> {
    match shape.kind? {
        Type::Structure | Type::Union => Some(shape),
        Type::List => {
            path.push_str("[]");
            leaf(shape.element.as_deref_mut()?, path)
        }
        Type::Map => {
            path.push_str("{}");
            leaf(shape.value.as_deref_mut()?, path)
        }
        _ => None,
    }
}

/// The structure that a type in the words of a page is made of: `Array of Filter objects`,
/// `String to AttributeValue object map`, `Rule data type`.
fn structure(said: &str) -> Option<&str> {
    let words: Vec<&str> = said.split_whitespace().collect();
    let mut pairs = words.iter().zip(words.iter().skip(1));
    let (name, _) =
        pairs.rfind(|(_, after)| after.starts_with("object") || after.starts_with("data"))?;
    Some(*name).filter(|name| is_name_of_words(name))
}

#[cfg(test)]
mod tests {
    use super::structure;

    #[test]
    fn the_structure_is_told_in_every_wording() {
        for (said, name) in [
            ("Filter object", Some("Filter")),
            ("Array of Filter objects", Some("Filter")),
            ("Array of Rule data types", Some("Rule")),
            ("Rule data type", Some("Rule")),
            ("Array of arrays of Row objects", Some("Row")),
            ("String to Value object map", Some("Value")),
            ("String to array of Part objects map", Some("Part")),
            ("Base64-encoded binary data object", None),
            ("Array of Base64-encoded binary data objects", None),
            ("Array of strings", None),
            ("String", None),
        ] {
            assert_eq!(structure(said), name, "{said}");
        }
    }
}
