//! The expansion of an exception.

use crate::parse::{identifier, is_punctuation};
use proc_macro::{TokenStream, TokenTree};

/// A structure that a service returns as an error.
pub(crate) struct Exception {
    name: String,
    /// A variant of the runtime's `RetryHint`.
    hint: &'static str,
    /// Whether it has members in headers: the code that parses them is written beside it.
    has_headers: bool,
}

impl Exception {
    pub(crate) fn parse(item: TokenStream) -> Result<Self, String> {
        let mut exception = Self {
            name: String::new(),
            hint: "Unspecified",
            has_headers: false,
        };
        let mut tokens = item.into_iter().peekable();
        while let Some(token) = tokens.next() {
            if is_punctuation(Some(&token), '#')
                && let Some(TokenTree::Group(attribute)) = tokens.next()
            {
                let mut inner = attribute.stream().into_iter().peekable();
                if identifier(&mut inner).as_deref() == Some("error")
                    && let Some(TokenTree::Group(list)) = inner.next()
                {
                    exception.read(list.stream())?;
                }
            } else if token.to_string() == "struct" {
                exception.name = identifier(&mut tokens).ok_or("a structure without a name")?;
                return Ok(exception);
            }
        }
        Err("only a structure is an exception".to_owned())
    }

    fn read(&mut self, list: TokenStream) -> Result<(), String> {
        for token in list {
            match token.to_string().as_str() {
                "transient" => self.hint = "Transient",
                "throttling" => self.hint = "Throttling",
                "headers" => self.has_headers = true,
                "," => {}
                other => return Err(format!("the attribute `{other}` is unknown")),
            }
        }
        Ok(())
    }
}

pub(crate) fn expand(exception: &Exception) -> String {
    let Exception { name, hint, .. } = exception;
    let headers = match exception.has_headers {
        true => ", headers",
        false => "",
    };
    format!("::shapewright_runtime::__codegen::exception!({name}, {hint}{headers});")
}
