//! Comparing members and shapes.

use super::impact::{ChangeKind, Use};
use super::keywords::{self, OF_SHAPE, is_compared};
use super::side::Written;
use super::text::{brief, keywords, lay_below};
use super::walk::Walk;
use crate::spec::{DocFormat, Ordered, Shape, Type};
use serde_json::Error;

/// What a page says of a member.
const ON_A_PAGE: [&str; 2] = ["required", "doc"];

/// The members of a structure, union, request or response, and how the docs of each side are written.
type Sides<'a> = [(Option<&'a Ordered<Shape>>, DocFormat); 2];

impl<'a> Walk<'a> {
    pub(super) fn shared_shapes(&mut self) -> Result<(), Error> {
        let used = self.old.used.clone();
        for (name, used_before) in used {
            let Some(used_now) = self.new.used.get(name).copied() else {
                continue;
            };
            let used = Use {
                sent: used_before.sent || used_now.sent,
                received: used_before.received || used_now.received,
                filled: self.fills_in(),
            };
            let shapes = (self.old.shapes.get(name), self.new.shapes.get(name));
            if let (Some((old, old_format)), Some((new, new_format))) = shapes {
                let old = Written {
                    shape: old,
                    format: *old_format,
                };
                let new = Written {
                    shape: new,
                    format: *new_format,
                };
                self.shape(name, old, new, used)?;
            }
        }
        Ok(())
    }

    pub(super) fn members(
        &mut self,
        path: &str,
        [(old, old_format), (new, new_format)]: Sides<'a>,
        used: Use,
        is_union: bool,
    ) -> Result<(), Error> {
        let mut common = (Vec::new(), Vec::new());
        for (name, before) in old.into_iter().flatten() {
            let path = format!("{path}.{name}");
            let Some(after) = new.and_then(|new| new.get(name)) else {
                let kind = member_gone(used, is_union);
                self.push(&path, "member", (Some(brief(before)), None), kind);
                continue;
            };
            common.0.push((name.as_str(), before.required));
            let before = Written {
                shape: before,
                format: old_format,
            };
            let after = Written {
                shape: after,
                format: new_format,
            };
            self.shape(&path, before, after, used)?;
        }
        for (name, after) in new.into_iter().flatten() {
            if old.is_some_and(|old| old.contains_key(name)) {
                common.1.push((name.as_str(), after.required));
            } else {
                let path = format!("{path}.{name}");
                let kind = member_added(used, is_union, after.required);
                self.push(&path, "member", (None, Some(brief(after))), kind);
            }
        }
        let names = |members: &[(&str, bool)], all: bool| -> Vec<String> {
            let asked = members.iter().filter(|(_, required)| all || *required);
            asked.map(|(name, _)| (*name).to_owned()).collect()
        };
        let are_arguments = used.sent && !is_union;
        let kind = match names(&common.0, false) == names(&common.1, false) || !are_arguments {
            true => ChangeKind::Order,
            false => ChangeKind::OrderOfArguments,
        };
        let (old, new) = (names(&common.0, true), names(&common.1, true));
        self.order(path, &old, &new, kind);
        Ok(())
    }

    fn order(&mut self, path: &str, old: &[String], new: &[String], kind: ChangeKind) {
        if old != new {
            let texts = (Some(old.join(", ")), Some(new.join(", ")));
            self.push(path, "order", texts, kind);
        }
    }

    /// Compares the names of values or exceptions: one that came is of the first kind, one that went of
    /// the second.
    pub(super) fn names(
        &mut self,
        path: &str,
        what: &str,
        (old, new): (&[String], &[String]),
        [came, went]: [ChangeKind; 2],
    ) {
        for name in old.iter().filter(|name| !new.contains(name)) {
            self.push(path, what, (Some(name.clone()), None), went);
        }
        for name in new.iter().filter(|name| !old.contains(name)) {
            self.push(path, what, (None, Some(name.clone())), came);
        }
        let common = |one: &[String], other: &[String]| -> Vec<String> {
            let both = one.iter().filter(|name| other.contains(name));
            both.cloned().collect()
        };
        let (old, new) = (common(old, new), common(new, old));
        self.order(path, &old, &new, ChangeKind::Order);
    }

    /// Compares a member, element, key, value or shared shape.
    fn shape(
        &mut self,
        path: &str,
        old: Written<'a>,
        new: Written<'a>,
        used: Use,
    ) -> Result<(), Error> {
        let (old_name, old_shape) = self.old.resolve(old);
        let (new_name, new_shape) = self.new.resolve(new);
        let same_name = old_name.is_some() && old_name == new_name;
        let asked = |keyword: &str| is_compared(OF_SHAPE, keyword);
        let (mut before, mut after) = (keywords(old.shape, asked)?, keywords(new.shape, asked)?);
        if !same_name {
            // One may say of a member what the other says of the shape it refers to.
            lay_below(&mut before, keywords(old_shape.shape, asked)?);
            lay_below(&mut after, keywords(new_shape.shape, asked)?);
        }
        if self.only_page {
            before.retain(|keyword, _| ON_A_PAGE.contains(&keyword.as_str()));
            after.retain(|keyword, _| ON_A_PAGE.contains(&keyword.as_str()));
        }
        if old.format != new.format || old_shape.format != new_shape.format {
            before.remove("doc");
            after.remove("doc");
        }
        self.keywords(path, &before, &after, |keyword, texts| {
            keywords::of_shape(OF_SHAPE, keyword, texts, used)
        });
        match (old_name, new_name) {
            _ if same_name => Ok(()),
            (Some(old_name), Some(new_name)) => {
                if is_named_in_rust(old_shape.shape) && is_named_in_rust(new_shape.shape) {
                    let is_same_in_rust =
                        self.old.name_in_rust(old_name) == self.new.name_in_rust(new_name);
                    let kind = match is_same_in_rust {
                        true => ChangeKind::ShapeRenamed,
                        false => ChangeKind::TypeRenamed,
                    };
                    let texts = (Some(old_name.to_owned()), Some(new_name.to_owned()));
                    self.push(path, "ref", texts, kind);
                }
                if self.open.insert((old_name, new_name)) {
                    self.content(path, old_shape, new_shape, used)?;
                    self.open.remove(&(old_name, new_name));
                }
                Ok(())
            }
            _ => self.content(path, old_shape, new_shape, used),
        }
    }

    /// Compares what a shape is made of.
    fn content(
        &mut self,
        path: &str,
        old: Written<'a>,
        new: Written<'a>,
        used: Use,
    ) -> Result<(), Error> {
        let (old_shape, new_shape) = (old.shape, new.shape);
        let kind = |shape: &Shape| match shape.kind {
            Some(kind) if self.only_page => kind.documented().to_owned(),
            kind => kind.map_or_else(String::new, |kind| format!("{kind:?}").to_lowercase()),
        };
        let (before, after) = (kind(old_shape), kind(new_shape));
        let recurs = [old_shape, new_shape]
            .iter()
            .any(|shape| shape.kind == Some(Type::Recursive));
        if before != after && !recurs {
            let texts = (Some(before), Some(after));
            self.push(path, "type", texts, ChangeKind::RustType);
            return Ok(());
        }
        self.values(path, old_shape, new_shape, used);
        if recurs {
            return Ok(());
        }
        let members = [
            (old_shape.members.as_ref(), old.format),
            (new_shape.members.as_ref(), new.format),
        ];
        let is_union = new_shape.kind == Some(Type::Union);
        self.members(path, members, used, is_union)?;
        for (suffix, old_part, new_part) in [
            ("[]", &old_shape.element, &new_shape.element),
            ("{key}", &old_shape.key, &new_shape.key),
            ("{}", &old_shape.value, &new_shape.value),
        ] {
            if let (Some(old_part), Some(new_part)) = (old_part, new_part) {
                let part = |shape: &'a Shape, format| Written { shape, format };
                let (old, new) = (part(old_part, old.format), part(new_part, new.format));
                self.shape(&format!("{path}{suffix}"), old, new, used)?;
            }
        }
        Ok(())
    }

    /// Compares the values of two enumerations, or an enumeration with a string.
    fn values(&mut self, path: &str, old: &Shape, new: &Shape, used: Use) {
        let came = match used.received {
            true => ChangeKind::ValueKnown,
            false => ChangeKind::New,
        };
        match (old.values.is_empty(), new.values.is_empty()) {
            (false, false) => {
                let kinds = [came, ChangeKind::ValueGone];
                self.names(path, "value", (&old.values, &new.values), kinds);
            }
            (true, true) => {}
            (was_open, is_open) => {
                let text = |is_open| Some(if is_open { "string" } else { "enum" }.to_owned());
                let texts = (text(was_open), text(is_open));
                self.push(path, "enum", texts, ChangeKind::Openness);
            }
        }
    }
}

fn member_added(used: Use, is_union: bool, required: bool) -> ChangeKind {
    match (used.sent, used.received) {
        (_, true) if is_union => ChangeKind::VariantKnown,
        _ if is_union => ChangeKind::New,
        (true, true) if required => ChangeKind::MemberNeededLater,
        (true, false) if required => ChangeKind::MemberNeeded,
        _ => ChangeKind::MemberAdded,
    }
}

fn member_gone(used: Use, is_union: bool) -> ChangeKind {
    match (is_union, used.sent) {
        (true, true) => ChangeKind::VariantGoneSent,
        (true, false) => ChangeKind::VariantGoneReceived,
        (false, true) => ChangeKind::MemberGoneSent,
        (false, false) => ChangeKind::MemberGoneReceived,
    }
}

/// Whether Rust has a type of its own for a shape.
fn is_named_in_rust(shape: &Shape) -> bool {
    shape.members.is_some() || !shape.values.is_empty()
}
