//! A structure, read from its tokens.

use crate::rename::{camel, pascal};
use proc_macro::{Delimiter, Group, TokenStream, TokenTree};
use std::iter::Peekable;

type Tokens = Peekable<proc_macro::token_stream::IntoIter>;

/// A structure with named fields.
pub(crate) struct Structure {
    pub(crate) name: String,
    /// Lifetimes in angle brackets, or nothing.
    pub(crate) generics: String,
    pub(crate) fields: Vec<Field>,
}

/// A field of a structure.
pub(crate) struct Field {
    /// The name in Rust.
    pub(crate) name: String,
    /// The name on the wire, as a literal.
    pub(crate) wire_name: String,
    pub(crate) ty: String,
    pub(crate) is_option: bool,
    /// The path of the module that reads and writes it.
    pub(crate) with: Option<String>,
    /// It is not on the wire.
    pub(crate) skip: bool,
}

/// What the attributes of a structure or a field say.
#[derive(Default)]
struct Attributes {
    rename_all: Option<String>,
    rename: Option<String>,
    with: Option<String>,
    skip: bool,
}

impl Structure {
    pub(crate) fn parse(item: TokenStream) -> Result<Self, String> {
        let mut tokens = item.into_iter().peekable();
        let rule = Attributes::parse(&mut tokens)?.rename_all;
        skip_visibility(&mut tokens);
        if identifier(&mut tokens).as_deref() != Some("struct") {
            return Err("only structures can be derived for".to_owned());
        }
        let name = identifier(&mut tokens).ok_or("a structure without a name")?;
        let mut generics = String::new();
        let body = loop {
            match tokens.next() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    break group;
                }
                Some(TokenTree::Group(_)) | None => {
                    return Err(format!("`{name}` has no named fields"));
                }
                Some(token) => generics.push_str(&token.to_string()),
            }
        };
        let fields = fields(&body, rule.as_deref())?;
        Ok(Self {
            name,
            generics,
            fields,
        })
    }
}

fn fields(body: &Group, rule: Option<&str>) -> Result<Vec<Field>, String> {
    let mut tokens = body.stream().into_iter().peekable();
    let mut fields = Vec::new();
    while tokens.peek().is_some() {
        let attributes = Attributes::parse(&mut tokens)?;
        skip_visibility(&mut tokens);
        let name = identifier(&mut tokens).ok_or("a field without a name")?;
        let ty = field_type(&mut tokens);
        let wire_name = attributes
            .rename
            .unwrap_or_else(|| format!("{:?}", renamed(rule, name.trim_start_matches("r#"))));
        fields.push(Field {
            name,
            wire_name,
            is_option: is_option(&ty),
            ty,
            with: attributes.with,
            skip: attributes.skip,
        });
    }
    Ok(fields)
}

/// Whether the type is `Option` of something, and not one whose name begins so.
fn is_option(ty: &str) -> bool {
    ty.strip_prefix("Option")
        .is_some_and(|rest| rest.trim_start().starts_with('<'))
}

/// What stands between the field's name and the comma behind it.
fn field_type(tokens: &mut Tokens) -> String {
    let mut depth = 0_usize;
    let colon = tokens.next();
    debug_assert!(is_punctuation(colon.as_ref(), ':'));
    let ty: TokenStream = std::iter::from_fn(|| {
        let token = tokens.next()?;
        if is_punctuation(Some(&token), '<') {
            depth += 1;
        } else if is_punctuation(Some(&token), '>') {
            depth = depth.saturating_sub(1);
        }
        (depth > 0 || !is_punctuation(Some(&token), ',')).then_some(token)
    })
    .collect();
    ty.to_string()
}

impl Attributes {
    /// Reads the attributes that come next, those of others included.
    fn parse(tokens: &mut Tokens) -> Result<Self, String> {
        let mut attributes = Self::default();
        while is_punctuation(tokens.peek(), '#') {
            tokens.next();
            let Some(TokenTree::Group(attribute)) = tokens.next() else {
                return Err("an attribute without brackets".to_owned());
            };
            let mut inner = attribute.stream().into_iter().peekable();
            if identifier(&mut inner).as_deref() == Some("serde")
                && let Some(TokenTree::Group(list)) = inner.next()
            {
                attributes.read(&list)?;
            }
        }
        Ok(attributes)
    }

    fn read(&mut self, list: &Group) -> Result<(), String> {
        let mut tokens = list.stream().into_iter().peekable();
        while let Some(name) = identifier(&mut tokens) {
            let value = is_punctuation(tokens.peek(), '=').then(|| {
                tokens.next();
                let literal = tokens.next();
                literal.map_or_else(String::new, |literal| literal.to_string())
            });
            match (name.as_str(), value) {
                ("rename_all", Some(rule)) => self.rename_all = Some(unquoted(&rule)),
                ("rename", Some(literal)) => self.rename = Some(literal),
                ("with", Some(path)) => self.with = Some(unquoted(&path)),
                ("skip", None) => self.skip = true,
                (name, _) => return Err(format!("the attribute `{name}` is not known here")),
            }
            tokens.next(); // a comma, or the end
        }
        Ok(())
    }
}

fn unquoted(literal: &str) -> String {
    literal.trim_matches('"').to_owned()
}

fn skip_visibility(tokens: &mut Tokens) {
    if matches!(tokens.peek(), Some(TokenTree::Ident(ident)) if ident.to_string() == "pub") {
        tokens.next();
        if matches!(tokens.peek(), Some(TokenTree::Group(_))) {
            tokens.next();
        }
    }
}

fn identifier(tokens: &mut Tokens) -> Option<String> {
    match tokens.next()? {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

fn is_punctuation(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// The name that a rule makes of a field's.
fn renamed(rule: Option<&str>, field: &str) -> String {
    match rule {
        Some("camelCase") => camel(field),
        Some("PascalCase") => pascal(field),
        _ => field.to_owned(),
    }
}
