//! What the JSON of a syntax tells of the members of a body.

use super::locate::{by_letters, letters};
use super::side::Side;
use super::tree::Tree;
use crate::spec::{Ordered, Shape, TimestampFormat, Type};
use std::collections::{BTreeMap, BTreeSet};

impl Side<'_> {
    /// Compares the members of a structure with what is shown of it.
    pub(super) fn object(
        &mut self,
        members: &mut Ordered<Shape>,
        shown: &[(String, Tree)],
        path: &str,
    ) {
        let trees: BTreeMap<&str, &Tree> = shown.iter().map(|(key, tree)| (&**key, tree)).collect();
        let alike = by_letters(trees.keys().copied());
        let mut met: BTreeSet<String> = BTreeSet::new();
        for (name, shape) in members.iter_mut() {
            if shape.location.is_some() {
                continue;
            }
            let path = format!("{path}.{name}");
            let key = match trees.contains_key(name.as_str()) {
                true => Some(name),
                false => alike.get(&letters(name)).and_then(Option::as_ref),
            };
            let Some((key, tree)) = key.and_then(|key| Some((key, trees.get(key.as_str())?)))
            else {
                self.laid.not_shown(&path);
                continue;
            };
            met.insert(key.clone());
            if key != name {
                shape.wire_name = Some(key.clone());
                self.laid.count("names on the wire");
            }
            self.walk(shape, tree, &path);
        }
        for key in trees.keys().filter(|key| !met.contains(**key)) {
            self.laid.no_member(path, key);
        }
    }

    /// Takes what a syntax tells of a shape and all within it.
    pub(super) fn walk(&mut self, shape: &mut Shape, tree: &Tree, path: &str) {
        let is_open = shape.kind == Some(Type::Structure) && shape.members.is_none();
        if is_open {
            self.answer(shape, tree);
            return;
        }
        match (tree, shape.kind) {
            (Tree::Text, Some(Type::Timestamp)) if shape.timestamp_format.is_none() => {
                shape.timestamp_format = Some(TimestampFormat::Iso8601);
                self.laid.count("formats of timestamps");
            }
            (Tree::Object(shown), Some(Type::Structure | Type::Union)) => {
                if let Some(members) = &mut shape.members {
                    self.object(members, shown, path);
                }
            }
            (Tree::List(tree), Some(Type::List)) => {
                if let Some(element) = &mut shape.element {
                    self.walk(element, tree, &format!("{path}[]"));
                }
            }
            (Tree::Map(tree), Some(Type::Map)) => {
                if let Some(value) = &mut shape.value {
                    self.walk(value, tree, &format!("{path}{{}}"));
                }
            }
            _ => {}
        }
    }

    /// Answers what boto3's page shows as `{}`, which tells no type.
    pub(super) fn answer(&mut self, shape: &mut Shape, tree: &Tree) {
        match tree {
            Tree::Text => shape.kind = Some(Type::String),
            Tree::Document => shape.kind = Some(Type::Document),
            Tree::Object(members) if members.is_empty() => {
                shape.members = Some(Ordered::default());
            }
            _ => return,
        }
        self.laid.count("types of what boto3's page shows as `{}`");
    }
}

/// Whether a member is all of a body: what is shown are its members, and not itself.
pub(super) fn is_payload(name: &str, shape: &Shape, tree: &Tree) -> bool {
    match (tree, &shape.members) {
        (Tree::Object(shown), Some(members)) => {
            let within = by_letters(members.keys().map(String::as_str));
            let is_itself = shown.iter().any(|(key, _)| letters(key) == letters(name));
            let is_within = |key: &str| within.contains_key(&letters(key));
            !is_itself && !shown.is_empty() && shown.iter().all(|(key, _)| is_within(key))
        }
        (Tree::List(_), _) => shape.kind == Some(Type::List),
        (Tree::Map(_), _) => shape.kind == Some(Type::Map),
        (Tree::Document, _) => shape.kind == Some(Type::Document),
        _ => false,
    }
}
