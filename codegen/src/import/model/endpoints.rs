//! A service's endpoint rules -> the hosts that are named otherwise than most are.
//!
//! The rules are a program over region, FIPS and dual stack. It is run for a region of each partition
//! and for every region that it mentions; what differs from the usual names becomes a list of
//! [`HostRule`]s. Parameters of the service's own keep their defaults.

use super::json::{At, Node, Report};
use super::rules::{Answer, Given, Question, Stop, Variant, ask};
use crate::aws::partitions::{PARTITIONS, Partition, Placeholders};
use crate::spec::HostRule;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for the regions that the rules do not mention, behind a partition's prefix.
const ANY_REGION: &str = "any-1";

const VARIANTS: [Variant; 4] = [(false, false), (false, true), (true, false), (true, true)];

/// Which regions a rule is for.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Regions<'r> {
    One(&'r str),
    Partition(&'static str),
    All,
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
