//! The JSON AST as it is written: shapes by id, each with its members and traits.

use super::super::model::json::{At, Node, Report};
use indexmap::IndexMap;

/// Traits by id. A trait that is applied twice is there once, as it was applied last.
pub(super) type Traits = IndexMap<String, Node>;

/// A whole AST.
#[derive(Default)]
pub(super) struct Ast {
    /// Whether it is of version 1, where numbers and booleans have defaults that nothing says.
    pub(super) is_first_version: bool,
    pub(super) shapes: IndexMap<String, Shape>,
    /// Traits that are applied from elsewhere, by the id of what they are applied to.
    pub(super) applied: Vec<(String, Traits)>,
}

/// One shape.
#[derive(Clone, Default)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) traits: Traits,
    /// Those of a structure, union or enumeration; `member` of a list; `key` and `value` of a map.
    pub(super) members: IndexMap<String, Member>,
    pub(super) mixins: Vec<String>,
    /// What a service, resource or operation refers to, by the key it does so with.
    pub(super) references: Vec<(&'static str, String)>,
    /// Of a service.
    pub(super) version: Option<String>,
    /// Of a service: other names for some shapes.
    pub(super) rename: IndexMap<String, String>,
}

/// A member, an element, a key or a value.
#[derive(Clone, Default)]
pub(super) struct Member {
    pub(super) target: String,
    pub(super) traits: Traits,
}

/// What a shape is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Kind {
    #[default]
    Structure,
    Union,
    Enum,
    IntEnum,
    List,
    Map,
    String,
    Boolean,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Blob,
    Document,
    Service,
    Resource,
    Operation,
}

const KINDS: [(&str, Kind); 23] = [
    ("structure", Kind::Structure),
    ("union", Kind::Union),
    ("enum", Kind::Enum),
    ("intEnum", Kind::IntEnum),
    ("list", Kind::List),
    ("set", Kind::List),
    ("map", Kind::Map),
    ("string", Kind::String),
    ("boolean", Kind::Boolean),
    ("byte", Kind::Byte),
    ("short", Kind::Short),
    ("integer", Kind::Integer),
    ("long", Kind::Long),
    ("float", Kind::Float),
    ("double", Kind::Double),
    ("bigInteger", Kind::BigInteger),
    ("bigDecimal", Kind::BigDecimal),
    ("timestamp", Kind::Timestamp),
    ("blob", Kind::Blob),
    ("document", Kind::Document),
    ("service", Kind::Service),
    ("resource", Kind::Resource),
    ("operation", Kind::Operation),
];

/// The keys with which services, resources and operations refer to one shape.
const ONE: [&str; 8] = [
    "input", "output", "create", "put", "read", "update", "delete", "list",
];

/// Those with which they refer to several.
const SEVERAL: [&str; 4] = ["operations", "collectionOperations", "resources", "errors"];

/// Keys of shapes that nothing generated depends on.
const UNUSED: [&str; 2] = ["identifiers", "properties"];

impl Kind {
    /// Whether it has a name for people: all others stand where they are used.
    pub(super) fn is_named(self) -> bool {
        matches!(self, Self::Structure | Self::Union | Self::Enum)
    }

    /// Whether a default of version 1 belongs to it.
    pub(super) fn is_scalar(self) -> bool {
        use Kind::{Boolean, Byte, Double, Float, IntEnum, Integer, Long, Short};
        matches!(
            self,
            Boolean | Byte | Short | Integer | Long | Float | Double | IntEnum
        )
    }
}

impl Ast {
    /// Reads an AST; `None` where it is none, which is reported.
    pub(super) fn read(report: &mut Report, root: Node) -> Option<Self> {
        let at = At::ROOT;
        let entries = entries(report, &at, root)?;
        let mut ast = Self::default();
        let mut version = None;
        let mut has_shapes = false;
        for (key, node) in entries {
            let here = at.child(&key);
            match key.as_str() {
                "smithy" => version = text(report, &here, node),
                "shapes" => {
                    has_shapes = true;
                    ast.read_shapes(report, &here, node);
                }
                // What validators and builds are told.
                "metadata" => {}
                _ => unknown(report, &here, &key),
            }
        }
        match version.as_deref() {
            Some(version) if version == "1" || version.starts_with("1.") => {
                ast.is_first_version = true;
            }
            Some(version) if version == "2" || version.starts_with("2.") => {}
            Some(version) => {
                report.error(
                    &at.child("smithy"),
                    format!("the version `{version}` of Smithy is not known"),
                    "give a JSON AST of version 1.0 or 2.0",
                );
                return None;
            }
            None => {
                report.error(
                    &at,
                    "no Smithy JSON AST: `smithy`, its version, is missing",
                    "give what `smithy ast` prints, or the model.json of `smithy build`; a \
                     service-2.json of botocore goes with `--model`",
                );
                return None;
            }
        }
        if !has_shapes {
            report.error(&at, "`shapes` is missing", "give a JSON AST with a service");
            return None;
        }
        Some(ast)
    }

    fn read_shapes(&mut self, report: &mut Report, at: &At<'_>, node: Node) {
        for (id, node) in entries(report, at, node).unwrap_or_default() {
            let here = at.child(&id);
            if self.shapes.contains_key(&id) {
                report.error(
                    &here,
                    format!("`{id}` stands twice"),
                    "delete or rename one of the two",
                );
                continue;
            }
            let Some(entries) = entries(report, &here, node) else {
                continue;
            };
            match kind_of(report, &here, &entries) {
                Some(Some(kind)) => {
                    let shape = Shape::read(report, &here, kind, entries);
                    self.shapes.insert(id, shape);
                }
                Some(None) => {
                    let traits = entries.into_iter().find(|(key, _)| key == "traits");
                    let traits =
                        traits.map(|(key, node)| read_traits(report, &here.child(&key), node));
                    self.applied.push((id, traits.unwrap_or_default()));
                }
                None => {}
            }
        }
    }
}

/// What an entry of `shapes` is: a shape of a kind, or (`Some(None)`) traits that are applied.
fn kind_of(report: &mut Report, at: &At<'_>, entries: &[(String, Node)]) -> Option<Option<Kind>> {
    let here = at.child("type");
    let name = match entries.iter().find(|(key, _)| key == "type") {
        Some((_, Node::Text(name))) => name,
        Some(_) => {
            report.expected(&here, "a text");
            return None;
        }
        None => {
            report.error(
                at,
                "`type` is missing",
                "give the shape the type it has in the AST",
            );
            return None;
        }
    };
    if name == "apply" {
        return Some(None);
    }
    let kind = KINDS.iter().find(|(known, _)| known == name);
    if kind.is_none() {
        report.error(
            &here,
            format!("unknown type `{name}`"),
            "the types are those of Smithy 2.0's JSON AST",
        );
    }
    kind.map(|(_, kind)| Some(*kind))
}

impl Shape {
    fn read(report: &mut Report, at: &At<'_>, kind: Kind, entries: Vec<(String, Node)>) -> Self {
        let mut shape = Self {
            kind,
            ..Self::default()
        };
        for (key, node) in entries {
            let here = at.child(&key);
            let parts: &[&str] = match kind {
                Kind::List => &["member"],
                Kind::Map => &["key", "value"],
                _ => &[],
            };
            match key.as_str() {
                "type" => {}
                "traits" => shape.traits = read_traits(report, &here, node),
                "mixins" => shape.mixins = targets(report, &here, node),
                "members" => {
                    for (name, node) in self::entries(report, &here, node).unwrap_or_default() {
                        let member = Member::read(report, &here.child(&name), node);
                        if shape.members.contains_key(&name) {
                            report.error(
                                &here.child(&name),
                                format!("`{name}` stands twice"),
                                "delete or rename one of the two",
                            );
                        } else if let Some(member) = member {
                            shape.members.insert(name, member);
                        }
                    }
                }
                "version" => shape.version = text(report, &here, node),
                "rename" => {
                    for (id, node) in self::entries(report, &here, node).unwrap_or_default() {
                        if let Some(name) = text(report, &here.child(&id), node) {
                            shape.rename.insert(id, name);
                        }
                    }
                }
                key if parts.contains(&key) => {
                    let member = Member::read(report, &here, node);
                    shape
                        .members
                        .extend(member.map(|member| (key.to_owned(), member)));
                }
                key if UNUSED.contains(&key) => {}
                key => shape.refer(report, &here, key, node),
            }
        }
        shape
    }

    fn refer(&mut self, report: &mut Report, at: &At<'_>, key: &str, node: Node) {
        if let Some(key) = ONE.iter().find(|known| **known == key) {
            let target = target(report, at, node);
            self.references.extend(target.map(|target| (*key, target)));
        } else if let Some(key) = SEVERAL.iter().find(|known| **known == key) {
            let targets = targets(report, at, node);
            self.references
                .extend(targets.into_iter().map(|target| (*key, target)));
        } else {
            unknown(report, at, key);
        }
    }

    /// What it refers to with a key.
    pub(super) fn referred<'s>(&'s self, key: &str) -> impl Iterator<Item = &'s str> {
        let key = key.to_owned();
        let with_key = move |(found, _): &&(&'static str, String)| *found == key;
        self.references
            .iter()
            .filter(with_key)
            .map(|(_, target)| target.as_str())
    }
}

impl Member {
    fn read(report: &mut Report, at: &At<'_>, node: Node) -> Option<Self> {
        let mut member = Self::default();
        let mut found = false;
        for (key, node) in entries(report, at, node)? {
            let here = at.child(&key);
            match key.as_str() {
                "target" => {
                    found = true;
                    member.target = text(report, &here, node)?;
                }
                "traits" => member.traits = read_traits(report, &here, node),
                _ => unknown(report, &here, &key),
            }
        }
        if !found {
            report.error(at, "`target` is missing", "name the shape of the member");
            return None;
        }
        Some(member)
    }
}

fn read_traits(report: &mut Report, at: &At<'_>, node: Node) -> Traits {
    let entries = entries(report, at, node).unwrap_or_default();
    entries.into_iter().collect()
}

fn target(report: &mut Report, at: &At<'_>, node: Node) -> Option<String> {
    let entries = entries(report, at, node)?;
    let target = entries.into_iter().find(|(key, _)| key == "target");
    if target.is_none() {
        report.error(
            at,
            "`target` is missing",
            "name the shape that is referred to",
        );
    }
    target.and_then(|(key, node)| text(report, &at.child(&key), node))
}

fn targets(report: &mut Report, at: &At<'_>, node: Node) -> Vec<String> {
    let Node::List(nodes) = node else {
        report.expected(at, "a list");
        return Vec::new();
    };
    let nodes = nodes.into_iter().enumerate();
    nodes
        .filter_map(|(index, node)| target(report, &at.child(&index.to_string()), node))
        .collect()
}

fn entries(report: &mut Report, at: &At<'_>, node: Node) -> Option<Vec<(String, Node)>> {
    match node {
        Node::Object(entries) => Some(entries),
        _ => {
            report.expected(at, "an object");
            None
        }
    }
}

fn text(report: &mut Report, at: &At<'_>, node: Node) -> Option<String> {
    match node {
        Node::Text(text) => Some(text),
        _ => {
            report.expected(at, "a text");
            None
        }
    }
}

fn unknown(report: &mut Report, at: &At<'_>, key: &str) {
    report.warning(
        at,
        format!("unknown key `{key}` is left out"),
        "check whether requests or responses depend on it",
    );
}
