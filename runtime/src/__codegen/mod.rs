//! What generated code names. It is no public interface: it changes with the generator, and generated
//! code is made for the version of this crate that its manifest asks for.

pub use crate::format::open_enum::{TextVisitor, open_enum};
pub use crate::format::string::{FromText, ToText};
pub use crate::format::union::{Union, open_union};
pub use crate::format::{
    Deserialize, ReadJson, Serialize, WriteJson, json, serde_as, structure, union,
};
pub use crate::operation::error::{
    ErrorMetadata, ProvideErrorMetadata, RequestError, RetryHint, UnknownError, exception,
    throttling_exception, transient_exception,
};
pub use crate::value::{Map, TimestampFormat};
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;
pub use serde::{Deserializer, Serializer};

#[cfg(feature = "client")]
pub use crate::body::{ByteStream, EventStream};
#[cfg(feature = "client")]
pub use crate::client::{NextPage, Paginated, PaginatedItems, Paginator, next_page};
#[cfg(feature = "client")]
pub use crate::operation::contract::operation_error;
#[cfg(feature = "client")]
pub use crate::operation::{Auth, HostRule, Metadata, Operation, OperationError, Service, Streams};
#[cfg(feature = "cbor")]
pub use crate::protocol::cbor;
#[cfg(feature = "query")]
pub use crate::protocol::query;
#[cfg(feature = "rest-xml")]
pub use crate::protocol::rest_xml;
#[cfg(feature = "client")]
pub use crate::protocol::{ErrorResponse, Exception, RequestBuilder, eventstream, modeled};
#[cfg(feature = "client")]
pub use bytes::Bytes;
#[cfg(feature = "client")]
pub use http::{Method, Request, Response};

/// Required members.
pub mod required {
    pub use crate::operation::validate::{Missing, Required, Search, given};
}

/// Requests and responses.
#[cfg(feature = "client")]
pub mod protocol {
    pub use crate::protocol::*;
}
