//! The types of the plan: data alone, which [`crate::emit`] writes as Rust.

mod codec;
mod crate_plan;
mod field;
mod fills;
mod item;
mod landing;
mod operation;
mod pages;
mod request;
mod response;
mod rust_type;
mod service;
mod table;
mod waiter;

pub use codec::{Codec, CodecHome};
pub use crate_plan::Plan;
pub use field::{
    Cardinality, Field, FieldRef, JsonTraits, Presence, RenameRule, WireFormat, WirePlace,
};
pub use fills::{Constant, DocumentConstant, Fill, Fills};
pub use item::{
    Check, Constructor, Enum, EventHeader, EventPayload, Events, Exception, HeaderKind, ModelType,
    PayloadKind, RetryHint, Struct, Union, Variant,
};
pub use landing::Landing;
pub use operation::{
    Auth, DiscoveredEndpoints, EncodedText, ExceptionVariant, Operation, RegionCopy, Setter,
    SetterKind, Streams, UrlEncoding,
};
pub use pages::{ItemType, PageToken, Pages, Step};
pub use request::{
    AbsentPayload, Body, EndpointSource, HostTemplate, RequestStart, Text, TextKind,
    TimestampFormat, Walk, WriteStep,
};
pub use response::{ReadFrom, ReadStep, ResponseShape};
pub use rust_type::{Primitive, RustType, Scalar, TypeModule, TypeName};
pub use service::{
    Discovery, HostRule, OperationHosts, RegionRedirect, RuleConstant, Service, Session, rules,
};
pub use table::{Table, Wire};
pub use waiter::{
    Acceptor, AcceptorState, Expected, Expression, Matcher, Operator, Quantifier, Waiter,
};
