//! The service that is generated, and all that it reaches.

use super::super::model::json::{At, Report};
use super::ast::{Ast, Kind, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// A service and what it reaches.
pub(super) struct Closure<'n> {
    pub(super) id: &'n str,
    pub(super) service: &'n Shape,
    /// The ids of its operations, its resources' among them.
    pub(super) operations: Vec<&'n str>,
    /// The ids of what they take.
    pub(super) inputs: BTreeSet<&'n str>,
    /// Everything that messages are made of, with the name under which it stands in the spec: its
    /// own where it has a name for people, else its id.
    pub(super) names: BTreeMap<&'n str, &'n str>,
}

/// What stands for no request, no response, and members without content.
pub(super) const UNIT: &str = "smithy.api#Unit";

/// What it is called where the service has a `Unit` of its own.
const UNIT_NAME: &str = "SmithyUnit";

/// The name in an id.
pub(super) fn name_of(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// Reports a shape id that nothing stands behind.
pub(super) fn dangling<'s>(
    report: &mut Report,
    at: &At<'_>,
    id: &str,
    known: impl Iterator<Item = &'s str>,
) {
    let near = known
        .map(|known| (strsim::damerau_levenshtein(known, id), known))
        .min();
    let help = match near {
        Some((distance, known)) if distance <= 1 + name_of(id).len() / 4 => {
            format!("did you mean `{known}`?")
        }
        _ => "add the shape, or correct the reference; an AST must hold its dependencies too"
            .to_owned(),
    };
    report.error(at, format!("there is no shape `{id}`"), &help);
}

impl<'n> Closure<'n> {
    /// The closure of the service that is `asked` for, by name or id, or of the only one.
    pub(super) fn of(ast: &'n Ast, asked: Option<&str>, report: &mut Report) -> Option<Self> {
        let (id, service) = choose(ast, asked, report)?;
        let mut closure = Self {
            id,
            service,
            operations: Vec::new(),
            inputs: BTreeSet::new(),
            names: BTreeMap::new(),
        };
        closure.find_operations(ast, report);
        closure.find_shapes(ast, report);
        Some(closure)
    }

    fn find_operations(&mut self, ast: &'n Ast, report: &mut Report) {
        let root = At::ROOT;
        let shapes_at = root.child("shapes");
        let mut seen = BTreeSet::new();
        let mut open = vec![(self.id, self.service)];
        let mut operations = BTreeSet::new();
        while let Some((id, shape)) = open.pop() {
            let at = shapes_at.child(id);
            for (key, target) in &shape.references {
                let expected = match *key {
                    "errors" => continue,
                    "resources" => Kind::Resource,
                    _ => Kind::Operation,
                };
                let Some((target, shape)) = ast.shapes.get_key_value(target.as_str()) else {
                    let known = ast
                        .shapes
                        .iter()
                        .filter(|(_, shape)| shape.kind == expected);
                    dangling(
                        report,
                        &at.child(key),
                        target,
                        known.map(|(id, _)| id.as_str()),
                    );
                    continue;
                };
                if shape.kind != expected {
                    let what = if expected == Kind::Resource {
                        "a resource"
                    } else {
                        "an operation"
                    };
                    report.error(
                        &at.child(key),
                        format!("`{target}` is not {what}"),
                        "correct the reference",
                    );
                } else if expected == Kind::Operation {
                    operations.insert(target.as_str());
                } else if seen.insert(target) {
                    open.push((target, shape));
                }
            }
        }
        self.operations = operations.into_iter().collect();
        let shapes = self.operations.iter().filter_map(|id| ast.shapes.get(*id));
        self.inputs = shapes.flat_map(|it| it.referred("input")).collect();
    }

    fn find_shapes(&mut self, ast: &'n Ast, report: &mut Report) {
        let root = At::ROOT;
        let shapes_at = root.child("shapes");
        let mut open: Vec<&'n str> = Vec::new();
        let referrers = self.operations.iter().chain([&self.id]);
        for id in referrers {
            let at = shapes_at.child(id);
            for (key, target) in ast
                .shapes
                .get(*id)
                .into_iter()
                .flat_map(|shape| &shape.references)
            {
                if matches!(*key, "input" | "output" | "errors") {
                    open.extend(existing(ast, report, &at.child(key), target, true));
                }
            }
        }
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(shape) = ast.shapes.get(id) else {
                continue;
            };
            if matches!(shape.kind, Kind::Enum | Kind::IntEnum) {
                continue;
            }
            let at = shapes_at.child(id);
            for (name, member) in &shape.members {
                let members_at = at.child("members");
                let here = if matches!(shape.kind, Kind::List | Kind::Map) {
                    &at
                } else {
                    &members_at
                };
                open.extend(existing(
                    ast,
                    report,
                    &here.child(name),
                    &member.target,
                    false,
                ));
            }
        }
        self.name(ast, &seen, report);
    }

    /// Names the shapes; two of one name must be told apart by the service's `rename`.
    fn name(&mut self, ast: &'n Ast, ids: &BTreeSet<&'n str>, report: &mut Report) {
        let root = At::ROOT;
        let shapes_at = root.child("shapes");
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        for id in ids {
            let Some(shape) = ast.shapes.get(*id) else {
                continue;
            };
            let is_named = shape.kind.is_named() || shape.traits.contains_key("smithy.api#enum");
            let renamed = self.service.rename.get(*id).map(String::as_str);
            let name = match is_named {
                // The prelude's, which a service has no part in naming.
                true if *id == UNIT && taken.contains_key(name_of(id)) => UNIT_NAME,
                true => renamed.unwrap_or(name_of(id)),
                false => id,
            };
            if let Some(other) = taken.insert(name, id) {
                report.error(
                    &shapes_at.child(id),
                    format!("`{other}` and `{id}` have the same name"),
                    "name one of them otherwise in the service's `rename`",
                );
            }
            self.names.insert(id, name);
        }
    }
}

/// The id that a reference means, where there is a shape behind it that may stand there.
fn existing<'n>(
    ast: &'n Ast,
    report: &mut Report,
    at: &At<'_>,
    target: &str,
    is_message: bool,
) -> Option<&'n str> {
    let Some((id, shape)) = ast.shapes.get_key_value(target) else {
        dangling(report, at, target, ast.shapes.keys().map(String::as_str));
        return None;
    };
    let (fits, what) = if is_message {
        (shape.kind == Kind::Structure, "a structure")
    } else {
        let is_type = !matches!(shape.kind, Kind::Service | Kind::Resource | Kind::Operation);
        (is_type, "a type")
    };
    if !fits {
        report.error(
            at,
            format!("`{target}` is not {what}"),
            "requests, responses and errors are structures, members have types",
        );
    }
    fits.then_some(id.as_str())
}

fn choose<'n>(
    ast: &'n Ast,
    asked: Option<&str>,
    report: &mut Report,
) -> Option<(&'n str, &'n Shape)> {
    let root = At::ROOT;
    let at = root.child("shapes");
    let services: Vec<(&str, &Shape)> = ast
        .shapes
        .iter()
        // What a service is mixed of is none.
        .filter(|(_, shape)| {
            shape.kind == Kind::Service && !shape.traits.contains_key("smithy.api#mixin")
        })
        .map(|(id, shape)| (id.as_str(), shape))
        .collect();
    let ids: Vec<&str> = services.iter().map(|(id, _)| *id).collect();
    let listed = ids.join("`, `");
    if let Some(asked) = asked {
        let found = services
            .iter()
            .filter(|(id, _)| *id == asked || name_of(id) == asked);
        let found: Vec<_> = found.collect();
        if let [one] = found.as_slice() {
            return Some(**one);
        }
        let problem = match found.len() {
            0 => format!("there is no service `{asked}`"),
            _ => format!("several services are called `{asked}`"),
        };
        report.error(&at, problem, &format!("choose one by its id: `{listed}`"));
        return None;
    }
    match services.as_slice() {
        [one] => Some(*one),
        [] => {
            report.error(
                &at,
                "there is no service in it",
                "give an AST that has the service, and not the shapes of a library alone",
            );
            None
        }
        _ => {
            report.error(
                &at,
                format!("there are {} services in it: `{listed}`", services.len()),
                "choose one with `--shape ID`",
            );
            None
        }
    }
}
