//! One of the two specs.

use super::impact::Use;
use super::text::{Keywords, keywords, prefixed};
use crate::naming::camel;
use crate::spec::{DocFormat, Operation, Selection, ServiceSpec, Shape};
use serde_json::Error;
use std::collections::BTreeMap;

/// One of the two specs.
pub(super) struct Side<'a> {
    pub(super) spec: &'a ServiceSpec,
    pub(super) operations: BTreeMap<&'a str, &'a Operation>,
    pub(super) shapes: BTreeMap<&'a str, (&'a Shape, DocFormat)>,
    pub(super) used: BTreeMap<&'a str, Use>,
}

/// A shape with how its docs are written.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) shape: &'a Shape,
    pub(super) format: DocFormat,
}

impl<'a> Side<'a> {
    pub(super) fn of(spec: &'a ServiceSpec) -> Self {
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
    pub(super) fn resolve(&self, written: Written<'a>) -> (Option<&'a str>, Written<'a>) {
        let name = written.shape.reference.as_deref();
        match name.and_then(|name| self.shapes.get(name).copied()) {
            Some((shape, format)) => (name, Written { shape, format }),
            None => (name, written),
        }
    }

    /// What Rust calls a shared shape, but where that clashes with another.
    pub(super) fn name_in_rust(&self, shape: &str) -> String {
        let pin = self.spec.service.names.types.get(shape);
        pin.cloned().unwrap_or_else(|| camel(shape))
    }

    pub(super) fn http(&self, operation: &Operation) -> Result<Keywords, Error> {
        let of_service = self.spec.service.http.get(&operation.operation);
        let http = operation.http.as_ref().or(of_service);
        let keywords = http.map(|http| keywords(http, |_| true)).transpose()?;
        Ok(prefixed("http", keywords.unwrap_or_default()))
    }

    /// Whether a spec's operation is from a page; `None` where it has no such operation.
    pub(super) fn is_from_page(&self, operation: &str) -> Option<bool> {
        let operation = self.operations.get(operation)?;
        let source = operation.source.as_ref();
        Some(source.is_some_and(|source| source.page.is_some()))
    }
}
