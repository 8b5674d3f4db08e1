//! The model: an API with its wire names, and every reference resolved.
//!
//! Only structures, unions and enumerations are shapes here; everything else is a [`Type`] built from them.
//! Nothing in this layer knows Rust names.

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
    /// The endpoint rules, if patterns are not enough.
    pub rules: Option<rules::Rules>,
    /// All shapes that they use; a [`ShapeId`] is an index.
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
    /// Its wire name, such as `GetImage`.
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
    /// Its endpoint parameters.
    pub endpoint_parameters: BTreeMap<String, EndpointParameter>,
    /// How it copies from another region.
    pub region_copy: Option<RegionCopy>,
    /// How its request is sent, if not in the usual form.
    pub sending: Sending,
    /// How its bodies are XML.
    pub xml: Option<XmlBody>,
    /// Which texts of its response are URL-encoded.
    pub url_encoding: Option<UrlEncoding>,
    /// How it is paginated.
    pub pagination: Option<Pagination>,
    /// Whether it has a request, even one without members.
    pub has_request: bool,
    /// The members of the request.
    pub request: Vec<Member>,
    /// The members of the response.
    pub response: Vec<Member>,
    /// The docs of the response as a whole.
    pub response_doc: Option<Doc>,
    /// The exceptions, in documented order.
    pub exceptions: Vec<ShapeId>,
    /// Calls, for the docs.
    pub examples: Vec<Example>,
}

/// A structure, a union or an enumeration.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its name.
    pub name: ShapeName,
    /// All places where it is defined.
    pub places: Vec<Place>,
    /// What it is.
    pub kind: Kind,
    /// What it is for.
    pub doc: Option<Doc>,
    /// Whether it is deprecated; the text may be empty.
    pub deprecated: Option<String>,
    /// What makes it an error.
    pub error: Option<ErrorTrait>,
    /// Whether its values are sensitive.
    pub sensitive: bool,
    /// The docs of values of an enumeration.
    pub value_docs: BTreeMap<String, Doc>,
    /// How many inline shapes it is nested in.
    pub depth: usize,
}

impl Shape {
    /// The first place where it is defined.
    #[must_use]
    pub fn place(&self) -> Place {
        self.places.first().cloned().unwrap_or_default()
    }

    /// The members; an enumeration has none.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Structure(members) | Kind::Union(members) => members,
            Kind::Enum(_) => &[],
        }
    }
}

/// The name of a shape.
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
    /// Its name in JSON, a header or a parameter. In forms and XML, this is its own name, and `form` has the
    /// wire name.
    pub wire_name: String,
    /// How it is serialized in forms and XML.
    pub form: Form,
    /// Where it is.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// What it is for.
    pub doc: Option<Doc>,
    /// Whether a request must have it.
    pub required: bool,
    /// Its location in the HTTP message, if not the body.
    pub location: Option<Location>,
    /// Whether it is a string of JSON.
    pub json_value: bool,
    /// Whether it is an event stream of its type.
    pub event_stream: bool,
    /// Whether it is a streaming blob.
    pub streaming: bool,
    /// Whether the length of this stream must be known before it is sent.
    pub requires_length: bool,
    /// Whether it is the payload of the event that it is a member of.
    pub event_payload: bool,
    /// Whether it is a header of the event that it is a member of.
    pub event_header: bool,
    /// Whether it is an idempotency token, which the client fills in.
    pub idempotency_token: bool,
    /// What the client sends if it is absent.
    pub client_default: Option<String>,
    /// Whether only what follows its last slash is sent.
    pub last_segment: bool,
    /// How its string is encoded, by the caller.
    pub encoding: Option<TextEncoding>,
    /// Whether it is part of the host name.
    pub host_label: bool,
    /// Whether it is a path, percent-encoded when it is sent.
    pub percent_encoded: bool,
    /// The header for its MD5.
    pub md5_header: Option<String>,
    /// Whether it is `None` if it cannot be parsed.
    pub lenient: bool,
    /// Whether an empty list is sent.
    pub sent_empty: bool,
    /// What the client fills in if it is absent.
    pub default: Option<serde_json::Value>,
    /// Whether it is sensitive.
    pub sensitive: bool,
    /// Set where it is deprecated; the text may be empty.
    pub deprecated: Option<String>,
    /// Its media type, such as `image/png`.
    pub media_type: Option<String>,
    /// Its bounds, for the docs.
    pub bounds: Bounds,
    /// Docs and bounds of its elements, keys and values.
    pub parts: Vec<Part>,
    /// Whether it is boxed, because it is part of a cycle.
    pub boxed: bool,
}

impl Member {
    /// Whether the client fills it in if the caller leaves it out.
    #[must_use]
    pub fn is_filled_in(&self) -> bool {
        self.idempotency_token || self.client_default.is_some()
    }
}

/// How a member is serialized in forms and XML, if it differs from the protocol's rule.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Form {
    /// Its name, if it differs from the member's.
    pub name: Option<String>,
    /// Its name in an EC2 query.
    pub query_name: Option<String>,
    /// Whether a list or map is flattened: its elements have no wrapper.
    pub flattened: bool,
    /// The name of a list's elements.
    pub element: Option<String>,
    /// The name of a map's keys.
    pub key: Option<String>,
    /// The name of a map's values.
    pub value: Option<String>,
    /// Whether it is an XML attribute.
    pub attribute: bool,
    /// Its namespace.
    pub namespace: Option<XmlNamespace>,
    /// How the keys of a map are serialized, if that differs from the rule.
    pub keys: Option<Box<Form>>,
    /// How the elements of a list or the values of a map are serialized, if that differs from the rule.
    pub parts: Option<Box<Form>>,
}

/// Docs and bounds of the elements, keys or values of a member.
#[derive(Clone, Debug)]
pub struct Part {
    /// The path to them from the member.
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
    /// The minimum length, size or value.
    pub min: Option<String>,
    /// The maximum length, size or value.
    pub max: Option<String>,
    /// The regular expression.
    pub pattern: Option<String>,
    /// The service's default, as JSON.
    pub default: Option<String>,
}

/// A type.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Type {
    /// A string.
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
    /// A timestamp, in the protocol's format or another.
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
    /// The shape within lists and maps; of a map, that of its values.
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
