//! A service's endpoint rules as a decision diagram: what is looked at, in which order, and where a
//! request goes. Made by generated code, of the [rule set] of the service.
//!
//! Values refer to each other, and tests to values, tests and outcomes, by their places in [`Rules`].
//!
//! [rule set]: https://smithy.io/2.0/additional-specs/rules-engine/specification.html

/// The endpoint rules of a service.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rules {
    /// What the rules are told.
    pub parameters: &'static [Parameter],
    /// What they look at. A value refers to earlier ones alone.
    pub values: &'static [Value],
    /// The tests, the first one first.
    pub tests: &'static [Test],
    /// Where tests lead in the end.
    pub outcomes: &'static [Outcome],
}

/// What the rules are told by a call, a configuration or the one who calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Parameter {
    /// Its name, such as `Bucket`.
    pub name: &'static str,
    /// Who tells it where the call and the client's own parameters do not.
    pub source: Source,
    /// What it is where nobody tells it.
    pub default: Option<Fixed>,
    /// Whether there is no endpoint without it.
    pub required: bool,
}

/// Who tells a parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// The call or the client's own parameters alone.
    Call,
    /// The region of the configuration.
    Region,
    /// Whether FIPS endpoints are asked for.
    UseFips,
    /// Whether dual-stack endpoints are asked for.
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

/// A value that is known beforehand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fixed {
    /// Whether something is so.
    Bool(bool),
    /// A text.
    Text(&'static str),
}

/// What is looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Value {
    /// A parameter.
    Parameter(u16),
    /// A text; `{3}` in it is the value of that place, `{{` and `}}` are braces.
    Text(&'static str),
    /// Whether something is so.
    Bool(bool),
    /// Whether there is a value.
    IsSet(u16),
    /// Whether something is not so.
    Not(u16),
    /// Whether a text is this one.
    Is(u16, &'static str),
    /// Whether two values are equal.
    Equal(u16, u16),
    /// An attribute of a partition, an ARN, a URL or a list.
    Get(u16, Attribute),
    /// The partition of a region, `aws` where there is none.
    Partition(u16),
    /// A text as an ARN.
    Arn(u16),
    /// A text as a URL.
    Url(u16),
    /// A text, percent-encoded.
    Encoded(u16),
    /// The characters of a text from one place to another.
    Substring(u16, u16, u16),
    /// The same, places counted from the end.
    SubstringFromEnd(u16, u16, u16),
    /// Whether a text is a label of a host name.
    IsHostLabel(u16),
    /// Whether a text is made of labels of a host name.
    IsHostName(u16),
    /// Whether a text is a bucket that can be a label of a host name.
    IsBucketLabel(u16),
    /// Whether a text is a bucket that can be in a host name, with dots.
    IsBucketName(u16),
    /// The first of some values that is set.
    FirstSet(&'static [u16]),
    /// One of two values, by the first.
    Either(u16, u16, u16),
    /// The parts of a text between delimiters, at most so many; all of them for 0.
    Split(u16, &'static str, u16),
}

/// An attribute of a value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Attribute {
    /// A partition's name.
    Name,
    /// What a partition's hosts end in.
    DnsSuffix,
    /// What its hosts end in that have IPv6 too.
    DualStackDnsSuffix,
    /// The region of its services that have no regional ones.
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
    /// A part of an ARN's resource, between slashes or colons.
    ArnResource(u16),
    /// A URL's scheme.
    Scheme,
    /// A URL's host, and perhaps its port.
    Authority,
    /// A URL's path.
    Path,
    /// A URL's path that begins and ends with a slash.
    NormalizedPath,
    /// Whether a URL's host is an address.
    IsIp,
    /// An element of a list; a negative one is counted from the end.
    Element(i16),
}

/// A test: the value, and what follows where it holds and where it does not. What is 0 or more is
/// another test, -1 the first outcome. A value holds that is set and not `false`.
pub type Test = (u16, i16, i16);

/// Where tests lead.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Requests go there. All texts are as [`Value::Text`].
    Endpoint {
        /// The URL that requests begin with.
        url: &'static str,
        /// Headers of requests.
        headers: &'static [(&'static str, &'static str)],
        /// How requests may be signed, the preferred way first; as always where there is none.
        auth: &'static [AuthScheme],
    },
    /// There is no endpoint; why.
    Error(&'static str),
}

/// A way to sign.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AuthScheme {
    /// Its name, such as `sigv4`.
    pub name: &'static str,
    /// The service in the signature's scope, where it is not the client's.
    pub service: Option<&'static str>,
    /// The region in the scope, where it is not the client's.
    pub region: Option<&'static str>,
    /// Whether the path is signed as it is sent.
    pub plain_path: bool,
}

impl Parameter {
    /// A parameter that may be missing.
    #[must_use]
    pub const fn new(name: &'static str, source: Source) -> Self {
        Self {
            name,
            source,
            default: None,
            required: false,
        }
    }

    /// The same with a default.
    #[must_use]
    pub const fn or(mut self, default: Fixed) -> Self {
        self.default = Some(default);
        self
    }

    /// The same, needed.
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
    /// A way to sign.
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
