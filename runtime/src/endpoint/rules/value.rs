//! What the rules look at.

use super::functions::{self, Arn, Url};
use super::told::Told;
use crate::endpoint::partitions::Partition;
use crate::operation::rules::{Attribute, Rules, Source, Value};
use crate::protocol::percent_encoded;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// A value, found. It borrows from the parameters, where it can.
#[derive(Clone, Debug)]
pub(super) enum Got<'a> {
    Missing,
    Bool(bool),
    Text(Cow<'a, str>),
    List(Cow<'a, [String]>),
    Partition(&'static Partition),
    Arn(Rc<Arn<'a>>),
    Url(Url<'a>),
}

/// The values of rules, for parameters.
pub(super) struct Values<'a> {
    pub(super) rules: &'a Rules,
    pub(super) parameters: &'a [Told<'a>],
    /// What takes work to find and is looked at again and again, by its place.
    kept: RefCell<Vec<(u16, Got<'a>)>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(rules: &'a Rules, parameters: &'a [Told<'a>]) -> Self {
        Self {
            rules,
            parameters,
            kept: RefCell::default(),
        }
    }

    /// The value of this place.
    pub(super) fn of(&self, place: u16) -> Got<'a> {
        let Some(value) = self.rules.values.get(usize::from(place)) else {
            return Got::Missing;
        };
        let flag = Got::Bool;
        match *value {
            Value::Parameter(at) => self.parameter(at),
            Value::Text(text) if text.bytes().any(is_brace) => Got::Text(self.fill(text).into()),
            Value::Text(text) => Got::Text(text.into()),
            Value::Bool(is_so) => flag(is_so),
            Value::IsSet(of) => flag(!matches!(self.of(of), Got::Missing)),
            Value::Not(of) => flag(!self.of(of).holds()),
            Value::Is(of, text) => flag(self.text(of).is_some_and(|it| it == text)),
            Value::Equal(one, other) => flag(self.equal(one, other)),
            Value::Get(of, attribute) => get(self.of(of), attribute),
            Value::Partition(_) | Value::Arn(_) | Value::Url(_) => self.found_once(place, value),
            Value::Encoded(of) => found(
                self.text(of)
                    .map(|text| percent_encoded(&text).into_owned().into()),
            ),
            Value::Substring(of, start, stop) => found(
                self.text(of)
                    .and_then(|text| functions::substring(text, start, stop)),
            ),
            Value::SubstringFromEnd(of, start, stop) => found(
                self.text(of)
                    .and_then(|text| functions::substring_from_end(text, start, stop)),
            ),
            Value::IsHostLabel(of) => flag(self.is(of, functions::is_host_label)),
            Value::IsHostName(of) => flag(self.is(of, functions::is_host_name)),
            Value::IsBucketLabel(of) => flag(self.is(of, functions::is_bucket_label)),
            Value::IsBucketName(of) => flag(self.is(of, functions::is_bucket_name)),
            Value::FirstSet(places) => {
                let mut all = places.iter().map(|place| self.of(*place));
                all.find(|got| !matches!(got, Got::Missing))
                    .unwrap_or(Got::Missing)
            }
            Value::Either(test, yes, no) => self.of(if self.of(test).holds() { yes } else { no }),
            Value::Split(of, delimiter, limit) => match self.text(of) {
                Some(text) => Got::List(functions::split(&text, delimiter, limit).into()),
                None => Got::Missing,
            },
        }
    }

    fn found_once(&self, place: u16, value: &Value) -> Got<'a> {
        if let Some((_, known)) = self.kept.borrow().iter().find(|(at, _)| *at == place) {
            return known.clone();
        }
        let found = match *value {
            Value::Partition(of) => Some(Got::Partition(match self.text(of) {
                Some(region) => Partition::of(&region),
                None => Partition::of(""),
            })),
            Value::Arn(of) => self
                .text(of)
                .and_then(Arn::parse)
                .map(|arn| Got::Arn(Rc::new(arn))),
            Value::Url(of) => self.text(of).and_then(Url::parse).map(Got::Url),
            _ => None,
        };
        let found = found.unwrap_or(Got::Missing);
        self.kept.borrow_mut().push((place, found.clone()));
        found
    }

    fn parameter(&self, at: u16) -> Got<'a> {
        match self.parameters.get(usize::from(at)) {
            None | Some(Told::Missing) => Got::Missing,
            Some(Told::Bool(flag)) => Got::Bool(*flag),
            Some(Told::Text(text)) => Got::Text(Cow::Borrowed(text)),
            Some(Told::List(texts)) => Got::List(Cow::Borrowed(texts)),
        }
    }

    fn text(&self, place: u16) -> Option<Cow<'a, str>> {
        match self.of(place) {
            Got::Text(text) => Some(text),
            _ => None,
        }
    }

    fn is(&self, place: u16, test: fn(&str) -> bool) -> bool {
        self.text(place).is_some_and(|text| test(&text))
    }

    fn equal(&self, one: u16, other: u16) -> bool {
        match (self.of(one), self.of(other)) {
            (Got::Text(one), Got::Text(other)) => one == other,
            (Got::Bool(one), Got::Bool(other)) => one == other,
            _ => false,
        }
    }

    /// A text with what its placeholders stand for.
    pub(super) fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len() + 32);
        self.fill_into(template, &mut filled, |_, _, _| true);
        filled
    }

    /// A URL. What a call says may be labels of its host, and nothing that makes another of it.
    pub(super) fn url(&self, template: &str) -> Result<String, String> {
        let mut url = String::with_capacity(template.len() + 64);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        let is_safe = self.fill_into(template, &mut url, |before: &str, place, text: &str| {
            let in_path = || {
                let (_, rest) = before.split_once("://")?;
                Some(rest.contains('/'))
            };
            text.bytes().all(plain) || self.is_of_configuration(place) || in_path() == Some(true)
        });
        if is_safe {
            Ok(url)
        } else {
            Err("what the call says cannot be part of a host name".to_owned())
        }
    }

    /// Whether a value is the URL of the configuration, or of it.
    fn is_of_configuration(&self, place: u16) -> bool {
        let value = |place: u16| self.rules.values.get(usize::from(place));
        match value(place) {
            Some(Value::Parameter(at)) => {
                let parameter = self.rules.parameters.get(usize::from(*at));
                parameter.is_some_and(|it| it.source == Source::Endpoint)
            }
            Some(Value::Get(of, _)) => match value(*of) {
                Some(Value::Url(of)) => self.is_of_configuration(*of),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether all that was put in was allowed there.
    fn fill_into(
        &self,
        template: &str,
        filled: &mut String,
        may: impl Fn(&str, u16, &str) -> bool,
    ) -> bool {
        let mut all_may = true;
        let mut rest = template;
        while let Some(at) = rest.bytes().position(is_brace) {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            if let Some(after) = from.strip_prefix("{{").or(from.strip_prefix("}}")) {
                filled.push_str(from.get(..1).unwrap_or_default());
                rest = after;
                continue;
            }
            let (name, after) = from.split_once('}').unwrap_or((from, ""));
            rest = after;
            let Ok(place) = name.trim_start_matches('{').parse() else {
                continue;
            };
            match self.of(place) {
                Got::Text(text) => {
                    all_may &= may(filled, place, &text);
                    filled.push_str(&text);
                }
                Got::Bool(flag) => filled.push_str(if flag { "true" } else { "false" }),
                _ => {}
            }
        }
        filled.push_str(rest);
        all_may
    }
}

fn is_brace(byte: u8) -> bool {
    matches!(byte, b'{' | b'}')
}

fn found(text: Option<Cow<'_, str>>) -> Got<'_> {
    text.map_or(Got::Missing, Got::Text)
}

fn get(got: Got<'_>, attribute: Attribute) -> Got<'_> {
    match got {
        Got::Partition(partition) => match attribute {
            Attribute::Name => Got::Text(partition.id.into()),
            Attribute::DnsSuffix => Got::Text(partition.suffix.into()),
            Attribute::DualStackDnsSuffix => Got::Text(partition.dual_stack_suffix.into()),
            Attribute::ImplicitGlobalRegion => Got::Text(partition.global_region.into()),
            // Every partition has both.
            Attribute::SupportsFips | Attribute::SupportsDualStack => Got::Bool(true),
            _ => Got::Missing,
        },
        Got::Arn(arn) => found(arn.get(attribute)),
        Got::Url(url) if attribute == Attribute::IsIp => Got::Bool(url.is_ip()),
        Got::Url(url) => found(url.get(attribute)),
        Got::List(texts) => match attribute {
            Attribute::Element(at) => found(functions::element(&texts, at).map(Into::into)),
            _ => Got::Missing,
        },
        _ => Got::Missing,
    }
}
