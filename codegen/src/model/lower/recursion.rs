//! Members that repeat a shape around them.

use super::super::Type;
use super::{Context, Lowering};

impl Lowering<'_> {
    /// The ancestor that a fixup names for a recursive member.
    pub(super) fn named_ancestor(&mut self, ancestor: &str, context: &Context) -> Option<Type> {
        let inline = context.ancestors.iter().find(|(path, _)| path == ancestor);
        if let Some((_, id)) = inline {
            return Some(Type::Shape(*id));
        }
        self.shared(ancestor, &context.place).map(Type::Shape)
    }

    /// The ancestor of a recursive member that has but one.
    pub(super) fn only_ancestor(&mut self, context: &Context) -> Option<Type> {
        if let [(_, id)] = context.ancestors.as_slice() {
            return Some(Type::Shape(*id));
        }
        let candidates: Vec<_> = context
            .ancestors
            .iter()
            .map(|(path, _)| format!("`{path}`"))
            .collect();
        let help = if candidates.is_empty() {
            "it is not nested in a shape that it could repeat: correct the type".to_owned()
        } else {
            format!(
                "add `\"fixups\": {{\"{}\": {{\"recursive\": ...}}}}` to `{}/service.json`, with one of {}",
                context.place.path,
                self.spec.folder,
                candidates.join(", ")
            )
        };
        self.problems.push(
            &context.place,
            "the page does not say which shape this recursive member repeats",
            help,
        );
        None
    }
}
