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
    /// Where its six parts end, and within the last the parts of the resource, as far as there is room.
    ends: [usize; PARTS + RESOURCE_PARTS],
    /// How many of them there are.
    count: usize,
}

/// Before the resource.
const PARTS: usize = 5;

/// Of the resource: those behind them are found each time.
const RESOURCE_PARTS: usize = 5;

impl<'a> Arn<'a> {
    pub(super) fn parse(text: Cow<'a, str>) -> Option<Self> {
        let mut ends = [0; PARTS + RESOURCE_PARTS];
        let mut count = 0;
        let bytes = text.bytes().enumerate();
        let mut separators = bytes.filter(|(_, byte)| matches!(byte, b':' | b'/'));
        for end in &mut ends {
            let within = count < PARTS;
            *end = match separators.find(|(_, byte)| !within || *byte == b':') {
                Some((at, _)) => at,
                None if within => return None,
                None => text.len(),
            };
            count += 1;
            if *end == text.len() {
                break;
            }
        }
        let arn = Self { text, ends, count };
        let is_there = |at| arn.part(at).is_some_and(|range| !range.is_empty());
        let has_resource = arn.resource() < arn.text.len();
        let is_arn = arn.text.starts_with("arn:") && is_there(1) && is_there(2) && has_resource;
        is_arn.then_some(arn)
    }

    /// Where the resource begins.
    fn resource(&self) -> usize {
        self.part(PARTS).map_or(0, |first| first.start)
    }

    /// Where a part is, of those whose ends there was room for.
    fn part(&self, at: usize) -> Option<Range<usize>> {
        let before = at.checked_sub(1).and_then(|at| self.ends.get(at));
        let end = self.ends.get(..self.count)?.get(at)?;
        Some(before.map_or(0, |end| end + 1)..*end)
    }

    pub(super) fn get(&self, attribute: Attribute) -> Option<Cow<'a, str>> {
        let at = match attribute {
            Attribute::ArnPartition => 1,
            Attribute::ArnService => 2,
            Attribute::ArnRegion => 3,
            Attribute::ArnAccount => 4,
            Attribute::ArnResource(at) => PARTS + usize::from(at),
            _ => return None,
        };
        part_of(self.text.clone(), |text| match self.part(at) {
            Some(range) => text.get(range),
            None => {
                let resource = text.get(self.resource()..)?;
                resource.split([':', '/']).nth(at.checked_sub(PARTS)?)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_the_parts_of_its_text() {
        for resource in [
            "a",
            "a/b",
            "a:b/c",
            "/",
            "a/",
            "a//b",
            "a/b/c/d/e",
            "1:2:3:4:5:6:7/8",
        ] {
            let text = format!("arn:aws:s3:r/1:123:{resource}");
            let arn = Arn::parse(Cow::Borrowed(&text)).unwrap();
            let get = |attribute| arn.get(attribute).map(Cow::into_owned);
            assert_eq!(get(Attribute::ArnPartition).unwrap(), "aws");
            assert_eq!(get(Attribute::ArnService).unwrap(), "s3");
            assert_eq!(get(Attribute::ArnRegion).unwrap(), "r/1");
            assert_eq!(get(Attribute::ArnAccount).unwrap(), "123");
            let mut parts = resource.split([':', '/']);
            for at in 0..10 {
                let part = parts.next().map(str::to_owned);
                assert_eq!(get(Attribute::ArnResource(at)), part, "{at} of {text}");
            }
        }
        let empty = Arn::parse(Cow::Borrowed("arn:aws:s3:::a")).unwrap();
        assert_eq!(empty.get(Attribute::ArnRegion).unwrap(), "");
        for text in [
            "",
            "arn",
            "arn:aws:s3:r:1",
            "arn:aws:s3:r:1:",
            "arn::s3:r:1:a",
            "x:aws:s3:r:1:a",
        ] {
            assert!(Arn::parse(Cow::Borrowed(text)).is_none(), "{text}");
        }
    }
}
