//! Parses a structure from its tokens.

use crate::rename::{camel, pascal, value_by_rule};
use proc_macro::{Delimiter, Group, TokenStream, TokenTree};
use std::iter::Peekable;

pub(crate) type Tokens = Peekable<proc_macro::token_stream::IntoIter>;

/// A structure with named fields, or a union: an enum of members, with `Unknown` for unknown ones.
pub(crate) struct Structure {
    pub(crate) name: String,
    /// Lifetimes in angle brackets, or nothing.
    pub(crate) generics: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) is_union: bool,
    /// The parameters of its constructor, if they are not the required fields in their order.
    pub(crate) constructor: Option<Vec<String>>,
}

/// A field of a structure.
pub(crate) struct Field {
    /// The name in Rust.
    pub(crate) name: String,
    /// The API's name, as a literal.
    pub(crate) api_name: String,
    /// The wire name, as a literal.
    pub(crate) wire_name: String,
    /// Its key in JSON, escaped and with a colon; `None` if it is not in the body.
    pub(crate) key: Option<String>,
    pub(crate) ty: String,
    pub(crate) is_option: bool,
    /// The path of the module that reads and writes it.
    pub(crate) with: Option<String>,
    /// The method that returns a variant's value, if it is not `as_` and the variant's name.
    pub(crate) accessor: Option<String>,
    /// Whether it is not a member.
    pub(crate) skip: bool,
    /// Its setter, if that is not the field's name.
    pub(crate) setter: Option<String>,
    /// The setter of the whole member, if it is not `set_` and the field's name.
    pub(crate) whole_setter: Option<String>,
    /// Whether it may be missing: it is its default then.
    pub(crate) default: bool,
    /// Whether it is required, and an `Option` only because a response may lack it.
    pub(crate) required: bool,
    /// Whether required members may be missing within it.
    pub(crate) checked: bool,
}

/// The attributes of a structure or a field.
#[derive(Default)]
struct Attributes {
    rename_all: Option<String>,
    rename: Option<String>,
    with: Option<String>,
    skip: bool,
    default: bool,
    /// The name in the wire's JSON, as a literal.
    wire_name: Option<String>,
    /// It travels outside of the body, or is the body.
    is_elsewhere: bool,
    accessor: Option<String>,
    setter: Option<String>,
    whole_setter: Option<String>,
    required: bool,
    checked: bool,
    constructor: Option<Vec<String>>,
}

impl Structure {
    pub(crate) fn parse(item: TokenStream) -> Result<Self, String> {
        let mut tokens = item.into_iter().peekable();
        let attributes = Attributes::parse(&mut tokens)?;
        let rule = attributes.rename_all;
        skip_visibility(&mut tokens);
        let is_union = match identifier(&mut tokens).as_deref() {
            Some("struct") => false,
            Some("enum") => true,
            _ => return Err("only structures and unions can be derived for".to_owned()),
        };
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
        let fields = match is_union {
            true => variants(&body, rule.as_deref())?,
            false => fields(&body, rule.as_deref())?,
        };
        Ok(Self {
            name,
            generics,
            fields,
            is_union,
            constructor: attributes.constructor,
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
        let by_rule = || format!("{:?}", renamed(rule, name.trim_start_matches("r#")));
        fields.push(attributes.field(&name, ty, by_rule));
    }
    Ok(fields)
}

/// The variants of a union but `Unknown`.
fn variants(body: &Group, rule: Option<&str>) -> Result<Vec<Field>, String> {
    let mut tokens = body.stream().into_iter().peekable();
    let mut variants = Vec::new();
    while tokens.peek().is_some() {
        let attributes = Attributes::parse(&mut tokens)?;
        let name = identifier(&mut tokens).ok_or("a variant without a name")?;
        let Some(TokenTree::Group(value)) = tokens.next() else {
            return Err(format!("the variant `{name}` has no value"));
        };
        tokens.next(); // a comma, or the end
        if name != "Unknown" {
            let by_rule = || format!("{:?}", value_by_rule(rule, &name));
            // A value that is broken over several lines has a comma at its end.
            let ty = value.stream().to_string();
            let ty = ty.trim_end().trim_end_matches(',').trim_end();
            variants.push(attributes.field(&name, ty.to_owned(), by_rule));
        }
    }
    Ok(variants)
}

/// Whether the type is `Option` of something, and not one whose name begins with that.
fn is_option(ty: &str) -> bool {
    ty.strip_prefix("Option")
        .is_some_and(|rest| rest.trim_start().starts_with('<'))
}

/// The tokens between the field's name and the comma after it.
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
    fn field(self, name: &str, ty: String, by_rule: impl FnOnce() -> String) -> Field {
        let api_name = self.rename.unwrap_or_else(by_rule);
        let wire_name = self.wire_name.unwrap_or_else(|| api_name.clone());
        let key = (!self.is_elsewhere).then(|| key(&text_of(&wire_name)));
        Field {
            name: name.to_owned(),
            api_name,
            wire_name,
            key,
            is_option: is_option(&ty),
            ty,
            with: self.with,
            accessor: self.accessor,
            skip: self.skip,
            setter: self.setter,
            whole_setter: self.whole_setter,
            default: self.default,
            required: self.required,
            checked: self.checked,
        }
    }

    /// Reads the next attributes, including those of other derives.
    fn parse(tokens: &mut Tokens) -> Result<Self, String> {
        let mut attributes = Self::default();
        while is_punctuation(tokens.peek(), '#') {
            tokens.next();
            let Some(TokenTree::Group(attribute)) = tokens.next() else {
                return Err("an attribute without brackets".to_owned());
            };
            let mut inner = attribute.stream().into_iter().peekable();
            let name = identifier(&mut inner);
            if let Some("serde" | "wire") = name.as_deref()
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
            if let Some(TokenTree::Group(_)) = tokens.peek()
                && name == "new"
            {
                self.constructor = tokens.next().map(names);
                tokens.next(); // a comma, or the end
                continue;
            }
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
                ("required", None) => self.required = true,
                ("checked", None) => self.checked = true,
                ("default", None) => self.default = true,
                ("name", Some(literal)) => self.wire_name = Some(literal),
                ("accessor", Some(name)) => self.accessor = Some(unquoted(&name)),
                ("setter", Some(name)) => self.setter = Some(unquoted(&name)),
                ("whole_setter", Some(name)) => self.whole_setter = Some(unquoted(&name)),
                ("header" | "headers" | "query" | "uri", Some(_))
                | ("status" | "payload", None) => {
                    self.is_elsewhere = true;
                }
                (name, _) => return Err(format!("the attribute `{name}` is unknown")),
            }
            tokens.next(); // a comma, or the end
        }
        Ok(())
    }
}

/// The identifiers of a list in parentheses.
fn names(list: TokenTree) -> Vec<String> {
    let TokenTree::Group(list) = list else {
        return Vec::new();
    };
    let names = list.stream().into_iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    });
    names.collect()
}

/// A name as a key of JSON, as a literal: escaped, in quotes, with a colon.
fn key(name: &str) -> String {
    let mut key = String::from('"');
    for char in name.chars() {
        match char {
            '"' | '\\' => key.extend(['\\', char]),
            control if control < ' ' => key.push_str(&format!("\\u{:04x}", u32::from(control))),
            char => key.push(char),
        }
    }
    key.push_str("\":");
    format!("{key:?}")
}

/// The string value of a literal.
pub(crate) fn text_of(literal: &str) -> String {
    let quoted = literal
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let mut text = String::new();
    let mut chars = quoted.unwrap_or(literal).chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            text.push(char);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('0') => text.push('\0'),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                text.extend(
                    u32::from_str_radix(&digits, 16)
                        .ok()
                        .and_then(char::from_u32),
                );
            }
            Some('u') => {
                let digits: String = chars
                    .by_ref()
                    .skip(1)
                    .take_while(|char| *char != '}')
                    .collect();
                text.extend(
                    u32::from_str_radix(&digits, 16)
                        .ok()
                        .and_then(char::from_u32),
                );
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

pub(crate) fn unquoted(literal: &str) -> String {
    literal.trim_matches('"').to_owned()
}

pub(crate) fn skip_visibility(tokens: &mut Tokens) {
    if matches!(tokens.peek(), Some(TokenTree::Ident(ident)) if ident.to_string() == "pub") {
        tokens.next();
        if matches!(tokens.peek(), Some(TokenTree::Group(_))) {
            tokens.next();
        }
    }
}

pub(crate) fn identifier(tokens: &mut Tokens) -> Option<String> {
    match tokens.next()? {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

pub(crate) fn is_punctuation(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// The name of a field by a rule.
fn renamed(rule: Option<&str>, field: &str) -> String {
    match rule {
        Some("camelCase") => camel(field),
        Some("PascalCase") => pascal(field),
        _ => field.to_owned(),
    }
}
