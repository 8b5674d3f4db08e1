//! The functions of the rules, as AWS's [standard library] has them.
//!
//! [standard library]: https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html

use crate::operation::rules::Attribute;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// An ARN: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. Rules look at many parts of one, so it is taken
/// apart once.
#[derive(Debug)]
pub(super) struct Arn {
    text: String,
    /// Where its six parts end, and within the last the parts of the resource, as far as there is room.
    ends: [usize; PARTS + RESOURCE_PARTS],
    /// How many of them there are.
    count: usize,
}

/// Before the resource.
const PARTS: usize = 5;

/// Of the resource: those behind them are found each time.
const RESOURCE_PARTS: usize = 5;

impl Arn {
    pub(super) fn parse(text: &str) -> Option<Self> {
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
        let text = text.to_owned();
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

    pub(super) fn get(&self, attribute: Attribute) -> Option<&str> {
        let at = match attribute {
            Attribute::ArnPartition => 1,
            Attribute::ArnService => 2,
            Attribute::ArnRegion => 3,
            Attribute::ArnAccount => 4,
            Attribute::ArnResource(at) => PARTS + usize::from(at),
            _ => return None,
        };
        if let Some(range) = self.part(at) {
            return self.text.get(range);
        }
        let is_whole = self.ends.get(..self.count)?.last() == Some(&self.text.len());
        if is_whole {
            return None;
        }
        let resource = self.text.get(self.resource()..)?;
        resource.split([':', '/']).nth(at.checked_sub(PARTS)?)
    }
}

/// A URL without a query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Url<'a>(&'a str);

impl<'a> Url<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (scheme, authority, _) = parts(text)?;
        let port = match authority.rsplit_once(':') {
            Some((_, port)) if !port.contains(']') => port,
            _ => "",
        };
        let is_url = matches!(scheme, "http" | "https")
            && !text.contains(['?', '#'])
            && (port.is_empty() || port.parse::<u16>().is_ok());
        is_url.then_some(Self(text))
    }

    pub(super) fn get(self, attribute: Attribute) -> Option<&'a str> {
        let (scheme, authority, path) = parts(self.0)?;
        match attribute {
            Attribute::Scheme => Some(scheme),
            Attribute::Authority => Some(authority),
            Attribute::Path => Some(path),
            _ => None,
        }
    }

    /// Its path between two slashes.
    pub(super) fn normalized_path(self) -> Option<String> {
        let (_, _, path) = parts(self.0)?;
        Some(match path.trim_matches('/') {
            "" => "/".to_owned(),
            path => format!("/{path}/"),
        })
    }

    pub(super) fn is_ip(self) -> bool {
        let host = parts(self.0).map_or("", |(_, authority, _)| authority);
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

pub(super) fn substring(text: &str, start: u16, stop: u16) -> Option<&str> {
    let (start, stop) = (usize::from(start), usize::from(stop));
    let can = start < stop && text.is_ascii();
    can.then(|| text.get(start..stop)).flatten()
}

pub(super) fn substring_from_end(text: &str, start: u16, stop: u16) -> Option<&str> {
    let (start, stop) = (usize::from(start), usize::from(stop));
    let from = text.len().checked_sub(stop)?;
    let can = start < stop && text.is_ascii();
    can.then(|| text.get(from..text.len() - start)).flatten()
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

pub(super) fn element(texts: &[String], at: i16) -> Option<&str> {
    let place = usize::from(at.unsigned_abs());
    let place = if at < 0 {
        texts.len().checked_sub(place)?
    } else {
        place
    };
    texts.get(place).map(String::as_str)
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
            let arn = Arn::parse(&text).unwrap();
            let get = |attribute| arn.get(attribute);
            assert_eq!(get(Attribute::ArnPartition).unwrap(), "aws");
            assert_eq!(get(Attribute::ArnService).unwrap(), "s3");
            assert_eq!(get(Attribute::ArnRegion).unwrap(), "r/1");
            assert_eq!(get(Attribute::ArnAccount).unwrap(), "123");
            let mut parts = resource.split([':', '/']);
            for at in 0..10 {
                let part = get(Attribute::ArnResource(at));
                assert_eq!(part, parts.next(), "{at} of {text}");
            }
        }
        let empty = Arn::parse("arn:aws:s3:::a").unwrap();
        assert_eq!(empty.get(Attribute::ArnRegion), Some(""));
        for text in [
            "",
            "arn",
            "arn:aws:s3:r:1",
            "arn:aws:s3:r:1:",
            "arn::s3:r:1:a",
            "x:aws:s3:r:1:a",
        ] {
            assert!(Arn::parse(text).is_none(), "{text}");
        }
    }
}
