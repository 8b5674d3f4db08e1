//! The expansion of an operation's error.

use crate::parse::{Tokens, identifier, is_punctuation, skip_visibility, unquoted};
use crate::rename::snake;
use proc_macro::{Delimiter, TokenStream, TokenTree};
use std::fmt::Write as _;

const PRIVATE: &str = "::shapewright_runtime::__codegen";

/// The error of an operation: a variant for each exception, `Unknown` and `Request`.
pub(crate) struct OperationError {
    name: String,
    is_sensitive: bool,
    /// The module of the runtime whose `ErrorResponse` and `modeled` parse exceptions.
    codec: String,
    exceptions: Vec<Exception>,
}

struct Exception {
    name: String,
    /// The shape's name, as a literal.
    code: String,
    test: String,
}

/// The arguments of `#[exception(...)]`.
#[derive(Default)]
struct Attributes {
    is_sensitive: bool,
    codec: Option<String>,
    code: Option<String>,
    test: Option<String>,
}

impl Attributes {
    fn parse(tokens: &mut Tokens) -> Result<Self, String> {
        let mut attributes = Self::default();
        while is_punctuation(tokens.peek(), '#') {
            tokens.next();
            let Some(TokenTree::Group(attribute)) = tokens.next() else {
                return Err("an attribute without brackets".to_owned());
            };
            let mut inner = attribute.stream().into_iter().peekable();
            if identifier(&mut inner).as_deref() == Some("exception")
                && let Some(TokenTree::Group(list)) = inner.next()
            {
                attributes.read(&mut list.stream().into_iter().peekable())?;
            }
        }
        Ok(attributes)
    }

    fn read(&mut self, tokens: &mut Tokens) -> Result<(), String> {
        while let Some(name) = identifier(tokens) {
            let value = is_punctuation(tokens.peek(), '=').then(|| {
                tokens.next();
                tokens
                    .next()
                    .map_or_else(String::new, |literal| literal.to_string())
            });
            match (name.as_str(), value) {
                ("sensitive", None) => self.is_sensitive = true,
                ("codec", Some(module)) => self.codec = Some(unquoted(&module)),
                ("code", Some(code)) => self.code = Some(code),
                ("test", Some(test)) => self.test = Some(unquoted(&test)),
                (name, _) => return Err(format!("the attribute `{name}` is unknown")),
            }
            tokens.next(); // a comma, or the end
        }
        Ok(())
    }
}

impl OperationError {
    pub(crate) fn parse(item: TokenStream) -> Result<Self, String> {
        let mut tokens = item.into_iter().peekable();
        let attributes = Attributes::parse(&mut tokens)?;
        skip_visibility(&mut tokens);
        if identifier(&mut tokens).as_deref() != Some("enum") {
            return Err("the error of an operation is an enum".to_owned());
        }
        let name = identifier(&mut tokens).ok_or("an enum without a name")?;
        let Some(TokenTree::Group(body)) = tokens.next() else {
            return Err(format!("`{name}` has no variants"));
        };
        let mut tokens = body.stream().into_iter().peekable();
        let mut exceptions = Vec::new();
        while tokens.peek().is_some() {
            let attributes = Attributes::parse(&mut tokens)?;
            let name = identifier(&mut tokens).ok_or("a variant without a name")?;
            match tokens.next() {
                Some(TokenTree::Group(value)) if value.delimiter() == Delimiter::Parenthesis => {}
                _ => return Err(format!("the variant `{name}` has no value")),
            }
            tokens.next(); // a comma, or the end
            if name != "Unknown" && name != "Request" {
                exceptions.push(Exception {
                    code: attributes.code.unwrap_or_else(|| format!("{name:?}")),
                    test: attributes
                        .test
                        .unwrap_or_else(|| format!("is_{}", snake(&name))),
                    name,
                });
            }
        }
        Ok(Self {
            name,
            is_sensitive: attributes.is_sensitive,
            codec: attributes
                .codec
                .map_or_else(String::new, |module| format!("::{module}")),
            exceptions,
        })
    }
}

pub(crate) fn expand(error: &OperationError) -> String {
    let name = &error.name;
    let input = match error.is_sensitive {
        true => format!(", {}Input", name.strip_suffix("Error").unwrap_or(name)),
        false => String::new(),
    };
    let from = from_response(error);
    let payload = payload(error);
    let tests = tests(error);
    let client = "#[cfg(feature = \"client\")]";
    format!(
        "{client} {PRIVATE}::operation_error!({name}{input});
        {client} impl {name} {{ {tests} }}
        {client} {from}
        {client} {payload}"
    )
}

/// The error of a response.
fn from_response(error: &OperationError) -> String {
    let OperationError { name, codec, .. } = error;
    let redacted = match error.is_sensitive {
        true => format!(
            "let response = response.redacted(<{}Input as {PRIVATE}::Operation>::METADATA.sensitive);",
            name.strip_suffix("Error").unwrap_or(name)
        ),
        false => String::new(),
    };
    let mut arms = String::new();
    for Exception { name, code, .. } in &error.exceptions {
        let _ = write!(
            arms,
            "::core::option::Option::Some({code}) => {PRIVATE}{codec}::modeled(response, Self::{name}),"
        );
    }
    let value = match arms.is_empty() {
        true => "Self::Unknown(response.unknown())".to_owned(),
        false => format!(
            "let known = match response.shape() {{
                {arms}
                _ => ::core::result::Result::Err(response.unknown()),
            }};
            known.unwrap_or_else(Self::Unknown)"
        ),
    };
    format!(
        "impl ::core::convert::From<{PRIVATE}{codec}::ErrorResponse<'_>> for {name} {{
            #[inline]
            fn from(response: {PRIVATE}{codec}::ErrorResponse<'_>) -> Self {{ {redacted} {value} }}
        }}"
    )
}

/// The variants' contents.
fn payload(error: &OperationError) -> String {
    let mut shared = String::new();
    let mut unique = String::new();
    for Exception { name, .. } in &error.exceptions {
        let _ = write!(shared, "Self::{name}(error) => &**error,");
        let _ = write!(unique, "Self::{name}(error) => &mut **error,");
    }
    let name = &error.name;
    format!(
        "impl {PRIVATE}::OperationError for {name} {{
            fn payload(&self) -> &dyn {PRIVATE}::ProvideErrorMetadata {{
                match self {{
                    {shared}
                    Self::Unknown(error) => error,
                    Self::Request(error) => error,
                }}
            }}

            fn payload_mut(&mut self) -> &mut dyn {PRIVATE}::ProvideErrorMetadata {{
                match self {{
                    {unique}
                    Self::Unknown(error) => error,
                    Self::Request(error) => error,
                }}
            }}
        }}"
    )
}

/// Methods that test for an exception.
fn tests(error: &OperationError) -> String {
    let mut tests = String::new();
    for Exception { name, test, .. } in &error.exceptions {
        let _ = write!(
            tests,
            "/// Whether it is [`{name}`](Self::{name}).
            #[must_use]
            pub fn {test}(&self) -> bool {{
                ::core::matches!(self, Self::{name}(_))
            }}\n"
        );
    }
    tests
}
