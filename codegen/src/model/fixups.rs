//! Wire facts of `service.json`, laid over members before they are resolved.

use crate::diagnostic::pointer::escape;
use crate::diagnostic::{Diagnostics, Place};
use crate::spec::{Fixup, ServiceSpec, Shape, Type};
use std::collections::BTreeSet;

/// Lays the fixups over the members met in the course of lowering, and tells which never were.
pub(super) struct Fixups<'a> {
    spec: &'a ServiceSpec,
    met: BTreeSet<&'a str>,
}

impl<'a> Fixups<'a> {
    pub(super) fn new(spec: &'a ServiceSpec) -> Self {
        Self {
            spec,
            met: BTreeSet::new(),
        }
    }

    /// The member with what its fixup says; the ancestor it repeats, where the fixup names one.
    pub(super) fn apply(
        &mut self,
        place: &Place,
        shape: &Shape,
        problems: &mut Diagnostics,
    ) -> (Shape, Option<String>) {
        let mut shape = shape.clone();
        let Some((path, fixup)) = self.spec.service.fixups.get_key_value(&place.path) else {
            return (shape, None);
        };
        self.met.insert(path);
        let before = shape.clone();
        if let Some(kind) = fixup.kind {
            if is_scalar(shape.kind) && is_scalar(Some(kind)) {
                shape.kind = Some(kind);
            } else {
                problems.push(
                    &self.place(path),
                    format!("the fixup changes the type of `{path}`, which is not a scalar"),
                    "change the type in the spec file itself",
                );
            }
        }
        overlay(&mut shape, fixup);
        if shape == before && fixup.recursive.is_none() {
            problems.push(
                &self.place(path),
                format!("the fixup of `{path}` changes nothing"),
                "remove it: the spec says so already",
            );
        }
        (shape, fixup.recursive.clone())
    }

    /// Reports the fixups that found no member.
    pub(super) fn report_unmet(&self, problems: &mut Diagnostics) {
        for path in self.spec.service.fixups.keys() {
            if !self.met.contains(path.as_str()) {
                problems.push(
                    &self.place(path),
                    format!("the fixup of `{path}` finds no member"),
                    "correct the path, or remove the fixup",
                );
            }
        }
    }

    fn place(&self, path: &str) -> Place {
        Place {
            file: format!("{}/service.json", self.spec.folder),
            pointer: format!("/fixups/{}", escape(path)),
            path: path.to_owned(),
        }
    }
}

fn overlay(shape: &mut Shape, fixup: &Fixup) {
    let Fixup {
        kind: _,
        required,
        location,
        wire_name,
        timestamp_format,
        sensitive,
        idempotency_token,
        recursive: _,
    } = fixup;
    shape.required = required.unwrap_or(shape.required);
    shape.location = location.or(shape.location);
    shape.wire_name = wire_name.clone().or_else(|| shape.wire_name.take());
    shape.timestamp_format = timestamp_format.or(shape.timestamp_format);
    shape.sensitive = sensitive.unwrap_or(shape.sensitive);
    shape.idempotency_token = idempotency_token.unwrap_or(shape.idempotency_token);
}

fn is_scalar(kind: Option<Type>) -> bool {
    kind.is_some_and(|kind| {
        !matches!(
            kind,
            Type::List | Type::Map | Type::Structure | Type::Union | Type::Recursive
        )
    })
}
