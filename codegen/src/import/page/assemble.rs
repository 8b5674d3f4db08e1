//! The shapes of a request or a response: the syntax, with the docs of its structure in place.

use super::parse::align::{self, Match, Stray};
use super::parse::heads::{self, Word};
use super::parse::sections::Part;
use super::parse::syntax::{self, Node, Role};
use super::prose::docs::{self, Doc, Form};
use crate::spec::{Ordered, Shape, Type};

/// Which of the two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Section {
    Request,
    Response,
}

/// One section, read.
#[derive(Default)]
pub(crate) struct Read {
    pub shapes: Ordered<Shape>,
    /// What the section is as a whole.
    pub doc: Option<String>,
    pub members: usize,
    pub documented: usize,
    pub warnings: Vec<String>,
    pub omitted: Vec<Gap>,
}

/// Something the page does not tell.
pub(crate) struct Gap {
    /// Where in the section; empty for all of it.
    pub path: String,
    pub reason: String,
}

/// How many members without a description are listed by their paths: no page of a service has as
/// many, and a path may be much longer than what it takes to ask for it.
const LISTED: usize = 1_000;

/// Reads a section.
pub(crate) fn read(
    section: Section,
    part: &Part<'_>,
    form: Form<'_>,
) -> Result<Read, syntax::Error> {
    let mut read = Read::default();
    let nodes = match &part.syntax {
        Some(Ok(syntax)) => syntax.nodes.as_slice(),
        Some(Err(error)) => return Err(error.clone()),
        None => {
            read.omitted.push(Gap {
                path: String::new(),
                reason: "the page says that its syntax is too large to render".to_owned(),
            });
            return Ok(read);
        }
    };
    // The request as a whole has no head.
    let first = usize::from(section == Section::Request).min(nodes.len());
    let (whole, described) = nodes.split_at(first);
    let heads = heads::find(part.text);
    let alignment = align::align(part.text, described, &heads);
    let mut matches = vec![None; whole.len()];
    matches.extend(alignment.found);
    let docs = docs(part.text, &matches, &alignment.strays, form);

    read.note_gaps(nodes, &matches, first);
    read.note_strays(&alignment.strays);
    let mut entries: Vec<Entry> = Vec::with_capacity(nodes.len());
    for ((node, found), doc) in nodes.iter().zip(&matches).zip(docs).rev() {
        let mut within = Vec::new();
        while entries.last().is_some_and(|entry| entry.depth > node.depth) {
            within.extend(entries.pop());
        }
        let entry = Entry::new(node, *found, doc, within, &mut read.warnings);
        if node.or_dict {
            read.warnings.push(format!(
                "`{}` is a string for the service; that boto3 takes a dict as well is left out",
                entry.name()
            ));
        }
        if node.depth > 0 {
            read.members += 1;
            read.documented += usize::from(entry.shape.doc.is_some());
        }
        entries.push(entry);
    }
    if let Some(root) = entries.pop() {
        read.doc = root.shape.doc;
        read.shapes = root.shape.members.unwrap_or_default();
    }
    Ok(read)
}

/// The doc of each node: what stands between its head and the next one.
fn docs(text: &str, matches: &[Option<Match>], strays: &[Stray], form: Form<'_>) -> Vec<Doc> {
    let mut end = text.len();
    let mut docs: Vec<_> = matches
        .iter()
        .rev()
        .map(|found| {
            let Some(found) = found else {
                return Doc::default();
            };
            let stray = strays.partition_point(|stray| stray.start < found.end);
            let stray = strays.get(stray).map_or(end, |stray| stray.start);
            let doc = text.get(found.end..end.min(stray)).unwrap_or_default();
            end = found.start;
            docs::member(doc, form)
        })
        .collect();
    docs.reverse();
    docs
}

impl Read {
    /// Notes what the structure describes and the syntax does not show.
    fn note_strays(&mut self, strays: &[Stray]) {
        let named = strays.iter().filter(|stray| !stray.name.is_empty());
        self.omitted.extend(named.map(|stray| Gap {
            path: stray.name.clone(),
            reason: "it is described, and the syntax does not show it".to_owned(),
        }));
    }

    /// Notes the nodes that the structure does not describe.
    fn note_gaps(&mut self, nodes: &[Node], matches: &[Option<Match>], first: usize) {
        let mut gaps = Vec::new();
        let mut unlisted = 0_usize;
        let mut around: Vec<&Role> = Vec::new();
        for (at, (node, found)) in nodes.iter().zip(matches).enumerate() {
            around.truncate(node.depth);
            around.push(&node.role);
            let only_a_member = node.role == Role::Key
                && matches
                    .get(at + 1)
                    .is_some_and(|value| value.is_some_and(|value| value.named_value));
            if found.is_some() || at < first || only_a_member {
                continue;
            }
            if gaps.len() < LISTED {
                gaps.push(path(&around));
            } else {
                unlisted += 1;
            }
        }
        let described = nodes.len() - first;
        if gaps.len() + unlisted == described && described > 0 {
            self.omitted.push(Gap {
                path: String::new(),
                reason: "the page does not describe its members, nor which are required".to_owned(),
            });
        } else {
            self.omitted.extend(gaps.into_iter().map(|path| Gap {
                path,
                reason: "the page does not describe it".to_owned(),
            }));
            if unlisted > 0 {
                self.omitted.push(Gap {
                    path: String::new(),
                    reason: format!("the page does not describe {unlisted} more members"),
                });
            }
        }
    }
}

/// The path of the last of these, each of which stands within the one before.
fn path(roles: &[&Role]) -> String {
    let mut path = String::new();
    for role in roles {
        match role {
            Role::Root => {}
            Role::Member(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Role::Element => path.push_str("[]"),
            Role::Key => path.push_str("{key}"),
            Role::Value => path.push_str("{}"),
        }
    }
    path
}

/// A node with what stands within it.
struct Entry {
    depth: usize,
    role: Role,
    /// Of a value: its head has a name, so it is a structure's only member.
    named_value: bool,
    shape: Shape,
}

impl Entry {
    fn new(
        node: &Node,
        found: Option<Match>,
        doc: Doc,
        within: Vec<Self>,
        warnings: &mut Vec<String>,
    ) -> Self {
        let mut shape = Shape {
            kind: Some(node.kind),
            required: doc.required,
            doc: doc.text,
            values: node.values.clone(),
            streaming: node.streaming,
            ..Shape::default()
        };
        if found.is_some_and(|found| found.word == Word::JsonValue) {
            shape.kind = Some(Type::String);
            shape.json_value = true;
        }
        if node.kind == Type::Structure && doc.tagged_union {
            shape.kind = Some(Type::Union);
        }
        if within.iter().any(|entry| entry.named_value) {
            shape.kind = Some(Type::Structure);
        }
        if matches!(shape.kind, Some(Type::Structure | Type::Union)) {
            shape.members = Some(Ordered::default());
        }
        for entry in within {
            entry.put_into(&mut shape, warnings);
        }
        Self {
            depth: node.depth,
            role: node.role.clone(),
            named_value: found.is_some_and(|found| found.named_value),
            shape,
        }
    }

    fn put_into(self, around: &mut Shape, warnings: &mut Vec<String>) {
        match (self.role, &mut around.members) {
            (Role::Member(name), Some(members)) => {
                if members.contains_key(&name) {
                    warnings.push(format!("`{name}` stands twice; the last one counts"));
                }
                members.insert(name, self.shape);
            }
            (Role::Value, Some(members)) => {
                members.insert("string".to_owned(), self.shape);
            }
            (Role::Element, _) => around.element = Some(Box::new(self.shape)),
            (Role::Key, None) => around.key = Some(Box::new(self.shape)),
            (Role::Value, None) => around.value = Some(Box::new(self.shape)),
            // The key of what turned out to be a structure, and the root, which stands in nothing.
            (Role::Key | Role::Root | Role::Member(_), _) => {}
        }
    }

    fn name(&self) -> &str {
        match &self.role {
            Role::Member(name) => name,
            _ => "",
        }
    }
}
