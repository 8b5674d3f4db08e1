//! The model: what an API is, in the wire's words, with every reference resolved.
//!
//! Only structures, unions and enumerations are shapes of their own here; everything else is a
//! [`Type`] built from them. Nothing in this layer knows of Rust.

mod fixups;
mod lower;
pub mod rules;

pub(crate) use crate::diagnostic::pointer::escape;
pub use lower::{lower, lower_rules};

use crate::diagnostic::Place;
use crate::spec::{
    Auth, DocFormat, EndpointParameter, ErrorTrait, Example, Http, Location, Pagination,
    RegionCopy, Sending, Service, TextEncoding, TimestampFormat, UrlEncoding, XmlBody,
    XmlNamespace,
};
use std::collections::BTreeMap;

/// One service.
#[derive(Clone, Debug)]
pub struct Model {
    /// The facts of `service.json`.
    pub service: Service,
    /// Where `service.json` is.
    pub place: Place,
    /// The operations that are generated, by name.
    pub operations: Vec<Operation>,
    /// The rules that name hosts, where no pattern does.
    pub rules: Option<rules::Rules>,
    /// Every shape that they use; a [`ShapeId`] is an index.
    pub shapes: Vec<Shape>,
}

/// A shape of a [`Model`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ShapeId(pub(crate) usize);

/// The values that a phase has for the shapes of a model. Every id is made with its shape, and every
/// such list has a value for each: an id that has none is a mistake of the generator, and is said
/// where it was made use of instead of giving an empty name far away.
impl ShapeId {
    /// What `values` has for the shape.
    #[track_caller]
    #[allow(
        clippy::indexing_slicing,
        reason = "the one place that does, see above"
    )]
    pub(crate) fn of<T>(self, values: &[T]) -> &T {
        &values[self.0]
    }

    /// The same, to be changed.
    #[track_caller]
    #[allow(
        clippy::indexing_slicing,
        reason = "the one place that does, see above"
    )]
    pub(crate) fn of_mut<T>(self, values: &mut [T]) -> &mut T {
        &mut values[self.0]
    }
}

/// Docs as the spec has them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Doc {
    /// The text.
    pub text: String,
    /// How it is written.
    pub format: DocFormat,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name on the wire, such as `GetImage`.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// What it does.
    pub doc: Option<Doc>,
    /// Set where it is deprecated; the text may be empty.
    pub deprecated: Option<String>,
    /// Method and URI.
    pub http: Http,
    /// How its requests are signed, where it differs from the service.
    pub auth: Option<Auth>,
    /// Whether a checksum of the body must be sent.
    pub checksum_required: bool,
    /// What it tells the endpoint rules.
    pub endpoint_parameters: BTreeMap<String, EndpointParameter>,
    /// How it copies from another region.
    pub region_copy: Option<RegionCopy>,
    /// How its request is sent, where that is not as always.
    pub sending: Sending,
    /// How its bodies are XML.
    pub xml: Option<XmlBody>,
    /// Which texts of its response are URL-encoded.
    pub url_encoding: Option<UrlEncoding>,
    /// How its result is read page by page.
    pub pagination: Option<Pagination>,
    /// Whether there is a request, be it one without members.
    pub has_request: bool,
    /// The members of the request.
    pub request: Vec<Member>,
    /// The members of the response.
    pub response: Vec<Member>,
    /// What the response is as a whole.
    pub response_doc: Option<Doc>,
    /// The exceptions, in documented order.
    pub exceptions: Vec<ShapeId>,
    /// Calls, for the docs.
    pub examples: Vec<Example>,
}

/// A structure, a union or an enumeration.
#[derive(Clone, Debug)]
pub struct Shape {
    /// What it is called.
    pub name: ShapeName,
    /// Where it is, once for every place it stands in.
    pub places: Vec<Place>,
    /// What it is.
    pub kind: Kind,
    /// What it is for.
    pub doc: Option<Doc>,
    /// Whether it is deprecated; the text may be empty.
    pub deprecated: Option<String>,
    /// What makes it an error.
    pub error: Option<ErrorTrait>,
    /// Whether values of it are never shown.
    pub sensitive: bool,
    /// What some of an enumeration's values mean.
    pub value_docs: BTreeMap<String, Doc>,
    /// How many inline shapes stand around it.
    pub depth: usize,
}

impl Shape {
    /// The first place it stands in.
    #[must_use]
    pub fn place(&self) -> Place {
        self.places.first().cloned().unwrap_or_default()
    }

    /// The members, of which an enumeration has none.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Structure(members) | Kind::Union(members) => members,
            Kind::Enum(_) => &[],
        }
    }
}

/// What a shape is called.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum ShapeName {
    /// The service's own name of a shared shape.
    Shared(String),
    /// The name of the member that holds an inline shape, and whether it is an element of it.
    Inline {
        /// The member's name.
        member: String,
        /// Whether the shape stands in a list or map of the member.
        element: bool,
    },
    /// A name a person chose.
    Pinned(String),
}

/// What a shape is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Members, each of which may be set.
    Structure(Vec<Member>),
    /// Members, exactly one of which is set.
    Union(Vec<Member>),
    /// The known values of a string, in documented order.
    Enum(Vec<String>),
}

/// A member of a structure, a union, a request or a response.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its name in JSON, a header, a parameter. What is in forms and XML has its own name here, and
    /// that of the wire in `form`.
    pub wire_name: String,
    /// How forms and XML write it.
    pub form: Form,
    /// Where it is.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// What it is for.
    pub doc: Option<Doc>,
    /// Whether a request must have it.
    pub required: bool,
    /// Where in the HTTP message it is, if not in the body.
    pub location: Option<Location>,
    /// Whether its text is JSON.
    pub json_value: bool,
    /// Whether it is a stream of events, each of its type.
    pub event_stream: bool,
    /// Whether it is bytes that stream.
    pub streaming: bool,
    /// Whether the length of these bytes must be known before they are sent.
    pub requires_length: bool,
    /// Whether it is the payload of the event that it is a member of.
    pub event_payload: bool,
    /// Whether it is a header of the event that it is a member of.
    pub event_header: bool,
    /// Whether the client fills it in.
    pub idempotency_token: bool,
    /// What the client sends where it is left out.
    pub client_default: Option<String>,
    /// Whether what stands behind its last slash is sent.
    pub last_segment: bool,
    /// How its text is written, which is left to the caller.
    pub encoding: Option<TextEncoding>,
    /// Whether it is part of the host name.
    pub host_label: bool,
    /// Whether it is a path that is percent-encoded when it is sent.
    pub percent_encoded: bool,
    /// The header with its MD5.
    pub md5_header: Option<String>,
    /// Whether it is absent where it cannot be read.
    pub lenient: bool,
    /// Whether it is sent where it is an empty list.
    pub sent_empty: bool,
    /// What the client fills in where it is absent.
    pub default: Option<serde_json::Value>,
    /// Whether it is never shown.
    pub sensitive: bool,
    /// Set where it is deprecated; the text may be empty.
    pub deprecated: Option<String>,
    /// What its content is, where that is said, such as `image/png`.
    pub media_type: Option<String>,
    /// Its bounds, for the docs.
    pub bounds: Bounds,
    /// What is said of its elements, keys and values, for the docs.
    pub parts: Vec<Part>,
    /// Whether a reference by value needs an indirection, because it is part of a cycle.
    pub boxed: bool,
}

impl Member {
    /// Whether the client sends something where the caller leaves it out.
    #[must_use]
    pub fn is_filled_in(&self) -> bool {
        self.idempotency_token || self.client_default.is_some()
    }
}

/// How forms and XML write a member, where it is not by the rule of the protocol.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Form {
    /// Its name, where that is not its own.
    pub name: Option<String>,
    /// Its name in an EC2 query.
    pub query_name: Option<String>,
    /// Whether the elements of a list or map stand without a wrapper.
    pub flattened: bool,
    /// The name of a list's elements.
    pub element: Option<String>,
    /// The name of a map's keys.
    pub key: Option<String>,
    /// The name of a map's values.
    pub value: Option<String>,
    /// Whether it is an attribute.
    pub attribute: bool,
    /// Its namespace.
    pub namespace: Option<XmlNamespace>,
    /// How the keys of a map are written, where that is not by the rule.
    pub keys: Option<Box<Form>>,
    /// How the elements of a list or the values of a map are written, where that is not by the rule.
    pub parts: Option<Box<Form>>,
}

/// What is said of the elements, keys or values of a member.
#[derive(Clone, Debug)]
pub struct Part {
    /// The way to them from the member.
    pub way: Vec<PartOf>,
    /// What they are for.
    pub doc: Option<Doc>,
    /// Their bounds.
    pub bounds: Bounds,
}

/// A part of a list or a map.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PartOf {
    /// An element of a list.
    Element,
    /// A key of a map.
    Key,
    /// A value of a map.
    Value,
}

/// The bounds of a member, for its docs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The least length, size or value.
    pub min: Option<String>,
    /// The greatest length, size or value.
    pub max: Option<String>,
    /// The regular expression.
    pub pattern: Option<String>,
    /// What the service takes where it is absent, as JSON.
    pub default: Option<String>,
}

/// A type.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Type {
    /// Text.
    String,
    /// `true` or `false`.
    Boolean,
    /// 8 bits, signed.
    Byte,
    /// 16 bits, signed.
    Short,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// 32 bits, binary floating point.
    Float,
    /// 64 bits, binary floating point.
    Double,
    /// A moment in time, in the protocol's own format or another.
    Timestamp(Option<TimestampFormat>),
    /// Bytes.
    Blob,
    /// Any value.
    Document,
    /// Elements in order.
    List {
        /// The elements.
        element: Box<Type>,
        /// Whether elements may be `null`.
        sparse: bool,
    },
    /// Values by key.
    Map {
        /// The keys.
        key: Box<Type>,
        /// The values.
        value: Box<Type>,
        /// Whether values may be `null`.
        sparse: bool,
    },
    /// A shape.
    Shape(ShapeId),
}

impl Type {
    /// The shape at the bottom of lists and maps; of a map, that of its values.
    #[must_use]
    pub fn shape(&self) -> Option<ShapeId> {
        match self {
            Self::Shape(id) => Some(*id),
            Self::List { element, .. } => element.shape(),
            Self::Map { value, .. } => value.shape(),
            _ => None,
        }
    }

    /// Calls `visit` with every shape in the type, keys of maps included.
    pub fn for_each_shape(&mut self, visit: &mut impl FnMut(&mut ShapeId)) {
        match self {
            Self::Shape(id) => visit(id),
            Self::List { element, .. } => element.for_each_shape(visit),
            Self::Map { key, value, .. } => {
                key.for_each_shape(visit);
                value.for_each_shape(visit);
            }
            _ => {}
        }
    }

    /// The type of a part.
    #[must_use]
    pub fn part(&self, way: &[PartOf]) -> Option<&Self> {
        way.iter().try_fold(self, |ty, part| match (ty, part) {
            (Self::List { element: part, .. }, PartOf::Element)
            | (Self::Map { key: part, .. }, PartOf::Key)
            | (Self::Map { value: part, .. }, PartOf::Value) => Some(&**part),
            _ => None,
        })
    }

    /// Every shape in the type, keys of maps included.
    #[must_use]
    pub fn shapes(&self) -> Vec<ShapeId> {
        let mut shapes = Vec::new();
        self.clone().for_each_shape(&mut |id| shapes.push(*id));
        shapes
    }
}

impl Model {
    /// The shape of an id.
    #[must_use]
    #[track_caller]
    pub fn shape(&self, id: ShapeId) -> &Shape {
        id.of(&self.shapes)
    }

    /// The ids of all shapes.
    pub fn shape_ids(&self) -> impl Iterator<Item = ShapeId> + use<> {
        (0..self.shapes.len()).map(ShapeId)
    }
}
