//! The differences of two crates' public items and their wire names.

use super::Change;
use super::impact::{ChangeKind, Direction};
use super::items::{Item, Items, items};
use crate::plan::Plan;
use std::collections::BTreeMap;

/// How the items of two crates differ, and the names of what both have.
pub(super) fn changes(old: &Plan, new: &Plan) -> Vec<Change> {
    let (old_items, new_items) = (items(old), items(new));
    let mut changes = of_items(&old_items, &new_items);
    changes.extend(of_names(old, new, &new_items));
    changes
}

/// What the wire has on both sides and Rust calls otherwise: its old name may be that of something else
/// now, so that code that uses it compiles.
fn of_names(old: &Plan, new: &Plan, items: &Items) -> Vec<Change> {
    let new: BTreeMap<_, _> = new.names.entries().collect();
    let renamed = old.names.entries().filter_map(|(key, before)| {
        let (what, path) = key;
        let after = new.get(&key).filter(|after| **after != before)?;
        let is_said = match what {
            // Constructors are items, which are compared by themselves.
            "arguments" => true,
            // So are types, but where another one has the name now.
            "type" => {
                let taken = |module: &str| items.contains_key(&format!("{module}::{before}"));
                !taken("types") && !taken("types::error")
            }
            _ => false,
        };
        if is_said {
            return None;
        }
        let texts = (Some(before.to_owned()), Some((*after).to_owned()));
        Some(Change::new(path, "name", texts, ChangeKind::NameChanged))
    });
    renamed.collect()
}

fn of_items(old: &Items, new: &Items) -> Vec<Change> {
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| differs(old.get(*path), new.get(*path)))
        .filter(|path| !goes_without_saying(path, old, new))
        .filter_map(|path| {
            let (before, after) = (old.get(path), new.get(path));
            let item = after.or(before)?;
            let is_another = matches!((before, after), (Some(old), Some(new)) if old.what != new.what && old.text == new.text);
            let text = |item: Option<&Item>| {
                item.map(|item| match is_another {
                    true => item.what.to_owned(),
                    false => item.text.clone(),
                })
            };
            let (before, after) = (text(before), text(after));
            let direction = Direction::of(before.as_ref(), after.as_ref());
            let kind = of_item(item.what, direction);
            Some(Change::new(path, item.what, (before, after), kind))
        })
        .collect()
}

fn differs(old: Option<&Item>, new: Option<&Item>) -> bool {
    let said = |item: Option<&Item>| item.map(|item| (item.what, item.text.clone()));
    said(old) != said(new)
}

/// Whether another item comes, goes or changes with which this one does.
fn goes_without_saying(path: &str, old: &Items, new: &Items) -> bool {
    let (before, after) = (old.get(path), new.get(path));
    let from = match (before, after) {
        (Some(before), Some(after)) if before.follows != after.follows => None,
        _ => after.or(before).and_then(|item| item.follows.as_deref()),
    };
    let parents = path.match_indices("::");
    let mut parents = parents.filter_map(|(at, _)| path.get(..at)).chain(from);
    let is_another = |it: &str| matches!((old.get(it), new.get(it)), (Some(old), Some(new)) if old.what != new.what);
    let what = after.or(before).map(|item| item.what);
    if what == Some("implementation") && parents.clone().any(is_another) {
        return true;
    }
    match (before, after) {
        (None, _) => parents.any(|it| new.contains_key(it) && !old.contains_key(it)),
        (_, None) => parents.any(|it| old.contains_key(it) && !new.contains_key(it)),
        _ => from.is_some_and(|it| differs(old.get(it), new.get(it))),
    }
}

fn of_item(what: &str, direction: Direction) -> ChangeKind {
    match (what, direction) {
        ("field", Direction::Added) => ChangeKind::FieldAdded,
        ("required field", Direction::Added) => ChangeKind::RequiredFieldAdded,
        ("feature", Direction::Added) => ChangeKind::FeatureNeeded,
        ("feature", _) => ChangeKind::FeatureUnneeded,
        ("checksums", _) => ChangeKind::ChecksumChanged,
        ("implementation", Direction::Removed) => ChangeKind::ImplementationGone,
        (_, Direction::Added) => ChangeKind::New,
        (_, Direction::Removed) => ChangeKind::ItemGone,
        ("constructor", Direction::Changed) => ChangeKind::ArgumentsChanged,
        (_, Direction::Changed) => ChangeKind::ItemChanged,
    }
}
