//! A service's endpoint rules -> the hosts that are named otherwise than most are.
//!
//! The rules are a program over region, FIPS and dual stack. It is run for a region of each partition
//! and for every region that it mentions; what differs from the usual names becomes a list of
//! [`HostRule`]s. Parameters of the service's own keep their defaults.

use super::json::{At, Node, Report};
use crate::aws::partitions::{PARTITIONS, Partition, Placeholders};
use crate::spec::HostRule;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for the regions that the rules do not mention, behind a partition's prefix.
const ANY_REGION: &str = "any-1";

/// FIPS and dual stack.
type Variant = (bool, bool);

const VARIANTS: [Variant; 4] = [(false, false), (false, true), (true, false), (true, true)];

/// What the rules are asked.
#[derive(Clone, Copy)]
struct Question<'r> {
    given: &'r Given<'r>,
    region: &'r str,
    variant: Variant,
}

/// A host and the region its requests are signed for, where that is another; `None` where the rules
/// know no host.
type Answer = Option<(String, Option<String>)>;

/// Which regions a rule is for.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Regions<'r> {
    One(&'r str),
    Partition(&'static str),
    All,
}

/// Why the rules were left.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// They say that there is no such endpoint.
    NoHost,
    /// They use what is not known here.
    Unknown(String),
    /// They look at what a call fills in; whether as an ARN.
    Filled { arn: bool },
}

/// The hosts that are not `PREFIX[-fips].REGION.SUFFIX`; `None`, and a warning, where the rules
/// cannot be followed.
pub(in crate::import) fn hosts(
    report: &mut Report,
    at: &At<'_>,
    rules: &Node,
    prefix: &str,
) -> Option<Vec<HostRule>> {
    let mut mentioned = BTreeSet::new();
    mentioned_texts(rules, &mut mentioned);
    match exceptions(rules, prefix, &mentioned, &Given::new()) {
        Ok(rules) => Some(rules),
        Err(stop) => {
            let what = match stop {
                Stop::Unknown(what) => what,
                Stop::NoHost | Stop::Filled { .. } => "what a call says".to_owned(),
            };
            report.warning(
                at,
                format!("the endpoint rules cannot be followed: {what}; hosts stay as they are"),
                "write `hosts` in service.json where they are not the usual ones",
            );
            None
        }
    }
}

/// The same for calls that say something of themselves.
pub(super) fn exceptions_for(
    rules: &Node,
    prefix: &str,
    given: &Given<'_>,
) -> Result<Vec<HostRule>, Stop> {
    let mut mentioned = BTreeSet::new();
    mentioned_texts(rules, &mut mentioned);
    exceptions(rules, prefix, &mentioned, given)
}

fn exceptions(
    rules: &Node,
    prefix: &str,
    mentioned: &BTreeSet<&str>,
    given: &Given<'_>,
) -> Result<Vec<HostRule>, Stop> {
    let mut found: BTreeMap<Regions<'_>, BTreeMap<Variant, Answer>> = BTreeMap::new();
    for variant in VARIANTS {
        let usual = Some((usual(prefix, variant), None));
        let mut by_partition = Vec::new();
        for partition in &PARTITIONS {
            let any = format!("{}{ANY_REGION}", partition.prefix);
            let question = |region| Question {
                given,
                region,
                variant,
            };
            let answer = ask(rules, question(&any))?;
            let template = answer.map(|answer| template(answer, question(&any)));
            for region in mentioned.iter().filter(|text| is_region(text, partition)) {
                let answer = ask(rules, question(region))?;
                if answer != expand(template.as_ref(), question(region)) {
                    let answer = answer.map(|answer| self::template(answer, question(region)));
                    let of_region = found.entry(Regions::One(region)).or_default();
                    of_region.insert(variant, answer);
                }
            }
            by_partition.push((partition.id, template));
        }
        let most = most_frequent(by_partition.iter().map(|(_, answer)| answer), &usual);
        if most != usual {
            let of_all = found.entry(Regions::All).or_default();
            of_all.insert(variant, most.clone());
        }
        for (id, answer) in by_partition {
            if answer != most {
                let of_partition = found.entry(Regions::Partition(id)).or_default();
                of_partition.insert(variant, answer);
            }
        }
    }
    Ok(found
        .into_iter()
        .flat_map(|(regions, answers)| merged(regions, &answers))
        .collect())
}

/// The answer that the most partitions have; the usual one among equals.
fn most_frequent<'a>(answers: impl Iterator<Item = &'a Answer>, usual: &Answer) -> Answer {
    let mut counts: BTreeMap<&Answer, usize> = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(answer, count)| (*count, *answer == usual))
        .map_or_else(|| usual.clone(), |(answer, _)| answer.clone())
}

/// The usual host as a template.
fn usual(prefix: &str, (fips, _): Variant) -> String {
    let fips = if fips { "{fips}" } else { "" };
    format!("{prefix}{fips}.{{region}}.{{suffix}}")
}

/// One rule for variants of one template, where they are all there are with or without FIPS or dual
/// stack.
fn merged(regions: Regions<'_>, answers: &BTreeMap<Variant, Answer>) -> Vec<HostRule> {
    let mut rows: Vec<(Option<bool>, Option<bool>, Answer)> = Vec::new();
    for fips in [false, true] {
        let one = |dual_stack| answers.get(&(fips, dual_stack));
        match (one(false), one(true)) {
            (Some(single), Some(dual)) if single == dual => {
                rows.push((Some(fips), None, single.clone()));
            }
            (single, dual) => {
                let rest = [(false, single), (true, dual)];
                rows.extend(rest.into_iter().filter_map(|(dual_stack, answer)| {
                    Some((Some(fips), Some(dual_stack), answer?.clone()))
                }));
            }
        }
    }
    let mut rules: Vec<(Option<bool>, Option<bool>, Answer)> = Vec::new();
    for (fips, dual_stack, answer) in rows {
        let plain = without_fips(&answer);
        let same = rules
            .iter_mut()
            .find(|(_, stack, earlier)| *stack == dual_stack && *earlier == plain);
        match same {
            Some(rule) => *rule = (None, dual_stack, answer),
            None => rules.push((fips, dual_stack, answer)),
        }
    }
    rules
        .into_iter()
        .map(|(fips, dual_stack, answer)| rule(regions, fips, dual_stack, answer))
        .collect()
}

fn without_fips(answer: &Answer) -> Answer {
    let (host, signing) = answer.as_ref()?;
    Some((host.replace("{fips}", ""), signing.clone()))
}

fn rule(
    regions: Regions<'_>,
    fips: Option<bool>,
    dual_stack: Option<bool>,
    answer: Answer,
) -> HostRule {
    let (host, signing_region) = match answer {
        Some((host, signing_region)) => (Some(host), signing_region),
        None => (None, None),
    };
    HostRule {
        partition: match regions {
            Regions::Partition(id) => Some(id.to_owned()),
            _ => None,
        },
        region: match regions {
            Regions::One(region) => Some(region.to_owned()),
            _ => None,
        },
        fips,
        dual_stack,
        host,
        signing_region,
    }
}

/// An answer with the question's own parts taken out.
fn template(
    (host, signing): (String, Option<String>),
    question: Question<'_>,
) -> (String, Option<String>) {
    let partition = Partition::of(question.region);
    let (fips, dual_stack) = question.variant;
    let symbol = |is_dual| match (is_dual, dual_stack) {
        (true, false) => "{dualStackSuffix}",
        (false, true) => "{plainSuffix}",
        _ => "{suffix}",
    };
    let without = |suffix: &str| {
        host.strip_suffix(suffix)?
            .strip_suffix('.')
            .map(str::to_owned)
    };
    let (mut name, suffix) = match (
        without(partition.dual_stack_suffix),
        without(partition.suffix),
    ) {
        (Some(name), _) => (name, Some(symbol(true))),
        (None, Some(name)) => (name, Some(symbol(false))),
        (None, None) => (host.clone(), None),
    };
    if fips {
        name = name.replacen("-fips", "{fips}", 1);
    }
    let mut labels: Vec<&str> = name
        .split('.')
        .map(|label| match label {
            label if label == question.region => "{region}",
            label if label == partition.global_region => "{globalRegion}",
            label => label,
        })
        .collect();
    labels.extend(suffix);
    let signing = signing.map(|region| {
        if region == partition.global_region {
            "{globalRegion}".to_owned()
        } else {
            region
        }
    });
    (labels.join("."), signing)
}

/// What a template comes to.
fn expand(template: Option<&(String, Option<String>)>, question: Question<'_>) -> Answer {
    let (host, signing) = template?;
    let (use_fips, use_dual_stack) = question.variant;
    let placeholders = Placeholders {
        region: question.region,
        partition: Partition::of(question.region),
        use_fips,
        use_dual_stack,
    };
    let fill = |text: &str| placeholders.fill(text);
    let signing = signing.as_deref().map(fill);
    Some((
        fill(host),
        signing.filter(|region| region != question.region),
    ))
}

/// Whether a text is a region of a partition, such as `us-gov-west-1`.
fn is_region(text: &str, partition: &Partition) -> bool {
    let mut parts = text.rsplit('-');
    let is_number = parts
        .next()
        .is_some_and(|last| last.len() == 1 && last.bytes().all(|byte| byte.is_ascii_digit()));
    is_number && parts.count() >= 2 && Partition::of(text).id == partition.id
}

/// Every text of the rules that stands alone.
fn mentioned_texts<'n>(node: &'n Node, texts: &mut BTreeSet<&'n str>) {
    match node {
        Node::Text(text) => {
            texts.insert(text);
        }
        Node::List(nodes) => nodes.iter().for_each(|node| mentioned_texts(node, texts)),
        Node::Object(entries) => entries
            .iter()
            .for_each(|(_, node)| mentioned_texts(node, texts)),
        Node::Null | Node::Bool(_) | Node::Number(_) => {}
    }
}

/// Runs the rules.
fn ask(rules: &Node, question: Question<'_>) -> Result<Answer, Stop> {
    let mut known = BTreeMap::new();
    if let Some(Node::Object(parameters)) = member(rules, "parameters") {
        for (name, parameter) in parameters {
            known.extend(member(parameter, "default").map(|value| (&**name, literal(value))));
        }
    }
    let given = question.given.iter();
    known.extend(given.map(|(name, value)| (*name, value.clone())));
    let (fips, dual_stack) = question.variant;
    known.insert("Region", Value::Text(question.region.into()));
    known.insert("UseFIPS", Value::Bool(fips));
    known.insert("UseDualStack", Value::Bool(dual_stack));
    match first(member(rules, "rules"), &known) {
        Ok((host, signing)) => Ok(Some((
            host,
            signing.filter(|region| region != question.region),
        ))),
        Err(Stop::NoHost) => Ok(None),
        Err(stop) => Err(stop),
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'n> {
    Missing,
    Bool(bool),
    Text(Cow<'n, str>),
    Partition(&'static str),
    /// What a call fills in.
    Filled,
}

type Known<'n> = BTreeMap<&'n str, Value<'n>>;

/// Parameters that are known beside region, FIPS and dual stack.
pub(super) type Given<'n> = Known<'n>;

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

fn host(endpoint: Option<&Node>, known: &Known<'_>) -> Result<(String, Option<String>), Stop> {
    let url = endpoint.and_then(|endpoint| text(member(endpoint, "url")));
    let url = filled(url.unwrap_or_default(), known)?;
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
    if function != "isSet" && arguments.contains(&Value::Filled) {
        let arn = function == "aws.parseArn";
        return Err(Stop::Filled { arn });
    }
    match (function, arguments.as_slice()) {
        ("isSet", [value]) => Ok(Value::Bool(*value != Value::Missing)),
        ("not", [value]) => Ok(Value::Bool(*value == Value::Bool(false))),
        ("booleanEquals" | "stringEquals", [one, other]) => Ok(Value::Bool(one == other)),
        ("aws.partition", [Value::Text(region)]) => Ok(Value::Partition(Partition::of(region).id)),
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
        if value == Value::Filled {
            return Err(Stop::Filled { arn: false });
        }
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

pub(super) fn literal(node: &Node) -> Value<'_> {
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
