//! Two specs side by side.
//!
//! Keywords are compared as JSON, so that one that is added to the spec format later is compared
//! too. A shared shape is compared once, under its own name; an inline one where it stands.

use super::Change;
use super::class::{self, Kind, Use, Verdict};
use crate::naming::camel;
use crate::spec::{DocFormat, Operation, Ordered, Selection, ServiceSpec, Shape, Type};
use serde::Serialize;
use serde_json::{Error, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Keywords of a shape that are compared by themselves.
const OF_SHAPE: [&str; 7] = ["type", "ref", "enum", "members", "element", "key", "value"];

/// Keywords of an operation that are compared by themselves, or say nothing about the API.
const OF_OPERATION: [&str; 8] = [
    "$schema",
    "operation",
    "source",
    "docFormat",
    "http",
    "request",
    "response",
    "exceptions",
];

/// Keywords of `service.json` that are compared by themselves, or say nothing about the API.
const OF_SERVICE: [&str; 9] = [
    "$schema",
    "service",
    "source",
    "output",
    "operations",
    "http",
    "fixups",
    "names",
    "shapes",
];

/// What a page says of a member.
const ON_A_PAGE: [&str; 2] = ["required", "doc"];

type Keywords = BTreeMap<String, String>;

/// How the API of two specs differs.
pub(super) fn changes(old: &ServiceSpec, new: &ServiceSpec) -> Result<Vec<Change>, Error> {
    let mut walk = Walk {
        old: Side::of(old),
        new: Side::of(new),
        only_page: false,
        open: BTreeSet::new(),
        changes: Vec::new(),
    };
    walk.service()?;
    walk.operations()?;
    walk.shared_shapes()?;
    Ok(walk.changes)
}

/// One of the two specs.
struct Side<'a> {
    spec: &'a ServiceSpec,
    operations: BTreeMap<&'a str, &'a Operation>,
    shapes: BTreeMap<&'a str, (&'a Shape, DocFormat)>,
    used: BTreeMap<&'a str, Use>,
}

/// A shape with how its docs are written.
#[derive(Clone, Copy)]
struct Written<'a> {
    shape: &'a Shape,
    format: DocFormat,
}

struct Walk<'a> {
    old: Side<'a>,
    new: Side<'a>,
    /// One side is from a page, which does not say what the other does.
    only_page: bool,
    /// The pairs of shared shapes of different names that are being compared.
    open: BTreeSet<(&'a str, &'a str)>,
    changes: Vec<Change>,
}

impl<'a> Side<'a> {
    fn of(spec: &'a ServiceSpec) -> Self {
        let selected = |name: &String| match &spec.service.operations {
            Selection::All => true,
            Selection::Only(names) => names.contains(name),
        };
        let operations = spec.operations.iter().map(|(_, operation)| operation);
        let operations = operations.filter(|operation| selected(&operation.operation));
        let by_hand = spec.service.shapes.iter();
        let by_hand = by_hand.map(|(name, shape)| (&**name, (shape, spec.service.doc_format)));
        let shapes = spec.shapes.shapes.iter();
        let shapes = shapes.map(|(name, shape)| (&**name, (shape, spec.shapes.doc_format)));
        let mut side = Self {
            spec,
            operations: operations.map(|it| (&*it.operation, it)).collect(),
            shapes: shapes.chain(by_hand).collect(),
            used: BTreeMap::new(),
        };
        for operation in side.operations.clone().into_values() {
            let sent = operation
                .request
                .iter()
                .flat_map(|members| members.values());
            sent.for_each(|shape| side.mark(shape, |used| &mut used.sent));
            let received = operation
                .response
                .iter()
                .flat_map(|members| members.values());
            received.for_each(|shape| side.mark(shape, |used| &mut used.received));
            for exception in &operation.exceptions {
                side.mark_name(exception, |used| &mut used.received);
            }
        }
        side
    }

    /// Marks every shared shape that a shape holds.
    fn mark(&mut self, shape: &'a Shape, flag: fn(&mut Use) -> &mut bool) {
        if let Some(name) = &shape.reference {
            self.mark_name(name, flag);
        }
        let members = shape.members.iter().flat_map(|members| members.values());
        let parts = [&shape.element, &shape.key, &shape.value];
        let parts = parts.into_iter().flatten().map(|part| &**part);
        members.chain(parts).for_each(|part| self.mark(part, flag));
    }

    fn mark_name(&mut self, name: &'a str, flag: fn(&mut Use) -> &mut bool) {
        let flag_of_name = flag(self.used.entry(name).or_default());
        if !std::mem::replace(flag_of_name, true)
            && let Some((shape, _)) = self.shapes.get(name).copied()
        {
            self.mark(shape, flag);
        }
    }

    /// What a shape refers to, or itself.
    fn resolve(&self, written: Written<'a>) -> (Option<&'a str>, Written<'a>) {
        let name = written.shape.reference.as_deref();
        match name.and_then(|name| self.shapes.get(name).copied()) {
            Some((shape, format)) => (name, Written { shape, format }),
            None => (name, written),
        }
    }

    /// What Rust calls a shared shape, but where that clashes with another.
    fn name_in_rust(&self, shape: &str) -> String {
        let pin = self.spec.service.names.types.get(shape);
        pin.cloned().unwrap_or_else(|| camel(shape))
    }

    fn http(&self, operation: &Operation) -> Result<Keywords, Error> {
        let of_service = self.spec.service.http.get(&operation.operation);
        let http = operation.http.as_ref().or(of_service);
        let keywords = http.map(|http| keywords(http, &[])).transpose()?;
        let prefixed = |(keyword, text)| (format!("http.{keyword}"), text);
        Ok(keywords.into_iter().flatten().map(prefixed).collect())
    }
}

impl<'a> Walk<'a> {
    fn push(
        &mut self,
        path: &str,
        what: &str,
        before: Option<String>,
        after: Option<String>,
        verdict: Verdict,
    ) {
        let change = Change::new(path, what, (before, after), verdict);
        self.changes.push(change);
    }

    fn keywords(
        &mut self,
        path: &str,
        old: &Keywords,
        new: &Keywords,
        verdict: impl Fn(&str, (Option<&String>, Option<&String>)) -> Verdict,
    ) {
        let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for keyword in all {
            let (before, after) = (old.get(keyword), new.get(keyword));
            if before != after {
                let verdict = verdict(keyword, (before, after));
                self.push(path, keyword, before.cloned(), after.cloned(), verdict);
            }
        }
    }

    fn service(&mut self) -> Result<(), Error> {
        let (old, new) = (&self.old.spec.service, &self.new.spec.service);
        let name = new.service.clone();
        let (before, after) = (keywords(old, &OF_SERVICE)?, keywords(new, &OF_SERVICE)?);
        self.keywords(&name, &before, &after, |keyword, (before, after)| {
            class::of_service(keyword, Kind::of(before, after))
        });
        let paths: BTreeSet<&String> = old.fixups.keys().chain(new.fixups.keys()).collect();
        let fixup = |service: &crate::spec::Service, path| match service.fixups.get(path) {
            Some(fixup) => keywords(fixup, &[]),
            None => Ok(Keywords::new()),
        };
        let used = Use {
            sent: true,
            received: true,
        };
        for path in paths {
            let operation = path.split('.').next().unwrap_or_default();
            if self.is_from_page_on_one_side(operation) {
                // What people added to a page, a model says itself.
                continue;
            }
            let (before, after) = (fixup(old, path)?, fixup(new, path)?);
            self.keywords(path, &before, &after, |keyword, texts| {
                class::of_keyword(keyword, texts, used)
            });
        }
        Ok(())
    }

    fn operations(&mut self) -> Result<(), Error> {
        let old = self.old.operations.keys();
        let names: BTreeSet<&str> = old.chain(self.new.operations.keys()).copied().collect();
        for name in names {
            match (self.old.operations.get(name), self.new.operations.get(name)) {
                (Some(old), Some(new)) => self.operation(old, new)?,
                (old, new) => {
                    let one = |side: Option<_>| side.map(|_| name.to_owned());
                    let (old, new) = (one(old.copied()), one(new.copied()));
                    self.thing(name, "operation", old, new, Use::default(), false);
                }
            }
        }
        Ok(())
    }

    /// Something that came or went.
    fn thing(
        &mut self,
        path: &str,
        what: &str,
        before: Option<String>,
        after: Option<String>,
        used: Use,
        required: bool,
    ) {
        let kind = Kind::of(before.as_ref(), after.as_ref());
        let verdict = class::of_thing(what, kind, used, required);
        self.push(path, what, before, after, verdict);
    }

    fn is_from_page_on_one_side(&self, operation: &str) -> bool {
        let is_from_page = |side: &Side<'_>| {
            let operation = side.operations.get(operation)?;
            let source = operation.source.as_ref();
            Some(source.is_some_and(|source| source.page.is_some()))
        };
        match (is_from_page(&self.old), is_from_page(&self.new)) {
            (Some(old), Some(new)) => old != new,
            _ => false,
        }
    }

    fn operation(&mut self, old: &'a Operation, new: &'a Operation) -> Result<(), Error> {
        let name = &new.operation;
        self.only_page = self.is_from_page_on_one_side(name);
        if !self.only_page {
            let mut before = keywords(old, &OF_OPERATION)?;
            let mut after = keywords(new, &OF_OPERATION)?;
            before.extend(self.old.http(old)?);
            after.extend(self.new.http(new)?);
            if old.doc_format != new.doc_format {
                before.remove("doc");
                after.remove("doc");
            }
            self.keywords(name, &before, &after, |keyword, (before, after)| {
                class::of_operation(keyword, Kind::of(before, after))
            });
        }
        self.names(
            name,
            "exception",
            &old.exceptions,
            &new.exceptions,
            Use::default(),
        );
        let sent = Use {
            sent: true,
            received: false,
        };
        let received = Use {
            sent: false,
            received: true,
        };
        for (section, before, after, used) in [
            ("request", &old.request, &new.request, sent),
            ("response", &old.response, &new.response, received),
        ] {
            let path = format!("{name}.{section}");
            let formats = (old.doc_format, new.doc_format);
            self.members(&path, (before.as_ref(), after.as_ref()), formats, used)?;
        }
        self.only_page = false;
        Ok(())
    }

    fn shared_shapes(&mut self) -> Result<(), Error> {
        let used = self.old.used.clone();
        for (name, used_before) in used {
            let Some(used_now) = self.new.used.get(name).copied() else {
                continue;
            };
            let used = Use {
                sent: used_before.sent || used_now.sent,
                received: used_before.received || used_now.received,
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

    fn members(
        &mut self,
        path: &str,
        (old, new): (Option<&'a Ordered<Shape>>, Option<&'a Ordered<Shape>>),
        (old_format, new_format): (DocFormat, DocFormat),
        used: Use,
    ) -> Result<(), Error> {
        let mut common = (Vec::new(), Vec::new());
        for (name, before) in old.into_iter().flatten() {
            let path = format!("{path}.{name}");
            let Some(after) = new.and_then(|new| new.get(name)) else {
                self.thing(
                    &path,
                    "member",
                    Some(brief(before)),
                    None,
                    used,
                    before.required,
                );
                continue;
            };
            common.0.push(name.as_str());
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
                common.1.push(name.as_str());
            } else {
                let path = format!("{path}.{name}");
                self.thing(
                    &path,
                    "member",
                    None,
                    Some(brief(after)),
                    used,
                    after.required,
                );
            }
        }
        self.order(path, &common.0, &common.1, used);
        Ok(())
    }

    fn order(&mut self, path: &str, old: &[&str], new: &[&str], used: Use) {
        if old != new {
            let verdict = class::of_shape("order", Kind::Changed, used);
            let (before, after) = (old.join(", "), new.join(", "));
            self.push(path, "order", Some(before), Some(after), verdict);
        }
    }

    fn names(&mut self, path: &str, what: &str, old: &[String], new: &[String], used: Use) {
        for name in old.iter().filter(|name| !new.contains(name)) {
            self.thing(path, what, Some(name.clone()), None, used, false);
        }
        for name in new.iter().filter(|name| !old.contains(name)) {
            self.thing(path, what, None, Some(name.clone()), used, false);
        }
        let common = |one: &'_ [String], other: &[String]| -> Vec<String> {
            one.iter()
                .filter(|name| other.contains(name))
                .cloned()
                .collect()
        };
        let (old, new) = (common(old, new), common(new, old));
        let text = |names: &[String]| {
            names
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        };
        if old != new {
            let verdict = class::of_shape("order", Kind::Changed, used);
            self.push(path, "order", Some(text(&old)), Some(text(&new)), verdict);
        }
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
        let (mut before, mut after) = (
            keywords(old.shape, &OF_SHAPE)?,
            keywords(new.shape, &OF_SHAPE)?,
        );
        if !same_name {
            // One may say of a member what the other says of the shape it refers to.
            lay_below(&mut before, keywords(old_shape.shape, &OF_SHAPE)?);
            lay_below(&mut after, keywords(new_shape.shape, &OF_SHAPE)?);
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
            class::of_keyword(keyword, texts, used)
        });
        match (old_name, new_name) {
            _ if same_name => Ok(()),
            (Some(old_name), Some(new_name)) => {
                if is_named_in_rust(old_shape.shape) && is_named_in_rust(new_shape.shape) {
                    let is_same_in_rust =
                        self.old.name_in_rust(old_name) == self.new.name_in_rust(new_name);
                    let keyword = if is_same_in_rust { "shape" } else { "ref" };
                    let verdict = class::of_shape(keyword, Kind::Changed, used);
                    let (before, after) = (old_name.to_owned(), new_name.to_owned());
                    self.push(path, "ref", Some(before), Some(after), verdict);
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
        Written {
            shape: old,
            format: old_format,
        }: Written<'a>,
        Written {
            shape: new,
            format: new_format,
        }: Written<'a>,
        used: Use,
    ) -> Result<(), Error> {
        let kind = |shape: &Shape| match shape.kind {
            Some(kind) if self.only_page => kind.documented().to_owned(),
            kind => kind.map_or_else(String::new, |kind| format!("{kind:?}").to_lowercase()),
        };
        let (before, after) = (kind(old), kind(new));
        let recurs = [old, new]
            .iter()
            .any(|shape| shape.kind == Some(Type::Recursive));
        if before != after && !recurs {
            let verdict = class::of_shape("type", Kind::Changed, used);
            self.push(path, "type", Some(before), Some(after), verdict);
            return Ok(());
        }
        match (old.values.is_empty(), new.values.is_empty()) {
            (false, false) => self.names(path, "value", &old.values, &new.values, used),
            (true, true) => {}
            (old_is_open, new_is_open) => {
                let text = |is_open: bool| if is_open { "string" } else { "enum" }.to_owned();
                let verdict = class::of_shape("enum", Kind::Changed, used);
                let (before, after) = (text(old_is_open), text(new_is_open));
                self.push(path, "enum", Some(before), Some(after), verdict);
            }
        }
        if recurs {
            return Ok(());
        }
        let formats = (old_format, new_format);
        self.members(
            path,
            (old.members.as_ref(), new.members.as_ref()),
            formats,
            used,
        )?;
        for (suffix, old, new) in [
            ("[]", &old.element, &new.element),
            ("{key}", &old.key, &new.key),
            ("{}", &old.value, &new.value),
        ] {
            if let (Some(old), Some(new)) = (old, new) {
                let old = Written {
                    shape: old,
                    format: old_format,
                };
                let new = Written {
                    shape: new,
                    format: new_format,
                };
                self.shape(&format!("{path}{suffix}"), old, new, used)?;
            }
        }
        Ok(())
    }
}

/// Whether Rust has a type of its own for a shape.
fn is_named_in_rust(shape: &Shape) -> bool {
    shape.members.is_some() || !shape.values.is_empty()
}

/// What a member is, in a few words.
fn brief(shape: &Shape) -> String {
    let name = shape.reference.clone();
    let kind = || shape.kind.map(|kind| format!("{kind:?}").to_lowercase());
    let text = name.or_else(kind).unwrap_or_default();
    let required = if shape.required { ", required" } else { "" };
    format!("{text}{required}")
}

/// The keywords of something with their values as text, but some. White space of docs is folded.
fn keywords<T: Serialize>(value: &T, but: &[&str]) -> Result<Keywords, Error> {
    let Value::Object(object) = serde_json::to_value(value)? else {
        return Ok(Keywords::new());
    };
    let keywords = object
        .into_iter()
        .filter(|(keyword, _)| !but.contains(&&**keyword));
    Ok(keywords
        .map(|(keyword, value)| {
            let text = match &value {
                Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                value => value.to_string(),
            };
            (keyword, text)
        })
        .collect())
}

fn lay_below(keywords: &mut Keywords, below: Keywords) {
    for (keyword, text) in below {
        keywords.entry(keyword).or_insert(text);
    }
}
