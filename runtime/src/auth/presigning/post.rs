//! HTML forms that upload to S3 from a browser: a policy limits the upload, and its signature is one of the
//! form's fields.

use super::parameter;
use crate::auth::sigv4::{self, Scope, SigningKeys};
use crate::auth::{Credentials, TokenHeader};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::value::{Timestamp, hex};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::HeaderName;
use std::fmt::{self, Write as _};
use std::ops::RangeInclusive;
use std::time::Duration;

/// What stands for the name of the file at the end of a key.
const FILENAME: &str = "${filename}";

/// What a browser may upload with a form: the bucket, the key, and further conditions.
///
/// ```
/// use shapewright_runtime::presigning::PostPolicy;
///
/// let policy = PostPolicy::new("bucket", "pictures/${filename}")
///     .field("acl", "public-read")
///     .starts_with("Content-Type", "image/")
///     .content_length_range(1..=10_000_000);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a policy does nothing until it is signed"]
pub struct PostPolicy {
    bucket: String,
    key: String,
    fields: Vec<(String, String)>,
    conditions: Vec<Condition>,
}

/// What must hold of a form.
#[derive(Clone, Debug)]
enum Condition {
    Is(String, String),
    StartsWith(String, String),
    LengthRange(u64, u64),
}

impl PostPolicy {
    /// Allows the upload of one object. A key that ends with `${filename}` gets the name of the uploaded file
    /// there.
    pub fn new(bucket: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            bucket: bucket.into(),
            key: key.into(),
            fields: Vec::new(),
            conditions: Vec::new(),
        }
    }

    /// Requires a field with this value, such as `acl`, `Content-Type`, `success_action_redirect` or
    /// `x-amz-meta-uuid`, and adds it to the form.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        let condition = Condition::Is(name.clone(), value.clone());
        self.fields.push((name, value));
        self.conditions.push(condition);
        self
    }

    /// Requires a field that the sender adds, whose value begins with this prefix; with an empty prefix, any
    /// value.
    pub fn starts_with(mut self, name: impl Into<String>, prefix: impl Into<String>) -> Self {
        let name = name.into();
        let name = name.strip_prefix('$').unwrap_or(&name).to_owned();
        let condition = Condition::StartsWith(name, prefix.into());
        self.conditions.push(condition);
        self
    }

    /// Limits the size of the file, in bytes.
    pub fn content_length_range(mut self, bytes: RangeInclusive<u64>) -> Self {
        let condition = Condition::LengthRange(*bytes.start(), *bytes.end());
        self.conditions.push(condition);
        self
    }

    /// The bucket.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Signs the policy: a pure function of policy, credentials, scope and time. `url` is the bucket's.
    ///
    /// # Errors
    /// It would expire when no time is.
    pub fn sign(
        self,
        url: impl Into<String>,
        credentials: &Credentials,
        scope: &Scope<'_>,
        expires_in: Duration,
    ) -> Result<PresignedPost, RequestError> {
        let keys = SigningKeys::default();
        self.sign_with(&keys, url.into(), credentials, scope, expires_in, None)
    }

    /// As [`sign`](Self::sign), with the key of the last signature where it is still good.
    pub(crate) fn sign_with(
        mut self,
        keys: &SigningKeys,
        url: String,
        credentials: &Credentials,
        scope: &Scope<'_>,
        expires_in: Duration,
        token_header: Option<&TokenHeader>,
    ) -> Result<PresignedPost, RequestError> {
        let end = i64::try_from(expires_in.as_secs())
            .ok()
            .and_then(|seconds| scope.time.seconds().checked_add(seconds))
            .and_then(|seconds| Timestamp::from_unix(seconds, 0));
        let end = end.ok_or_else(|| {
            RequestError::new(
                RequestErrorKind::Build,
                "the policy expires when no time is",
            )
        })?;
        let of_key = match self.key.strip_suffix(FILENAME) {
            Some(prefix) => Condition::StartsWith("key".to_owned(), prefix.to_owned()),
            None => Condition::Is("key".to_owned(), self.key.clone()),
        };
        let of_bucket = Condition::Is("bucket".to_owned(), self.bucket.clone());
        self.conditions.extend([of_bucket, of_key]);
        self.fields.push(("key".to_owned(), self.key.clone()));
        let time = sigv4::amz_date(scope.time);
        let day = time.split('T').next().unwrap_or_default();
        let credential_scope = sigv4::credential_scope(day, scope);
        let credential = format!("{}/{credential_scope}", credentials.access_key_id());
        self = self
            .field("x-amz-algorithm", sigv4::ALGORITHM)
            .field("x-amz-credential", credential)
            .field("x-amz-date", &time);
        if let Some(token) = credentials.session_token() {
            let name = token_header.map(|TokenHeader(name): &TokenHeader| parameter(name));
            let usual: HeaderName = sigv4::TOKEN;
            self = self.field(name.unwrap_or_else(|| usual.as_str().to_owned()), token);
        }
        let policy = STANDARD.encode(self.text(end));
        let key = keys.key(credentials.secret_access_key(), day, scope);
        let signature = hex(&key.mac(policy.as_bytes()));
        let mut fields = self.fields;
        fields.push(("policy".to_owned(), policy));
        fields.push(("x-amz-signature".to_owned(), signature));
        Ok(PresignedPost { url, fields })
    }

    /// The policy, as botocore writes it.
    fn text(&self, end: Timestamp) -> String {
        let mut text = format!("{{\"expiration\": \"{end}\", \"conditions\": [");
        for (at, condition) in self.conditions.iter().enumerate() {
            if at > 0 {
                text.push_str(", ");
            }
            let _ = match condition {
                Condition::Is(name, value) => {
                    write!(text, "{{{}: {}}}", quoted(name), quoted(value))
                }
                Condition::StartsWith(name, prefix) => {
                    let name = quoted(&format!("${name}"));
                    write!(text, "[\"starts-with\", {name}, {}]", quoted(prefix))
                }
                Condition::LengthRange(least, most) => {
                    write!(text, "[\"content-length-range\", {least}, {most}]")
                }
            };
        }
        text.push_str("]}");
        text
    }
}

/// A text of JSON in ASCII.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            ' '..='~' => quoted.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(quoted, "\\u{unit:04x}");
                }
            }
        }
    }
    quoted.push('"');
    quoted
}

/// A presigned form: `POST` it to the URL as `multipart/form-data`, with all fields unchanged and the field
/// `file` last. `Debug` shows no values, as they are as good as credentials.
#[derive(Clone)]
pub struct PresignedPost {
    url: String,
    fields: Vec<(String, String)>,
}

impl PresignedPost {
    /// Where the form is sent.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The fields of the form in order, as names and values.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (&**name, &**value))
    }
}

impl fmt::Debug for PresignedPost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.fields.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("fields", &names)
            .finish()
    }
}
