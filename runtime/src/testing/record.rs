//! A transport that records exchanges, without secrets.

use crate::format::union::{self, MapAccess, SerializeMap, Union, open_union};
use crate::format::{Deserialize, Serialize};
use crate::operation::Metadata;
use crate::operation::error::RequestError;
use crate::platform::BoxFuture;
use crate::protocol::redacted;
use crate::transport::{Limits, ResponseLimits, Transport, decode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, Request, Response};
use serde::de::Error;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The headers that a recording leaves out: credentials, signatures and cookies, and what is true of a
/// connection alone. Outputs are read from all others.
const LEFT_OUT: [&str; 17] = [
    "authentication-info",
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authentication-info",
    "proxy-authorization",
    "set-cookie",
    "set-cookie2",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
    "x-amz-security-token",
    "x-amz-signature",
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
    /// A body without the values of these members. Where there are some, what cannot be read cannot be
    /// without them, and is left out. `whole` is the name of a body that is such a member itself.
    pub(crate) fn of(bytes: &[u8], sensitive: &[&str], whole: &str) -> Self {
        let is_secret = sensitive.contains(&whole);
        if let Ok(mut json) = serde_json::from_slice::<Value>(bytes)
            && !json.is_null()
        {
            match is_secret {
                true => blank(&mut json),
                false => redact(&mut json, sensitive),
            }
            return Self::Json(json);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if sensitive.is_empty() || text.is_empty() => Self::Text(text.to_owned()),
            Ok(text) if !is_secret => Self::Text(redacted_text(text, sensitive)),
            Err(_) if sensitive.is_empty() => Self::Base64(STANDARD.encode(bytes)),
            _ => Self::Text(REDACTED.to_owned()),
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

/// A form or XML without the values of these members; nothing of any other text.
fn redacted_text(text: &str, sensitive: &[&str]) -> String {
    redacted(text, sensitive).unwrap_or_else(|| REDACTED.to_owned())
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

/// Sends through another transport, and records the exchanges for a
/// [`ReplayTransport`](crate::testing::ReplayTransport).
///
/// A recording contains no credentials, signatures or cookies, and `REDACTED` instead of members that the
/// service's model marks as sensitive. An unreadable body that may contain such members is left out. Path
/// parameters, and anything that the model does not mark, are included: check a recording before you commit
/// it. Only its owner can read the file. The members of JSON objects are sorted. Clones share a recording.
#[derive(Clone, Debug)]
pub struct RecordingTransport {
    inner: Arc<dyn Transport>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl RecordingTransport {
    /// Records what is sent through this transport.
    pub fn new(inner: impl Transport) -> Self {
        Self {
            inner: Arc::new(inner),
            exchanges: Arc::default(),
        }
    }

    /// Writes the recording to a file, replacing it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(format!(".{}.tmp", std::process::id()));
        let written = self.write(temporary.as_ref());
        let written = written.and_then(|()| std::fs::rename(&temporary, path));
        if written.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
        written
    }

    /// Writes the recording to a new file that its owner alone can read.
    fn write(&self, path: &Path) -> io::Result<()> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = io::BufWriter::new(options.open(path)?);
        serde_json::to_writer_pretty(&mut file, &*self.lock())?;
        file.write_all(b"\n")?;
        file.flush()
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
    ) -> Result<Response<Bytes>, RequestError> {
        let mut exchange = Exchange::of(&request);
        let metadata = request.extensions().get::<Metadata>().copied();
        let response = self.inner.send(request, limits).await?;
        let sensitive = sensitive(metadata.as_ref());
        exchange.status = response.status().as_u16();
        // What came compressed is recorded as it is read.
        let plain = decode::decode(response.clone(), &ResponseLimits::default());
        let (recorded, is_readable) = match &plain {
            Ok(plain) => (plain, true),
            Err(_) => (&response, sensitive.is_empty()),
        };
        exchange.headers = kept(recorded.headers(), sensitive);
        exchange.response = match is_readable {
            true => Body::of(recorded.body(), sensitive, "$response"),
            false => Body::Text(REDACTED.to_owned()),
        };
        self.lock().push(exchange);
        Ok(response)
    }
}

impl Transport for RecordingTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        Box::pin(self.record(request, limits))
    }
}

fn sensitive(metadata: Option<&Metadata>) -> &'static [&'static str] {
    metadata.map_or(&[], |metadata| metadata.sensitive)
}

impl Exchange {
    /// What is known before the response.
    pub(crate) fn of(request: &Request<Bytes>) -> Self {
        let metadata = request.extensions().get::<Metadata>();
        let sensitive = sensitive(metadata);
        Self {
            operation: metadata.map_or_else(String::new, |metadata| metadata.name.to_owned()),
            method: request.method().to_string(),
            target: target(request.uri(), sensitive),
            request: match request.headers().get(CONTENT_ENCODING) {
                Some(_) if !sensitive.is_empty() => Body::Text(REDACTED.to_owned()),
                _ => Body::of(request.body(), sensitive, "$request"),
            },
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

fn kept(headers: &HeaderMap, sensitive: &[&str]) -> BTreeMap<String, String> {
    let is_sensitive = |name: &str| {
        sensitive.iter().any(|known| {
            let known = known.to_ascii_lowercase();
            known == name || (known.ends_with('-') && name.starts_with(&known))
        })
    };
    headers
        .keys()
        .filter(|name| !LEFT_OUT.contains(&name.as_str()))
        .filter_map(|name| {
            let value = std::str::from_utf8(headers.get(name)?.as_bytes()).ok()?;
            let value = if is_sensitive(name.as_str()) {
                REDACTED
            } else {
                value
            };
            Some((name.to_string(), value.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(bytes: &[u8], sensitive: &[&str]) -> Body {
        Body::of(bytes, sensitive, "$response")
    }

    #[test]
    fn bodies_are_kept_in_the_form_they_have() {
        assert_eq!(of(b"{\"a\": 1}", &[]), Body::Json(json!({"a": 1})));
        assert_eq!(of(b"<html>", &[]), Body::Text("<html>".to_owned()));
        assert_eq!(of(b"\xff", &[]), Body::Base64("/w==".to_owned()));
        assert_eq!(of(b"\xff", &[]).bytes().as_deref(), Some(&b"\xff"[..]));
    }

    #[test]
    fn sensitive_members_keep_their_form_alone() {
        let text = br#"{"a":[{"secret":{"x":["y",1,true,null]},"open":"y"}]}"#;
        let expected = json!({"a":[{"secret":{"x":["REDACTED",0,true,null]},"open":"y"}]});
        assert_eq!(of(text, &["secret"]), Body::Json(expected));
        let uri = http::Uri::from_static("/p?secret=a&open=b");
        assert_eq!(target(&uri, &["secret"]), "/p?secret=REDACTED&open=b");
    }

    /// `SECRET` stands where the member `secret` would have it.
    #[test]
    fn what_cannot_be_read_is_left_out_where_something_is_sensitive() {
        let deep = format!(
            "{}{{\"secret\":\"SECRET\"}}{}",
            "[".repeat(200),
            "]".repeat(200)
        );
        for body in [
            "{\"secret\":\"SECRET\"",
            "\u{feff}{\"secret\":\"SECRET\"}",
            "{\"secret\":\"SECRET\"} trailing",
            "secret: SECRET",
            "<secret>SECRET",
            "<r secret='SECRET'/>",
            "<r><!-- SECRET --></r>",
            "<!DOCTYPE r><r><secret>SECRET</secret></r>",
            "secret=SECRET",
            deep.as_str(),
        ] {
            let bytes = of(body.as_bytes(), &["secret"]).bytes().unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!text.contains("SECRET"), "{body}: {text}");
        }
        assert_eq!(
            of(b"{\"secret\":\"\xffSECRET\"}", &["secret"]),
            Body::Text(REDACTED.to_owned())
        );
        assert_eq!(of(b"", &["secret"]), Body::Text(String::new()));
    }

    #[test]
    fn a_body_that_is_sensitive_itself_keeps_its_form_alone() {
        let of = |text: &[u8]| Body::of(text, &["Payload", "$response"], "$response");
        assert_eq!(
            of(b"{\"any\":[\"SECRET\"]}"),
            Body::Json(json!({"any":["REDACTED"]}))
        );
        assert_eq!(of(b"SECRET"), Body::Text(REDACTED.to_owned()));
        let request = Body::of(b"\"x\"", &["$response"], "$request");
        assert_eq!(request, Body::Json(json!("x")));
    }

    #[test]
    fn headers_are_kept_but_for_secrets() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-amz-function-error", "Unhandled"),
            ("etag", "1"),
            ("set-cookie", "SECRET"),
            ("www-authenticate", "SECRET"),
            ("x-amz-meta-key", "SECRET"),
            ("x-own", "SECRET"),
        ] {
            headers.insert(name, http::HeaderValue::from_static(value));
        }
        let kept = kept(&headers, &["X-Own", "x-amz-meta-"]);
        let kept: Vec<_> = kept
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            kept,
            [
                ("etag", "1"),
                ("x-amz-function-error", "Unhandled"),
                ("x-amz-meta-key", REDACTED),
                ("x-own", REDACTED),
            ]
        );
    }
}
