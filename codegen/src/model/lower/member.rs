//! Members, and the types they have.

use super::super::{Doc, Form, Kind, Member, ShapeId, ShapeName, Type};
use super::leaf::{bounds, form, holds_sensitive, parts};
use super::{Context, Lowering};
use crate::diagnostic::Place;
use crate::diagnostic::pointer::escape;
use crate::spec::{self, Location, Ordered};
use std::collections::BTreeSet;

/// Lists and maps may nest this deep within one member.
const DEPTH: usize = 100;

/// Where members may stand in an HTTP message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Spread {
    /// In a body alone.
    Nowhere,
    /// In a request.
    Request,
    /// In a response, or an exception: neither has labels and a query.
    Response,
}

impl<'a> Lowering<'a> {
    /// The members of a structure, or of a message, whose members may be spread over HTTP.
    pub(super) fn members(
        &mut self,
        members: &'a Ordered<spec::Shape>,
        context: &Context,
        pointer: &str,
        spread: Spread,
    ) -> Vec<Member> {
        members
            .iter()
            .filter_map(|(name, shape)| {
                let mut inner =
                    context.step(&format!("{pointer}/{}", escape(name)), &format!(".{name}"));
                inner.member.clone_from(name);
                inner.element = false;
                inner.nesting = 0;
                self.member(name, shape, &inner, spread)
            })
            .collect()
    }

    fn member(
        &mut self,
        name: &str,
        shape: &'a spec::Shape,
        context: &Context,
        spread: Spread,
    ) -> Option<Member> {
        let (fixed, ancestor) = self.fixups.apply(&context.place, shape, &mut self.problems);
        let event_stream = spread != Spread::Nowhere && self.is_event_stream(shape);
        let ty = match ancestor {
            Some(ancestor) => self.named_ancestor(&ancestor, context)?,
            None => self.ty(shape, &fixed, context)?,
        };
        // Elsewhere a location has no meaning, though some models have one.
        let location = fixed.location.filter(|location| match spread {
            Spread::Nowhere => false,
            Spread::Request => true,
            Spread::Response => !matches!(location, Location::Uri | Location::QueryString),
        });
        let is_markup = self.is_query()
            || self.spec.service.protocol == spec::Protocol::RestXml
                && matches!(location, None | Some(Location::Payload));
        let wire_name = fixed.wire_name.clone().filter(|_| !is_markup);
        let streaming =
            fixed.streaming && location == Some(Location::Payload) && matches!(ty, Type::Blob);
        Some(Member {
            name: name.to_owned(),
            wire_name: wire_name.unwrap_or_else(|| name.to_owned()),
            form: if is_markup {
                self.form(&fixed)
            } else {
                Form::default()
            },
            place: context.place.clone(),
            ty,
            doc: fixed.doc.as_ref().map(|text| Doc {
                text: text.clone(),
                format: context.doc_format,
            }),
            required: fixed.required,
            location: if event_stream {
                Some(Location::Payload)
            } else {
                location
            },
            event_stream,
            streaming,
            requires_length: fixed.requires_length,
            event_payload: fixed.event_payload,
            event_header: fixed.event_header,
            json_value: fixed.json_value,
            idempotency_token: fixed.idempotency_token,
            client_default: fixed.client_default.clone(),
            last_segment: fixed.last_segment,
            encoding: fixed.encoding,
            host_label: fixed.host_label,
            percent_encoded: fixed.percent_encoded,
            md5_header: fixed.md5_header.clone(),
            lenient: fixed.lenient,
            sent_empty: fixed.sent_empty,
            default: fixed.default.clone().filter(|default| {
                self.spec.service.defaults == spec::Defaults::Filled
                    && !fixed.client_optional
                    && !default.is_null()
            }),
            sensitive: fixed.sensitive || holds_sensitive(&fixed),
            deprecated: fixed.deprecated.clone(),
            media_type: fixed.media_type.clone(),
            bounds: bounds(&fixed),
            parts: parts(shape, context.doc_format),
            boxed: false,
        })
    }

    fn form(&self, member: &spec::Shape) -> Form {
        let mut form = form(member, &|name| self.shared_spec(name));
        // The elements of a flat list stand in its place, and their name serves where it has none; in
        // `rest-xml` they have the member's.
        if self.is_query() && form.flattened && form.name.is_none() {
            form.name.clone_from(&form.element);
        }
        form
    }

    /// The shared shape of a name, as it is written.
    fn shared_spec(&self, name: &str) -> Option<&'a spec::Shape> {
        let shapes = self.spec.shapes.shapes.get(name);
        shapes.or_else(|| self.spec.service.shapes.get(name))
    }

    /// Whether a member is a stream of events.
    fn is_event_stream(&self, member: &spec::Shape) -> bool {
        let shape = match &member.reference {
            None => Some(member),
            Some(name) => self.shared_spec(name),
        };
        shape.is_some_and(|shape| shape.streaming && shape.kind == Some(spec::Type::Union))
    }

    /// The type of a shape; `original` lives in the spec, `fixed` is it with its fixup.
    fn ty(
        &mut self,
        original: &'a spec::Shape,
        fixed: &spec::Shape,
        context: &Context,
    ) -> Option<Type> {
        if context.nesting > DEPTH {
            self.problems.push(
                &context.place,
                format!("lists and maps are nested more than {DEPTH} deep"),
                "give an inner structure a name in `shapes.json` and refer to it",
            );
            return None;
        }
        let kind = match (&fixed.kind, &original.reference) {
            (Some(kind), None) => *kind,
            (None, Some(name)) => {
                return self.shared(name, &context.place).map(Type::Shape);
            }
            (Some(_), Some(_)) => {
                self.problems.push(
                    &context.place,
                    "a member has both `type` and `ref`",
                    "keep the one that is meant",
                );
                return None;
            }
            (None, None) => {
                self.problems.push(
                    &context.place,
                    "a member has neither `type` nor `ref`",
                    "add a `type`, or a `ref` to a shared shape",
                );
                return None;
            }
        };
        self.report_misplaced_keys(kind, original, &context.place);
        Some(match kind {
            spec::Type::String if original.values.is_empty() => Type::String,
            spec::Type::String | spec::Type::Structure | spec::Type::Union => {
                Type::Shape(self.inline(original, context))
            }
            spec::Type::Boolean => Type::Boolean,
            spec::Type::Byte => Type::Byte,
            spec::Type::Short => Type::Short,
            spec::Type::Integer => Type::Integer,
            spec::Type::Long => Type::Long,
            spec::Type::Float => Type::Float,
            spec::Type::Double => Type::Double,
            spec::Type::Timestamp => Type::Timestamp(fixed.timestamp_format),
            spec::Type::Blob => Type::Blob,
            spec::Type::Document => Type::Document,
            spec::Type::Recursive => return self.only_ancestor(context),
            spec::Type::List => Type::List {
                element: Box::new(self.part(&original.element, "element", "[]", context)?),
                sparse: original.sparse,
            },
            spec::Type::Map => Type::Map {
                key: Box::new(self.part(&original.key, "key", "{key}", context)?),
                value: Box::new(self.part(&original.value, "value", "{}", context)?),
                sparse: original.sparse,
            },
        })
    }

    fn part(
        &mut self,
        part: &'a Option<Box<spec::Shape>>,
        key: &str,
        path: &str,
        context: &Context,
    ) -> Option<Type> {
        let Some(part) = part else {
            self.problems.push(
                &context.place,
                format!("`{key}` is missing"),
                format!("add `\"{key}\": {{\"type\": ...}}`"),
            );
            return None;
        };
        let inner = context.element(&format!("/{key}"), path);
        let (fixed, ancestor) = self.fixups.apply(&inner.place, part, &mut self.problems);
        match ancestor {
            Some(ancestor) => self.named_ancestor(&ancestor, &inner),
            None => self.ty(part, &fixed, &inner),
        }
    }

    /// Reports keys that belong to another type, which would otherwise be ignored.
    pub(super) fn report_misplaced_keys(
        &mut self,
        kind: spec::Type,
        shape: &spec::Shape,
        place: &Place,
    ) {
        use spec::Type::{List, Map, String, Structure, Union};
        let misplaced = [
            ("enum", !shape.values.is_empty(), kind == String),
            (
                "members",
                shape.members.is_some(),
                matches!(kind, Structure | Union),
            ),
            ("element", shape.element.is_some(), kind == List),
            ("key", shape.key.is_some(), kind == Map),
            ("value", shape.value.is_some(), kind == Map),
        ];
        for (key, is_set, belongs) in misplaced {
            if is_set && !belongs {
                self.problems.push(
                    place,
                    format!("`{key}` does not belong to this `type`"),
                    "remove the key, or correct the type",
                );
            }
        }
        let is_asked = self.asked_of.as_ref() == Some(&place.file);
        if matches!(kind, Structure | Union) && shape.members.is_none() && !is_asked {
            self.problems.push(
                place,
                "`members` is missing",
                "add `\"members\": {}`, with what the structure has",
            );
        }
    }

    fn inline(&mut self, shape: &'a spec::Shape, context: &Context) -> ShapeId {
        let name = ShapeName::Inline {
            member: context.member.clone(),
            element: context.element,
        };
        let id = self.reserve(name, shape, context);
        let kind = self.kind(id, shape, context);
        id.of_mut(&mut self.shapes).kind = kind;
        id
    }

    pub(super) fn kind(&mut self, id: ShapeId, shape: &'a spec::Shape, context: &Context) -> Kind {
        if shape.kind == Some(spec::Type::String) {
            return Kind::Enum(self.values(&shape.values, &context.place));
        }
        let mut inner = context.clone();
        inner.ancestors.push((context.place.path.clone(), id));
        let members = shape.members.as_ref().map_or_else(Vec::new, |members| {
            let spread = match shape.error {
                Some(_) => Spread::Response,
                None => Spread::Nowhere,
            };
            self.members(members, &inner, "/members", spread)
        });
        if shape.kind == Some(spec::Type::Union) {
            Kind::Union(members)
        } else {
            Kind::Structure(members)
        }
    }

    fn values(&mut self, values: &[String], place: &Place) -> Vec<String> {
        let mut seen = BTreeSet::new();
        for value in values {
            if !seen.insert(value) {
                self.problems.push(
                    place,
                    format!("the value `{value}` occurs twice in `enum`"),
                    "remove one of the two",
                );
            }
        }
        values.to_vec()
    }
}
