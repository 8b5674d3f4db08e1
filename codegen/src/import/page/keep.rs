//! What a page of the AWS API Reference gave stays where boto3's page is imported again without it.
//!
//! boto3's page says neither how an operation is called nor what bounds its members have. Where an
//! earlier rendition has that from the other page, and the member is of the same type still, it holds.

use super::Imported;
use crate::spec::{Operation, Ordered, Shape, Type};

/// What boto3's page leaves open in an operation, by the names of its gaps.
const GAPS: [&str; 2] = ["operation", "exceptions"];

impl Imported {
    /// Takes over from an `earlier` rendition what its page of the AWS API Reference gave, and says how
    /// many facts these are: none where there was no such page, or where it is laid over this one.
    pub fn keep(&mut self, earlier: &Operation) -> usize {
        let with = earlier
            .source
            .as_ref()
            .and_then(|source| source.with.as_ref());
        let operation = &mut self.operation;
        let (Some(with), Some(source)) = (with, &mut operation.source) else {
            return 0;
        };
        if with.page.is_none() || source.with.is_some() || operation.method != earlier.method {
            return 0;
        }
        source.with = Some(with.clone());
        let mut kept = Kept(0);
        kept.option(&mut operation.http, &earlier.http);
        for gap in GAPS {
            let is_gap = |operation: &Operation| {
                let mut omitted = operation.omitted.iter();
                omitted.any(|omission| omission.section == gap)
            };
            if !is_gap(operation) || is_gap(earlier) {
                continue;
            }
            match gap {
                "operation" => operation.operation.clone_from(&earlier.operation),
                _ => operation.exceptions.clone_from(&earlier.exceptions),
            }
            operation.omitted.retain(|omission| omission.section != gap);
            kept.0 += 1;
        }
        for (new, old) in [
            (&mut operation.request, &earlier.request),
            (&mut operation.response, &earlier.response),
        ] {
            if let (Some(new), Some(old)) = (new, old) {
                kept.members(new, old);
            }
        }
        kept.0
    }
}

/// How many facts were kept.
struct Kept(usize);

impl Kept {
    fn option<T: Clone>(&mut self, new: &mut Option<T>, old: &Option<T>) {
        if new.is_none() && old.is_some() {
            new.clone_from(old);
            self.0 += 1;
        }
    }

    fn members(&mut self, new: &mut Ordered<Shape>, old: &Ordered<Shape>) {
        for (name, shape) in new.iter_mut() {
            if let Some(old) = old.get(name) {
                self.shape(shape, old);
            }
        }
    }

    fn shape(&mut self, new: &mut Shape, old: &Shape) {
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
                return;
            }
            new.kind = old.kind;
            new.members.clone_from(&old.members);
            self.0 += 1;
        }
        match (new.kind, old.kind) {
            (new, old) if new == old => {}
            (Some(Type::Integer), Some(Type::Long)) | (Some(Type::Float), Some(Type::Double)) => {
                new.kind = old.kind;
                self.0 += 1;
            }
            // It is another thing now.
            _ => return,
        }
        self.option(&mut new.location, &old.location);
        self.option(&mut new.wire_name, &old.wire_name);
        self.option(&mut new.timestamp_format, &old.timestamp_format);
        self.option(&mut new.min, &old.min);
        self.option(&mut new.max, &old.max);
        self.option(&mut new.pattern, &old.pattern);
        for (new, old) in [
            (&mut new.element, &old.element),
            (&mut new.key, &old.key),
            (&mut new.value, &old.value),
        ] {
            if let (Some(new), Some(old)) = (new, old) {
                self.shape(new, old);
            }
        }
        if let (Some(new), Some(old)) = (&mut new.members, &old.members) {
            self.members(new, old);
        }
    }
}
