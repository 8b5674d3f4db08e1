//! An operation: pure functions from input to request and from response to output or error.

use super::auth::Auth;
use super::error::{ProvideErrorMetadata, RequestError};
use super::service::Service;
use crate::body::ByteStream;
use bytes::Bytes;
use http::{Request, Response};

pub use crate::__operation_error as operation_error;

/// The static metadata of an operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metadata {
    /// The service.
    pub service: &'static Service,
    /// The operation's wire name, such as `GetImage`.
    pub name: &'static str,
    /// How its requests are authorized.
    pub auth: Auth,
    /// The wire names of sensitive members, at any depth, which are neither shown nor recorded. `$request`
    /// and `$response` are bodies that are such a member as a whole.
    pub sensitive: &'static [&'static str],
    /// Which of its bodies stream.
    pub streams: Streams,
}

/// Which bodies of an operation stream, and how.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Streams {
    /// The request's body streams.
    pub request: bool,
    /// The length of the request's body must be known.
    pub requires_length: bool,
    /// The request's body is an event stream, whose events are signed.
    pub request_events: bool,
    /// The request's body is sent with its tree hash.
    pub tree_hash: bool,
    /// The request supports a checksum of its body.
    pub request_checksum: bool,
    /// The request requires a checksum of its body.
    pub requires_checksum: bool,
    /// The body of a successful response streams.
    pub response: bool,
    /// The response supports a checksum of its body.
    pub response_checksum: bool,
    /// The first event of the response has the other members of the output.
    pub initial_response: bool,
}

impl Streams {
    /// None.
    pub const NONE: Self = Self {
        request: false,
        requires_length: false,
        request_events: false,
        tree_hash: false,
        request_checksum: false,
        requires_checksum: false,
        response: false,
        response_checksum: false,
        initial_response: false,
    };

    /// Marks the body of the request as streaming.
    #[must_use]
    pub const fn with_request(mut self) -> Self {
        self.request = true;
        self
    }

    /// Marks the body of the request as streaming, with a known length.
    #[must_use]
    pub const fn with_sized_request(mut self) -> Self {
        self.request = true;
        self.requires_length = true;
        self
    }

    /// Marks the body of the request as an event stream.
    #[must_use]
    pub const fn with_request_events(mut self) -> Self {
        self.request = true;
        self.request_events = true;
        self
    }

    /// Adds the tree hash of the request's body.
    #[must_use]
    pub const fn with_tree_hash(mut self) -> Self {
        self.tree_hash = true;
        self
    }

    /// Adds a checksum of the request's body, required or not.
    #[must_use]
    pub const fn with_request_checksum(mut self, is_required: bool) -> Self {
        self.request_checksum = true;
        self.requires_checksum = is_required;
        self
    }

    /// Adds a checksum of the response's body.
    #[must_use]
    pub const fn with_response_checksum(mut self) -> Self {
        self.response_checksum = true;
        self
    }

    /// Marks the body of the response as streaming.
    #[must_use]
    pub const fn with_response(mut self) -> Self {
        self.response = true;
        self
    }

    /// Marks the body of the response as streaming, with an initial response.
    #[must_use]
    pub const fn with_initial_response(mut self) -> Self {
        self.response = true;
        self.initial_response = true;
        self
    }

    /// Whether it is a bidirectional event stream, which needs HTTP/2.
    #[must_use]
    pub const fn is_bidirectional(self) -> bool {
        self.request_events && self.response
    }
}

impl Metadata {
    /// Creates the metadata of an operation that is signed with Signature Version 4.
    #[must_use]
    pub const fn new(service: &'static Service, name: &'static str) -> Self {
        Self {
            service,
            name,
            auth: Auth::SigV4,
            sensitive: &[],
            streams: Streams::NONE,
        }
    }
}

/// An operation, implemented by its input. `to_request` and `parse_response` are pure: no clock, no network,
/// no randomness.
pub trait Operation: Send + Sync {
    /// What a successful call returns.
    type Output: Send + 'static;
    /// What a failed call returns.
    type Error: OperationError;
    /// What is the same for every call.
    const METADATA: Metadata;

    /// Builds the request. Its URI begins at the path, and it has no `Host`: endpoint, signature and
    /// transport are added by the client. A host prefix is a [`HostPrefix`] extension. A body that
    /// [streams](Metadata::streams) is left out.
    ///
    /// # Errors
    /// A required member is not set, or a value cannot be serialized.
    fn to_request(&self) -> Result<Request<Bytes>, RequestError>;

    /// Parses the whole response into the output or the error. For a success whose body
    /// [streams](Metadata::streams), the response has no body, which is passed to
    /// [`set_body`](Self::set_body); or its body is that of the [initial
    /// response](Streams::initial_response).
    ///
    /// # Errors
    /// The service returned an error, or the response cannot be parsed.
    fn parse_response(response: &Response<Bytes>) -> Result<Self::Output, Self::Error>;

    /// Fills in the defaults of absent members, if the crate is generated with that setting. Called once per
    /// call, before the first attempt.
    fn fill_defaults(&mut self) {}

    /// Fills in absent idempotency tokens with fresh ones. Called once per call, before the first attempt.
    fn fill_idempotency_tokens(&mut self, _fresh_token: &mut dyn FnMut() -> String) {}

    /// Takes the streaming body out of the input, if it has [one](Metadata::streams). Called once per call,
    /// after [`to_request`](Self::to_request).
    fn take_body(&mut self) -> Option<ByteStream> {
        None
    }

    /// Requests that strings of the response be URL-encoded, as XML cannot represent some characters, unless
    /// the caller has set the encoding. Returns whether it did: then [`decode_urls`](Self::decode_urls)
    /// follows. Called once per call, before the first attempt.
    fn ask_url_encoding(&mut self) -> bool {
        false
    }

    /// Decodes the URL-encoded strings of an output.
    fn decode_urls(_output: &mut Self::Output) {}

    /// Sets the streaming body of an output, if it has [one](Metadata::streams).
    fn set_body(_output: &mut Self::Output, _body: ByteStream) {}
}

/// A request extension: a prefix for the endpoint's host name, such as `data-`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HostPrefix(pub String);

/// A request extension: the URL that the request goes to instead of the service's endpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EndpointUrl(pub String);

/// A request extension: the body may be compressed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Compressible;

/// The operation's request. Each unit of code that calls an `#[inline]` function of a generated crate has it
/// anew; this is there once for each operation.
///
/// # Errors
/// Those of [`Operation::to_request`].
#[inline(never)]
pub(crate) fn to_request<O: Operation>(input: &O) -> Result<Request<Bytes>, RequestError> {
    input.to_request()
}

/// The operation's output or error, there once as [`to_request`] is.
///
/// # Errors
/// Those of [`Operation::parse_response`].
#[inline(never)]
pub(crate) fn parse_response<O: Operation>(
    response: &Response<Bytes>,
) -> Result<O::Output, O::Error> {
    O::parse_response(response)
}

/// The error of an operation: an enum of exceptions, unknown codes and request errors.
pub trait OperationError: std::error::Error + From<RequestError> + Send + Sync + 'static {
    /// The payload of the variant.
    fn payload(&self) -> &dyn ProvideErrorMetadata;

    /// The payload of the variant, mutable.
    fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata;
}

/// Gives an operation's error (an enum with a `Request(RequestError)` variant and [`OperationError`])
/// what follows from them. With the operation's input as a second argument, what keeps a call from an
/// output is told without the values of members that are [sensitive](Metadata::sensitive).
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_error {
    ($name:ident) => {
        $crate::__operation_error!(@impl $name, |error| error);
    };
    ($name:ident, $input:ident $(,)?) => {
        $crate::__operation_error!(@impl $name, |mut error| {
            let metadata = <$input as $crate::__codegen::Operation>::METADATA;
            $crate::__codegen::ProvideErrorMetadata::redact(&mut error, metadata.sensitive);
            error
        });
    };
    (@impl $name:ident, |$($error:ident)+| $keep:expr) => {
        impl $name {
            /// The metadata of the failed call, whatever the failure: status, attempts, raw response.
            #[must_use]
            #[inline]
            pub fn metadata(&self) -> &$crate::ErrorMetadata {
                $crate::operation::OperationError::payload(self).metadata()
            }

            /// The service's error code, whether this crate knows it or not.
            #[must_use]
            #[inline]
            pub fn code(&self) -> ::core::option::Option<&str> {
                self.metadata().code()
            }

            /// The service's message.
            #[must_use]
            #[inline]
            pub fn message(&self) -> ::core::option::Option<&str> {
                self.metadata().message()
            }

            /// The request id, for AWS support.
            #[must_use]
            #[inline]
            pub fn request_id(&self) -> ::core::option::Option<&str> {
                self.metadata().request_id()
            }

            /// The raw response; `None` if there was none.
            #[must_use]
            #[inline]
            pub fn raw_response(
                &self,
            ) -> ::core::option::Option<$crate::http::Response<$crate::bytes::Bytes>> {
                self.metadata().raw_response()
            }

            /// Whether the service is throttling.
            #[must_use]
            #[inline]
            pub fn is_throttling(&self) -> bool {
                $crate::__codegen::is_throttling($crate::__codegen::OperationError::payload(self))
            }

            /// Whether a timeout expired before the response arrived.
            #[must_use]
            #[inline]
            pub fn is_timeout(&self) -> bool {
                ::core::matches!(
                    self,
                    Self::Request(error) if error.kind() == $crate::RequestErrorKind::Timeout
                )
            }

            /// The error, if the service returned it: an exception or another code. `None` if there was no
            /// response, or none that could be parsed.
            #[must_use]
            #[inline]
            pub fn as_service_error(&self) -> ::core::option::Option<&Self> {
                (!::core::matches!(self, Self::Request(_))).then_some(self)
            }

            /// Returns the error itself, for code written for aws-sdk-rust, which wraps it in `SdkError`.
            #[must_use]
            #[inline]
            pub fn into_service_error(self) -> Self {
                self
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt($crate::__codegen::OperationError::payload(self), formatter)
            }
        }

        impl ::core::error::Error for $name {
            #[inline]
            fn source(&self) -> Option<&(dyn ::core::error::Error + 'static)> {
                $crate::__codegen::OperationError::payload(self).source()
            }
        }

        impl ::core::convert::From<$crate::__codegen::RequestError> for $name {
            #[inline]
            fn from($($error)+: $crate::__codegen::RequestError) -> Self {
                Self::Request($keep)
            }
        }
    };
}
