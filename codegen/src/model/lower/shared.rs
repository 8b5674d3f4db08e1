//! Shapes: those of `shapes.json` and `service.json`, by name, and room for any shape.

use super::super::{Doc, Kind, Shape, ShapeId, ShapeName};
use super::{Context, Lowering, service_place};
use crate::diagnostic::Place;
use crate::diagnostic::pointer::escape;
use crate::spec;

impl<'a> Lowering<'a> {
    /// The shared shape of a name.
    pub(super) fn shared(&mut self, name: &str, referrer: &Place) -> Option<ShapeId> {
        if let Some(id) = self.shared.get(name) {
            return Some(*id);
        }
        let spec = self.spec;
        let in_service = spec.service.shapes.get_key_value(name);
        let in_shapes = spec.shapes.shapes.get_key_value(name);
        let ((name, shape), file, doc_format) = match (in_service, in_shapes) {
            (Some(found), None) => (found, "service.json", spec.service.doc_format),
            (None, Some(found)) => (found, "shapes.json", spec.shapes.doc_format),
            (None, None) => {
                let help = format!(
                    "define it in `{}/shapes.json`, or correct the name",
                    spec.folder
                );
                let message = format!("there is no shape `{name}`");
                self.problems.push(referrer, message, help);
                return None;
            }
            (Some((name, _)), Some(_)) => {
                self.problems.push(
                    &service_place(spec, &format!("/shapes/{}", escape(name))),
                    format!("the shape `{name}` is defined here and in `shapes.json`"),
                    "remove one of the two",
                );
                return None;
            }
        };
        let context = Context {
            place: Place {
                file: format!("{}/{file}", spec.folder),
                pointer: format!("/shapes/{}", escape(name)),
                path: name.clone(),
            },
            doc_format,
            ancestors: Vec::new(),
            member: name.clone(),
            element: false,
            nesting: 0,
        };
        let is_shape = match shape.kind {
            Some(spec::Type::Structure | spec::Type::Union) => true,
            Some(spec::Type::String) => !shape.values.is_empty(),
            _ => false,
        };
        if !is_shape {
            self.problems.push(
                &context.place,
                format!("the shared shape `{name}` is not a structure, a union or an enum"),
                "write its type out in the members that refer to it",
            );
            return None;
        }
        if let Some(kind) = shape.kind {
            self.report_misplaced_keys(kind, shape, &context.place);
        }
        let id = self.reserve(ShapeName::Shared(name.clone()), shape, &context);
        self.shared.insert(name, id);
        self.waiting.push((id, shape, context));
        Some(id)
    }

    /// Lowers the members of shared shapes that were referred to, until none is left.
    pub(super) fn finish_waiting(&mut self) {
        while let Some((id, shape, context)) = self.waiting.pop() {
            let kind = self.kind(id, shape, &context);
            id.of_mut(&mut self.shapes).kind = kind;
        }
    }

    /// A shape whose members are not known yet.
    pub(super) fn reserve(
        &mut self,
        name: ShapeName,
        shape: &spec::Shape,
        context: &Context,
    ) -> ShapeId {
        let id = ShapeId(self.shapes.len());
        self.shapes.push(Shape {
            // The doc of an inline shape is its member's, and says what the member is for.
            doc: shape
                .doc
                .as_ref()
                .filter(|_| matches!(name, ShapeName::Shared(_)) || context.element)
                .map(|text| Doc {
                    text: text.clone(),
                    format: context.doc_format,
                }),
            name,
            places: vec![context.place.clone()],
            kind: Kind::Structure(Vec::new()),
            deprecated: shape.deprecated.clone(),
            error: shape.error.clone(),
            sensitive: shape.sensitive,
            value_docs: shape
                .value_docs
                .iter()
                .map(|(value, text)| {
                    let doc = Doc {
                        text: text.clone(),
                        format: context.doc_format,
                    };
                    (value.clone(), doc)
                })
                .collect(),
            depth: context.ancestors.len(),
        });
        id
    }
}
