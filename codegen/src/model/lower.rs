//! From the spec to the model: selection, references, fixups.

use super::fixups::{Fixups, escape};
use super::{
    Bounds, Doc, Form, Kind, Member, Model, Operation, Part, PartOf, Shape, ShapeId, ShapeName,
    Type,
};
use crate::diagnostic::{Diagnostics, Place};
use crate::spec::{
    self, DocFormat, Location, Ordered, Protocol, Selection, ServiceSpec, TimestampFormat,
};
use std::collections::{BTreeMap, BTreeSet};

/// Lists and maps may nest this deep within one member.
const DEPTH: usize = 100;

/// The model of the operations that a spec selects, and of the shapes they use. What cannot be
/// resolved is a problem, and left out.
pub fn lower(spec: &ServiceSpec, problems: &mut Diagnostics) -> Model {
    let mut lowering = Lowering {
        spec,
        shared: BTreeMap::new(),
        waiting: Vec::new(),
        fixups: Fixups::new(spec),
        shapes: Vec::new(),
        problems: Diagnostics::default(),
    };
    let operations = lowering.operations();
    lowering.fixups.report_unmet(&mut lowering.problems);
    problems.0.append(&mut lowering.problems.0);
    Model {
        service: spec.service.clone(),
        place: service_place(spec, ""),
        operations,
        shapes: lowering.shapes,
    }
}

fn service_place(spec: &ServiceSpec, pointer: &str) -> Place {
    Place {
        file: format!("{}/service.json", spec.folder),
        pointer: pointer.to_owned(),
        path: String::new(),
    }
}

struct Lowering<'a> {
    spec: &'a ServiceSpec,
    /// The shared shapes met so far.
    shared: BTreeMap<&'a str, ShapeId>,
    /// The shared shapes met whose members are not lowered yet.
    waiting: Vec<(ShapeId, &'a spec::Shape, Context)>,
    fixups: Fixups<'a>,
    shapes: Vec<Shape>,
    problems: Diagnostics,
}

/// Where a shape stands.
#[derive(Clone)]
struct Context {
    place: Place,
    doc_format: DocFormat,
    /// The inline structures around it, outermost first.
    ancestors: Vec<(String, ShapeId)>,
    /// The member that holds it, and whether it is an element of that.
    member: String,
    element: bool,
    /// How many lists and maps of the member stand around it.
    nesting: usize,
}

impl Context {
    fn step(&self, pointer: &str, path: &str) -> Self {
        let mut inner = self.clone();
        inner.place.pointer.push_str(pointer);
        inner.place.path.push_str(path);
        inner
    }

    fn element(&self, pointer: &str, path: &str) -> Self {
        let mut inner = self.step(pointer, path);
        inner.element = true;
        inner.nesting += 1;
        inner
    }
}

impl<'a> Lowering<'a> {
    fn operations(&mut self) -> Vec<Operation> {
        let spec = self.spec;
        self.report_unknown_selection();
        self.report_unmet_http();
        let mut operations: Vec<Operation> = Vec::new();
        for (file, operation) in &spec.operations {
            let place = Place {
                file: format!("{}/{file}", spec.folder),
                pointer: String::new(),
                path: operation.operation.clone(),
            };
            if !self.is_selected(&operation.operation) {
                continue;
            }
            if let Some(other) = operations.iter().find(|o| o.name == operation.operation) {
                let message = format!(
                    "operation `{}` is defined twice, here and in `{}`",
                    operation.operation, other.place.file
                );
                self.problems
                    .push(&place, message, "remove one of the files");
                continue;
            }
            if let Some(lowered) = self.operation(operation, place) {
                operations.push(lowered);
            }
        }
        operations
    }

    fn is_selected(&self, name: &str) -> bool {
        match &self.spec.service.operations {
            Selection::All => true,
            Selection::Only(names) => names.iter().any(|selected| selected == name),
        }
    }

    fn report_unknown_selection(&mut self) {
        let Selection::Only(names) = &self.spec.service.operations else {
            return;
        };
        let known: BTreeSet<&str> = self.operation_names();
        for (index, name) in names.iter().enumerate() {
            if !known.contains(name.as_str()) {
                self.problems.push(
                    &service_place(self.spec, &format!("/operations/only/{index}")),
                    format!("there is no operation `{name}`"),
                    "add a file for it, or take it off the list",
                );
            }
        }
    }

    fn report_unmet_http(&mut self) {
        let known = self.operation_names();
        for name in self.spec.service.http.keys() {
            if !known.contains(name.as_str()) {
                self.problems.push(
                    &service_place(self.spec, &format!("/http/{}", escape(name))),
                    format!("HTTP facts of `{name}`, which is no operation"),
                    "correct the name, or remove the entry",
                );
            }
        }
    }

    fn operation_names(&self) -> BTreeSet<&'a str> {
        let operations = self.spec.operations.iter();
        operations.map(|(_, o)| o.operation.as_str()).collect()
    }

    fn operation(&mut self, operation: &'a spec::Operation, place: Place) -> Option<Operation> {
        let http = self.http(operation, &place);
        let section =
            |lowering: &mut Self, name: &str, members: &'a Option<Ordered<spec::Shape>>| {
                let context = Context {
                    place: Place {
                        file: place.file.clone(),
                        pointer: format!("/{name}"),
                        path: format!("{}.{name}", operation.operation),
                    },
                    doc_format: operation.doc_format,
                    ancestors: Vec::new(),
                    member: String::new(),
                    element: false,
                    nesting: 0,
                };
                let members = members.as_ref();
                members.map_or_else(Vec::new, |members| {
                    lowering.members(members, &context, "", true)
                })
            };
        let request = section(self, "request", &operation.request);
        let response = section(self, "response", &operation.response);
        let exceptions = self.exceptions(operation, &place);
        self.finish_waiting();
        let doc = |text: &Option<String>| {
            text.as_ref().map(|text| Doc {
                text: text.clone(),
                format: operation.doc_format,
            })
        };
        Some(Operation {
            name: operation.operation.clone(),
            doc: doc(&operation.doc),
            deprecated: operation.deprecated.clone(),
            http: http?,
            auth: operation.auth,
            checksum_required: operation.checksum_required,
            pagination: operation.pagination.clone(),
            request,
            response,
            response_doc: doc(&operation.response_doc),
            exceptions,
            place,
        })
    }

    fn http(&mut self, operation: &spec::Operation, place: &Place) -> Option<spec::Http> {
        let laid_over = self.spec.service.http.get(&operation.operation);
        match (&operation.http, laid_over) {
            (Some(http), None) | (None, Some(http)) => Some(http.clone()),
            (None, None) => {
                self.problems.push(
                    place,
                    format!("`{}` has no HTTP method and URI", operation.operation),
                    format!(
                        "add `\"http\": {{\"{}\": {{\"method\": ..., \"uri\": ...}}}}` to \
                         `{}/service.json`",
                        operation.operation, self.spec.folder
                    ),
                );
                None
            }
            (Some(_), Some(_)) => {
                self.problems.push(
                    &service_place(
                        self.spec,
                        &format!("/http/{}", escape(&operation.operation)),
                    ),
                    format!(
                        "HTTP facts of `{}` that its own file has",
                        operation.operation
                    ),
                    "remove the entry",
                );
                None
            }
        }
    }

    fn exceptions(&mut self, operation: &'a spec::Operation, place: &Place) -> Vec<ShapeId> {
        let mut exceptions = Vec::new();
        for (index, name) in operation.exceptions.iter().enumerate() {
            let place = Place {
                pointer: format!("/exceptions/{index}"),
                ..place.clone()
            };
            let Some(id) = self.shared(name, &place) else {
                continue;
            };
            let is_error = self
                .shapes
                .get(id.0)
                .is_some_and(|shape| shape.error.is_some());
            if !is_error {
                self.problems.push(
                    &place,
                    format!("`{name}` is not an exception"),
                    "give the shape an `error`, or take it off the list",
                );
            }
            if exceptions.contains(&id) {
                self.problems.push(
                    &place,
                    format!("`{name}` is listed twice"),
                    "remove one of the two",
                );
            } else {
                exceptions.push(id);
            }
        }
        exceptions
    }

    /// Lowers the members of shared shapes that were referred to, until none is left.
    fn finish_waiting(&mut self) {
        while let Some((id, shape, context)) = self.waiting.pop() {
            let kind = self.kind(id, shape, &context);
            if let Some(slot) = self.shapes.get_mut(id.0) {
                slot.kind = kind;
            }
        }
    }

    /// The members of a structure, or (`spread`) of a request, response or exception, whose members
    /// may be spread over an HTTP message.
    fn members(
        &mut self,
        members: &'a Ordered<spec::Shape>,
        context: &Context,
        pointer: &str,
        spread: bool,
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
        spread: bool,
    ) -> Option<Member> {
        let (fixed, ancestor) = self.fixups.apply(&context.place, shape, &mut self.problems);
        let event_stream = spread && self.is_event_stream(shape);
        let ty = match ancestor {
            Some(ancestor) => self.named_ancestor(&ancestor, context)?,
            None => self.ty(shape, &fixed, context)?,
        };
        let wire_name = fixed.wire_name.clone().filter(|_| !self.is_query());
        Some(Member {
            name: name.to_owned(),
            wire_name: wire_name.unwrap_or_else(|| name.to_owned()),
            form: if self.is_query() {
                form(&fixed)
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
            // Elsewhere a location has no meaning, though some models have one.
            location: if event_stream {
                Some(Location::Payload)
            } else {
                fixed.location.filter(|_| spread)
            },
            event_stream,
            event_payload: fixed.event_payload,
            json_value: fixed.json_value,
            idempotency_token: fixed.idempotency_token,
            host_label: fixed.host_label,
            sensitive: fixed.sensitive || holds_sensitive(&fixed),
            deprecated: fixed.deprecated.clone(),
            bounds: bounds(&fixed),
            parts: parts(shape, context.doc_format),
            boxed: false,
        })
    }

    /// Whether a member is a stream of events.
    fn is_event_stream(&self, member: &spec::Shape) -> bool {
        let shape = match &member.reference {
            None => Some(member),
            Some(name) => {
                let shapes = &self.spec.shapes.shapes;
                shapes
                    .get(name)
                    .or_else(|| self.spec.service.shapes.get(name))
            }
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
            spec::Type::Timestamp => {
                Type::Timestamp(fixed.timestamp_format.or_else(|| self.default_format()))
            }
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

    fn is_query(&self) -> bool {
        matches!(self.spec.service.protocol, Protocol::Query | Protocol::Ec2)
    }

    /// How the protocol writes timestamps in bodies, where that is not as JSON has them.
    fn default_format(&self) -> Option<TimestampFormat> {
        self.is_query().then_some(TimestampFormat::Iso8601)
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
    fn report_misplaced_keys(&mut self, kind: spec::Type, shape: &spec::Shape, place: &Place) {
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
        if matches!(kind, Structure | Union) && shape.members.is_none() {
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
        if let Some(slot) = self.shapes.get_mut(id.0) {
            slot.kind = kind;
        }
        id
    }

    /// A shape whose members are not known yet.
    fn reserve(&mut self, name: ShapeName, shape: &spec::Shape, context: &Context) -> ShapeId {
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
            depth: context.ancestors.len(),
        });
        id
    }

    fn kind(&mut self, id: ShapeId, shape: &'a spec::Shape, context: &Context) -> Kind {
        if shape.kind == Some(spec::Type::String) {
            return Kind::Enum(self.values(&shape.values, &context.place));
        }
        let mut inner = context.clone();
        inner.ancestors.push((context.place.path.clone(), id));
        let members = shape.members.as_ref().map_or_else(Vec::new, |members| {
            self.members(members, &inner, "/members", shape.error.is_some())
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
                    format!("the value `{value}` stands twice in `enum`"),
                    "remove one of the two",
                );
            }
        }
        values.to_vec()
    }

    /// The shared shape of a name.
    fn shared(&mut self, name: &str, referrer: &Place) -> Option<ShapeId> {
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

    /// The ancestor that a fixup names for a recursive member.
    fn named_ancestor(&mut self, ancestor: &str, context: &Context) -> Option<Type> {
        let inline = context.ancestors.iter().find(|(path, _)| path == ancestor);
        if let Some((_, id)) = inline {
            return Some(Type::Shape(*id));
        }
        self.shared(ancestor, &context.place).map(Type::Shape)
    }

    /// The ancestor of a recursive member that has but one.
    fn only_ancestor(&mut self, context: &Context) -> Option<Type> {
        if let [(_, id)] = context.ancestors.as_slice() {
            return Some(Type::Shape(*id));
        }
        let candidates: Vec<_> = context
            .ancestors
            .iter()
            .map(|(path, _)| format!("`{path}`"))
            .collect();
        let help = if candidates.is_empty() {
            "nothing stands around it that it could repeat: correct the type".to_owned()
        } else {
            format!(
                "add `\"fixups\": {{\"{}\": {{\"recursive\": ...}}}}` to `{}/service.json`, with one of {}",
                context.place.path,
                self.spec.folder,
                candidates.join(", ")
            )
        };
        self.problems.push(
            &context.place,
            "the page does not say which shape this recursive member repeats",
            help,
        );
        None
    }
}

/// How forms and XML write a member.
fn form(shape: &spec::Shape) -> Form {
    let name = |part: &Option<Box<spec::Shape>>| part.as_ref()?.wire_name.clone();
    // The elements of a flat list stand in its place, and their name serves where it has none.
    let of_elements = name(&shape.element).filter(|_| shape.flattened);
    Form {
        name: shape.wire_name.clone().or(of_elements),
        query_name: shape.query_name.clone(),
        flattened: shape.flattened,
        element: name(&shape.element),
        key: name(&shape.key),
        value: name(&shape.value),
    }
}

fn bounds(shape: &spec::Shape) -> Bounds {
    let number = |number: &Option<serde_json::Number>| number.as_ref().map(ToString::to_string);
    Bounds {
        min: number(&shape.min),
        max: number(&shape.max),
        pattern: shape.pattern.clone(),
    }
}

/// What is said of the elements, keys and values of a shape, at any depth.
fn parts(shape: &spec::Shape, format: DocFormat) -> Vec<Part> {
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
fn holds_sensitive(shape: &spec::Shape) -> bool {
    [&shape.element, &shape.key, &shape.value]
        .into_iter()
        .flatten()
        .any(|part| part.sensitive || holds_sensitive(part))
}
