//! What is said of a member beside its type: how forms write it, its bounds, its parts.

use super::super::{Bounds, Doc, Form, Part, PartOf};
use crate::spec::{self, DocFormat};

/// How forms and XML write a member. `shared` has the shapes by name.
pub(super) fn form<'s>(
    shape: &'s spec::Shape,
    shared: &impl Fn(&str) -> Option<&'s spec::Shape>,
) -> Form {
    let name = |part: &Option<Box<spec::Shape>>| part.as_ref()?.wire_name.clone();
    let part = |part: &'s Option<Box<spec::Shape>>| {
        let form = form(part.as_ref()?, shared);
        let form = Form { name: None, ..form };
        (form != Form::default()).then(|| Box::new(form))
    };
    let target = shape.reference.as_deref().and_then(shared);
    let namespace = shape.xml_namespace.as_ref();
    let namespace = namespace.or_else(|| target?.xml_namespace.as_ref());
    Form {
        name: shape.wire_name.clone(),
        query_name: shape.query_name.clone(),
        flattened: shape.flattened,
        element: name(&shape.element),
        key: name(&shape.key),
        value: name(&shape.value),
        attribute: shape.xml_attribute,
        namespace: namespace.cloned(),
        keys: part(&shape.key),
        parts: part(&shape.element).or_else(|| part(&shape.value)),
    }
}

pub(super) fn bounds(shape: &spec::Shape) -> Bounds {
    let number = |number: &Option<serde_json::Number>| number.as_ref().map(ToString::to_string);
    Bounds {
        min: number(&shape.min),
        max: number(&shape.max),
        pattern: shape.pattern.clone(),
        default: shape.default.as_ref().map(ToString::to_string),
    }
}

/// What is said of the elements, keys and values of a shape, at any depth.
pub(super) fn parts(shape: &spec::Shape, format: DocFormat) -> Vec<Part> {
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), shape)];
    while let Some((way, shape)) = open.pop() {
        let inner = [
            (PartOf::Value, &shape.value),
            (PartOf::Key, &shape.key),
            (PartOf::Element, &shape.element),
        ];
        for (kind, part) in inner {
            open.extend(
                part.as_deref()
                    .map(|part| ([&way, &[kind][..]].concat(), part)),
            );
        }
        if !way.is_empty() {
            found.push(Part {
                way,
                doc: shape.doc.clone().map(|text| Doc { text, format }),
                bounds: bounds(shape),
            });
        }
    }
    found
}

/// Whether a list or map holds scalars that are sensitive.
pub(super) fn holds_sensitive(shape: &spec::Shape) -> bool {
    [&shape.element, &shape.key, &shape.value]
        .into_iter()
        .flatten()
        .any(|part| part.sensitive || holds_sensitive(part))
}
