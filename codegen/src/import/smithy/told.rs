//! The endpoint parameters that operations set.

use super::super::model::rule_set::{Told, by_member, constants, paths};
use super::ast::Ast;
use super::closure::{Closure, name_of};
use super::traits::text_of;
use std::collections::BTreeMap;

/// By the operations' names.
pub(super) fn told(ast: &Ast, closure: &Closure<'_>) -> BTreeMap<String, Told> {
    let operations = closure.operations.iter();
    let told = operations.filter_map(|id| {
        let operation = ast.shapes.get(*id)?;
        let mut told = Told::new();
        let input = operation
            .references
            .iter()
            .find(|(name, _)| *name == "input");
        if let Some(shape) = input.and_then(|(_, target)| ast.shapes.get(target)) {
            for (name, member) in &shape.members {
                let parameter = member.traits.get("smithy.rules#contextParam");
                let parameter = parameter.and_then(|node| text_of(node, "name"));
                told.extend(parameter.map(|it| (it.to_owned(), by_member(name))));
            }
        }
        let of = |name: &str| operation.traits.get(name);
        paths(&mut told, of("smithy.rules#operationContextParams"));
        constants(&mut told, of("smithy.rules#staticContextParams"));
        Some((name_of(id).to_owned(), told))
    });
    told.collect()
}
