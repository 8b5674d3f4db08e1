//! Converting a service's endpoint rules to its unusual hosts.
//!
//! The rules are a program over region, FIPS and dual stack. It is run for a region of each partition
//! and for every region that it mentions; what differs from the usual names becomes a list of
//! [`HostRule`]s. Parameters of the service's own keep their defaults.

use super::json::{At, Node, Report};
use super::rule_set::rule_set;
use super::rules::{Answer, Question, Stop, Variant, ask, elements, member, text};
use crate::aws::partitions::{PARTITIONS, Partition, Placeholders};
use crate::spec::{EndpointRules, HostRule};
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

/// The hosts of a service.
#[derive(Clone, Debug)]
pub enum Hosts {
    /// By patterns, where they are not `PREFIX[-fips].REGION.SUFFIX`.
    Patterns(Vec<HostRule>),
    /// By rules that no pattern says.
    Rules(EndpointRules),
}

/// How the hosts are named: by patterns where these say all that the rules do. `None`, and a warning,
/// where the rules are not understood.
pub(in crate::import) fn hosts(
    report: &mut Report,
    at: &At<'_>,
    rules: &Node,
    prefix: &str,
) -> Option<Hosts> {
    let mut mentioned = BTreeSet::new();
    mentioned_texts(rules, &mut mentioned);
    if is_about_regions(rules)
        && let Ok(hosts) = exceptions(rules, prefix, &mentioned)
    {
        return Some(Hosts::Patterns(hosts));
    }
    match rule_set(rules) {
        Ok(rules) => Some(Hosts::Rules(rules)),
        Err(what) => {
            cannot_follow(report, at, &what);
            None
        }
    }
}

/// Says that no host is known by the rules.
pub(in crate::import) fn cannot_follow(report: &mut Report, at: &At<'_>, what: &str) {
    report.warning(
        at,
        format!("the endpoint rules cannot be followed: {what}; hosts stay as they are"),
        "write `hosts` in service.json where they are not the usual ones",
    );
}

/// Whether the rules are told of regions, FIPS, dual stack and a URL alone, need a region, and take the
/// URL as it is: what a client without rules does.
fn is_about_regions(rules: &Node) -> bool {
    let known = [
        "AWS::Region",
        "AWS::UseFIPS",
        "AWS::UseDualStack",
        "SDK::Endpoint",
    ];
    let Some(Node::Object(all)) = member(rules, "parameters") else {
        return true;
    };
    let built_in = |parameter| text(member(parameter, "builtIn"));
    let is_known = |name: &str| known.contains(&name);
    let only_known = all
        .iter()
        .all(|(_, parameter)| built_in(parameter).is_some_and(is_known));
    let own = "endpoint.example";
    let url = format!("https://{own}");
    let question = Question {
        region: Some("eu-west-1"),
        variant: (false, false),
        url: Some(&url),
    };
    let mut sources = all.iter().map(|(_, parameter)| built_in(parameter));
    let takes_url = !sources.any(|source| source == Some("SDK::Endpoint"))
        || matches!(ask(rules, question), Ok(Some((found, None))) if found == own);
    let mut without_region = VARIANTS.into_iter().map(|variant| Question {
        region: None,
        variant,
        url: None,
    });
    let needs_region = without_region.all(|question| !matches!(ask(rules, question), Ok(Some(_))));
    only_known && takes_url && needs_region
}

fn exceptions(
    rules: &Node,
    prefix: &str,
    mentioned: &BTreeSet<&str>,
) -> Result<Vec<HostRule>, Stop> {
    let mut found: BTreeMap<Regions<'_>, BTreeMap<Variant, Answer>> = BTreeMap::new();
    for variant in VARIANTS {
        let usual = Some((usual(prefix, variant), None));
        let mut by_partition = Vec::new();
        for partition in &PARTITIONS {
            let any = format!("{}{ANY_REGION}", partition.prefix);
            let ask = |region| {
                let question = Question {
                    region: Some(region),
                    variant,
                    url: None,
                };
                ask(rules, question)
            };
            let template = ask(&any)?.map(|answer| template(answer, &any, variant));
            for region in mentioned.iter().filter(|text| is_region(text, partition)) {
                let answer = ask(region)?;
                if answer != expand(template.as_ref(), region, variant) {
                    let answer = answer.map(|answer| self::template(answer, region, variant));
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
    region: &str,
    (fips, dual_stack): Variant,
) -> (String, Option<String>) {
    let partition = Partition::of(region);
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
            label if label == region => "{region}",
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
fn expand(
    template: Option<&(String, Option<String>)>,
    region: &str,
    (use_fips, use_dual_stack): Variant,
) -> Answer {
    let (host, signing) = template?;
    let placeholders = Placeholders {
        region,
        partition: Partition::of(region),
        use_fips,
        use_dual_stack,
    };
    let fill = |text: &str| placeholders.fill(text);
    let signing = signing.as_deref().map(fill);
    Some((fill(host), signing.filter(|signing| signing != region)))
}

/// Whether a text that the region is compared with is of a partition: `us-gov-west-1`, `aws-global`, and
/// what stands for a region elsewhere, such as `sandbox`.
fn is_region(text: &str, partition: &Partition) -> bool {
    let is_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.bytes().all(is_label) && Partition::of(text).id == partition.id
}

/// Every text that a region is compared with.
fn mentioned_texts<'n>(node: &'n Node, texts: &mut BTreeSet<&'n str>) {
    match node {
        Node::List(nodes) => nodes.iter().for_each(|node| mentioned_texts(node, texts)),
        Node::Object(entries) => {
            if text(member(node, "fn")) == Some("stringEquals") {
                let arguments = elements(member(node, "argv"));
                texts.extend(arguments.iter().filter_map(|node| text(Some(node))));
            }
            entries
                .iter()
                .for_each(|(_, node)| mentioned_texts(node, texts));
        }
        Node::Text(_) | Node::Null | Node::Bool(_) | Node::Number(_) => {}
    }
}
