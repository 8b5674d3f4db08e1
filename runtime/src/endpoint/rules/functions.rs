//! The functions of the rules, as AWS's [standard library] has them.
//!
//! [standard library]: https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html

use crate::operation::rules::Attribute;
use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// An ARN: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. Rules look at many parts of one, so it is taken
/// apart once.
#[derive(Clone, Debug)]
pub(super) struct Arn<'a> {
    text: Cow<'a, str>,
    /// Where its first five parts end.
    ends: [usize; 5],
}

impl<'a> Arn<'a> {
    pub(super) fn parse(text: Cow<'a, str>) -> Option<Self> {
        let mut ends = [0; 5];
        let mut colons = text.match_indices(':');
        for end in &mut ends {
            (*end, _) = colons.next()?;
        }
        let arn = Self { text, ends };
        let is_there = |at| !arn.range(at).is_empty();
        let is_arn = arn.text.starts_with("arn:") && [1, 2, 5].into_iter().all(is_there);
        is_arn.then_some(arn)
    }

    fn range(&self, at: usize) -> Range<usize> {
        let before = at.checked_sub(1).and_then(|at| self.ends.get(at));
        let end = self.ends.get(at).copied();
        before.map_or(0, |end| end + 1)..end.unwrap_or(self.text.len())
    }

    pub(super) fn get(&self, attribute: Attribute) -> Option<Cow<'a, str>> {
        let range = self.range(match attribute {
            Attribute::ArnPartition => 1,
            Attribute::ArnService => 2,
            Attribute::ArnRegion => 3,
            Attribute::ArnAccount => 4,
            Attribute::ArnResource(_) => 5,
            _ => return None,
        });
        part_of(self.text.clone(), |text| {
            let found = text.get(range.clone())?;
            match attribute {
                Attribute::ArnResource(at) => found.split([':', '/']).nth(usize::from(at)),
                _ => Some(found),
            }
        })
    }
}

/// A URL without a query.
#[derive(Clone, Debug)]
pub(super) struct Url<'a>(Cow<'a, str>);

impl<'a> Url<'a> {
    pub(super) fn parse(text: Cow<'a, str>) -> Option<Self> {
        let (scheme, authority, _) = parts(&text)?;
        let port = match authority.rsplit_once(':') {
            Some((_, port)) if !port.contains(']') => port,
            _ => "",
        };
        let is_url = matches!(scheme, "http" | "https")
            && !text.contains(['?', '#'])
            && (port.is_empty() || port.parse::<u16>().is_ok());
        is_url.then_some(Self(text))
    }

    pub(super) fn get(self, attribute: Attribute) -> Option<Cow<'a, str>> {
        if attribute == Attribute::NormalizedPath {
            let (_, _, path) = parts(&self.0)?;
            let path = path.trim_matches('/');
            return Some(match path {
                "" => "/".into(),
                path => format!("/{path}/").into(),
            });
        }
        part_of(self.0, |text| {
            let (scheme, authority, path) = parts(text)?;
            match attribute {
                Attribute::Scheme => Some(scheme),
                Attribute::Authority => Some(authority),
                Attribute::Path => Some(path),
                _ => None,
            }
        })
    }

    pub(super) fn is_ip(&self) -> bool {
        let host = parts(&self.0).map_or("", |(_, authority, _)| authority);
        match host.strip_prefix('[') {
            Some(rest) => {
                let address = rest.split_once(']').map_or("", |(address, _)| address);
                address.parse::<Ipv6Addr>().is_ok()
            }
            None => {
                let address = host.split_once(':').map_or(host, |(address, _)| address);
                address.parse::<Ipv4Addr>().is_ok()
            }
        }
    }
}

/// Scheme, host with port, and path.
fn parts(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    (!authority.is_empty()).then_some((scheme, authority, path))
}

/// A part of a text, borrowed as the text is.
fn part_of<'a>(text: Cow<'a, str>, part: impl Fn(&str) -> Option<&str>) -> Option<Cow<'a, str>> {
    match text {
        Cow::Borrowed(text) => part(text).map(Cow::Borrowed),
        Cow::Owned(text) => part(&text).map(|part| Cow::Owned(part.to_owned())),
    }
}

pub(super) fn substring(text: Cow<'_, str>, start: u16, stop: u16) -> Option<Cow<'_, str>> {
    let (start, stop) = (usize::from(start), usize::from(stop));
    if !text.is_ascii() || start >= stop {
        return None;
    }
    part_of(text, |text| text.get(start..stop))
}

pub(super) fn substring_from_end(
    text: Cow<'_, str>,
    start: u16,
    stop: u16,
) -> Option<Cow<'_, str>> {
    let (start, stop) = (usize::from(start), usize::from(stop));
    if !text.is_ascii() || start >= stop {
        return None;
    }
    part_of(text, |text| {
        let from = text.len().checked_sub(stop)?;
        text.get(from..text.len().checked_sub(start)?)
    })
}

pub(super) fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

pub(super) fn is_host_name(text: &str) -> bool {
    text.split('.').all(is_host_label)
}

pub(super) fn is_bucket_label(text: &str) -> bool {
    is_bucket(text) && is_host_label(text)
}

pub(super) fn is_bucket_name(text: &str) -> bool {
    is_bucket(text) && is_host_name(text)
}

fn is_bucket(text: &str) -> bool {
    (3..=63).contains(&text.len())
        && !text.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.parse::<Ipv4Addr>().is_err()
}

pub(super) fn split(text: &str, delimiter: &str, limit: u16) -> Vec<String> {
    let owned = |parts: Vec<&str>| parts.into_iter().map(str::to_owned).collect();
    match limit {
        0 => owned(text.split(delimiter).collect()),
        limit => owned(text.splitn(usize::from(limit), delimiter).collect()),
    }
}

pub(super) fn element(texts: &[String], at: i16) -> Option<String> {
    let place = usize::from(at.unsigned_abs());
    let place = if at < 0 {
        texts.len().checked_sub(place)?
    } else {
        place
    };
    texts.get(place).cloned()
}
