//! A service's endpoint rules as a decision diagram, created by generated code from the service's [rule set].
//!
//! Values refer to each other, and tests to values, tests and outcomes, by their indices in [`Rules`].
//!
//! [rule set]: https://smithy.io/2.0/additional-specs/rules-engine/specification.html

/// The endpoint rules of a service.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rules {
    /// The parameters.
    pub parameters: &'static [Parameter],
    /// The values. A value refers only to earlier ones.
    pub values: &'static [Value],
    /// The tests, the first one first.
    pub tests: &'static [Test],
    /// The outcomes.
    pub outcomes: &'static [Outcome],
}

/// A parameter of the rules.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Parameter {
    /// Its name, such as `Bucket`.
    pub name: &'static str,
    /// Its source, if neither the call nor the client sets it.
    pub source: Source,
    /// Its default.
    pub default: Option<Fixed>,
    /// Whether it is required.
    pub required: bool,
}

/// The source of a parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// Only the call or the client.
    Call,
    /// The region of the configuration.
    Region,
    /// Whether FIPS endpoints are requested.
    UseFips,
    /// Whether dual-stack endpoints are requested.
    UseDualStack,
    /// The URL that replaces the endpoint.
    Endpoint,
    /// The account of the credentials.
    AccountId,
    /// Whether an account's endpoint is `preferred`, `required` or `disabled`.
    AccountIdMode,
    /// A setting of this name, such as `AWS::S3::UseArnRegion`.
    Setting(&'static str),
}

/// A constant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fixed {
    /// Whether something is so.
    Bool(bool),
    /// A text.
    Text(&'static str),
}

/// A value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Value {
    /// A parameter.
    Parameter(u16),
    /// A string; `{3}` in it is the value with that index, `{{` and `}}` are braces.
    Text(&'static str),
    /// Whether something is so.
    Bool(bool),
    /// Whether there is a value.
    IsSet(u16),
    /// The negation of a value.
    Not(u16),
    /// Whether a string is this one.
    Is(u16, &'static str),
    /// Whether two values are equal.
    Equal(u16, u16),
    /// An attribute of a partition, an ARN, a URL or a list.
    Get(u16, Attribute),
    /// The partition of a region, `aws` where there is none.
    Partition(u16),
    /// A string parsed as an ARN.
    Arn(u16),
    /// A string parsed as a URL.
    Url(u16),
    /// A percent-encoded string.
    Encoded(u16),
    /// A substring, by start and end.
    Substring(u16, u16, u16),
    /// A substring, by start and end counted from the end.
    SubstringFromEnd(u16, u16, u16),
    /// Whether a string is a host label.
    IsHostLabel(u16),
    /// Whether a string is a host name.
    IsHostName(u16),
    /// Whether a string is a bucket name that is a host label.
    IsBucketLabel(u16),
    /// Whether a string is a bucket name that is a host name, with dots.
    IsBucketName(u16),
    /// The first value that is set.
    FirstSet(&'static [u16]),
    /// If the first value holds, the second, otherwise the third.
    Either(u16, u16, u16),
    /// The parts of a string between delimiters, up to a number; all of them for 0.
    Split(u16, &'static str, u16),
}

/// An attribute of a value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Attribute {
    /// A partition's name.
    Name,
    /// A partition's DNS suffix.
    DnsSuffix,
    /// A partition's dual-stack DNS suffix.
    DualStackDnsSuffix,
    /// A partition's region for global services.
    ImplicitGlobalRegion,
    /// Whether it has FIPS endpoints.
    SupportsFips,
    /// Whether it has dual-stack endpoints.
    SupportsDualStack,
    /// An ARN's partition.
    ArnPartition,
    /// An ARN's service.
    ArnService,
    /// An ARN's region.
    ArnRegion,
    /// An ARN's account.
    ArnAccount,
    /// A part of an ARN's resource, split at slashes and colons.
    ArnResource(u16),
    /// A URL's scheme.
    Scheme,
    /// A URL's host, and its port if it has one.
    Authority,
    /// A URL's path.
    Path,
    /// A URL's path that begins and ends with a slash.
    NormalizedPath,
    /// Whether a URL's host is an address.
    IsIp,
    /// An element of a list; a negative index counts from the end.
    Element(i16),
}

/// A test: a value, and what follows if it holds or not. An index of 0 or more is another test, -1 the first
/// outcome. A value holds if it is set and not `false`.
pub type Test = (u16, i16, i16);

/// The outcome of the rules.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// An endpoint. Strings are templates, like [`Value::Text`].
    Endpoint {
        /// The URL that requests begin with.
        url: &'static str,
        /// Headers of requests.
        headers: &'static [(&'static str, &'static str)],
        /// How requests may be signed, the preferred way first; as always where there is none.
        auth: &'static [AuthScheme],
    },
    /// There is no endpoint, with the reason.
    Error(&'static str),
}

/// An authentication scheme.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AuthScheme {
    /// Its name, such as `sigv4`.
    pub name: &'static str,
    /// The service in the signature's scope, if it is not the client's.
    pub service: Option<&'static str>,
    /// The region in the signature's scope, if it is not the client's.
    pub region: Option<&'static str>,
    /// Whether the path is signed without a second encoding.
    pub plain_path: bool,
}

impl Parameter {
    /// Creates an optional parameter.
    #[must_use]
    pub const fn new(name: &'static str, source: Source) -> Self {
        Self {
            name,
            source,
            default: None,
            required: false,
        }
    }

    /// Sets the default.
    #[must_use]
    pub const fn or(mut self, default: Fixed) -> Self {
        self.default = Some(default);
        self
    }

    /// Makes the parameter required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

impl Outcome {
    /// An endpoint.
    #[must_use]
    pub const fn endpoint(
        url: &'static str,
        headers: &'static [(&'static str, &'static str)],
        auth: &'static [AuthScheme],
    ) -> Self {
        Self::Endpoint { url, headers, auth }
    }
}

impl AuthScheme {
    /// An authentication scheme.
    #[must_use]
    pub const fn new(
        name: &'static str,
        service: Option<&'static str>,
        region: Option<&'static str>,
        plain_path: bool,
    ) -> Self {
        Self {
            name,
            service,
            region,
            plain_path,
        }
    }
}
