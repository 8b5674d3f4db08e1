//! An operation as generated code has it, written by hand: `GetImage` with a token added.
#![allow(dead_code, unreachable_pub, reason = "every test binary uses a part")]

use bytes::Bytes;
use http::{Method, Request, Response};
use serde_json::{Value, json};
use shapewright_runtime::operation::{Metadata, Operation, OperationError, Service};
use shapewright_runtime::{
    ErrorMetadata, ProvideErrorMetadata, RequestError, RequestErrorKind, UnknownError,
};
use std::fmt;

pub static SERVICE: Service = Service::new(
    "imagebuilder",
    "imagebuilder",
    "2019-12-02",
    "imagebuilder",
    "imagebuilder",
);

pub const ARN: &str = "arn:aws:imagebuilder:us-east-1:123456789012:image/my-image/1.0.0/1";

/// Sends `imageBuildVersionArn` in the query, and a token in the body where one is wanted.
#[derive(Clone, Debug, Default)]
pub struct GetImage {
    pub arn: Option<String>,
    pub wants_token: bool,
    pub token: Option<String>,
}

impl GetImage {
    pub fn new() -> Self {
        Self {
            arn: Some(ARN.to_owned()),
            ..Self::default()
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetImageOutput {
    pub name: Option<String>,
    pub echo: usize,
}

#[derive(Debug)]
pub enum GetImageError {
    Forbidden(UnknownError),
    Unknown(UnknownError),
    Request(RequestError),
}

impl fmt::Display for GetImageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forbidden(error) | Self::Unknown(error) => error.fmt(formatter),
            Self::Request(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for GetImageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Forbidden(_) | Self::Unknown(_) => None,
            Self::Request(error) => error.source(),
        }
    }
}

impl From<RequestError> for GetImageError {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl OperationError for GetImageError {
    fn payload(&self) -> &dyn ProvideErrorMetadata {
        match self {
            Self::Forbidden(error) | Self::Unknown(error) => error,
            Self::Request(error) => error,
        }
    }

    fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata {
        match self {
            Self::Forbidden(error) | Self::Unknown(error) => error,
            Self::Request(error) => error,
        }
    }
}

impl Operation for GetImage {
    type Output = GetImageOutput;
    type Error = GetImageError;
    const METADATA: Metadata = Metadata {
        sensitive: &["userData"],
        ..Metadata::new(&SERVICE, "GetImage")
    };

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        let arn = self
            .arn
            .as_deref()
            .ok_or_else(|| RequestError::missing("imageBuildVersionArn"))?;
        let arn = arn.replace(':', "%3A").replace('/', "%2F");
        let body = match &self.token {
            Some(token) => json!({ "clientToken": token }).to_string(),
            None => String::new(),
        };
        Request::builder()
            .method(Method::GET)
            .uri(format!("/GetImage?imageBuildVersionArn={arn}"))
            .body(Bytes::from(body))
            .map_err(|error| RequestError::new(RequestErrorKind::Build, error))
    }

    fn parse_response(response: &Response<Bytes>) -> Result<GetImageOutput, GetImageError> {
        if response.status().is_success() {
            let body: Value = parse(response.body())?;
            return Ok(GetImageOutput {
                name: body
                    .pointer("/image/name")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                echo: response.body().len(),
            });
        }
        let mut metadata = ErrorMetadata::new();
        if let Some(kind) = response.headers().get("x-amzn-errortype") {
            metadata.set_code(kind.to_str().unwrap_or_default());
        }
        if let Ok(body) = parse(response.body())
            && let Some(message) = body.pointer("/message").and_then(Value::as_str)
        {
            metadata.set_message(message);
        }
        let error = UnknownError::new(metadata);
        Err(match error.metadata().code() {
            Some("ForbiddenException") => GetImageError::Forbidden(error),
            _ => GetImageError::Unknown(error),
        })
    }

    fn fill_idempotency_tokens(&mut self, new_token: &mut dyn FnMut() -> String) {
        if self.wants_token && self.token.is_none() {
            self.token = Some(new_token());
        }
    }
}

fn parse(body: &[u8]) -> Result<Value, RequestError> {
    serde_json::from_slice(body)
        .map_err(|error| RequestError::new(RequestErrorKind::Response, error))
}
