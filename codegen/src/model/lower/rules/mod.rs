//! Endpoint rules -> a decision diagram: the rules of a list are tried in turn, so what follows a
//! condition that does not hold is the next rule.

mod values;

use crate::diagnostic::{Diagnostics, Place};
use crate::model::rules::{AuthScheme, Next, Outcome, Parameter, Rules, Source, Test, Value};
use crate::spec::{EndpointRule, EndpointRules, RuleConstant, RuleEndpoint, RuleParameter};
use std::collections::{BTreeMap, HashMap};
use values::{Scope, Values};

/// What no rule is for.
const NO_RULE: &str = "no endpoint rule is for this call";

/// How many tests, values or outcomes there may be: what the runtime counts.
const MOST: usize = 30_000;

/// The diagram of a service's rules; `None`, and problems, where they are not understood.
pub(super) fn rules(
    spec: &EndpointRules,
    place: &Place,
    problems: &mut Diagnostics,
) -> Option<Rules> {
    let parameters: Vec<_> = spec.parameters.iter().map(parameter).collect();
    let mut scope = Scope::new();
    let mut values = Values::new(&parameters);
    for (at, parameter) in parameters.iter().enumerate() {
        let value = values.add(Value::Parameter(at));
        scope.insert(parameter.name.clone(), value);
    }
    let mut compiler = Compiler {
        values,
        tests: Vec::new(),
        known_tests: HashMap::new(),
        outcomes: Vec::new(),
        known_outcomes: HashMap::new(),
        problem: None,
    };
    let last = compiler.outcome(Outcome::Error(NO_RULE.to_owned()));
    let first = compiler.list(&spec.rules, "/endpointRules/rules", &scope, last);
    if let Some((pointer, what)) = compiler.problem {
        let at = Place {
            pointer,
            ..place.clone()
        };
        let help = "see the specification of Smithy's rules engine";
        problems.push(&at, what, help);
        return None;
    }
    let sizes = [
        compiler.tests.len(),
        compiler.outcomes.len(),
        compiler.values.all.len(),
    ];
    if sizes.into_iter().any(|size| size > MOST) {
        let help = "no service of AWS has as many; write `hosts` in their place";
        problems.push(place, "the endpoint rules are too many", help);
        return None;
    }
    let values = compiler.values.all;
    let (tests, outcomes) = (compiler.tests, compiler.outcomes);
    Some(ordered(
        Rules {
            parameters,
            values,
            tests,
            outcomes,
        },
        first,
    ))
}

/// The same with the first test first; what a test leads to stands behind it.
fn ordered(rules: Rules, first: Next) -> Rules {
    let last = rules.tests.len().saturating_sub(1);
    let at = |next| match next {
        Next::Test(at) => Next::Test(last - at),
        end => end,
    };
    let turned = rules.tests.iter().rev().map(|test| Test {
        value: test.value,
        yes: at(test.yes),
        no: at(test.no),
    });
    // What is made last is what all begins with.
    match first {
        Next::Test(first) => Rules {
            tests: turned.skip(last - first).collect(),
            ..rules
        },
        Next::Outcome(only) => Rules {
            tests: Vec::new(),
            outcomes: rules.outcomes.into_iter().skip(only).take(1).collect(),
            ..rules
        },
    }
}

fn parameter((name, spec): (&String, &RuleParameter)) -> Parameter {
    let source = match spec.built_in.as_deref() {
        None => Source::Call,
        Some("AWS::Region") => Source::Region,
        Some("AWS::UseFIPS") => Source::UseFips,
        Some("AWS::UseDualStack") => Source::UseDualStack,
        Some("SDK::Endpoint") => Source::Endpoint,
        Some("AWS::Auth::AccountId") => Source::AccountId,
        Some("AWS::Auth::AccountIdEndpointMode") => Source::AccountIdMode,
        Some(other) => Source::Setting(other.to_owned()),
    };
    Parameter {
        name: name.clone(),
        ty: spec.ty,
        source,
        default: spec.default.clone().filter(|default| {
            // A list that is empty is told as well as none.
            !matches!(default, RuleConstant::List(_))
        }),
        required: spec.required,
    }
}

struct Compiler<'p> {
    values: Values<'p>,
    /// Each leads to earlier ones alone.
    tests: Vec<Test>,
    known_tests: HashMap<Test, usize>,
    outcomes: Vec<Outcome>,
    known_outcomes: HashMap<Outcome, usize>,
    /// The first problem, with its pointer.
    problem: Option<(String, String)>,
}

impl Compiler<'_> {
    /// The rules in turn, and what follows where none is taken.
    fn list(
        &mut self,
        rules: &[EndpointRule],
        pointer: &str,
        scope: &Scope,
        otherwise: Next,
    ) -> Next {
        let numbered = rules.iter().enumerate().rev();
        numbered.fold(otherwise, |otherwise, (at, rule)| {
            let pointer = format!("{pointer}/{at}");
            self.rule(rule, &pointer, scope, otherwise)
        })
    }

    fn rule(&mut self, rule: &EndpointRule, pointer: &str, scope: &Scope, otherwise: Next) -> Next {
        let mut scope = scope.clone();
        let mut conditions = Vec::new();
        for condition in &rule.conditions {
            let value = match self.values.call(condition, &scope) {
                Ok(value) => value,
                Err(what) => return self.refuse(pointer, what),
            };
            if let Some(name) = &condition.assign {
                scope.insert(name.clone(), value);
            }
            conditions.push(value);
        }
        let then = match (&rule.endpoint, &rule.error, &rule.rules) {
            (Some(endpoint), None, None) => match self.endpoint(endpoint, &scope) {
                Ok(outcome) => self.outcome(outcome),
                Err(what) => return self.refuse(pointer, what),
            },
            (None, Some(error), None) => match self.values.template(error, &scope) {
                Ok(text) => self.outcome(Outcome::Error(text)),
                Err(what) => return self.refuse(pointer, what),
            },
            (None, None, Some(rules)) => {
                let pointer = format!("{pointer}/rules");
                self.list(rules, &pointer, &scope, otherwise)
            }
            _ => {
                let what = "a rule has one of `endpoint`, `error` and `rules`";
                return self.refuse(pointer, what.to_owned());
            }
        };
        conditions
            .into_iter()
            .rev()
            .fold(then, |then, value| self.test(value, then, otherwise))
    }

    fn endpoint(&mut self, endpoint: &RuleEndpoint, scope: &Scope) -> Result<Outcome, String> {
        let values = &mut self.values;
        let mut headers = BTreeMap::new();
        for (name, texts) in &endpoint.headers {
            let texts = texts.iter().map(|text| values.template(text, scope));
            let text = texts.collect::<Result<Vec<_>, _>>()?.join(",");
            let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            if name.is_empty() || !name.bytes().all(is_name) {
                return Err(format!("`{name}` is not the name of a header"));
            }
            headers.insert(name.to_ascii_lowercase(), text);
        }
        let mut auth = Vec::new();
        for scheme in &endpoint.auth_schemes {
            let mut fill = |text: &Option<String>| {
                text.as_ref()
                    .map(|text| values.text(text, scope))
                    .transpose()
            };
            let set = &scheme.signing_region_set;
            let set = (!set.is_empty()).then(|| set.join(","));
            auth.push(AuthScheme {
                name: scheme.name.clone(),
                service: fill(&scheme.signing_name)?,
                region: fill(&scheme.signing_region.clone().or(set))?,
                plain_path: scheme.disable_double_encoding,
            });
        }
        Ok(Outcome::Endpoint {
            url: values.template(&endpoint.url, scope)?,
            headers: headers.into_iter().collect(),
            auth,
        })
    }

    fn refuse(&mut self, pointer: &str, what: String) -> Next {
        self.problem
            .get_or_insert_with(|| (pointer.to_owned(), what));
        Next::Outcome(0)
    }

    fn test(&mut self, value: usize, yes: Next, no: Next) -> Next {
        let (value, is_turned) = self.values.plain(value);
        let (yes, no) = if is_turned { (no, yes) } else { (yes, no) };
        match self.values.all.get(value) {
            // A region that is in no partition is taken to be in the first.
            Some(Value::Bool(true) | Value::Partition(_) | Value::Text(_)) => return yes,
            Some(Value::Bool(false)) => return no,
            _ if yes == no => return yes,
            _ => {}
        }
        let test = Test { value, yes, no };
        let at = *self.known_tests.entry(test).or_insert_with(|| {
            self.tests.push(test);
            self.tests.len() - 1
        });
        Next::Test(at)
    }

    fn outcome(&mut self, outcome: Outcome) -> Next {
        let known = self.known_outcomes.get(&outcome).copied();
        Next::Outcome(known.unwrap_or_else(|| {
            self.outcomes.push(outcome.clone());
            let at = self.outcomes.len() - 1;
            self.known_outcomes.insert(outcome, at);
            at
        }))
    }
}
