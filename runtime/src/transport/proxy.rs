//! The proxy for HTTPS, and the hosts that are reached without it: one reading for both transports.

use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::host::{is_host, split_port};
use http::Uri;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use zeroize::Zeroizing;

/// Which requests go through a proxy, and through which.
#[derive(Clone, Debug, Default)]
pub(super) struct Proxies {
    /// The proxy, or why its URL cannot be used: a request that would need it fails, and never goes
    /// another way.
    proxy: Option<Result<Proxy, String>>,
    exceptions: Vec<Exception>,
}

impl Proxies {
    /// The proxy of a URL, for all hosts but those of a list in the form of curl's `NO_PROXY`.
    pub(super) fn new(url: Option<&str>, no_proxy: &str) -> Self {
        let hosts = no_proxy.split([',', ' ', '\t']);
        Self {
            proxy: url.map(Proxy::parse),
            exceptions: hosts.filter_map(Exception::parse).collect(),
        }
    }

    /// The proxy, whatever the host.
    ///
    /// # Errors
    /// Its URL cannot be used.
    pub(super) fn proxy(&self) -> Result<Option<&Proxy>, RequestError> {
        match &self.proxy {
            None => Ok(None),
            Some(Ok(proxy)) => Ok(Some(proxy)),
            Some(Err(reason)) => Err(RequestError::new(
                RequestErrorKind::Endpoint,
                reason.clone(),
            )),
        }
    }

    /// The proxy for a request to this URI; `None` where it goes to the host directly.
    ///
    /// # Errors
    /// It needs a proxy whose URL cannot be used.
    pub(super) fn of(&self, uri: &Uri) -> Result<Option<&Proxy>, RequestError> {
        let is_https = uri.scheme() == Some(&http::uri::Scheme::HTTPS);
        let host = uri.host().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(443);
        if !is_https || self.is_exception(host, port) {
            return Ok(None);
        }
        self.proxy()
    }

    fn is_exception(&self, host: &str, port: u16) -> bool {
        let host = Host::of(host);
        self.exceptions
            .iter()
            .any(|exception| exception.covers(&host, port))
    }
}

/// A proxy that is spoken to by HTTP or, with `https`, within TLS.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct Proxy {
    pub(super) is_tls: bool,
    /// A name or an address, IPv6 in brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: Option<User>,
}

/// Who asks a proxy.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) password: Zeroizing<String>,
}

impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Proxy({})", self.url())
    }
}

impl Proxy {
    /// Scheme, host and port, without who asks.
    pub(super) fn url(&self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}://{}:{}", self.host, self.port)
    }

    /// Reads `[http[s]://][user[:password]@]host[:port][/]`. Errors do not show the URL, as there may
    /// be a password in it.
    fn parse(url: &str) -> Result<Self, String> {
        let refused = |what: &str| format!("the URL of the proxy for HTTPS cannot be used: {what}");
        let url = url.trim();
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let is_tls = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            other if is_scheme(other) => {
                return Err(refused(&format!(
                    "`{other}` proxies are not supported, `http` and `https` are"
                )));
            }
            _ => return Err(refused("it is not a URL")),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        // A `/`, `?` or `#` in a password is percent-encoded; else it is not clear where the host is.
        if authority.contains(['/', '?', '#', '\\']) {
            return Err(refused("it has more than a host and a port"));
        }
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let user = user.map(User::parse).transpose();
        let user = user.map_err(|()| refused("its user or password is wrongly encoded"))?;
        let (host, port) = split_port(place).ok_or_else(|| refused("its port is no port"))?;
        if !is_host(host) {
            return Err(refused("it has no host"));
        }
        Ok(Self {
            is_tls,
            host: host.to_owned(),
            port: port.unwrap_or(if is_tls { 443 } else { 80 }),
            user,
        })
    }
}

impl User {
    fn parse(text: &str) -> Result<Self, ()> {
        let (name, password) = text.split_once(':').unwrap_or((text, ""));
        Ok(Self {
            name: percent_decoded(name).ok_or(())?,
            password: Zeroizing::new(percent_decoded(password).ok_or(())?),
        })
    }
}

fn is_scheme(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    !text.is_empty() && text.bytes().all(is_plain)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        decoded.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    let text = String::from_utf8(decoded).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

/// A host as requests name it.
enum Host<'a> {
    Address(IpAddr),
    Name(&'a str),
}

impl<'a> Host<'a> {
    fn of(host: &'a str) -> Self {
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        match bare.unwrap_or(host).parse() {
            Ok(address) => Self::Address(address),
            Err(_) => Self::Name(host.strip_suffix('.').unwrap_or(host)),
        }
    }
}

/// Hosts that are reached without the proxy, and the port where only one of theirs is meant.
#[derive(Clone, Debug)]
struct Exception {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Clone, Debug)]
enum Hosts {
    All,
    /// A domain and all below it.
    Domain(String),
    /// The addresses that begin with these bits.
    Addresses(IpAddr, u32),
}

impl Exception {
    /// One entry of the list; `None` where it fits nothing.
    fn parse(text: &str) -> Option<Self> {
        let (text, port) = match text.parse::<Ipv6Addr>() {
            Ok(_) => (text, None),
            // An IPv6 network has colons and no port.
            Err(_) if text.contains('/') => (text, None),
            Err(_) => split_port(text)?,
        };
        let hosts = if text == "*" {
            Hosts::All
        } else if let Some(network) = addresses(text) {
            network
        } else {
            let domain = text.strip_prefix('.').unwrap_or(text);
            let domain = domain.strip_suffix('.').unwrap_or(domain);
            if domain.is_empty() || domain.contains('/') {
                return None;
            }
            Hosts::Domain(domain.to_owned())
        };
        Some(Self { hosts, port })
    }

    fn covers(&self, host: &Host<'_>, port: u16) -> bool {
        if self.port.is_some_and(|own| own != port) {
            return false;
        }
        match (&self.hosts, host) {
            (Hosts::All, _) => true,
            (Hosts::Domain(domain), Host::Name(name)) => is_below(name, domain),
            (Hosts::Addresses(network, bits), Host::Address(address)) => {
                is_within(*address, *network, *bits)
            }
            _ => false,
        }
    }
}

/// An address or, as `10.0.0.0/8`, a network.
fn addresses(text: &str) -> Option<Hosts> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let bare = address
        .strip_prefix('[')
        .and_then(|address| address.strip_suffix(']'));
    let address: IpAddr = bare.unwrap_or(address).parse().ok()?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = match bits {
        Some(bits) => bits.parse().ok().filter(|bits| *bits <= all)?,
        None => all,
    };
    Some(Hosts::Addresses(address, bits))
}

fn is_within(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            let differs = one.to_bits() ^ other.to_bits();
            differs.leading_zeros() >= bits
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            let differs = one.to_bits() ^ other.to_bits();
            differs.leading_zeros() >= bits
        }
        _ => false,
    }
}

fn is_below(name: &str, domain: &str) -> bool {
    let Some(start) = name.len().checked_sub(domain.len()) else {
        return false;
    };
    let Some((front, end)) = name.split_at_checked(start) else {
        return false;
    };
    end.eq_ignore_ascii_case(domain) && (front.is_empty() || front.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> Result<Proxy, String> {
        Proxy::parse(url)
    }

    #[test]
    fn urls_of_proxies_are_read() {
        for (url, expected) in [
            ("http://proxy:3128", "http://proxy:3128"),
            ("proxy:3128", "http://proxy:3128"),
            ("proxy", "http://proxy:80"),
            ("HTTPS://proxy/", "https://proxy:443"),
            ("https://user:pw@proxy:8443", "https://proxy:8443"),
            ("http://[::1]:3128/", "http://[::1]:3128"),
            ("http://10.0.0.1", "http://10.0.0.1:80"),
        ] {
            assert_eq!(
                parsed(url).map(|proxy| proxy.url()).as_deref(),
                Ok(expected),
                "{url}"
            );
        }
        let user = parsed("http://me%40home:a%3Ab@proxy")
            .ok()
            .and_then(|proxy| proxy.user);
        let user = user.map(|user| (user.name, user.password.to_string()));
        assert_eq!(user, Some(("me@home".to_owned(), "a:b".to_owned())));
    }

    #[test]
    fn what_is_no_proxy_is_refused_and_shows_no_password() {
        for url in [
            "socks5://user:SECRET@proxy:1080",
            "socks5h://proxy",
            "socks4://proxy",
            "ftp://user:SECRET@proxy",
            "http://",
            "http://user:SECRET@",
            "http://user:SECRET@proxy:99999",
            "http://user:SECRET@proxy:0",
            "http://user:SECRET@proxy:",
            "http://user:SECRET@proxy:+80",
            "http://user:SECRET@pro xy",
            "http://user:SEC/RET@proxy",
            "http://user:SECRET@proxy/path",
            "http://user:SECRET%zz@proxy",
            "http://user:SECRET%0a@proxy",
            "http://[::1:80",
            "http://[proxy]:80",
            "://proxy",
            "",
        ] {
            let error = parsed(url).expect_err(url);
            assert!(error.contains("proxy for HTTPS"), "{error}");
            assert!(!error.contains("SEC"), "{url}: {error}");
        }
        assert!(
            parsed("socks5://proxy")
                .expect_err("SOCKS")
                .contains("socks5")
        );
        let shown = format!("{:?}", parsed("http://user:SECRET@proxy"));
        assert!(
            !shown.contains("SECRET") && !shown.contains("user"),
            "{shown}"
        );
    }

    fn is_direct(no_proxy: &str, host: &str) -> bool {
        let proxies = Proxies::new(Some("http://proxy:3128"), no_proxy);
        let uri: Uri = format!("https://{host}/").parse().expect("a URI");
        proxies.of(&uri).expect("a proxy").is_none()
    }

    #[test]
    fn hosts_without_proxy_are_those_of_curl() {
        for (no_proxy, host, expected) in [
            ("amazonaws.com", "ec2.amazonaws.com", true),
            (".amazonaws.com", "ec2.amazonaws.com", true),
            (".amazonaws.com", "amazonaws.com", true),
            ("amazonaws.com.", "ec2.AMAZONAWS.com", true),
            ("amazonaws.com", "notamazonaws.com", false),
            ("amazonaws.com", "amazonaws.com.example.org", false),
            ("a.org, amazonaws.com", "ec2.amazonaws.com", true),
            ("a.org amazonaws.com", "ec2.amazonaws.com", true),
            ("localhost:8443", "localhost:8443", true),
            ("localhost:8443", "localhost", false),
            ("localhost:443", "localhost", true),
            ("[::1]", "[::1]", true),
            ("::1", "[::1]:8443", true),
            ("[::1]:8443", "[::1]:8443", true),
            ("[::1]:8443", "[::1]", false),
            ("0:0:0:0:0:0:0:1", "[::1]", true),
            ("fe80::/10", "[fe80::5]", true),
            ("fe80::/10", "[fec0::5]", false),
            ("10.0.0.0/8", "10.2.3.4", true),
            ("10.0.0.0/8", "11.2.3.4", false),
            ("10.0.0.0/8", "10.example.org", false),
            ("0.0.0.0/0", "192.0.2.1", true),
            ("10.0.0.0/33", "10.2.3.4", false),
            ("192.168.0.1", "192.168.0.1", true),
            ("168.0.1", "192.168.0.1", false),
            ("*", "example.org", true),
            ("a.org,*", "example.org", true),
            ("*.example.org", "a.example.org", false),
            ("", "example.org", false),
            (", ,", "example.org", false),
        ] {
            assert_eq!(is_direct(no_proxy, host), expected, "{no_proxy}: {host}");
        }
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_never_passed_by() {
        let proxies = Proxies::new(Some("socks5://proxy"), "direct.org");
        let of = |uri: &'static str| {
            proxies
                .of(&Uri::from_static(uri))
                .map(|proxy| proxy.is_some())
        };
        assert!(of("https://example.org").is_err());
        assert!(matches!(of("https://direct.org"), Ok(false)));
        assert!(matches!(of("http://example.org"), Ok(false)));
    }
}
