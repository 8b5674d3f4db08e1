//! The plan: the generated crate, Rust-shaped. Identifiers, types, attributes and docs are decided
//! here; what is left to [`crate::emit`] is to write them down.

pub mod docs;
mod expression;
pub mod landing;
mod operations;
mod pages;
mod query;
mod types;
mod waiters;

use crate::diagnostic::Diagnostics;
use crate::model::{Member, Model, Type};
use crate::naming::{NameTable, Names};
use crate::passes::Usage;
use crate::spec::HostRule;
pub use expression::Expression;
use landing::Landing;

/// A generated crate.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the crate says of itself.
    pub service: Service,
    /// The model types, one file each, by module.
    pub types: Vec<Item>,
    /// The exceptions, all in one file.
    pub errors: Vec<Struct>,
    /// The operations, one file each.
    pub operations: Vec<Operation>,
    /// What everything on the wire is called.
    pub names: NameTable,
    /// The waiters.
    pub waiters: Vec<Waiter>,
    /// How the service speaks the query protocol, where it does.
    pub query: Option<Query>,
    /// What is on the first page of the docs.
    pub landing: Landing,
    /// What the spec says and the crate does not have.
    pub warnings: Diagnostics,
}

/// How a service speaks the query protocol.
#[derive(Clone, Debug)]
pub struct Query {
    /// Whether it does as EC2 has it.
    pub ec2: bool,
    /// The API version.
    pub version: String,
    /// The types with members that differ from the protocol's rule, sorted by name.
    pub types: Vec<(String, Vec<Wire>)>,
}

/// How a member differs from the protocol's rule.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Wire {
    /// Its name in JSON.
    pub member: String,
    /// Its name in forms.
    pub name: Option<String>,
    /// Its name in XML.
    pub xml: Option<String>,
    /// Whether its elements stand without a wrapper.
    pub flat: bool,
    /// The name of its elements.
    pub element: Option<String>,
    /// The names of key and value in an entry.
    pub entry: Option<(String, String)>,
}

/// What a crate says of its service.
#[derive(Clone, Debug)]
pub struct Service {
    /// The spec's folder.
    pub folder: String,
    /// The crate, as code names it: `shapewright_imagebuilder`.
    pub krate: String,
    /// The name people know.
    pub title: String,
    /// What the service is for.
    pub doc: Vec<String>,
    /// The service as the AWS CLI calls it.
    pub name: String,
    /// AWS's own identifier.
    pub id: String,
    /// The API version.
    pub api_version: String,
    /// The first label of host names.
    pub endpoint_prefix: String,
    /// The service in SigV4's scope.
    pub signing_name: String,
    /// The one host of a service without regional ones.
    pub global_endpoint: Option<String>,
    /// The hosts that are named in a way of their own.
    pub hosts: Vec<HostRule>,
}

/// A model type in a file of its own.
#[derive(Clone, Debug)]
pub struct Item {
    /// The module, and the file's stem.
    pub module: String,
    /// The spec file it comes from.
    pub source: String,
    /// The type.
    pub kind: ItemKind,
}

/// A model type.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// A structure.
    Struct(Struct),
    /// An open enumeration.
    Enum(Enum),
    /// A union.
    Union(Union),
}

impl Item {
    /// The type's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.kind {
            ItemKind::Struct(item) => &item.name,
            ItemKind::Enum(item) => &item.name,
            ItemKind::Union(item) => &item.name,
        }
    }
}

/// A struct.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Its name.
    pub name: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// serde's rule for the names of fields, such as `camelCase`.
    pub rename_all: Option<&'static str>,
    /// Whether every field has a default.
    pub has_default: bool,
    /// Whether `Debug` is written out to leave out what is sensitive.
    pub redacted: bool,
    /// The constructor that takes what is required.
    pub constructor: Option<Constructor>,
    /// What is looked for before it is sent; `None` where nothing can be missing.
    pub checks: Option<Vec<Check>>,
    /// What makes it an exception.
    pub exception: Option<Exception>,
}

/// What makes a struct an exception.
#[derive(Clone, Debug)]
pub struct Exception {
    /// What the model says of a retry.
    pub hint: Option<RetryHint>,
    /// Members that travel as headers.
    pub headers: Vec<ReadStep>,
}

/// What the model says of a retry after an exception.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RetryHint {
    /// The same request may succeed.
    Transient,
    /// It may, later.
    Throttling,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its identifier.
    pub name: String,
    /// Its name on the wire.
    pub wire_name: String,
    /// serde's name, where its struct's rule does not give it.
    pub rename: Option<String>,
    /// The module of the runtime's `wire` that writes and reads it.
    pub with: Option<&'static str>,
    /// Its type, without `Option`.
    pub ty: RustType,
    /// Whether it may be absent.
    pub optional: bool,
    /// Its docs.
    pub doc: Vec<String>,
    /// Whether it is never shown.
    pub sensitive: bool,
}

/// A constructor: the fields that are its parameters.
#[derive(Clone, Debug)]
pub struct Constructor {
    /// Indices of the fields, in order.
    pub fields: Vec<usize>,
}

/// What is looked for in a struct before it is sent.
#[derive(Clone, Debug)]
pub enum Check {
    /// The member itself.
    Member {
        /// Its name on the wire.
        wire_name: String,
        /// Its field.
        field: String,
    },
    /// Members within the member.
    Inside {
        /// Its name on the wire.
        wire_name: String,
        /// Its field.
        field: String,
    },
}

/// An open enumeration.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// Its known values.
    pub variants: Vec<Variant>,
}

/// A variant of an open enumeration.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its identifier.
    pub name: String,
    /// Its value on the wire.
    pub value: String,
    /// Its docs.
    pub doc: Vec<String>,
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// Its name.
    pub name: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// Its members.
    pub variants: Vec<Field>,
    /// The members in which something is looked for before it is sent; `None` where nothing can be
    /// missing.
    pub checks: Option<Vec<String>>,
    /// Whether `Debug` is written out to leave out what is sensitive.
    pub redacted: bool,
    /// Whether a variant holds members of its own, beside which other variants may be small.
    pub uneven: bool,
    /// Where it is what a stream of events consists of: the events whose payload is one member.
    pub events: Option<Vec<EventPayload>>,
}

/// The member that an event's payload is.
#[derive(Clone, Debug)]
pub struct EventPayload {
    /// The event's name.
    pub event: String,
    /// The member's name.
    pub member: String,
    /// The variant of the runtime's `PayloadKind`.
    pub kind: &'static str,
}

/// A Rust type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RustType {
    /// A type without parameters, by the path that is in scope.
    Path(String),
    /// `Vec<T>`.
    Vec(Box<RustType>),
    /// `Option<T>`.
    Option(Box<RustType>),
    /// `EventStream<T>`.
    EventStream(Box<RustType>),
    /// `Map<K, T>`.
    Map(Box<RustType>, Box<RustType>),
    /// `Box<T>`.
    Box(Box<RustType>),
}

impl RustType {
    /// The name of the type at the bottom of lists, maps and boxes; of a map, that of its values.
    #[must_use]
    pub fn bottom(&self) -> Option<&str> {
        match self {
            Self::Vec(inner)
            | Self::Option(inner)
            | Self::EventStream(inner)
            | Self::Box(inner)
            | Self::Map(_, inner) => inner.bottom(),
            Self::Path(path) => path.rsplit("::").next(),
        }
    }
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name on the wire.
    pub name: String,
    /// The spec file it comes from.
    pub source: String,
    /// Its module, and the client's method.
    pub method: String,
    /// What its types begin with.
    pub prefix: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// The note of its deprecation.
    pub deprecated: Option<String>,
    /// The input.
    pub input: Struct,
    /// The output.
    pub output: Struct,
    /// The fluent builder's setters, one per field of the input.
    pub setters: Vec<Setter>,
    /// The exceptions: type, shape's name, and what they say.
    pub exceptions: Vec<ExceptionVariant>,
    /// How its requests are authorized, a variant of the runtime's `Auth`, if not by SigV4.
    pub auth: Option<&'static str>,
    /// How the request begins.
    pub request: RequestStart,
    /// Whether a checksum of the body is sent along.
    pub checksum: bool,
    /// How the input's members enter the request, in order.
    pub write: Vec<WriteStep>,
    /// The request's body.
    pub body: Body,
    /// Whether its bodies are forms and XML instead of JSON.
    pub query: bool,
    /// Whether the output begins as the body.
    pub reads_body: bool,
    /// How the output's other members are read.
    pub read: Vec<ReadStep>,
    /// Fields that the client fills in with a fresh token.
    pub tokens: Vec<String>,
    /// Wire names of what is never recorded.
    pub sensitive: Vec<String>,
    /// How the result is read page by page.
    pub pages: Option<Pages>,
}

impl Operation {
    /// Its module, as files and pages are named.
    #[must_use]
    pub fn module(&self) -> &str {
        self.method.trim_start_matches("r#")
    }
}

/// How a result is read page by page.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The input's field for each token, and the way to it in the output.
    pub tokens: Vec<(String, Vec<Step>)>,
    /// The way to the output's field that says whether there is more.
    pub more: Option<Vec<Step>>,
    /// The way to the items, and their type.
    pub items: Option<(Vec<Step>, ItemType)>,
    /// What is said of the pages.
    pub doc: Vec<String>,
}

/// One step on the way through an output.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
    /// A field.
    Field(String),
    /// An element of a list.
    Element(usize),
    /// The last element of a list.
    Last,
}

/// The type of a page's items.
#[derive(Clone, Debug)]
pub enum ItemType {
    /// Elements of a list.
    Element(RustType),
    /// Entries of a map.
    Entry(RustType, RustType),
}

/// A waiter.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// Its name, such as `ImageAvailable`.
    pub name: String,
    /// The client's method, such as `wait_until_image_available`.
    pub method: String,
    /// The constant that holds it.
    pub constant: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// The operation's module and the prefix of its types.
    pub operation: (String, String),
    /// Seconds between two attempts.
    pub delay: u32,
    /// How many attempts there are.
    pub max_attempts: u32,
    /// What an answer means.
    pub acceptors: Vec<Acceptor>,
}

/// What an answer means to a waiter.
#[derive(Clone, Debug)]
pub struct Acceptor {
    /// The variant of the runtime's `WaitState`.
    pub state: &'static str,
    /// When it fits.
    pub matcher: Matcher,
}

/// When an acceptor fits.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// A variant of the runtime's `Matcher`, the path in wire names, and the value.
    Path(&'static str, String, Expected),
    /// A variant of the runtime's `Matcher`, the expression, and the value.
    Expression(&'static str, Expression, Expected),
    /// The HTTP status.
    Status(u16),
    /// The error's code.
    ErrorCode(String),
    /// Whether there is an error.
    Error(bool),
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// Text.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
}

/// A variant of an operation's error.
#[derive(Clone, Debug)]
pub struct ExceptionVariant {
    /// The variant, and the type in `types::error`.
    pub name: String,
    /// The shape's name, by which a failure tells it.
    pub shape: String,
    /// Its docs.
    pub doc: Vec<String>,
}

/// A setter of a fluent builder.
#[derive(Clone, Debug)]
pub struct Setter {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub kind: SetterKind,
    /// Its docs.
    pub doc: Vec<String>,
}

/// What a setter takes.
#[derive(Clone, Debug)]
pub enum SetterKind {
    /// The value.
    Value,
    /// One more element of a list.
    Element(RustType),
    /// One more entry of a map.
    Entry(RustType, RustType),
}

/// How a request begins.
#[derive(Clone, Debug)]
pub enum RequestStart {
    /// Method and URI template.
    Rest {
        /// The method, in upper case.
        method: String,
        /// The template.
        uri: String,
    },
    /// The target and the content type of the `json` protocol.
    JsonRpc {
        /// `Prefix.Operation`.
        target: String,
        /// Such as `application/x-amz-json-1.1`.
        content_type: String,
        /// Whether errors are asked for with the codes of the query protocol.
        query_compatible: bool,
    },
}

/// How one member of an input enters the request.
#[derive(Clone, Debug)]
pub enum WriteStep {
    /// Required members are looked for.
    Require,
    /// The host's prefix, with labels by wire name and field.
    HostPrefix {
        /// The template.
        template: String,
        /// The labels.
        labels: Vec<(String, String)>,
    },
    /// A label of the URI.
    Label(Text),
    /// A query parameter, or one per element.
    Query(Text),
    /// Query parameters from a map; with `lists`, several per entry.
    QueryMap {
        /// The field.
        field: String,
        /// Whether values are lists.
        lists: bool,
        /// Whether the field is an `Option`.
        optional: bool,
    },
    /// A header.
    Header(Text),
    /// A header whose text is the base64 of JSON.
    HeaderBase64 {
        /// The header's name, in lower case.
        wire_name: String,
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
    },
    /// Headers from a map.
    PrefixHeaders {
        /// The prefix.
        wire_name: String,
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
    },
}

/// A member as text.
#[derive(Clone, Debug)]
pub struct Text {
    /// The name on the wire.
    pub wire_name: String,
    /// The field.
    pub field: String,
    /// Whether the field is an `Option`.
    pub optional: bool,
    /// Whether the field is a list.
    pub list: bool,
    /// The format of a timestamp, a variant of the runtime's `TimestampFormat`.
    pub timestamp: Option<&'static str>,
}

/// A request's body.
#[derive(Clone, Debug)]
pub enum Body {
    /// None.
    Empty,
    /// `{}`.
    EmptyObject,
    /// The whole input as JSON.
    Input,
    /// The whole input as a form.
    Form,
    /// These fields of the input as JSON.
    Fields(Vec<Field>),
    /// One member as JSON.
    PayloadJson {
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
        /// The body where the field is `None`: `{}` or nothing.
        object: bool,
    },
    /// One member as bytes.
    PayloadBytes {
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
    },
    /// One member as the frames of a stream of events.
    Events {
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
    },
    /// One member as text.
    PayloadText {
        /// The field.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
        /// Whether the field is an enumeration.
        is_enum: bool,
    },
}

/// How one member of an output, outside the body, is read.
#[derive(Clone, Debug)]
pub struct ReadStep {
    /// The field.
    pub field: String,
    /// From where.
    pub from: ReadFrom,
}

/// Where a member of an output is read from.
#[derive(Clone, Debug)]
pub enum ReadFrom {
    /// A header.
    Header(String),
    /// A header's list.
    HeaderList(String),
    /// A header's list of HTTP dates.
    HttpDateList(String),
    /// A header's text, which is base64.
    HeaderBase64(String),
    /// Headers by prefix.
    PrefixHeaders(String),
    /// The status.
    StatusCode,
    /// The body as JSON.
    PayloadJson,
    /// The body as bytes.
    PayloadBytes,
    /// The whole body, as a stream of events.
    Events,
    /// The body as text.
    PayloadText,
}

/// The plan of a model whose shapes are merged and named.
#[must_use]
pub fn plan(model: &Model, names: &Names, usage: &Usage, folder: &str) -> Plan {
    let planner = Planner {
        model,
        names,
        usage,
        holders: types::holders(model),
    };
    let mut warnings = Diagnostics::default();
    let mut plan = Plan {
        service: planner.service(folder),
        types: planner.types(),
        errors: planner.errors(),
        operations: planner.operations(&mut warnings),
        names: NameTable::of(model, names),
        waiters: planner.waiters(&mut warnings),
        query: planner.query(),
        landing: Landing::default(),
        warnings,
    };
    plan.landing = landing::landing(&plan);
    plan
}

struct Planner<'a> {
    model: &'a Model,
    names: &'a Names,
    usage: &'a Usage,
    /// The members that hold each shape.
    holders: Vec<Vec<&'a Member>>,
}

/// From where a type is referred to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Scope {
    /// A file of the `types` module, in which its siblings are imported.
    Types,
    /// A file of an operation, in which the module `types` is imported.
    Operation,
}

impl Planner<'_> {
    fn service(&self, folder: &str) -> Service {
        let service = &self.model.service;
        let doc = service.doc.as_ref().map(|text| crate::model::Doc {
            text: text.clone(),
            format: service.doc_format,
        });
        Service {
            folder: folder.to_owned(),
            krate: format!("shapewright_{}", service.service.replace('-', "_")),
            title: service.title.clone(),
            doc: doc.as_ref().map(docs::markdown).unwrap_or_default(),
            name: service.service.clone(),
            id: service.service_id.clone(),
            api_version: service.api_version.clone(),
            endpoint_prefix: service.endpoint_prefix.clone(),
            signing_name: service.signing_name.clone(),
            global_endpoint: service.global_endpoint.clone(),
            hosts: service.hosts.clone(),
        }
    }

    fn rust_type(&self, ty: &Type, scope: Scope) -> RustType {
        let path = |path: &str| RustType::Path(path.to_owned());
        match ty {
            Type::String => path("String"),
            Type::Boolean => path("bool"),
            Type::Byte => path("i8"),
            Type::Short => path("i16"),
            Type::Integer => path("i32"),
            Type::Long => path("i64"),
            Type::Float => path("f32"),
            Type::Double => path("f64"),
            Type::Timestamp(_) => path("primitives::Timestamp"),
            Type::Blob => path("primitives::Blob"),
            Type::Document => path("primitives::Document"),
            Type::List { element, sparse } => {
                RustType::Vec(Box::new(self.part(element, *sparse, scope)))
            }
            Type::Map { key, value, sparse } => RustType::Map(
                Box::new(self.rust_type(key, scope)),
                Box::new(self.part(value, *sparse, scope)),
            ),
            Type::Shape(id) => {
                let name = self.names.ty(*id);
                let is_error = self.model.shape(*id).error.is_some();
                path(&match (scope, is_error) {
                    (Scope::Types, false) => name.to_owned(),
                    (Scope::Types, true) => format!("error::{name}"),
                    (Scope::Operation, false) => format!("types::{name}"),
                    (Scope::Operation, true) => format!("types::error::{name}"),
                })
            }
        }
    }

    fn part(&self, part: &Type, sparse: bool, scope: Scope) -> RustType {
        let ty = self.rust_type(part, scope);
        if sparse {
            RustType::Option(Box::new(ty))
        } else {
            ty
        }
    }
}
