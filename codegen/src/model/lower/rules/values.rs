//! What rules look at, each value once.

use crate::model::rules::{Attribute, Parameter, Value};
use crate::spec::{RuleCall, RuleValue};
use std::collections::{BTreeMap, HashMap};

/// The values that rules have a name for.
pub(super) type Scope = BTreeMap<String, usize>;

pub(super) struct Values<'p> {
    parameters: &'p [Parameter],
    pub(super) all: Vec<Value>,
    known: HashMap<Value, usize>,
}

impl<'p> Values<'p> {
    pub(super) fn new(parameters: &'p [Parameter]) -> Self {
        Self {
            parameters,
            all: Vec::new(),
            known: HashMap::new(),
        }
    }

    pub(super) fn add(&mut self, value: Value) -> usize {
        let value = self.folded(value);
        if let Some(known) = self.known.get(&value) {
            return *known;
        }
        let at = self.all.len();
        self.known.insert(value.clone(), at);
        self.all.push(value);
        at
    }

    /// A value as what it always is.
    fn folded(&self, value: Value) -> Value {
        match value {
            // Every partition has both.
            Value::Get(_, Attribute::SupportsFips | Attribute::SupportsDualStack) => {
                Value::Bool(true)
            }
            Value::IsSet(of) => match self.all.get(of) {
                Some(Value::Parameter(at))
                    if self
                        .parameters
                        .get(*at)
                        .is_some_and(|it| it.default.is_some()) =>
                {
                    Value::Bool(true)
                }
                _ => Value::IsSet(of),
            },
            value => value,
        }
    }

    fn is_bool(&self, at: usize) -> bool {
        let value = self.all.get(at);
        value.is_some_and(|value| value.is_bool(self.parameters))
    }

    /// The value that is tested in place of this one, and whether its answers change places.
    pub(super) fn plain(&self, at: usize) -> (usize, bool) {
        match self.all.get(at) {
            Some(Value::Not(of)) => {
                let (of, is_turned) = self.plain(*of);
                (of, !is_turned)
            }
            Some(Value::IsSet(of)) if !self.is_bool(*of) => (*of, false),
            _ => (at, false),
        }
    }

    /// The value of a function.
    pub(super) fn call(&mut self, call: &RuleCall, scope: &Scope) -> Result<usize, String> {
        let function = call.function.as_str();
        let value = match (function, call.argv.as_slice()) {
            ("isSet", [of]) => Value::IsSet(self.value(of, scope)?),
            ("not", [of]) => Value::Not(self.value(of, scope)?),
            ("stringEquals", [one, other]) => self.equal(one, other, scope)?,
            ("booleanEquals", [one, RuleValue::Bool(flag)])
            | ("booleanEquals", [RuleValue::Bool(flag), one]) => {
                let one = self.value(one, scope)?;
                if *flag {
                    return Ok(one);
                }
                Value::Not(one)
            }
            ("booleanEquals", [one, other]) => {
                Value::Equal(self.value(one, scope)?, self.value(other, scope)?)
            }
            ("getAttr", [of, RuleValue::Text(path)]) => {
                let of = self.value(of, scope)?;
                return self.attribute(of, path);
            }
            ("aws.partition", [of]) => Value::Partition(self.value(of, scope)?),
            ("aws.parseArn", [of]) => Value::Arn(self.value(of, scope)?),
            ("parseURL", [of]) => Value::Url(self.value(of, scope)?),
            ("uriEncode", [of]) => Value::Encoded(self.value(of, scope)?),
            (
                "substring",
                [
                    of,
                    RuleValue::Integer(start),
                    RuleValue::Integer(stop),
                    RuleValue::Bool(turned),
                ],
            ) => {
                let (start, stop) = (place(*start)?, place(*stop)?);
                let of = self.value(of, scope)?;
                if *turned {
                    Value::SubstringFromEnd(of, start, stop)
                } else {
                    Value::Substring(of, start, stop)
                }
            }
            ("isValidHostLabel", [of, RuleValue::Bool(dots)]) => {
                let of = self.value(of, scope)?;
                if *dots {
                    Value::IsHostName(of)
                } else {
                    Value::IsHostLabel(of)
                }
            }
            ("aws.isVirtualHostableS3Bucket", [of, RuleValue::Bool(dots)]) => {
                let of = self.value(of, scope)?;
                if *dots {
                    Value::IsBucketName(of)
                } else {
                    Value::IsBucketLabel(of)
                }
            }
            ("coalesce", all) => {
                let all = all.iter().map(|of| self.value(of, scope));
                Value::FirstSet(all.collect::<Result<_, _>>()?)
            }
            ("ite", [test, yes, no]) => Value::Either(
                self.value(test, scope)?,
                self.value(yes, scope)?,
                self.value(no, scope)?,
            ),
            ("split", [of, RuleValue::Text(delimiter), RuleValue::Integer(limit)]) => {
                let of = self.value(of, scope)?;
                Value::Split(of, delimiter.clone(), place(*limit)?)
            }
            _ => return Err(format!("`{function}` with such arguments is not supported")),
        };
        Ok(self.add(value))
    }

    fn equal(
        &mut self,
        one: &RuleValue,
        other: &RuleValue,
        scope: &Scope,
    ) -> Result<Value, String> {
        Ok(match (one, other) {
            (RuleValue::Text(text), of) | (of, RuleValue::Text(text)) if !text.contains('{') => {
                Value::Is(self.value(of, scope)?, text.clone())
            }
            _ => Value::Equal(self.value(one, scope)?, self.value(other, scope)?),
        })
    }

    /// A value, as rules write it.
    fn value(&mut self, value: &RuleValue, scope: &Scope) -> Result<usize, String> {
        match value {
            RuleValue::Bool(flag) => Ok(self.add(Value::Bool(*flag))),
            RuleValue::Text(text) => {
                let text = self.text(text, scope)?;
                Ok(self.add(Value::Text(text)))
            }
            RuleValue::Ref(name) => named(&name.name, scope),
            RuleValue::Call(call) => self.call(call, scope),
            RuleValue::Integer(_) | RuleValue::List(_) => {
                Err("a number or a list is not allowed here".to_owned())
            }
        }
    }

    /// A value as a text to be filled.
    pub(super) fn template(&mut self, value: &RuleValue, scope: &Scope) -> Result<String, String> {
        match value {
            RuleValue::Text(text) => self.text(text, scope),
            value => Ok(format!("{{{}}}", self.value(value, scope)?)),
        }
    }

    /// A text with the places of the values that its names stand for.
    pub(super) fn text(&mut self, text: &str, scope: &Scope) -> Result<String, String> {
        let mut made = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            made.push_str(before);
            if from.starts_with("{{") || from.starts_with("}}") {
                let (braces, after) = from.split_at(2);
                made.push_str(braces);
                rest = after;
                continue;
            }
            let (name, after) = from
                .strip_prefix('{')
                .and_then(|from| from.split_once('}'))
                .ok_or_else(|| format!("`{text}` has an unmatched brace"))?;
            let value = match name.split_once('#') {
                Some((name, path)) => {
                    let of = named(name, scope)?;
                    self.attribute(of, path)?
                }
                None => named(name, scope)?,
            };
            made.push_str(&format!("{{{value}}}"));
            rest = after;
        }
        made.push_str(rest);
        Ok(made)
    }

    fn attribute(&mut self, of: usize, path: &str) -> Result<usize, String> {
        let unknown = || format!("`{path}` is not an attribute that is known");
        let (name, element) = match path.split_once('[') {
            Some((name, rest)) => {
                let element = rest.strip_suffix(']').and_then(|it| it.parse::<i16>().ok());
                (name, Some(element.ok_or_else(unknown)?))
            }
            None => (path, None),
        };
        let attribute = match (self.all.get(of), name, element) {
            (Some(Value::Partition(_)), name, None) => of_partition(name),
            (Some(Value::Arn(_)), "resourceId", Some(at)) => {
                usize::try_from(at).ok().map(Attribute::ArnResource)
            }
            (Some(Value::Arn(_)), name, None) => of_arn(name),
            (Some(Value::Url(_)), name, None) => of_url(name),
            (Some(_), "", Some(at)) => Some(Attribute::Element(at)),
            _ => None,
        };
        Ok(self.add(Value::Get(of, attribute.ok_or_else(unknown)?)))
    }
}

fn named(name: &str, scope: &Scope) -> Result<usize, String> {
    scope
        .get(name)
        .copied()
        .ok_or_else(|| format!("nothing is called `{name}` here"))
}

fn place(number: i64) -> Result<usize, String> {
    let place = u16::try_from(number).map(usize::from);
    place.map_err(|_| format!("{number} is no place in a text"))
}

fn of_partition(name: &str) -> Option<Attribute> {
    Some(match name {
        "name" => Attribute::Name,
        "dnsSuffix" => Attribute::DnsSuffix,
        "dualStackDnsSuffix" => Attribute::DualStackDnsSuffix,
        "implicitGlobalRegion" => Attribute::ImplicitGlobalRegion,
        "supportsFIPS" => Attribute::SupportsFips,
        "supportsDualStack" => Attribute::SupportsDualStack,
        _ => return None,
    })
}

fn of_arn(name: &str) -> Option<Attribute> {
    Some(match name {
        "partition" => Attribute::ArnPartition,
        "service" => Attribute::ArnService,
        "region" => Attribute::ArnRegion,
        "accountId" => Attribute::ArnAccount,
        _ => return None,
    })
}

fn of_url(name: &str) -> Option<Attribute> {
    Some(match name {
        "scheme" => Attribute::Scheme,
        "authority" => Attribute::Authority,
        "path" => Attribute::Path,
        "normalizedPath" => Attribute::NormalizedPath,
        "isIp" => Attribute::IsIp,
        _ => return None,
    })
}
