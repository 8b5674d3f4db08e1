//! Resolving what an AST leaves implicit: the prelude, applied traits, mixins, and version 1's defaults.

use super::super::model::json::{At, Node, Report};
use super::ast::{Ast, Kind, Member, Shape, Traits};
use super::closure::dangling;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// The shapes of `smithy.api` that members may have.
const PRELUDE: [(&str, Kind); 22] = [
    ("smithy.api#Unit", Kind::Structure),
    ("smithy.api#String", Kind::String),
    ("smithy.api#Blob", Kind::Blob),
    ("smithy.api#Boolean", Kind::Boolean),
    ("smithy.api#PrimitiveBoolean", Kind::Boolean),
    ("smithy.api#Byte", Kind::Byte),
    ("smithy.api#PrimitiveByte", Kind::Byte),
    ("smithy.api#Short", Kind::Short),
    ("smithy.api#PrimitiveShort", Kind::Short),
    ("smithy.api#Integer", Kind::Integer),
    ("smithy.api#PrimitiveInteger", Kind::Integer),
    ("smithy.api#Long", Kind::Long),
    ("smithy.api#PrimitiveLong", Kind::Long),
    ("smithy.api#Float", Kind::Float),
    ("smithy.api#PrimitiveFloat", Kind::Float),
    ("smithy.api#Double", Kind::Double),
    ("smithy.api#PrimitiveDouble", Kind::Double),
    ("smithy.api#BigInteger", Kind::BigInteger),
    ("smithy.api#BigDecimal", Kind::BigDecimal),
    ("smithy.api#Timestamp", Kind::Timestamp),
    ("smithy.api#Document", Kind::Document),
    ("smithy.api#Unspecified", Kind::Structure),
];

/// How many mixins may stand in each other.
const DEPTH: usize = 64;

impl Ast {
    /// The AST with everything written out where it belongs.
    pub(super) fn upgrade(&mut self, report: &mut Report) {
        for (id, kind) in PRELUDE {
            self.shapes.entry(id.to_owned()).or_insert_with(|| Shape {
                kind,
                ..Shape::default()
            });
        }
        // What is applied to a mixin goes where the mixin goes; what is applied to a member that a
        // mixin brings needs the member to be there.
        let left = self.apply();
        self.flatten(report);
        self.applied = left;
        for (id, _) in self.apply() {
            self.report_applied(&id, report);
        }
        if self.is_first_version {
            self.default_scalars();
        }
    }

    /// Members and traits of mixins come before a shape's own, which override them.
    fn flatten(&mut self, report: &mut Report) {
        let mixed: Vec<String> = self
            .shapes
            .iter()
            .filter(|(_, shape)| !shape.mixins.is_empty())
            .map(|(id, _)| id.clone())
            .collect();
        let mut done = BTreeSet::new();
        for id in mixed {
            self.flatten_one(report, &id, &mut Vec::new(), &mut done);
        }
    }

    fn flatten_one(
        &mut self,
        report: &mut Report,
        id: &str,
        path: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) {
        let root = At::ROOT;
        let shapes_at = root.child("shapes");
        let at = shapes_at.child(id);
        if done.contains(id) {
            return;
        }
        if path.iter().any(|other| other == id) || path.len() > DEPTH {
            report.error(
                &at.child("mixins"),
                format!("the mixins of `{id}` lead back to it"),
                "take one of them away",
            );
            done.insert(id.to_owned());
            return;
        }
        path.push(id.to_owned());
        let mixins = self
            .shapes
            .get(id)
            .map(|shape| shape.mixins.clone())
            .unwrap_or_default();
        let mut mixed = Shape::default();
        for mixin in &mixins {
            self.flatten_one(report, mixin, path, done);
            match self.shapes.get(mixin) {
                Some(shape) => mixed.mix_in(shape),
                None => dangling(
                    report,
                    &at.child("mixins"),
                    mixin,
                    self.shapes.keys().map(String::as_str),
                ),
            }
        }
        path.pop();
        if !done.insert(id.to_owned()) {
            return;
        }
        if let Some(shape) = self.shapes.get_mut(id) {
            mixed.lay_over(shape);
            shape.traits = mixed.traits;
            shape.members = mixed.members;
            shape.references = mixed.references;
            shape.version = shape.version.take().or(mixed.version);
            let own = std::mem::take(&mut shape.rename);
            mixed.rename.extend(own);
            shape.rename = mixed.rename;
        }
    }

    /// Traits that are applied to a shape or to a member (`shape$member`) win over its own. Those whose
    /// target is not there are left.
    fn apply(&mut self) -> Vec<(String, Traits)> {
        let mut left = Vec::new();
        for (id, traits) in std::mem::take(&mut self.applied) {
            let (shape_id, member) = match id.split_once('$') {
                Some((shape, member)) => (shape, Some(member)),
                None => (id.as_str(), None),
            };
            let shape = self.shapes.get_mut(shape_id);
            let target = match (shape, member) {
                (Some(shape), None) => Some(&mut shape.traits),
                (Some(shape), Some(name)) => {
                    shape.members.get_mut(name).map(|member| &mut member.traits)
                }
                (None, _) => None,
            };
            match target {
                Some(target) => target.extend(traits),
                None => left.push((id, traits)),
            }
        }
        left
    }

    fn report_applied(&self, id: &str, report: &mut Report) {
        let root = At::ROOT;
        let at = root.child("shapes");
        let known = self.shapes.keys().map(String::as_str);
        dangling(report, &at.child(id), id, known);
    }

    /// In version 1 a number or boolean that is not boxed has a default, though nothing says so.
    fn default_scalars(&mut self) {
        let unboxed: IndexMap<String, Node> = self
            .shapes
            .iter()
            .filter(|(id, shape)| match id.strip_prefix("smithy.api#") {
                Some(name) => name.starts_with("Primitive"),
                None => shape.kind.is_scalar() && !shape.traits.contains_key("smithy.api#box"),
            })
            .map(|(id, shape)| {
                let zero = match shape.kind {
                    Kind::Boolean => Node::Bool(false),
                    _ => Node::Number(0.into()),
                };
                (id.clone(), zero)
            })
            .collect();
        let structures = self
            .shapes
            .values_mut()
            .filter(|shape| shape.kind == Kind::Structure);
        for member in structures.flat_map(|shape| shape.members.values_mut()) {
            if let Some(zero) = unboxed.get(&member.target)
                && !member.traits.contains_key("smithy.api#box")
            {
                let name = "smithy.api#default".to_owned();
                member.traits.entry(name).or_insert_with(|| zero.clone());
            }
        }
    }
}

impl Shape {
    /// Adds what a mixin has; traits that are for the mixin alone stay with it.
    fn mix_in(&mut self, mixin: &Shape) {
        let local: Vec<&str> = match mixin.traits.get("smithy.api#mixin") {
            Some(Node::Object(entries)) => entries
                .iter()
                .filter(|(key, _)| key == "localTraits")
                .flat_map(|(_, node)| match node {
                    Node::List(nodes) => nodes.as_slice(),
                    _ => &[],
                })
                .filter_map(|node| match node {
                    Node::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let is_passed_on = |id: &str| {
            id != "smithy.api#mixin" && !local.contains(&id) && id != "smithy.api#private"
        };
        for (id, node) in mixin.traits.iter().filter(|(id, _)| is_passed_on(id)) {
            self.traits.insert(id.clone(), node.clone());
        }
        let mut rest = mixin.clone();
        rest.traits.clear();
        self.lay_over(&mut rest);
        self.version = mixin.version.clone().or(self.version.take());
        self.rename.extend(mixin.rename.clone());
    }

    /// Lays a shape's own traits, members and references over what is here.
    fn lay_over(&mut self, own: &mut Shape) {
        self.traits.extend(std::mem::take(&mut own.traits));
        for (name, member) in std::mem::take(&mut own.members) {
            match self.members.get_mut(&name) {
                Some(Member { target, traits }) => {
                    *target = member.target;
                    traits.extend(member.traits);
                }
                None => {
                    self.members.insert(name, member);
                }
            }
        }
        for (key, target) in std::mem::take(&mut own.references) {
            if !SEVERAL_TIMES.contains(&key) {
                self.references.retain(|(other, _)| *other != key);
            }
            if !self.references.contains(&(key, target.clone())) {
                self.references.push((key, target));
            }
        }
    }
}

/// The keys whose references add up.
const SEVERAL_TIMES: [&str; 4] = ["operations", "collectionOperations", "resources", "errors"];
