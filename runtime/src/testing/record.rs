//! A transport that writes down what passes, without secrets.

use crate::format::union::{self, MapAccess, SerializeMap, Union, open_union};
use crate::format::{Deserialize, Serialize};
use crate::operation::Metadata;
use crate::operation::error::CallError;
use crate::platform::BoxFuture;
use crate::protocol::query::redacted;
use crate::transport::{Limits, Transport};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use serde::de::Error;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The headers that a recording keeps: what operations read. Credentials, signatures and cookies are in
/// others.
const KEPT: [&str; 9] = [
    "content-encoding",
    "content-type",
    "date",
    "retry-after",
    "x-amz-request-id",
    "x-amz-target",
    "x-amzn-errortype",
    "x-amzn-query-error",
    "x-amzn-requestid",
];

/// What stands in place of a value that is not to be recorded.
const REDACTED: &str = "REDACTED";

/// One exchange of a recording.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Exchange {
    pub(crate) operation: String,
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) request: Body,
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) response: Body,
}

/// A body: as JSON where it is that, else as text, else in base64.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    Json(Value),
    Text(String),
    Base64(String),
}

impl Union for Body {
    fn read<'de, A: MapAccess<'de>>(name: String, map: &mut A) -> Result<Option<Self>, A::Error> {
        match name.as_str() {
            "json" => union::read(map, Self::Json),
            "text" => union::read(map, Self::Text),
            "base64" => union::read(map, Self::Base64),
            _ => Err(A::Error::unknown_variant(
                &name,
                &["json", "text", "base64"],
            )),
        }
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Json(value) => union::write(map, "json", value),
            Self::Text(text) => union::write(map, "text", text),
            Self::Base64(text) => union::write(map, "base64", text),
        }
    }
}

open_union!(Body);

impl Body {
    pub(crate) fn of(bytes: &[u8], sensitive: &[&str]) -> Self {
        if let Ok(mut json) = serde_json::from_slice::<Value>(bytes)
            && !json.is_null()
        {
            redact(&mut json, sensitive);
            return Self::Json(json);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(redacted(text, sensitive)),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    /// The bytes; `None` where base64 is damaged.
    pub(crate) fn bytes(&self) -> Option<Bytes> {
        match self {
            Self::Json(json) => Some(json.to_string().into()),
            Self::Text(text) => Some(text.clone().into()),
            Self::Base64(text) => STANDARD.decode(text).ok().map(Bytes::from),
        }
    }
}

/// Replaces the values of these members, at any depth.
fn redact(json: &mut Value, sensitive: &[&str]) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                if sensitive.contains(&name.as_str()) {
                    blank(value);
                } else {
                    redact(value, sensitive);
                }
            }
        }
        Value::Array(elements) => {
            for element in elements {
                redact(element, sensitive);
            }
        }
        _ => {}
    }
}

/// Replaces every text and number in a value, and keeps its form so that it can be read again.
fn blank(value: &mut Value) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => *number = 0.into(),
        Value::String(text) => REDACTED.clone_into(text),
        Value::Array(elements) => elements.iter_mut().for_each(blank),
        Value::Object(members) => members.values_mut().for_each(blank),
    }
}

/// Sends through another transport, and keeps a recording for a
/// [`ReplayTransport`](crate::testing::ReplayTransport).
///
/// A recording has no credentials, no signatures and no cookies, and `REDACTED` in place of members
/// that the service's model marks as sensitive, so it can be committed. The members of JSON objects are
/// in alphabetical order in it. Clones share a recording.
#[derive(Clone, Debug)]
pub struct RecordingTransport {
    inner: Arc<dyn Transport>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl RecordingTransport {
    /// A recording of what passes through this transport.
    pub fn new(inner: impl Transport) -> Self {
        Self {
            inner: Arc::new(inner),
            exchanges: Arc::default(),
        }
    }

    /// Writes the recording to a file, which is replaced as a whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".tmp");
        let mut file = std::fs::File::create(&temporary)?;
        serde_json::to_writer_pretty(&mut file, &*self.lock())?;
        file.write_all(b"\n")?;
        std::fs::rename(temporary, path)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Exchange>> {
        self.exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    async fn record(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, CallError> {
        let mut exchange = Exchange::of(&request);
        let metadata = request.extensions().get::<Metadata>().copied();
        let response = self.inner.send(request, limits).await?;
        exchange.status = response.status().as_u16();
        exchange.headers = kept(response.headers());
        exchange.response = Body::of(response.body(), sensitive(metadata.as_ref()));
        self.lock().push(exchange);
        Ok(response)
    }
}

impl Transport for RecordingTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, CallError>> {
        Box::pin(self.record(request, limits))
    }
}

fn sensitive(metadata: Option<&Metadata>) -> &'static [&'static str] {
    metadata.map_or(&[], |metadata| metadata.sensitive)
}

impl Exchange {
    /// What is known before the answer.
    pub(crate) fn of(request: &Request<Bytes>) -> Self {
        let metadata = request.extensions().get::<Metadata>();
        let sensitive = sensitive(metadata);
        Self {
            operation: metadata.map_or_else(String::new, |metadata| metadata.name.to_owned()),
            method: request.method().to_string(),
            target: target(request.uri(), sensitive),
            request: Body::of(request.body(), sensitive),
            status: 0,
            headers: BTreeMap::new(),
            response: Body::Text(String::new()),
        }
    }
}

fn target(uri: &http::Uri, sensitive: &[&str]) -> String {
    let Some(query) = uri.query() else {
        return uri.path().to_owned();
    };
    let parameters: Vec<String> = query
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if sensitive.contains(&name) => format!("{name}={REDACTED}"),
            _ => parameter.to_owned(),
        })
        .collect();
    format!("{}?{}", uri.path(), parameters.join("&"))
}

fn kept(headers: &HeaderMap) -> BTreeMap<String, String> {
    KEPT.iter()
        .filter_map(|name| {
            let value = headers.get(*name)?.to_str().ok()?;
            Some(((*name).to_owned(), value.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bodies_are_kept_in_the_form_they_have() {
        assert_eq!(Body::of(b"{\"a\": 1}", &[]), Body::Json(json!({"a": 1})));
        assert_eq!(Body::of(b"<html>", &[]), Body::Text("<html>".to_owned()));
        assert_eq!(Body::of(b"\xff", &[]), Body::Base64("/w==".to_owned()));
        assert_eq!(
            Body::of(b"\xff", &[]).bytes().as_deref(),
            Some(&b"\xff"[..])
        );
    }

    #[test]
    fn sensitive_members_keep_their_form_alone() {
        let text = br#"{"a":[{"secret":{"x":["y",1,true,null]},"open":"y"}]}"#;
        let expected = json!({"a":[{"secret":{"x":["REDACTED",0,true,null]},"open":"y"}]});
        assert_eq!(Body::of(text, &["secret"]), Body::Json(expected));
        let uri = http::Uri::from_static("/p?secret=a&open=b");
        assert_eq!(target(&uri, &["secret"]), "/p?secret=REDACTED&open=b");
    }
}
