//! Evaluates a service's endpoint rules for one set of parameters.

use super::json::Node;
use crate::aws::partitions::{PARTITIONS, Partition};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// FIPS and dual stack.
pub(super) type Variant = (bool, bool);

/// What the rules are asked.
#[derive(Clone, Copy)]
pub(super) struct Question<'r> {
    pub(super) region: Option<&'r str>,
    pub(super) variant: Variant,
    /// The URL that replaces the endpoint.
    pub(super) url: Option<&'r str>,
}

/// A host and the region its requests are signed for, where that is another; `None` where the rules
/// know no host.
pub(super) type Answer = Option<(String, Option<String>)>;

/// Why the rules were left.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// They say that there is no such endpoint.
    NoHost,
    /// They use what is not known here.
    Unknown(#[allow(dead_code, reason = "for `Debug`")] String),
}

/// Runs the rules.
pub(super) fn ask(rules: &Node, question: Question<'_>) -> Result<Answer, Stop> {
    let mut known = BTreeMap::new();
    if let Some(Node::Object(parameters)) = member(rules, "parameters") {
        for (name, parameter) in parameters {
            known.extend(member(parameter, "default").map(|value| (&**name, literal(value))));
        }
    }
    let given = [("Region", question.region), ("Endpoint", question.url)];
    known.extend(
        given
            .into_iter()
            .filter_map(|(name, text)| Some((name, Value::Text(text?.into())))),
    );
    let (fips, dual_stack) = question.variant;
    known.insert("UseFIPS", Value::Bool(fips));
    known.insert("UseDualStack", Value::Bool(dual_stack));
    match first(member(rules, "rules"), &known) {
        Ok((host, signing)) => Ok(Some((
            host,
            signing.filter(|region| Some(region.as_str()) != question.region),
        ))),
        Err(Stop::NoHost) => Ok(None),
        Err(stop) => Err(stop),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Value<'n> {
    Missing,
    Bool(bool),
    Text(Cow<'n, str>),
    Partition(&'static str),
}

type Known<'n> = BTreeMap<&'n str, Value<'n>>;

/// The host of the first rule whose conditions hold.
fn first<'n>(rules: Option<&'n Node>, known: &Known<'n>) -> Result<(String, Option<String>), Stop> {
    for rule in elements(rules) {
        let mut known = known.clone();
        if !holds(member(rule, "conditions"), &mut known)? {
            continue;
        }
        return match text(member(rule, "type")) {
            Some("tree") => first(member(rule, "rules"), &known),
            Some("endpoint") => host(member(rule, "endpoint"), &known),
            Some("error") => Err(Stop::NoHost),
            other => Err(Stop::Unknown(format!("a rule of type {other:?}"))),
        };
    }
    Err(Stop::NoHost)
}

fn holds<'n>(conditions: Option<&'n Node>, known: &mut Known<'n>) -> Result<bool, Stop> {
    for condition in elements(conditions) {
        let value = value(condition, known)?;
        let holds = !matches!(value, Value::Missing | Value::Bool(false));
        if let Some(name) = text(member(condition, "assign")) {
            known.insert(name, value);
        }
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

fn host<'n>(
    endpoint: Option<&'n Node>,
    known: &Known<'n>,
) -> Result<(String, Option<String>), Stop> {
    let url = match endpoint.and_then(|endpoint| member(endpoint, "url")) {
        Some(url) => value(url, known)?,
        None => Value::Missing,
    };
    let Value::Text(url) = url else {
        return Err(Stop::Unknown("an endpoint without a URL".to_owned()));
    };
    let host = url
        .strip_prefix("https://")
        .filter(|host| !host.is_empty() && !host.contains('/'))
        .ok_or_else(|| Stop::Unknown(format!("the URL `{url}`")))?;
    let schemes = endpoint
        .and_then(|endpoint| member(endpoint, "properties"))
        .and_then(|properties| member(properties, "authSchemes"));
    let region = elements(schemes)
        .iter()
        .filter(|scheme| text(member(scheme, "name")) == Some("sigv4"))
        .find_map(|scheme| text(member(scheme, "signingRegion")));
    let region = region.map(|region| filled(region, known)).transpose()?;
    Ok((host.to_owned(), region.map(Cow::into_owned)))
}

fn value<'n>(node: &'n Node, known: &Known<'n>) -> Result<Value<'n>, Stop> {
    if let Some(name) = text(member(node, "ref")) {
        return Ok(known.get(name).cloned().unwrap_or(Value::Missing));
    }
    let Some(function) = text(member(node, "fn")) else {
        return match literal(node) {
            Value::Text(text) => Ok(Value::Text(Cow::Owned(filled(&text, known)?.into_owned()))),
            value => Ok(value),
        };
    };
    let arguments = elements(member(node, "argv"))
        .iter()
        .map(|argument| value(argument, known))
        .collect::<Result<Vec<_>, _>>()?;
    match (function, arguments.as_slice()) {
        ("isSet", [value]) => Ok(Value::Bool(*value != Value::Missing)),
        ("not", [value]) => Ok(Value::Bool(*value == Value::Bool(false))),
        ("booleanEquals" | "stringEquals", [one, other]) => Ok(Value::Bool(one == other)),
        ("aws.partition", [Value::Text(region)]) => Ok(Value::Partition(Partition::of(region).id)),
        ("coalesce", values) => {
            let mut set = values.iter().filter(|value| **value != Value::Missing);
            Ok(set.next().cloned().unwrap_or(Value::Missing))
        }
        ("ite", [Value::Bool(test), yes, no]) => Ok(if *test { yes } else { no }.clone()),
        ("getAttr", [Value::Partition(id), Value::Text(name)]) => attribute(id, name),
        ("isValidHostLabel", [Value::Text(label), _]) => Ok(Value::Bool(
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
        )),
        _ => Err(Stop::Unknown(format!("`{function}`"))),
    }
}

fn attribute(partition: &str, name: &str) -> Result<Value<'static>, Stop> {
    let found = PARTITIONS.iter().find(|known| known.id == partition);
    let text = found.and_then(|partition| match name {
        "name" => Some(partition.id),
        "dnsSuffix" => Some(partition.suffix),
        "dualStackDnsSuffix" => Some(partition.dual_stack_suffix),
        "implicitGlobalRegion" => Some(partition.global_region),
        _ => None,
    });
    match (text, name) {
        (Some(text), _) => Ok(Value::Text(text.into())),
        // Every partition has both.
        (None, "supportsFIPS" | "supportsDualStack") => Ok(Value::Bool(true)),
        (None, _) => Err(Stop::Unknown(format!("`{name}` of a partition"))),
    }
}

/// A text with its `{Name}` and `{Name#attribute}` replaced.
fn filled<'t>(text: &'t str, known: &Known<'_>) -> Result<Cow<'t, str>, Stop> {
    if !text.contains('{') {
        return Ok(text.into());
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (reference, after) = after.split_once('}').unwrap_or((after, ""));
        let (name, of_it) = match reference.split_once('#') {
            Some((name, of_it)) => (name, Some(of_it)),
            None => (reference, None),
        };
        let value = match (known.get(name), of_it) {
            (Some(Value::Partition(id)), Some(name)) => attribute(id, name)?,
            (Some(value), None) => value.clone(),
            _ => Value::Missing,
        };
        let Value::Text(value) = value else {
            return Err(Stop::Unknown(format!("`{{{reference}}}`")));
        };
        filled.push_str(before);
        filled.push_str(&value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled.into())
}

fn literal(node: &Node) -> Value<'_> {
    match node {
        Node::Bool(flag) => Value::Bool(*flag),
        Node::Text(text) => Value::Text(text.into()),
        _ => Value::Missing,
    }
}

pub(super) fn member<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match node {
        Node::Object(entries) => entries
            .iter()
            .find_map(|(found, value)| (found == key).then_some(value)),
        _ => None,
    }
}

pub(super) fn elements(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node::List(nodes)) => nodes,
        _ => &[],
    }
}

pub(super) fn text(node: Option<&Node>) -> Option<&str> {
    match node {
        Some(Node::Text(text)) => Some(text),
        _ => None,
    }
}
