//! A request, put together member by member.

use super::sending::as_form;
use super::url::{encoded_path, percent_encoded, push_encoded};
use crate::body::ByteStream;
use crate::format::string::ToText;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::validate::Required;
use crate::operation::{Compressible, EndpointParameters, EndpointUrl, EndpointValue, HostPrefix};
use crate::value::{Blob, Map, Timestamp, TimestampFormat};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The header with a checksum of a body, and its value.
pub(super) type Checksum = fn(&HeaderMap, &[u8]) -> Option<(&'static str, String)>;

/// A request, put together member by member. The first problem is kept and told at the end.
#[derive(Debug)]
pub struct RequestBuilder {
    method: Method,
    path: String,
    query: String,
    pub(super) headers: HeaderMap,
    host_prefix: Option<String>,
    endpoint: EndpointParameters,
    pub(super) checksum: Option<Checksum>,
    pub(super) copies: Option<(&'static str, &'static str, bool)>,
    payload_type: Option<&'static str>,
    pub(super) endpoint_url: Option<String>,
    pub(super) is_form: bool,
    pub(super) is_compressible: bool,
    problem: Option<RequestError>,
}

impl RequestBuilder {
    /// A request with a URI template: `/images/{arn}`, `{key+}` for a label that keeps its
    /// slashes, and a literal query (`/thing?acl`).
    #[must_use]
    pub fn new(method: Method, template: &str) -> Self {
        let (path, query) = template.split_once('?').unwrap_or((template, ""));
        Self {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            headers: HeaderMap::new(),
            host_prefix: None,
            endpoint: EndpointParameters::default(),
            checksum: None,
            copies: None,
            payload_type: None,
            endpoint_url: None,
            is_form: false,
            is_compressible: false,
            problem: None,
        }
    }

    /// Sets a header, which a member of its name replaces.
    #[must_use]
    pub fn default_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.fixed_header(HeaderName::from_static(name), value);
        self
    }

    /// Sends the query of a GET as the form of a POST.
    #[must_use]
    pub fn query_as_form(mut self) -> Self {
        self.is_form = true;
        self
    }

    /// Says that the body may be compressed.
    #[must_use]
    pub fn compressible(mut self) -> Self {
        self.is_compressible = true;
        self
    }

    /// Says where the request goes, in place of its service's endpoint.
    pub fn endpoint_url(&mut self, url: Option<&String>) {
        self.endpoint_url = url.cloned();
    }

    /// Refuses an input in which a required member is not set.
    pub fn require(&mut self, input: &impl Required) {
        if let Some(missing) = input.missing() {
            self.refuse(RequestError::missing(
                &missing.field(),
                &missing.wire_name(),
            ));
        }
    }

    /// Puts a value in the place of a label of the template.
    pub fn label(&mut self, name: &str, value: &(impl ToText + ?Sized)) {
        let text = value.to_text();
        if text.is_empty() {
            self.refuse(RequestError::new(
                RequestErrorKind::Build,
                format!("`{name}` is part of the URI and must not be empty"),
            ));
            return;
        }
        let greedy = format!("{{{name}+}}");
        if self.path.contains(&greedy) {
            self.path = self.path.replace(&greedy, &encoded_path(&text));
        } else {
            let label = format!("{{{name}}}");
            self.path = self.path.replace(&label, &percent_encoded(&text));
        }
    }

    /// Refuses a value that cannot be one label of a host name: letters, digits and hyphens within.
    pub fn host_label(&mut self, name: &str, value: &str) {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let is_label = (1..=63).contains(&value.len())
            && value.bytes().all(is_plain)
            && !value.starts_with('-')
            && !value.ends_with('-');
        if !is_label {
            self.refuse(RequestError::new(
                RequestErrorKind::Build,
                format!("`{name}` is a label of the host name: 1 to 63 letters, digits and hyphens within"),
            ));
        }
    }

    /// Prefixes the host name of the endpoint.
    pub fn host_prefix(&mut self, prefix: impl Into<String>) {
        self.host_prefix = Some(prefix.into());
    }

    /// Tells the endpoint rules a parameter.
    pub fn endpoint(&mut self, name: &'static str, value: impl Into<EndpointValue>) {
        self.endpoint.0.push((name, value.into()));
    }

    /// Tells the endpoint rules the first of these flags.
    pub fn endpoint_flag<'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a bool>,
    ) {
        if let Some(flag) = values.into_iter().next() {
            self.endpoint(name, *flag);
        }
    }

    /// Tells the endpoint rules the first of these texts.
    pub fn endpoint_text<'a, T: ToText + ?Sized + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) {
        if let Some(text) = values.into_iter().next() {
            self.endpoint(name, text.to_text().into_owned());
        }
    }

    /// Tells the endpoint rules all of these texts.
    pub fn endpoint_texts<'a, T: ToText + ?Sized + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) {
        let texts = values.into_iter().map(|text| text.to_text().into_owned());
        self.endpoint(name, texts.collect::<Vec<_>>());
    }

    /// Adds a query parameter for every value.
    pub fn query<'a, T: ToText + ?Sized + 'a>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
    ) {
        for value in values {
            self.query_pair(name, &value.to_text());
        }
    }

    /// Adds a query parameter for every entry whose key is not a parameter yet.
    pub fn query_map<T: ToText>(&mut self, entries: Option<&Map<String, T>>) {
        for (name, value) in entries.into_iter().flatten() {
            if !self.has_query(name) {
                self.query_pair(name, &value.to_text());
            }
        }
    }

    /// Adds query parameters for every entry whose key is not a parameter yet.
    pub fn query_map_of_lists<T: ToText>(&mut self, entries: Option<&Map<String, Vec<T>>>) {
        for (name, values) in entries.into_iter().flatten() {
            if !self.has_query(name) {
                self.query(name, values);
            }
        }
    }

    fn has_query(&self, name: &str) -> bool {
        let name = percent_encoded(name);
        self.query
            .split('&')
            .any(|pair| pair.split('=').next() == Some(&*name))
    }

    fn query_pair(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.reserve(name.len() + value.len() + 32);
        push_encoded(&mut self.query, name);
        self.query.push('=');
        push_encoded(&mut self.query, value);
    }

    /// Sets a header, where there is a value.
    pub fn header<'a, T: ToText + ?Sized + 'a>(
        &mut self,
        name: &'static str,
        value: impl IntoIterator<Item = &'a T>,
    ) {
        for value in value {
            self.header_text(HeaderName::from_static(name), name, &value.to_text());
        }
    }

    /// Sets a header to the empty list, where there is a list: its elements follow.
    pub fn empty_header(&mut self, name: &'static str, is_there: bool) {
        if is_there {
            self.fixed_header(HeaderName::from_static(name), "");
        }
    }

    /// Sets a header to a list of values, where there is one.
    pub fn header_list<'a, T: ToText + ?Sized + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) {
        let values: Vec<_> = values
            .into_iter()
            .map(|value| quoted(value.to_text()))
            .collect();
        if !values.is_empty() {
            self.header_text(HeaderName::from_static(name), name, &values.join(", "));
        }
    }

    /// Sets a header to a list of dates, where there is one. Their commas are not in quotes.
    pub fn header_dates<'a>(
        &mut self,
        name: &'static str,
        dates: impl IntoIterator<Item = &'a String>,
    ) {
        let dates: Vec<_> = dates.into_iter().map(String::as_str).collect();
        if !dates.is_empty() {
            self.header_text(HeaderName::from_static(name), name, &dates.join(", "));
        }
    }

    /// Sets a header to the base64 of a text, where there is one.
    pub fn header_base64(&mut self, name: &'static str, value: Option<&String>) {
        let encoded = value.map(|text| Blob::from(text.as_str()).to_base64());
        self.header(name, &encoded);
    }

    /// Sets a header for every entry, its name behind a prefix.
    pub fn prefix_headers<T: ToText>(&mut self, prefix: &str, entries: Option<&Map<String, T>>) {
        for (name, value) in entries.into_iter().flatten() {
            let name = format!("{prefix}{name}");
            match HeaderName::try_from(&*name) {
                Ok(header) if self.headers.contains_key(&header) => {}
                Ok(header) => self.header_text(header, &name, &value.to_text()),
                Err(error) => self.refuse(RequestError::new(
                    RequestErrorKind::Build,
                    format!("`{name}` cannot be the name of a header: {error}"),
                )),
            }
        }
    }

    /// Sets a header to a path, percent-encoded but for its slashes, and for `?versionId=` behind it.
    pub fn header_path<'a, T: ToText + ?Sized + 'a>(
        &mut self,
        name: &'static str,
        value: impl IntoIterator<Item = &'a T>,
    ) {
        for value in value {
            let text = value.to_text();
            let version = text.rfind("?versionId=").unwrap_or(text.len());
            let (path, version) = text.split_at(version);
            let encoded = encoded_path(path) + version;
            self.header_text(HeaderName::from_static(name), name, &encoded);
        }
    }

    fn header_text(&mut self, header: HeaderName, name: &str, text: &str) {
        match HeaderValue::from_str(text) {
            Ok(value) => {
                self.headers.insert(header, value);
            }
            Err(error) => self.refuse(RequestError::new(
                RequestErrorKind::Build,
                format!("the value of `{name}` cannot be a header: {error}"),
            )),
        }
    }

    fn refuse(&mut self, problem: RequestError) {
        self.problem.get_or_insert(problem);
    }

    /// The request without a body.
    ///
    /// # Errors
    /// A member was refused.
    pub fn empty(self) -> Result<Request<Bytes>, RequestError> {
        self.finish(Bytes::new())
    }

    /// The request with bytes, where there are some.
    ///
    /// # Errors
    /// A member was refused.
    pub fn bytes(mut self, body: Option<&[u8]>) -> Result<Request<Bytes>, RequestError> {
        let Some(body) = body else {
            return self.empty();
        };
        self.content_type(self.payload_type.unwrap_or("application/octet-stream"));
        self.finish(Bytes::copy_from_slice(body))
    }

    /// The request of a body that streams and is sent apart, where there is one.
    ///
    /// # Errors
    /// A member was refused.
    pub fn stream(mut self, body: Option<&ByteStream>) -> Result<Request<Bytes>, RequestError> {
        if body.is_some() {
            self.content_type(self.payload_type.unwrap_or("application/octet-stream"));
        }
        // It is made of the body, while that is sent.
        self.checksum = None;
        self.finish(Bytes::new())
    }

    /// The request of a stream of events, which is sent apart.
    ///
    /// # Errors
    /// A member was refused.
    pub fn events(mut self) -> Result<Request<Bytes>, RequestError> {
        let events = HeaderValue::from_static("application/vnd.amazon.eventstream");
        self.headers.insert(CONTENT_TYPE, events);
        self.finish(Bytes::new())
    }

    /// The request with text, where there is some.
    ///
    /// # Errors
    /// A member was refused.
    pub fn text(mut self, body: Option<&str>) -> Result<Request<Bytes>, RequestError> {
        let Some(body) = body else {
            return self.empty();
        };
        self.content_type(self.payload_type.unwrap_or("text/plain"));
        self.finish(Bytes::copy_from_slice(body.as_bytes()))
    }

    pub(super) fn fixed_header(&mut self, name: HeaderName, value: &'static str) {
        self.headers.insert(name, HeaderValue::from_static(value));
    }

    /// Says what a payload is, where no header of the input did.
    #[must_use]
    pub fn media_type(mut self, media_type: &'static str) -> Self {
        self.payload_type = Some(media_type);
        self
    }

    pub(crate) fn content_type(&mut self, default: &'static str) {
        self.headers
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(default));
    }

    /// Adds a checksum of the body, unless the input has one.
    fn add_checksum(&mut self, body: &[u8]) {
        let is_given = |name: &HeaderName| {
            name.as_str().starts_with("x-amz-checksum-") || name == "content-md5"
        };
        if let Some(checksum) = self.checksum
            && !self.headers.keys().any(is_given)
        {
            match checksum(&self.headers, body) {
                Some((name, text)) => {
                    self.header_text(HeaderName::from_static(name), name, &text);
                }
                None => self.refuse(RequestError::new(
                    RequestErrorKind::Build,
                    "the algorithm of the checksum is not known here: give the checksum itself",
                )),
            }
        }
    }

    pub(crate) fn finish(mut self, body: Bytes) -> Result<Request<Bytes>, RequestError> {
        self.add_checksum(&body);
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        if let Some(prefix) = &self.host_prefix
            && !is_host_prefix(prefix)
        {
            return Err(RequestError::new(
                RequestErrorKind::Build,
                "the prefix of the host is not made of labels of a host name",
            ));
        }
        let mut uri = self.path;
        if !self.query.is_empty() {
            let _ = write!(uri, "?{}", self.query);
        }
        let mut request = Request::builder()
            .method(self.method)
            .uri(uri)
            .body(body)
            .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
        *request.headers_mut() = self.headers;
        if !self.endpoint.0.is_empty() {
            request.extensions_mut().insert(self.endpoint);
        }
        if let Some(prefix) = self.host_prefix {
            request.extensions_mut().insert(HostPrefix(prefix));
        }
        if let Some(url) = self.endpoint_url {
            request.extensions_mut().insert(EndpointUrl(url));
        }
        if self.is_compressible {
            request.extensions_mut().insert(Compressible);
        }
        if self.is_form {
            as_form(&mut request);
        }
        Ok(request)
    }
}

/// Whether this makes labels before a host. The last one may go on in the host's first, as `data-` does.
pub(crate) fn is_host_prefix(prefix: &str) -> bool {
    let (labels, last) = prefix.rsplit_once('.').unwrap_or(("", prefix));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_begun =
        |label: &str| label.len() <= 63 && label.bytes().all(is_plain) && !label.starts_with('-');
    let is_label = |label: &str| is_begun(label) && !label.is_empty() && !label.ends_with('-');
    is_begun(last)
        && !prefix.is_empty()
        && (!prefix.contains('.') || labels.split('.').all(is_label))
}

/// The texts of timestamps in a format.
pub fn times<'a>(
    times: impl IntoIterator<Item = &'a Timestamp>,
    format: TimestampFormat,
) -> Vec<String> {
    times.into_iter().map(|time| time.format(format)).collect()
}

/// An element of a header's list, in quotes where it has a comma or a quote itself.
fn quoted(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains([',', '"']) {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{escaped}\"").into()
    } else {
        text
    }
}
