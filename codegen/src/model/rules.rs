//! A service's endpoint rules as a decision diagram.
//!
//! A name that rules assign to a value is replaced by the value, so that each value exists once. A test
//! checks whether a value holds: it is set and not `false`.

use crate::spec::{RuleConstant, RuleParameterType};
use serde::Serialize;

/// The endpoint rules of a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rules {
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The values. A value refers only to earlier ones.
    pub values: Vec<Value>,
    /// The tests, the first one first.
    pub tests: Vec<Test>,
    /// The outcomes; if there is no test, the only one.
    pub outcomes: Vec<Outcome>,
}

/// A parameter of the rules.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: RuleParameterType,
    /// Its source, if neither the call nor the client sets it.
    pub source: Source,
    /// Its default.
    pub default: Option<RuleConstant>,
    /// Whether it is required.
    pub required: bool,
}

/// The source of a parameter.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Source {
    /// Only the call or the client.
    Call,
    /// The configuration's region.
    Region,
    /// Whether FIPS is requested.
    UseFips,
    /// Whether dual stack is requested.
    UseDualStack,
    /// The URL that replaces the endpoint.
    Endpoint,
    /// The account of the credentials.
    AccountId,
    /// The account id endpoint mode.
    AccountIdMode,
    /// A setting by its name.
    Setting(String),
}

/// A value; it refers to others by index.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub enum Value {
    /// A parameter, by its index.
    Parameter(usize),
    /// A string, in which `{3}` is the value with that index.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// Whether there is a value.
    IsSet(usize),
    /// The negation of a value.
    Not(usize),
    /// Whether a string is this one.
    Is(usize, String),
    /// Whether two values are equal.
    Equal(usize, usize),
    /// An attribute.
    Get(usize, Attribute),
    /// A region's partition.
    Partition(usize),
    /// A string parsed as an ARN.
    Arn(usize),
    /// A string parsed as a URL.
    Url(usize),
    /// A percent-encoded string.
    Encoded(usize),
    /// A substring.
    Substring(usize, usize, usize),
    /// A substring, counted from the end.
    SubstringFromEnd(usize, usize, usize),
    /// Whether a string is a host label.
    IsHostLabel(usize),
    /// Whether a string is a host name.
    IsHostName(usize),
    /// Whether a string is a bucket name that is a host label.
    IsBucketLabel(usize),
    /// Whether a string is a bucket name that is a host name.
    IsBucketName(usize),
    /// The first value that is set.
    FirstSet(Vec<usize>),
    /// If the first value holds, the second, otherwise the third.
    Either(usize, usize, usize),
    /// The parts of a string between delimiters.
    Split(usize, String, usize),
}

/// An attribute of a partition, an ARN, a URL or a list.
#[allow(missing_docs, reason = "the names say it")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
pub enum Attribute {
    Name,
    DnsSuffix,
    DualStackDnsSuffix,
    ImplicitGlobalRegion,
    SupportsFips,
    SupportsDualStack,
    ArnPartition,
    ArnService,
    ArnRegion,
    ArnAccount,
    ArnResource(usize),
    Scheme,
    Authority,
    Path,
    NormalizedPath,
    IsIp,
    Element(i16),
}

/// A test of a value, and what follows.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
pub struct Test {
    /// The value.
    pub value: usize,
    /// If it holds.
    pub yes: Next,
    /// If it does not.
    pub no: Next,
}

/// What follows a test.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
pub enum Next {
    /// Another test.
    Test(usize),
    /// An outcome.
    Outcome(usize),
}

/// The outcome of the rules.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub enum Outcome {
    /// An endpoint. Strings are templates, like [`Value::Text`].
    Endpoint {
        /// What requests begin with.
        url: String,
        /// Headers, names in lower case.
        headers: Vec<(String, String)>,
        /// How requests may be signed, the preferred way first.
        auth: Vec<AuthScheme>,
    },
    /// There is no endpoint, with the reason.
    Error(String),
}

/// An authentication scheme.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub struct AuthScheme {
    /// Its name.
    pub name: String,
    /// The service in the scope.
    pub service: Option<String>,
    /// The region in the scope, or the regions, separated by commas.
    pub region: Option<String>,
    /// Whether the path is signed without a second encoding.
    pub plain_path: bool,
}

impl Value {
    /// The values that it is made of.
    #[must_use]
    pub fn parts(&self) -> Vec<usize> {
        match self {
            Self::Parameter(_) | Self::Bool(_) => Vec::new(),
            Self::Text(text) => places(text),
            Self::IsSet(of)
            | Self::Not(of)
            | Self::Is(of, _)
            | Self::Get(of, _)
            | Self::Partition(of)
            | Self::Arn(of)
            | Self::Url(of)
            | Self::Encoded(of)
            | Self::Substring(of, ..)
            | Self::SubstringFromEnd(of, ..)
            | Self::IsHostLabel(of)
            | Self::IsHostName(of)
            | Self::IsBucketLabel(of)
            | Self::IsBucketName(of)
            | Self::Split(of, ..) => vec![*of],
            Self::Equal(one, other) => vec![*one, *other],
            Self::FirstSet(all) => all.clone(),
            Self::Either(test, yes, no) => vec![*test, *yes, *no],
        }
    }

    /// Whether it is `true` or `false`, where it is set.
    #[must_use]
    pub fn is_bool(&self, parameters: &[Parameter]) -> bool {
        match self {
            Self::Bool(_)
            | Self::IsSet(_)
            | Self::Not(_)
            | Self::Is(..)
            | Self::Equal(..)
            | Self::IsHostLabel(_)
            | Self::IsHostName(_)
            | Self::IsBucketLabel(_)
            | Self::IsBucketName(_) => true,
            Self::Get(_, attribute) => *attribute == Attribute::IsIp,
            Self::Parameter(at) => parameters
                .get(*at)
                .is_some_and(|it| it.ty == RuleParameterType::Boolean),
            // What they come to may be either.
            Self::FirstSet(_) | Self::Either(..) => true,
            _ => false,
        }
    }

    /// Whether it holds only where its first part is set.
    #[must_use]
    pub fn needs_part(&self) -> bool {
        matches!(
            self,
            Self::Is(..)
                | Self::Get(..)
                | Self::Arn(_)
                | Self::Url(_)
                | Self::Encoded(_)
                | Self::Substring(..)
                | Self::SubstringFromEnd(..)
                | Self::IsHostLabel(_)
                | Self::IsHostName(_)
                | Self::IsBucketLabel(_)
                | Self::IsBucketName(_)
                | Self::Split(..)
        )
    }

    /// The same with other indices.
    #[must_use]
    pub fn moved(&self, to: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Parameter(_) | Self::Bool(_) => self.clone(),
            Self::Text(text) => Self::Text(moved(text, to)),
            Self::IsSet(of) => Self::IsSet(to(*of)),
            Self::Not(of) => Self::Not(to(*of)),
            Self::Is(of, text) => Self::Is(to(*of), text.clone()),
            Self::Get(of, attribute) => Self::Get(to(*of), *attribute),
            Self::Partition(of) => Self::Partition(to(*of)),
            Self::Arn(of) => Self::Arn(to(*of)),
            Self::Url(of) => Self::Url(to(*of)),
            Self::Encoded(of) => Self::Encoded(to(*of)),
            Self::Substring(of, start, stop) => Self::Substring(to(*of), *start, *stop),
            Self::SubstringFromEnd(of, start, stop) => {
                Self::SubstringFromEnd(to(*of), *start, *stop)
            }
            Self::IsHostLabel(of) => Self::IsHostLabel(to(*of)),
            Self::IsHostName(of) => Self::IsHostName(to(*of)),
            Self::IsBucketLabel(of) => Self::IsBucketLabel(to(*of)),
            Self::IsBucketName(of) => Self::IsBucketName(to(*of)),
            Self::Split(of, delimiter, limit) => Self::Split(to(*of), delimiter.clone(), *limit),
            Self::Equal(one, other) => Self::Equal(to(*one), to(*other)),
            Self::FirstSet(all) => Self::FirstSet(all.iter().map(|of| to(*of)).collect()),
            Self::Either(test, yes, no) => Self::Either(to(*test), to(*yes), to(*no)),
        }
    }
}

impl Outcome {
    /// Its strings.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (first, headers, auth): (_, &[_], &[AuthScheme]) = match self {
            Self::Error(text) => (text, &[], &[]),
            Self::Endpoint { url, headers, auth } => (url, headers, auth),
        };
        let headers = headers.iter().map(|(_, text)| text);
        let auth = auth
            .iter()
            .flat_map(|it| it.service.iter().chain(&it.region));
        [first]
            .into_iter()
            .chain(headers)
            .chain(auth)
            .map(String::as_str)
    }

    /// The same with other indices.
    #[must_use]
    pub fn moved(&self, to: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Error(text) => Self::Error(moved(text, to)),
            Self::Endpoint { url, headers, auth } => Self::Endpoint {
                url: moved(url, to),
                headers: headers
                    .iter()
                    .map(|(name, text)| (name.clone(), moved(text, to)))
                    .collect(),
                auth: auth
                    .iter()
                    .map(|scheme| AuthScheme {
                        service: scheme.service.as_ref().map(|text| moved(text, to)),
                        region: scheme.region.as_ref().map(|text| moved(text, to)),
                        ..scheme.clone()
                    })
                    .collect(),
            },
        }
    }
}

/// The indices of the values in a string.
#[must_use]
pub fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    for_each_part(text, &mut |part| {
        if let Part::Place(place) = part {
            places.push(place);
        }
    });
    places
}

fn moved(text: &str, to: &dyn Fn(usize) -> usize) -> String {
    let mut moved = String::new();
    for_each_part(text, &mut |part| match part {
        Part::Plain(plain) => moved.push_str(plain),
        Part::Place(place) => moved.push_str(&format!("{{{}}}", to(place))),
    });
    moved
}

enum Part<'t> {
    /// What stands for itself, doubled braces as they are.
    Plain(&'t str),
    Place(usize),
}

fn for_each_part<'t>(text: &'t str, each: &mut dyn FnMut(Part<'t>)) {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        each(Part::Plain(before));
        if from.starts_with("{{") || from.starts_with("}}") {
            let (braces, after) = from.split_at(2);
            each(Part::Plain(braces));
            rest = after;
            continue;
        }
        let (name, after) = from.split_once('}').unwrap_or((from, ""));
        if let Ok(place) = name.trim_start_matches('{').parse() {
            each(Part::Place(place));
        }
        rest = after;
    }
    each(Part::Plain(rest));
}
