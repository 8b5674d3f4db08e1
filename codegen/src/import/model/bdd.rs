//! Endpoint rules as a binary decision diagram (`@endpointBdd`) -> the same as a tree of rules.
//!
//! A node of the diagram is three big-endian numbers: a condition, and what follows where it holds and
//! where it does not. What follows is a node by its number from 1, which changes places with its sibling
//! where it is negative; a result, from 100,000,001 on; or 1, -1 and 100,000,000, where nothing fits.

use super::json::Node;
use super::rules::{elements, member, text};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// Where the numbers of results begin.
const RESULTS: i32 = 100_000_000;

/// How many rules a tree may have.
const MOST_RULES: u64 = 100_000;

/// How many tests may follow each other.
const MOST_TESTS: usize = 1000;

/// How many trees may stand in each other: a reader of JSON has its limit.
const DEEPEST: usize = 32;

/// The rules in the form of `@endpointRuleSet`.
///
/// # Errors
/// The diagram is none, or too large to be written out.
pub(in crate::import) fn rule_set(bdd: &Node) -> Result<Node, String> {
    let diagram = Diagram::read(bdd)?;
    let size = diagram.size(diagram.root, 0, &mut BTreeMap::new())?;
    if size > MOST_RULES {
        return Err(format!("written out, its diagram has {size} rules"));
    }
    let rules = diagram.rules(diagram.root)?;
    let depth = depth(&rules);
    if depth > DEEPEST {
        return Err(format!(
            "written out, its diagram has {depth} rules in each other"
        ));
    }
    let parameters = member(bdd, "parameters").cloned();
    let parameters = parameters.unwrap_or_else(|| Node::Object(Vec::new()));
    Ok(object([
        ("version", Node::Text("1.1".to_owned())),
        ("parameters", parameters),
        ("rules", Node::List(rules)),
    ]))
}

struct Diagram<'n> {
    conditions: &'n [Node],
    results: &'n [Node],
    nodes: Vec<[i32; 3]>,
    root: i32,
}

/// What a number stands for.
enum Meaning<'n> {
    NoMatch,
    Result(&'n Node),
    /// A condition, and the numbers of what follows where it holds and where it does not.
    Test(&'n Node, i32, i32),
}

impl<'n> Diagram<'n> {
    fn read(bdd: &'n Node) -> Result<Self, String> {
        let number = |key: &str| match member(bdd, key) {
            Some(Node::Number(number)) => number.as_i64().and_then(|it| i32::try_from(it).ok()),
            _ => None,
        };
        let root = number("root").ok_or("its diagram has no root")?;
        let nodes = text(member(bdd, "nodes")).ok_or("its diagram has no nodes")?;
        let bytes = STANDARD.decode(nodes);
        let bytes = bytes.map_err(|error| format!("the nodes of its diagram: {error}"))?;
        let (numbers, rest) = bytes.as_chunks::<4>();
        let numbers: Vec<i32> = numbers.iter().map(|it| i32::from_be_bytes(*it)).collect();
        let (nodes, more) = numbers.as_chunks::<3>();
        if !rest.is_empty() || !more.is_empty() {
            return Err("the nodes of its diagram are cut".to_owned());
        }
        Ok(Self {
            conditions: elements(member(bdd, "conditions")),
            results: elements(member(bdd, "results")),
            nodes: nodes.to_vec(),
            root,
        })
    }

    fn meaning(&self, number: i32) -> Result<Meaning<'n>, String> {
        let at = |from: i32| {
            usize::try_from(number.unsigned_abs().checked_sub(from.unsigned_abs())?).ok()
        };
        let unknown = || format!("there is no `{number}` in its diagram");
        if number == 1 || number == -1 || number == RESULTS {
            return Ok(Meaning::NoMatch);
        }
        if number > RESULTS {
            let result = at(RESULTS + 1).and_then(|at| self.results.get(at));
            return result.map(Meaning::Result).ok_or_else(unknown);
        }
        let node = at(1).and_then(|at| self.nodes.get(at));
        let [condition, yes, no] = *node.ok_or_else(unknown)?;
        let condition = usize::try_from(condition).ok();
        let condition = condition.and_then(|at| self.conditions.get(at));
        let condition = condition.ok_or_else(unknown)?;
        Ok(match number < 0 {
            true => Meaning::Test(condition, no, yes),
            false => Meaning::Test(condition, yes, no),
        })
    }

    /// How many rules a number is, written out. What is asked once on a way is not asked again on it, so
    /// that no way is longer than there are conditions.
    fn size(
        &self,
        number: i32,
        depth: usize,
        known: &mut BTreeMap<i32, u64>,
    ) -> Result<u64, String> {
        if let Some(size) = known.get(&number) {
            return Ok(*size);
        }
        if depth > self.conditions.len() || depth > MOST_TESTS {
            return Err("its diagram leads back to itself, or too far".to_owned());
        }
        let size = match self.meaning(number)? {
            Meaning::Test(_, yes, no) => {
                let yes = self.size(yes, depth + 1, known)?;
                yes.saturating_add(self.size(no, depth + 1, known)?)
            }
            _ => 1,
        };
        known.insert(number, size);
        Ok(size)
    }

    fn rules(&self, number: i32) -> Result<Vec<Node>, String> {
        Ok(match self.meaning(number)? {
            Meaning::NoMatch => vec![object([
                ("type", Node::Text("error".to_owned())),
                ("conditions", Node::List(Vec::new())),
                (
                    "error",
                    Node::Text("no endpoint rule fits the call".to_owned()),
                ),
            ])],
            Meaning::Result(result) => vec![result.clone()],
            Meaning::Test(condition, yes, no) => {
                let mut rules = self.rules(yes)?;
                let first = match rules.as_mut_slice() {
                    // What stands alone needs no tree around it.
                    [Node::Object(only)] => {
                        let mut rule = std::mem::take(only);
                        add_condition(&mut rule, condition);
                        Node::Object(rule)
                    }
                    _ => object([
                        ("type", Node::Text("tree".to_owned())),
                        ("conditions", Node::List(vec![condition.clone()])),
                        ("rules", Node::List(rules)),
                    ]),
                };
                let mut all = vec![first];
                all.extend(self.rules(no)?);
                all
            }
        })
    }
}

fn depth(rules: &[Node]) -> usize {
    let below = rules
        .iter()
        .map(|rule| depth(elements(member(rule, "rules"))));
    below.max().map_or(0, |deepest| deepest + 1)
}

/// Asks one condition more, before the others.
fn add_condition(rule: &mut Vec<(String, Node)>, condition: &Node) {
    let mut conditions = rule.iter_mut().filter(|(key, _)| key == "conditions");
    match conditions.next() {
        Some((_, Node::List(all))) => all.insert(0, condition.clone()),
        _ => {
            let all = Node::List(vec![condition.clone()]);
            rule.push(("conditions".to_owned(), all));
        }
    }
}

fn object<const N: usize>(entries: [(&str, Node); N]) -> Node {
    let entries = entries.into_iter();
    Node::Object(entries.map(|(key, node)| (key.to_owned(), node)).collect())
}
