//! Presigned requests: the signature is in the URL, so that anyone who has the URL can send the request until
//! it expires.
//!
//! ```no_run
//! # use shapewright_runtime::client::Client;
//! # use shapewright_runtime::operation::Operation;
//! # async fn presign<O: Operation>(client: Client, input: O) -> Result<(), Box<dyn std::error::Error>> {
//! use shapewright_runtime::presigning::PresigningConfig;
//! use std::time::Duration;
//!
//! let config = PresigningConfig::expires_in(Duration::from_secs(600))?;
//! let presigned = client.presigned(input, config).await?;
//! println!("{} {}", presigned.method(), presigned.uri());
//! # Ok(())
//! # }
//! ```
//!
//! A URL is valid no longer than the credentials that signed it: if those of a role or a session expire
//! earlier, so does the URL.

use super::Credentials;
use super::canonical::{SignedHeaders, canonical_request};
use super::sigv4::{
    self, CONTENT_HASH, DATE, Payload, REGION_SET, Scope, SigningKeys, TOKEN, Terms,
};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::protocol::percent_encoded;
use crate::value::hex;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName};
use http::uri::PathAndQuery;
use http::{HeaderValue, Method, Request, Uri};
use std::fmt;
use std::time::{Duration, SystemTime};

pub use post::{PostPolicy, PresignedPost};

/// The longest that a URL may be good for.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How long a presigned request is valid, and from when.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PresigningConfig {
    expires: Duration,
    start_time: Option<SystemTime>,
}

impl PresigningConfig {
    /// Valid from the time of signing for this long, in whole seconds.
    ///
    /// # Errors
    /// It is less than a second or more than seven days.
    pub fn expires_in(expires_in: Duration) -> Result<Self, PresigningConfigError> {
        Self::builder().expires_in(expires_in).build()
    }

    /// Returns a builder.
    pub fn builder() -> PresigningConfigBuilder {
        PresigningConfigBuilder::default()
    }

    /// How long it is valid.
    #[must_use]
    pub fn expires(&self) -> Duration {
        self.expires
    }

    /// From when it is valid; `None` is the time of signing.
    #[must_use]
    pub fn start_time(&self) -> Option<SystemTime> {
        self.start_time
    }
}

/// Builds a [`PresigningConfig`].
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until it is built"]
pub struct PresigningConfigBuilder {
    expires: Option<Duration>,
    start_time: Option<SystemTime>,
}

impl PresigningConfigBuilder {
    /// Sets how long it is valid, in whole seconds.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires = Some(expires_in);
        self
    }

    /// Sets from when it is valid, instead of the time of signing.
    pub fn start_time(mut self, start_time: SystemTime) -> Self {
        self.start_time = Some(start_time);
        self
    }

    /// Builds the configuration.
    ///
    /// # Errors
    /// No expiry is set, or it is less than a second or more than seven days.
    pub fn build(self) -> Result<PresigningConfig, PresigningConfigError> {
        let expires = self.expires.unwrap_or_default();
        if expires < Duration::from_secs(1) || expires > LONGEST {
            return Err(PresigningConfigError(self.expires));
        }
        Ok(PresigningConfig {
            expires: Duration::from_secs(expires.as_secs()),
            start_time: self.start_time,
        })
    }
}

/// The expiry is missing or out of range.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PresigningConfigError(Option<Duration>);

impl fmt::Display for PresigningConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => formatter.write_str("a presigned request needs an expiry, and none is set"),
            Some(expires) => write!(
                formatter,
                "a presigned request is good for a second to seven days, and not for {expires:?}"
            ),
        }
    }
}

impl std::error::Error for PresigningConfigError {}

/// A request whose URL carries its signature. Send it unchanged: this method, URL, headers and body. `Debug`
/// does not show the query, as it is as good as credentials.
#[derive(Clone)]
pub struct PresignedRequest {
    request: Request<Bytes>,
    uri: String,
}

impl PresignedRequest {
    /// The request, whose headers must be text.
    pub(crate) fn new(mut request: Request<Bytes>) -> Result<Self, RequestError> {
        request.headers_mut().remove(HOST);
        let is_text = |value: &HeaderValue| std::str::from_utf8(value.as_bytes()).is_ok();
        if let Some((name, _)) = request.headers().iter().find(|(_, value)| !is_text(value)) {
            let problem = format!("the header `{name}` is no text, so nobody can be told it");
            return Err(RequestError::new(RequestErrorKind::Build, problem));
        }
        Ok(Self {
            uri: request.uri().to_string(),
            request,
        })
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// The URL.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The signed headers besides `host`, as names and values: if one is missing or has another value, the
    /// service rejects the request.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.request.headers().iter().map(|(name, value)| {
            let value = std::str::from_utf8(value.as_bytes());
            (name.as_str(), value.unwrap_or_default())
        })
    }

    /// The signed body. It is empty if the signature does not cover the body, as for S3, where the sender
    /// supplies it, and if the body is not in memory: then the sender must supply the same one.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// Converts it into a request of the `http` crate.
    #[must_use]
    pub fn into_request(self) -> Request<Bytes> {
        let (mut parts, body) = self.request.into_parts();
        parts.extensions.clear();
        Request::from_parts(parts, body)
    }
}

impl fmt::Debug for PresignedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uri = self.uri.split('?').next().unwrap_or_default();
        formatter
            .debug_struct("PresignedRequest")
            .field("method", &self.method())
            .field("uri", &uri)
            .finish_non_exhaustive()
    }
}

/// Signs the request in its query, replacing any earlier signature: a pure function of request, credentials,
/// scope and time.
///
/// Path and query must be percent-encoded as they are sent, and the `Host` header must be set.
///
/// # Errors
/// The URL would be too long.
pub fn sign_query(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    payload: Payload,
    expires_in: Duration,
) -> Result<(), RequestError> {
    let keys = SigningKeys::default();
    sign_query_with(&keys, request, credentials, scope, payload, expires_in)
}

/// As [`sign_query`], with the key of the last signature where it is still good.
pub(crate) fn sign_query_with(
    keys: &SigningKeys,
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    payload: Payload,
    expires_in: Duration,
) -> Result<(), RequestError> {
    let time = sigv4::amz_date(scope.time);
    let day = time.split('T').next().unwrap_or_default();
    let credential_scope = sigv4::credential_scope(day, scope);
    let key = keys.key(credentials.secret_access_key(), day, scope);
    let terms = sigv4::terms(&time, &credential_scope);
    sign_query_by(request, credentials, &terms, payload, expires_in, |text| {
        hex(&key.mac(text.as_bytes()))
    })
}

/// Puts a signature into the query.
pub(super) fn sign_query_by(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    terms: &Terms<'_>,
    payload: Payload,
    expires_in: Duration,
    sign: impl FnOnce(&str) -> String,
) -> Result<(), RequestError> {
    let token_header = sigv4::token_header(request);
    for name in [AUTHORIZATION, DATE, REGION_SET, TOKEN, token_header.clone()] {
        request.headers_mut().remove(name);
    }
    let headers = SignedHeaders::of(request.headers());
    let hash = match (headers.get(CONTENT_HASH.as_str()), payload) {
        (Some(hash), _) => hash.to_owned(),
        (None, Payload::Unsigned) => sigv4::UNSIGNED.to_owned(),
        (None, Payload::Signed) => sigv4::body_hash(request.body()),
    };
    let token_parameter = parameter(&token_header);
    let mut query = query_of(request.uri(), &token_parameter);
    let credential = format!("{}/{}", credentials.access_key_id(), terms.scope);
    let mut add = |name: &str, value: &str| {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        query.push('=');
        query.push_str(&percent_encoded(value));
    };
    add("X-Amz-Algorithm", terms.algorithm);
    add("X-Amz-Credential", &credential);
    add("X-Amz-Date", terms.time);
    add("X-Amz-Expires", &expires_in.as_secs().to_string());
    add("X-Amz-SignedHeaders", headers.names());
    if let Some(set) = terms.region_set {
        add("X-Amz-Region-Set", set);
    }
    if let Some(token) = credentials.session_token() {
        add(&token_parameter, token);
    }
    let canonical = canonical_request(request, &headers, &query, &hash);
    let signature = sign(&terms.string_to_sign(&canonical));
    set_query(request, &format!("{query}&X-Amz-Signature={signature}"))
}

/// A header as a parameter of a query: `X-Amz-Security-Token`.
fn parameter(header: &HeaderName) -> String {
    let words = header.as_str().split('-').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join("-")
}

/// The query without an earlier signature, whose token was in this parameter or the usual one.
fn query_of(uri: &Uri, token: &str) -> String {
    const OWN: [&str; 8] = [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-Region-Set",
        "X-Amz-Security-Token",
        "X-Amz-Signature",
        "X-Amz-SignedHeaders",
    ];
    let parameters = uri.query().unwrap_or_default().split('&');
    let others = parameters.filter(|it| {
        let name = it.split('=').next().unwrap_or_default();
        name != token && !OWN.contains(&name)
    });
    others.collect::<Vec<_>>().join("&")
}

fn set_query(request: &mut Request<Bytes>, query: &str) -> Result<(), RequestError> {
    let mut parts = request.uri().clone().into_parts();
    let path = request.uri().path();
    let target = PathAndQuery::try_from(format!("{path}?{query}"));
    let target = target.map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
    parts.path_and_query = Some(target);
    *request.uri_mut() = Uri::from_parts(parts)
        .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
    Ok(())
}

/// Puts a form from the body into the query, so that the URL alone makes the request.
pub(crate) fn move_form(request: &mut Request<Bytes>) -> Result<(), RequestError> {
    let content_type = request.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|it| it.to_str().ok());
    let is_form =
        content_type.is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"));
    let Some(form) = std::str::from_utf8(request.body()).ok().filter(|_| is_form) else {
        return Ok(());
    };
    let query = match request.uri().query() {
        Some(query) if !query.is_empty() => format!("{query}&{form}"),
        _ => form.to_owned(),
    };
    set_query(request, &query)?;
    *request.body_mut() = Bytes::new();
    *request.method_mut() = Method::GET;
    let headers = request.headers_mut();
    headers.remove(CONTENT_TYPE);
    headers.remove(CONTENT_LENGTH);
    Ok(())
}

mod post;
#[cfg(test)]
mod tests;
