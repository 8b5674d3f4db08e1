//! The parts of an authority, as endpoints and proxies name them.

use std::net::Ipv6Addr;

/// Whether this is a name, an IPv4 address or an IPv6 address in brackets.
pub(crate) fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']');
        return address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let name = host.strip_suffix('.').unwrap_or(host);
    !name.is_empty() && host.bytes().all(is_plain) && !name.split('.').any(str::is_empty)
}

/// A host and the port behind it; `None` where that is no port.
pub(crate) fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    let bracket = text.rfind(']').unwrap_or(0);
    let behind = text.get(bracket..).unwrap_or_default();
    let Some(colon) = behind.find(':') else {
        return Some((text, None));
    };
    let (host, port) = text.split_at_checked(bracket + colon)?;
    let port = port.strip_prefix(':')?;
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let port: u16 = port.parse().ok().filter(|port| is_number && *port != 0)?;
    Some((host, Some(port)))
}
