//! Reducing endpoint rules: the rules repeat the same tests, and no path through the diagram needs to. A test
//! whose result is known on all paths to it, or on the path from an earlier test, is skipped.

use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::model::rules::{Next, Outcome, Rules, Test, Value, places};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Removes tests with known results, and everything that is unreachable.
#[must_use]
pub fn reduce_rules(mut rules: Rules) -> Rules {
    let implied = Implied::of(&rules);
    // Each round leads tests further on, so there is a last one.
    while skip_known(&mut rules, &implied) {
        rules = merged(rules);
    }
    numbered(&merged(rules))
}

/// Endpoints whose requests cannot be signed, or only with a feature of the runtime, each reported once.
#[must_use]
pub fn unsigned_endpoints(model: &Model) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let mut names = BTreeSet::new();
    let mut by_sigv4a = false;
    let session = model.service.session.as_ref();
    for outcome in model.rules.iter().flat_map(|rules| &rules.outcomes) {
        let Outcome::Endpoint { auth, .. } = outcome else {
            continue;
        };
        let has = |name: &str| auth.iter().any(|scheme| scheme.name == name);
        if has("sigv4a") {
            by_sigv4a |= !has("sigv4");
        } else if !has("sigv4") && !session.is_some_and(|session| has(&session.scheme)) {
            names.extend(auth.iter().map(|scheme| scheme.name.as_str()));
        }
    }
    if by_sigv4a {
        problems.push(
            &model.place,
            "some endpoints require SigV4A; calls to them fail without the runtime's feature `sigv4a`",
            "turn on the feature where these endpoints are called",
        );
    }
    if !names.is_empty() {
        let names: Vec<_> = names.into_iter().collect();
        problems.push(
            &model.place,
            format!(
                "some endpoints take requests that are authorized by {} alone, which is not supported; calls to \
                 them are refused",
                names.join(" or ")
            ),
            "call these endpoints by another client",
        );
    }
    problems
}

/// What is known of each value: whether it holds.
type Facts = Vec<Option<bool>>;

/// What follows for other values from one that holds, and from one that does not.
struct Implied {
    yes: Vec<Vec<(usize, bool)>>,
    no: Vec<Vec<(usize, bool)>>,
}

impl Implied {
    fn of(rules: &Rules) -> Self {
        let values = &rules.values;
        let none = vec![Vec::new(); values.len()];
        let (mut yes, mut no) = (none.clone(), none);
        let add = |list: &mut Vec<Vec<(usize, bool)>>, at: usize, fact| {
            if let Some(facts) = list.get_mut(at) {
                facts.push(fact);
            }
        };
        for (at, value) in values.iter().enumerate() {
            let Some(part) = value
                .parts()
                .first()
                .copied()
                .filter(|_| value.needs_part())
            else {
                continue;
            };
            let is_bool = values
                .get(part)
                .is_some_and(|it| it.is_bool(&rules.parameters));
            if !is_bool {
                add(&mut yes, at, (part, true));
                add(&mut no, part, (at, false));
            }
            if let Value::Is(of, text) = value {
                for (other, value) in values.iter().enumerate() {
                    if matches!(value, Value::Is(also, known) if also == of && known != text) {
                        add(&mut yes, at, (other, false));
                    }
                }
            }
        }
        Self { yes, no }
    }

    /// Adds what is known by an answer, and all that follows from it.
    fn learn(&self, facts: &mut Facts, value: usize, holds: bool) {
        let mut open = vec![(value, holds)];
        while let Some((value, holds)) = open.pop() {
            match facts.get_mut(value) {
                Some(fact @ None) => *fact = Some(holds),
                _ => continue,
            }
            let follows = if holds { &self.yes } else { &self.no };
            open.extend(follows.get(value).into_iter().flatten());
        }
    }
}

/// Leads every answer past the tests that it, or what all ways before it say, answers too. Whether
/// there were any.
fn skip_known(rules: &mut Rules, implied: &Implied) -> bool {
    let mut known: Vec<Option<Facts>> = vec![None; rules.tests.len()];
    if let Some(first) = known.first_mut() {
        *first = Some(vec![None; rules.values.len()]);
    }
    let mut has_changed = false;
    for at in 0..rules.tests.len() {
        let (Some(test), Some(Some(facts))) = (rules.tests.get(at).copied(), known.get(at)) else {
            continue;
        };
        let facts = facts.clone();
        let mut follow = |mut next: Next, holds: bool| {
            let mut facts = facts.clone();
            implied.learn(&mut facts, test.value, holds);
            while let Next::Test(to) = next {
                let Some(further) = rules.tests.get(to) else {
                    break;
                };
                match facts.get(further.value).copied().flatten() {
                    Some(true) => next = further.yes,
                    Some(false) => next = further.no,
                    None => break,
                }
            }
            if let Next::Test(to) = next
                && let Some(there) = known.get_mut(to)
            {
                match there {
                    Some(there) => {
                        for (one, other) in there.iter_mut().zip(&facts) {
                            if one != other {
                                *one = None;
                            }
                        }
                    }
                    None => *there = Some(facts),
                }
            }
            next
        };
        let own = facts.get(test.value).copied().flatten();
        // A test that all ways answer is none.
        let yes = follow(
            if own == Some(false) {
                test.no
            } else {
                test.yes
            },
            own != Some(false),
        );
        let no = follow(
            if own == Some(true) { test.yes } else { test.no },
            own == Some(true),
        );
        if (yes, no) != (test.yes, test.no)
            && let Some(test) = rules.tests.get_mut(at)
        {
            (test.yes, test.no) = (yes, no);
            has_changed = true;
        }
    }
    has_changed
}

/// One test for equal ones, none for one whose answers do not matter, and none that nothing leads to.
fn merged(rules: Rules) -> Rules {
    let mut same: BTreeMap<usize, Next> = BTreeMap::new();
    let mut known: HashMap<Test, usize> = HashMap::new();
    let mut tests = rules.tests;
    for at in (0..tests.len()).rev() {
        let lead = |next: Next| match next {
            Next::Test(to) => same.get(&to).copied().unwrap_or(next),
            end => end,
        };
        let Some(test) = tests.get_mut(at) else {
            continue;
        };
        (test.yes, test.no) = (lead(test.yes), lead(test.no));
        if test.yes == test.no {
            let next = test.yes;
            same.insert(at, next);
        } else if let Some(first) = known.get(test) {
            let next = Next::Test(*first);
            same.insert(at, next);
        } else {
            known.insert(*test, at);
        }
    }
    match same.get(&0) {
        Some(Next::Outcome(only)) => Rules {
            tests: Vec::new(),
            outcomes: rules.outcomes.into_iter().skip(*only).take(1).collect(),
            ..rules
        },
        Some(Next::Test(first)) => Rules {
            tests: reached(&tests, *first),
            ..rules
        },
        None => Rules {
            tests: reached(&tests, 0),
            ..rules
        },
    }
}

/// The tests that one leads to, itself first. Each leads to later ones.
fn reached(tests: &[Test], first: usize) -> Vec<Test> {
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    places.insert(first, 0);
    for (at, test) in tests.iter().enumerate() {
        if places.contains_key(&at) {
            for next in [test.yes, test.no] {
                if let Next::Test(to) = next {
                    places.insert(to, 0);
                }
            }
        }
    }
    for (count, place) in places.values_mut().enumerate() {
        *place = count;
    }
    let moved = |next: Next| match next {
        Next::Test(to) => Next::Test(places.get(&to).copied().unwrap_or(to)),
        end => end,
    };
    let kept = tests.iter().enumerate();
    kept.filter(|(at, _)| places.contains_key(at))
        .map(|(_, test)| Test {
            value: test.value,
            yes: moved(test.yes),
            no: moved(test.no),
        })
        .collect()
}

/// Without the values and outcomes that nothing uses.
fn numbered(rules: &Rules) -> Rules {
    let mut ends: Vec<usize> = Vec::new();
    for test in &rules.tests {
        for next in [test.yes, test.no] {
            if let Next::Outcome(end) = next
                && !ends.contains(&end)
            {
                ends.push(end);
            }
        }
    }
    if rules.tests.is_empty() {
        ends.push(0);
    }
    let outcomes: Vec<&Outcome> = ends
        .iter()
        .filter_map(|end| rules.outcomes.get(*end))
        .collect();
    let texts = outcomes.iter().flat_map(|outcome| outcome.texts());
    let mut open: Vec<usize> = texts.flat_map(places).collect();
    open.extend(rules.tests.iter().map(|test| test.value));
    let mut used: BTreeMap<usize, usize> = BTreeMap::new();
    while let Some(value) = open.pop() {
        if used.insert(value, 0).is_none() {
            open.extend(rules.values.get(value).into_iter().flat_map(Value::parts));
        }
    }
    for (count, place) in used.values_mut().enumerate() {
        *place = count;
    }
    let value = |at: usize| used.get(&at).copied().unwrap_or(at);
    let next = |next: Next| match next {
        Next::Outcome(end) => {
            let place = ends.iter().position(|known| *known == end);
            Next::Outcome(place.unwrap_or(end))
        }
        test => test,
    };
    Rules {
        parameters: rules.parameters.clone(),
        values: used
            .keys()
            .filter_map(|at| Some(rules.values.get(*at)?.moved(&value)))
            .collect(),
        tests: rules
            .tests
            .iter()
            .map(|test| Test {
                value: value(test.value),
                yes: next(test.yes),
                no: next(test.no),
            })
            .collect(),
        outcomes: outcomes.iter().map(|it| it.moved(&value)).collect(),
    }
}
