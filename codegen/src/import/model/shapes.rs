//! The model's shapes -> the spec's: what has a name for people stands once, the rest in place.

use super::docs::html_to_markdown;
use super::json::Node;
use super::mirror::{Exception, Member, Model, Operation, Shape, Traits};
use crate::spec::{self, ErrorTrait, Fault, Location, Ordered, Shapes, Type, XmlBody};
use std::collections::{BTreeMap, BTreeSet};

/// What a protocol's messages can express.
#[derive(Clone, Copy)]
pub(in crate::import) struct Wire {
    /// Members can stand outside the body.
    pub(in crate::import) rest: bool,
    /// Bodies are XML, or forms with its words.
    pub(in crate::import) xml: bool,
}

/// Makes shapes, and keeps in mind which shared ones they refer to.
pub(in crate::import) struct Builder<'m, 'n> {
    model: &'m Model<'n>,
    wire: Wire,
    /// The shared shapes that were referred to.
    used: BTreeSet<&'n str>,
}

impl<'m, 'n> Builder<'m, 'n> {
    pub(in crate::import) fn new(model: &'m Model<'n>, wire: Wire) -> Self {
        Self {
            model,
            wire,
            used: BTreeSet::new(),
        }
    }

    /// The members of a request or response.
    pub(in crate::import) fn message(&mut self, name: &str) -> Option<Ordered<spec::Shape>> {
        let shape = self.model.shapes.get(name)?;
        Some(self.members(shape))
    }

    /// How the bodies of an operation are XML; what stands at the operation goes before its shape's.
    pub(in crate::import) fn xml(&self, operation: &Operation<'_>) -> XmlBody {
        let traits = operation.input.and_then(|name| self.model.shapes.get(name));
        let traits = traits.map(|shape| &shape.traits);
        let name = operation
            .root
            .or(traits.and_then(|traits| traits.location_name));
        let of_shape = || traits.and_then(|traits| traits.xml_namespace.clone());
        XmlBody {
            root: name.map(str::to_owned),
            namespace: operation.namespace.clone().or_else(of_shape),
            unwrapped: operation.unwrapped,
        }
    }

    /// The doc of a shape itself.
    pub(in crate::import) fn doc(&self, name: &str) -> Option<String> {
        html_to_markdown(self.model.shapes.get(name)?.traits.documentation?)
    }

    /// An exception; its name.
    pub(in crate::import) fn exception(&mut self, name: &str) -> Option<String> {
        let (name, _) = self.model.shapes.get_key_value(name)?;
        self.used.insert(name);
        Some((*name).to_owned())
    }

    /// Everything that was referred to so far, and what that refers to, in the order of its names.
    pub(in crate::import) fn finish(mut self, exceptions: &BTreeSet<String>) -> Shapes {
        let mut shapes = BTreeMap::new();
        while let Some(name) = self.used.pop_first() {
            if shapes.contains_key(name) {
                continue;
            }
            let Some(shape) = self.model.shapes.get(name) else {
                continue;
            };
            let mut shared = self.shared(shape);
            let is_error = shape.exception.is_some() || exceptions.contains(name);
            if is_error {
                shared.error = Some(error(name, shape.exception.as_ref()));
            }
            shapes.insert(name, shared);
        }
        Shapes {
            shapes: shapes
                .into_iter()
                .map(|(name, shape)| (name.to_owned(), shape))
                .collect(),
            ..Shapes::default()
        }
    }

    fn shared(&mut self, shape: &Shape<'n>) -> spec::Shape {
        let mut shared = self.with_traits(&shape.traits);
        shared.kind = Some(shape.kind);
        if matches!(shape.kind, Type::Structure | Type::Union) {
            shared.members = Some(self.members(shape));
        }
        shared
    }

    fn members(&mut self, shape: &Shape<'n>) -> Ordered<spec::Shape> {
        shape
            .members
            .iter()
            .map(|(name, member)| {
                let mut made = self.member(member);
                made.required = shape.required.contains(name);
                made.wire_name = made.wire_name.filter(|wire_name| wire_name != name);
                if self.wire.rest && shape.payload == Some(name) {
                    made.location = Some(Location::Payload);
                }
                ((*name).to_owned(), made)
            })
            .collect()
    }

    /// A use of a shape: a reference where the shape is shared, the shape itself otherwise.
    fn member(&mut self, member: &Member<'n>) -> spec::Shape {
        let Some((name, shape)) = self.model.shapes.get_key_value(member.target) else {
            return spec::Shape::default();
        };
        let is_enum = shape.kind == Type::String
            && !shape.traits.values.is_empty()
            && member.traits.values.is_empty();
        if is_enum || matches!(shape.kind, Type::Structure | Type::Union) {
            self.used.insert(name);
            let mut traits = member.traits.clone();
            traits.location = traits.location.or(shape.traits.location);
            traits.location_name = traits.location_name.or(shape.traits.location_name);
            let mut made = self.with_traits(&traits);
            made.reference = Some((*name).to_owned());
            return made;
        }
        let mut made = self.with_traits(&member.traits.over(&shape.traits));
        made.kind = Some(shape.kind);
        made.element = self.part(shape.element.as_ref());
        made.key = self.part(shape.key.as_ref());
        made.value = self.part(shape.value.as_ref());
        made
    }

    /// An element, key or value. In JSON it has no name of its own.
    fn part(&mut self, member: Option<&Member<'n>>) -> Option<Box<spec::Shape>> {
        let mut made = self.member(member?);
        made.wire_name = made.wire_name.filter(|_| self.wire.xml);
        made.location = None;
        Some(Box::new(made))
    }

    fn with_traits(&self, traits: &Traits<'n>) -> spec::Shape {
        let flags = traits.flags;
        let xml = self.wire.xml;
        spec::Shape {
            doc: traits.documentation.and_then(html_to_markdown),
            deprecated: traits
                .deprecated
                .as_deref()
                .map(|text| html_to_markdown(text).unwrap_or_default()),
            location: traits.location.filter(|_| self.wire.rest),
            wire_name: traits.location_name.map(str::to_owned),
            timestamp_format: traits.timestamp_format,
            values: traits
                .values
                .iter()
                .map(|value| (*value).to_owned())
                .collect(),
            value_docs: traits
                .value_docs
                .iter()
                .filter_map(|(value, doc)| Some(((*value).to_owned(), html_to_markdown(doc)?)))
                .collect(),
            default: traits.default.map(Node::to_json),
            client_optional: flags.client_optional,
            media_type: traits.media_type.map(str::to_owned),
            min: traits.min.cloned(),
            max: traits.max.cloned(),
            pattern: traits.pattern.map(str::to_owned),
            event_header: flags.event_header,
            event_payload: flags.event_payload,
            host_label: flags.host_label,
            idempotency_token: flags.idempotency_token,
            json_value: flags.json_value,
            requires_length: flags.requires_length,
            sensitive: flags.sensitive,
            sent_empty: flags.sent_empty,
            sparse: flags.sparse,
            streaming: flags.streaming,
            flattened: xml && flags.flattened,
            query_name: traits.query_name.filter(|_| xml).map(str::to_owned),
            xml_attribute: xml && flags.xml_attribute,
            xml_namespace: traits.xml_namespace.clone().filter(|_| xml),
            ..spec::Shape::default()
        }
    }
}

fn error(name: &str, exception: Option<&Exception<'_>>) -> ErrorTrait {
    let Some(exception) = exception else {
        return ErrorTrait::default();
    };
    ErrorTrait {
        code: exception
            .code
            .filter(|code| *code != name)
            .map(str::to_owned),
        status: exception.status,
        fault: match exception {
            Exception {
                senders_fault: true,
                ..
            } => Some(Fault::Client),
            Exception {
                services_fault: true,
                ..
            } => Some(Fault::Server),
            _ => None,
        },
        retryable: exception.retryable,
        throttling: exception.throttling,
    }
}
