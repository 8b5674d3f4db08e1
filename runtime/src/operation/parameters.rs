//! What calls and clients say of themselves to the endpoint rules.

/// What the endpoint rules are told.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EndpointValue {
    /// Whether something is so.
    Bool(bool),
    /// A text.
    Text(String),
    /// Some texts.
    List(Vec<String>),
}

impl From<bool> for EndpointValue {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<&str> for EndpointValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for EndpointValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for EndpointValue {
    fn from(texts: Vec<String>) -> Self {
        Self::List(texts)
    }
}

/// What a call says of itself to the endpoint rules, by the names of their parameters; an extension of
/// the request.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EndpointParameters(pub Vec<(&'static str, EndpointValue)>);
