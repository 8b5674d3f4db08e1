//! What a page of the AWS API Reference gave, or a person wrote, stays where boto3's page is imported again
//! without it.
//!
//! boto3's page says neither how an operation is called nor what bounds its members have. Where an
//! earlier rendition has that from elsewhere, and the member is of the same type still, it holds.
//! So does what the pages of data types said of members of which nothing that is given now tells.

use super::Imported;
use super::reference::is_recursive;
use crate::spec::{Operation, Ordered, Shape, Source, Type};
use std::collections::BTreeSet;

/// What boto3's page leaves open in an operation, by the names of its gaps.
const GAPS: [&str; 2] = ["operation", "exceptions"];

impl Imported {
    /// Takes over from an `earlier` spec the facts that its pages of the AWS API Reference supplied, or a
    /// person wrote, and returns their number: 0 if all of these pages were merged into this one too.
    pub fn keep(&mut self, earlier: &Operation) -> usize {
        let operation = &mut self.operation;
        let (Some(old), Some(source)) = (&earlier.source, &mut operation.source) else {
            return 0;
        };
        if old.page.is_none() || operation.method != earlier.method {
            return 0;
        }
        let mut kept = Kept {
            count: 0,
            told: &self.told,
        };
        match (&mut source.with, &old.with) {
            (None, with) => {
                source.with.clone_from(with);
                kept.operation(operation, earlier);
            }
            (Some(new), Some(with)) => {
                if !keep_types(new, with) {
                    return 0;
                }
            }
            (Some(_), None) => {}
        }
        for (new, old, side) in [
            (&mut operation.request, &earlier.request, "request"),
            (&mut operation.response, &earlier.response, "response"),
        ] {
            if let (Some(new), Some(old)) = (new, old) {
                kept.members(new, old, side);
            }
        }
        kept.count
    }
}

/// Takes over which pages of data types there were, and says whether there are any that are not given now.
fn keep_types(new: &mut Source, old: &Source) -> bool {
    let given = new.types.len();
    for (page, sha256) in &old.types {
        let page = new.types.entry(page.clone());
        page.or_insert_with(|| sha256.clone());
    }
    new.types.len() > given
}

/// What was kept.
struct Kept<'t> {
    count: usize,
    /// The members of which the pages that are given now say something: of these nothing is kept.
    told: &'t BTreeSet<String>,
}

impl Kept<'_> {
    fn option<T: Clone>(&mut self, new: &mut Option<T>, old: &Option<T>) {
        if new.is_none() && old.is_some() {
            new.clone_from(old);
            self.count += 1;
        }
    }

    fn flag(&mut self, new: &mut bool, old: bool) {
        if old && !*new {
            *new = true;
            self.count += 1;
        }
    }

    /// What the operation's own page gave.
    fn operation(&mut self, new: &mut Operation, old: &Operation) {
        self.option(&mut new.http, &old.http);
        self.option(&mut new.xml, &old.xml);
        for gap in GAPS {
            let is_gap = |operation: &Operation| {
                let mut omitted = operation.omitted.iter();
                omitted.any(|omission| omission.section == gap)
            };
            if !is_gap(new) || is_gap(old) {
                continue;
            }
            match gap {
                "operation" => new.operation.clone_from(&old.operation),
                _ => new.exceptions.clone_from(&old.exceptions),
            }
            new.omitted.retain(|omission| omission.section != gap);
            self.count += 1;
        }
    }

    fn members(&mut self, new: &mut Ordered<Shape>, old: &Ordered<Shape>, path: &str) {
        for (name, shape) in new.iter_mut() {
            if let Some(old) = old.get(name) {
                let path = format!("{path}.{name}");
                let is_told = self.told.contains(&path);
                self.shape(shape, old, &path, is_told);
            }
        }
    }

    fn shape(&mut self, new: &mut Shape, old: &Shape, path: &str, is_told: bool) {
        if !is_told && !self.facts(new, old) {
            return;
        }
        for (new, old, step) in [
            (&mut new.element, &old.element, "[]"),
            (&mut new.key, &old.key, "{key}"),
            (&mut new.value, &old.value, "{}"),
        ] {
            if let (Some(new), Some(old)) = (new, old) {
                self.shape(new, old, &format!("{path}{step}"), is_told);
            }
        }
        if let (Some(new), Some(old)) = (&mut new.members, &old.members) {
            self.members(new, old, path);
        }
    }

    /// Takes over what was said of the shape itself; whether it is the same thing still.
    fn facts(&mut self, new: &mut Shape, old: &Shape) -> bool {
        let is_open =
            |shape: &Shape| shape.kind == Some(Type::Structure) && shape.members.is_none();
        if is_open(new) && !is_open(old) {
            // The answer to a member that boto3's page shows as `{}`.
            let is_answer = match old.kind {
                Some(Type::String | Type::Document) => true,
                Some(Type::Structure) => old.members.as_ref().is_some_and(Ordered::is_empty),
                _ => false,
            };
            if !is_answer {
                return false;
            }
            new.kind = old.kind;
            new.members.clone_from(&old.members);
            self.count += 1;
        }
        match (new.kind, old.kind) {
            (new, old) if new == old => {}
            (Some(Type::Integer), Some(Type::Long)) | (Some(Type::Float), Some(Type::Double)) => {
                new.kind = old.kind;
                self.count += 1;
            }
            // It is another thing now.
            _ => return false,
        }
        self.option(&mut new.location, &old.location);
        self.option(&mut new.wire_name, &old.wire_name);
        self.option(&mut new.timestamp_format, &old.timestamp_format);
        self.option(&mut new.min, &old.min);
        self.option(&mut new.max, &old.max);
        self.option(&mut new.pattern, &old.pattern);
        self.option(&mut new.xml_namespace, &old.xml_namespace);
        self.flag(&mut new.xml_attribute, old.xml_attribute);
        self.flag(&mut new.flattened, old.flattened);
        if is_recursive(new) {
            self.flag(&mut new.required, old.required);
        }
        true
    }
}
