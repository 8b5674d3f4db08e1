//! The expansion of an open enumeration.

use crate::parse::{Tokens, identifier, is_punctuation, text_of, unquoted};
use crate::rename::value_by_rule;
use proc_macro::{Delimiter, Group, TokenStream, TokenTree};
use std::fmt::Write as _;

/// An enumeration of strings: a variant for each known value, and `Unknown(String)`.
pub(crate) struct OpenEnum {
    name: String,
    values: Vec<Value>,
    /// The enum itself, each variant with its docs.
    item: TokenStream,
}

struct Value {
    variant: String,
    /// The value on the wire, as a literal.
    text: String,
}

impl OpenEnum {
    pub(crate) fn parse(arguments: TokenStream, item: TokenStream) -> Result<Self, String> {
        let rule = named_literal(arguments, "rename_all")?.map(|literal| unquoted(&literal));
        let mut before: Vec<TokenTree> = Vec::new();
        let mut tokens = item.into_iter();
        let body = loop {
            match tokens.next() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    break group;
                }
                Some(token) => before.push(token),
                None => return Err("only an enum has values".to_owned()),
            }
        };
        let name = match before.as_slice() {
            [.., TokenTree::Ident(keyword), TokenTree::Ident(name)]
                if keyword.to_string() == "enum" =>
            {
                name.to_string()
            }
            _ => return Err("only an enum has values".to_owned()),
        };
        let mut values = Vec::new();
        let mut variants = TokenStream::new();
        let mut tokens = body.stream().into_iter().peekable();
        while tokens.peek().is_some() {
            let Attributes { value, has_doc } = attributes(&mut tokens, &mut variants)?;
            let variant = tokens.next().ok_or("a variant without a name")?;
            let name = variant.to_string();
            let is_unknown = value.is_none() && name == "Unknown";
            let by_rule = || format!("{:?}", value_by_rule(rule.as_deref(), &name));
            let text = value.unwrap_or_else(by_rule);
            if !has_doc {
                variants.extend(doc(&text, is_unknown)?);
            }
            variants.extend([variant]);
            if let Some(TokenTree::Group(_)) = tokens.peek() {
                variants.extend(tokens.next());
            }
            variants.extend(tokens.next()); // a comma, or the end
            if !is_unknown {
                let variant = name;
                values.push(Value { variant, text });
            }
        }
        let mut item: TokenStream = before.into_iter().collect();
        item.extend([TokenTree::Group(Group::new(Delimiter::Brace, variants))]);
        Ok(Self { name, values, item })
    }
}

/// The attributes of a variant.
struct Attributes {
    /// The value on the wire, as a literal.
    value: Option<String>,
    has_doc: bool,
}

/// Reads the next attributes, and keeps all but those of `wire`.
fn attributes(tokens: &mut Tokens, kept: &mut TokenStream) -> Result<Attributes, String> {
    let mut attributes = Attributes {
        value: None,
        has_doc: false,
    };
    while is_punctuation(tokens.peek(), '#') {
        let sign = tokens.next();
        let Some(TokenTree::Group(attribute)) = tokens.next() else {
            return Err("an attribute without brackets".to_owned());
        };
        let mut inner = attribute.stream().into_iter().peekable();
        let name = identifier(&mut inner);
        if let (Some("wire"), Some(TokenTree::Group(list))) = (name.as_deref(), inner.next()) {
            attributes.value = named_literal(list.stream(), "value")?;
            continue;
        }
        attributes.has_doc |= name.as_deref() == Some("doc");
        kept.extend(sign);
        kept.extend([TokenTree::Group(attribute)]);
    }
    Ok(attributes)
}

/// The literal of `name = "..."`, which must be alone in the list.
fn named_literal(list: TokenStream, name: &str) -> Result<Option<String>, String> {
    let mut list = list.into_iter().peekable();
    if list.peek().is_none() {
        return Ok(None);
    }
    if identifier(&mut list).as_deref() != Some(name) {
        return Err(format!("only `{name}` is known here"));
    }
    list.next(); // =
    Ok(list.next().map(|literal| literal.to_string()))
}

/// The docs of a variant without any.
fn doc(text: &str, is_unknown: bool) -> Result<TokenStream, String> {
    let doc = if is_unknown {
        " A value that this crate does not know. Compare [`as_str`](Self::as_str) rather than match this."
            .to_owned()
    } else {
        format!(" The value `{}`.", text_of(text))
    };
    let attribute = format!("#[doc = {doc:?}]").parse();
    attribute.map_err(|_| format!("{text} is not a string"))
}

pub(crate) fn expand(item: OpenEnum) -> Result<TokenStream, String> {
    let OpenEnum { name, values, item } = item;
    let (mut texts, mut to_text, mut from_text) = (String::new(), String::new(), String::new());
    for Value { variant, text } in values {
        let _ = write!(texts, "{text},");
        let _ = write!(to_text, "Self::{variant} => {text},");
        let _ = write!(from_text, "{text} => Self::{variant},");
    }
    let code = format!(
        "impl {name} {{
            /// The values that this crate knows, in documented order.
            #[must_use]
            pub const fn values() -> &'static [&'static str] {{
                &[{texts}]
            }}

            /// The wire value.
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

        ::shapewright_runtime::__codegen::impl_open_enum!({name});"
    );
    let parsed = |code: &str| code.parse::<TokenStream>();
    let unread = |_| format!("the values of `{name}` are not literals");
    let mut expanded = parsed("#[derive(Clone, Debug)] #[non_exhaustive]").map_err(unread)?;
    expanded.extend(item);
    expanded.extend(parsed(&code).map_err(unread)?);
    Ok(expanded)
}
