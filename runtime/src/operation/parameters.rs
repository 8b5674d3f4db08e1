//! Parameters of endpoint rules, set by calls and clients.

/// The value of an endpoint parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EndpointValue {
    /// A boolean.
    Bool(bool),
    /// A string.
    Text(String),
    /// A list of strings.
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

/// A request extension: the endpoint parameters that the call sets, by name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EndpointParameters(pub Vec<(&'static str, EndpointValue)>);
