//! What each kind of name may be: one table.

use super::uri;
use crate::escape::{self, is_device, is_hidden};

/// The longest name that becomes a file or an item. The longest shape of AWS has 155 letters.
const LONGEST: usize = 200;

/// The methods that an operation may have. Source: RFC 9110, 9.3, and RFC 5789; `CONNECT` and `TRACE`
/// are no calls of an API.
const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// What may stand in braces in a host of `hosts`.
const HOST_WORDS: [&str; 6] = [
    "fips",
    "region",
    "globalRegion",
    "suffix",
    "plainSuffix",
    "dualStackSuffix",
];

/// A kind of name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Service,
    Operation,
    Method,
    Shape,
    Waiter,
    /// A name that a person chose for an item of Rust.
    Pin,
    /// Any text of one line: members, wire names, values, titles.
    Text,
    Header,
    HeaderPrefix,
    HeaderValue,
    HttpMethod,
    Uri,
    HostPrefix,
    EndpointPrefix,
    SigningName,
    TargetPrefix,
    JsonVersion,
    ApiVersion,
    ServiceId,
    ErrorCode,
    Host,
    HostTemplate,
    Region,
    /// As in a host, its words may stand for the call's.
    SigningRegion,
    XmlName,
    XmlPrefix,
    XmlUri,
    Output,
    File,
}

impl Kind {
    /// What is wrong with a name, and what mends it; `None` where nothing is.
    pub(crate) fn problem(self, name: &str) -> Option<(String, String)> {
        if self.allows(name) {
            return None;
        }
        let shown = escape::line(&beginning(name));
        let message = format!("`{shown}` cannot be {}", self.noun());
        let mut help = self.rule().to_owned();
        if self == Self::HttpMethod && METHODS.contains(&name.to_ascii_uppercase().as_str()) {
            help = format!("write `{}`", name.to_ascii_uppercase());
        } else if self == Self::Uri
            && let Some(reason) = uri::problem(name)
        {
            help = format!("{reason}; {help}");
        }
        Some((message, help))
    }

    fn allows(self, name: &str) -> bool {
        let fits = name.len() <= LONGEST;
        match self {
            Self::Service => {
                let is_letter = |byte: u8| byte.is_ascii_lowercase() || is_digit_or(byte, b"-");
                fits && consists(name, is_letter) && !is_device(name)
            }
            Self::Operation | Self::Method | Self::Shape | Self::Waiter => {
                fits && is_identifier(name)
            }
            Self::Pin => {
                let raw = name.strip_prefix("r#").unwrap_or(name);
                fits && is_identifier(raw) && is_rust(name)
            }
            Self::Text => !name.contains(is_hidden),
            Self::Header => is_token(name),
            Self::HeaderPrefix => name.is_empty() || is_token(name),
            Self::HeaderValue => consists(name, |byte| matches!(byte, b' '..=b'~')),
            Self::HttpMethod => METHODS.contains(&name),
            Self::Uri => uri::problem(name).is_none(),
            Self::HostPrefix => uri::is_host(name, &[]) && !name.starts_with(['.', '-']),
            Self::EndpointPrefix | Self::Host => fits && is_plain_host(name),
            Self::HostTemplate => uri::is_host(name, &HOST_WORDS) && !name.ends_with(['.', '-']),
            Self::Region => consists(name, |byte| is_word(byte, b"-")),
            Self::SigningRegion => name == "*" || uri::is_host(name, &HOST_WORDS),
            Self::SigningName | Self::TargetPrefix | Self::ApiVersion => {
                fits && consists(name, |byte| is_word(byte, b"-_."))
            }
            Self::JsonVersion => consists(name, |byte| is_digit_or(byte, b".")),
            Self::ServiceId => fits && consists(name, |byte| is_word(byte, b"-_. ")),
            Self::ErrorCode => consists(name, |byte| is_word(byte, b"-_.:#/")),
            Self::XmlName => {
                let (prefix, local) = name.split_once(':').unwrap_or(("a", name));
                is_identifier(prefix) && is_xml_name(local)
            }
            Self::XmlPrefix => is_identifier(name),
            Self::XmlUri => consists(name, |byte| {
                byte.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&byte)
            }),
            Self::Output => is_output(name),
            Self::File => {
                let stem = name.strip_suffix(".json");
                fits && stem.is_some_and(is_part) && is_part(name)
            }
        }
    }

    /// The kind, as a sentence has it.
    fn noun(self) -> &'static str {
        match self {
            Self::Service => "the name of a service",
            Self::Operation => "the name of an operation",
            Self::Method => "the method of an operation",
            Self::Shape => "the name of a shape",
            Self::Waiter => "the name of a waiter",
            Self::Pin => "the name of a Rust item",
            Self::Text => "a name or value",
            Self::Header => "the name of a header",
            Self::HeaderPrefix => "the prefix of headers",
            Self::HeaderValue => "the value of a header",
            Self::HttpMethod => "an HTTP method",
            Self::Uri => "a URI",
            Self::HostPrefix => "a host prefix",
            Self::EndpointPrefix => "an endpoint prefix",
            Self::SigningName => "a signing name",
            Self::TargetPrefix => "a target prefix",
            Self::JsonVersion => "a version of JSON",
            Self::ApiVersion => "the version of an API",
            Self::ServiceId => "the ID of a service",
            Self::ErrorCode => "an error code",
            Self::Host | Self::HostTemplate => "a host",
            Self::Region | Self::SigningRegion => "a region or partition",
            Self::XmlName => "the name of an XML element",
            Self::XmlPrefix => "the prefix of an XML namespace",
            Self::XmlUri => "the URI of an XML namespace",
            Self::Output => "the folder of the crate",
            Self::File => "the name of a spec file",
        }
    }

    /// What it may be.
    fn rule(self) -> &'static str {
        match self {
            Self::Service => {
                "use small letters, digits and `-`, as the AWS CLI calls it; no device of Windows, \
                 such as `con`"
            }
            Self::Operation | Self::Method | Self::Shape | Self::Waiter | Self::XmlPrefix => {
                "use letters, digits and `_`, with no digit first, 200 at most"
            }
            Self::Pin => "choose an identifier of Rust that is no keyword",
            Self::Text => "leave out control characters and those that change the text's direction",
            Self::Header | Self::HeaderPrefix => {
                "use letters, digits and `-`, as RFC 9110 has the names of headers"
            }
            Self::HeaderValue => "use what ASCII has of letters, digits, signs and spaces",
            Self::HttpMethod => "use one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
            Self::Uri => {
                "begin with `/`, put braces around labels alone, such as `/items/{id}?list`"
            }
            Self::HostPrefix => "use letters, digits, `-` and `.`, and members in braces",
            Self::EndpointPrefix | Self::Host => "use letters, digits, `-`, and `.` between labels",
            Self::HostTemplate => {
                "use letters, digits, `-`, `.`, and `{fips}`, `{region}`, `{globalRegion}`, \
                 `{suffix}`, `{plainSuffix}` or `{dualStackSuffix}`"
            }
            Self::Region => "use letters, digits and `-`, such as `us-east-1`",
            Self::SigningRegion => "use a region, such as `us-east-1` or `{globalRegion}`",
            Self::SigningName | Self::TargetPrefix | Self::ApiVersion => {
                "use letters, digits, `-`, `_` and `.`"
            }
            Self::JsonVersion => "use digits and `.`, such as `1.1`",
            Self::ServiceId => "use letters, digits, spaces, `-`, `_` and `.`",
            Self::ErrorCode => "use letters, digits, `.`, `-`, `_`, `:`, `#` and `/`",
            Self::XmlName => {
                "use letters, digits, `-`, `_` and `.`, no digit first, behind a prefix and `:` at most"
            }
            Self::XmlUri => "use a URI, such as `http://example.com/doc/2020-01-01/`",
            Self::Output => {
                "name a folder below the workspace by a path of letters, digits, `-`, `_` and `.`, \
                 such as `generated`; `spec` and `.git` are none"
            }
            Self::File => {
                "use letters, digits, `-`, `_` and `.`, and the ending `.json`; no device of Windows, \
                 such as `con.json`"
            }
        }
    }
}

/// What a message shows of a long name.
fn beginning(name: &str) -> String {
    const SHOWN: usize = 80;
    let mut shown: String = name.chars().take(SHOWN).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    shown
}

fn consists(name: &str, is_right: impl Fn(u8) -> bool) -> bool {
    !name.is_empty() && name.bytes().all(is_right)
}

fn is_digit_or(byte: u8, others: &[u8]) -> bool {
    byte.is_ascii_digit() || others.contains(&byte)
}

fn is_word(byte: u8, others: &[u8]) -> bool {
    byte.is_ascii_alphanumeric() || others.contains(&byte)
}

fn is_identifier(name: &str) -> bool {
    consists(name, |byte| is_word(byte, b"_"))
        && !name.starts_with(|char: char| char.is_ascii_digit())
}

/// The part of the `NCName` of XML that services use.
fn is_xml_name(name: &str) -> bool {
    consists(name, |byte| is_word(byte, b"-_."))
        && name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
}

/// Whether Rust takes an identifier as it is written.
fn is_rust(name: &str) -> bool {
    name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// The `token` of RFC 9110, 5.6.2, which the `http` crate takes too.
fn is_token(name: &str) -> bool {
    name.len() <= LONGEST && consists(name, |byte| is_word(byte, b"!#$%&'*+-.^_`|~"))
}

/// Labels of a host, which DNS has: RFC 1123, 2.1.
fn is_plain_host(name: &str) -> bool {
    name.split('.').all(|label| {
        consists(label, |byte| is_word(byte, b"-"))
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// Whether a path leads to a folder below the workspace that is neither git's nor the spec's. The
/// workspace's own root is one: a crate of its own has its spec within.
fn is_output(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| *part != ".").peekable();
    let first = parts.peek().copied().unwrap_or_default();
    let is_whole = !path.is_empty() && path.len() <= LONGEST && !path.starts_with('/');
    is_whole
        && !first.eq_ignore_ascii_case("spec")
        && parts.all(|part| is_part(part) && !part.eq_ignore_ascii_case(".git"))
}

/// One part of a path, on every system.
fn is_part(part: &str) -> bool {
    consists(part, |byte| is_word(byte, b"-_.")) && !part.ends_with('.') && !is_device(part)
}
