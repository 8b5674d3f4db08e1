//! What generated code uses. Not a public interface: it changes with the generator, and generated code is
//! written for the version of this crate that its manifest requires.

pub use crate::format::open_enum::{TextVisitor, impl_open_enum};
pub use crate::format::string::{FromText, ToText};
pub use crate::format::union::{Union, open_union};
pub use crate::format::{
    Deserialize, Error, FluentBuilder, New, OperationError, ReadJson, Required, Serialize, Union,
    WaiterBuilder, WriteJson, json, open_enum, serde_as, structure, union,
};
pub use crate::operation::defaults::FillDefaults;
pub use crate::operation::error::{
    ErrorMetadata, ProvideErrorMetadata, RequestError, RetryHint, UnknownError, exception,
};
pub use crate::value::{Map, TimestampFormat};
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;
pub use serde::{Deserializer, Serializer};

#[cfg(feature = "client")]
pub use crate::auth::presigning::{PresignedRequest, PresigningConfig};
#[cfg(feature = "client")]
pub use crate::body::{ByteStream, EventStream};
#[cfg(feature = "client")]
pub use crate::client::{
    CustomizableOperation, FinalPoll, NextPage, Paginated, PaginatedItems, Paginator, Waiter,
    WaiterConfig, WaiterError, first_token, next_page, next_page_of_enum,
};
#[cfg(feature = "client")]
pub use crate::operation::contract::operation_error;
#[cfg(feature = "client")]
pub use crate::operation::{
    Auth, DescribeEndpoints, DiscoveredEndpoint, HostRule, Metadata, Operation, OperationError,
    Service, Streams,
};
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
    #[cfg(feature = "client")]
    pub use crate::operation::given::given;
    pub use crate::operation::validate::{Missing, Required, Search};
}

#[cfg(feature = "client")]
pub use crate::retry::is_throttling;
pub use crate::{
    __blocking as blocking, __client as client, __parse_json as parse_json,
    __send_blocking as send_blocking,
};

/// What there is where the feature `client` is on.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client {
    ($($item:tt)*) => { $($item)* };
}

/// What there is where the feature `client` is on.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client {
    ($($item:tt)*) => {};
}

/// What there is where the feature `blocking` is on.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    ($($item:tt)*) => { $($item)* };
}

/// What there is where the feature `blocking` is on.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    ($($item:tt)*) => {};
}

/// `send_blocking` of a service's client, where there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __send_blocking {
    ($client:ident) => {
        $crate::__codegen::blocking! {
            impl $client {
                /// Like [`send`](Self::send), but blocks the thread until the call completes.
                ///
                /// # Errors
                /// Those of [`send`](Self::send).
                pub fn send_blocking<O: $crate::operation::Operation>(
                    &self,
                    input: O,
                ) -> ::core::result::Result<O::Output, O::Error> {
                    self.inner.send_blocking(input)
                }
            }
        }
    };
}

/// `parse_response` of an operation whose output is the JSON of the response's body.
#[doc(hidden)]
#[macro_export]
macro_rules! __parse_json {
    () => {
        #[inline]
        fn parse_response(
            response: &$crate::http::Response<$crate::bytes::Bytes>,
        ) -> ::core::result::Result<Self::Output, Self::Error> {
            if let Some(error) = $crate::__codegen::protocol::failure(response) {
                return ::core::result::Result::Err(error.into());
            }
            ::core::result::Result::Ok($crate::__codegen::protocol::json(response)?)
        }
    };
}

/// Requests and responses.
#[cfg(feature = "client")]
pub mod protocol {
    pub use crate::protocol::*;
}
