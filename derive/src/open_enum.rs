//! What an open enumeration expands to.

use crate::parse::{Tokens, identifier, is_punctuation, skip_visibility, unquoted};
use crate::rename::value_by_rule;
use proc_macro::{TokenStream, TokenTree};
use std::fmt::Write as _;

/// An enumeration of texts: a variant for each value that is known, and `Unknown(String)`.
pub(crate) struct OpenEnum {
    name: String,
    values: Vec<Value>,
}

struct Value {
    variant: String,
    /// The value on the wire, as a literal.
    text: String,
}

impl OpenEnum {
    pub(crate) fn parse(item: TokenStream) -> Result<Self, String> {
        let mut tokens = item.into_iter().peekable();
        let rule = attribute(&mut tokens, "rename_all")?.map(|literal| unquoted(&literal));
        skip_visibility(&mut tokens);
        if identifier(&mut tokens).as_deref() != Some("enum") {
            return Err("only an enum has values".to_owned());
        }
        let name = identifier(&mut tokens).ok_or("an enum without a name")?;
        let Some(TokenTree::Group(body)) = tokens.next() else {
            return Err(format!("`{name}` has no variants"));
        };
        let mut tokens = body.stream().into_iter().peekable();
        let mut values = Vec::new();
        while tokens.peek().is_some() {
            let text = attribute(&mut tokens, "value")?;
            let variant = identifier(&mut tokens).ok_or("a variant without a name")?;
            if let Some(TokenTree::Group(_)) = tokens.peek() {
                tokens.next();
            }
            tokens.next(); // a comma, or the end
            if text.is_none() && variant == "Unknown" {
                continue;
            }
            let by_rule = || format!("{:?}", value_by_rule(rule.as_deref(), &variant));
            let text = text.unwrap_or_else(by_rule);
            values.push(Value { variant, text });
        }
        Ok(Self { name, values })
    }
}

/// What `#[wire(name = "...")]` says, among the attributes that come next.
fn attribute(tokens: &mut Tokens, name: &str) -> Result<Option<String>, String> {
    let mut value = None;
    while is_punctuation(tokens.peek(), '#') {
        tokens.next();
        let Some(TokenTree::Group(attribute)) = tokens.next() else {
            return Err("an attribute without brackets".to_owned());
        };
        let mut inner = attribute.stream().into_iter().peekable();
        if identifier(&mut inner).as_deref() == Some("wire")
            && let Some(TokenTree::Group(list)) = inner.next()
        {
            let mut list = list.stream().into_iter().peekable();
            if identifier(&mut list).as_deref() != Some(name) {
                return Err(format!("`{name}` alone can stand here"));
            }
            list.next(); // =
            value = list.next().map(|literal| literal.to_string());
        }
    }
    Ok(value)
}

pub(crate) fn expand(item: &OpenEnum) -> String {
    let OpenEnum { name, values } = item;
    let (mut texts, mut to_text, mut from_text) = (String::new(), String::new(), String::new());
    for Value { variant, text } in values {
        let _ = write!(texts, "{text},");
        let _ = write!(to_text, "Self::{variant} => {text},");
        let _ = write!(from_text, "{text} => Self::{variant},");
    }
    format!(
        "impl {name} {{
            /// The values that this crate knows, in documented order.
            #[must_use]
            pub const fn values() -> &'static [&'static str] {{
                &[{texts}]
            }}

            /// The value on the wire.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {{
                match self {{
                    {to_text}
                    Self::Unknown(value) => value,
                }}
            }}
        }}

        impl ::core::convert::From<&str> for {name} {{
            #[inline]
            fn from(value: &str) -> Self {{
                match value {{
                    {from_text}
                    unknown => Self::Unknown(::std::borrow::ToOwned::to_owned(unknown)),
                }}
            }}
        }}

        ::shapewright_runtime::__codegen::open_enum!({name});"
    )
}
