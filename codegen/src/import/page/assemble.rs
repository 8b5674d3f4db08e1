//! The shapes of a request or a response: the syntax, with the docs of its structure in place.

use super::changed::Changed;
use super::mark::{ITEM, beginning};
use super::parse::align::{self, Match, Stray};
use super::parse::heads::{self, Word};
use super::parse::sections::Part;
use super::parse::syntax::{self, Node, Role};
use super::promise;
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
    service: &str,
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

    read.note_gaps(nodes, &matches, first, part.text);
    read.note_empty(nodes, service);
    read.note_strays(&alignment.strays);
    let mut entries: Vec<Entry> = Vec::with_capacity(nodes.len());
    for ((node, found), doc) in nodes.iter().zip(&matches).zip(docs).rev() {
        let mut within = Vec::new();
        while entries.last().is_some_and(|entry| entry.depth > node.depth) {
            within.extend(entries.pop());
        }
        let mut entry = Entry::new(node, *found, doc, within, &mut read.warnings);
        entry.answer_empty(section, service);
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
    /// Notes what the page shows as `{}`, which tells no type.
    fn note_empty(&mut self, nodes: &[Node], service: &str) {
        let mut around: Vec<&Role> = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            around.truncate(node.depth);
            around.push(&node.role);
            let is_empty = node.kind == Type::Structure
                && node.depth > 0
                && nodes
                    .get(at + 1)
                    .is_none_or(|next| next.depth <= node.depth);
            if !is_empty {
                continue;
            }
            let changed = match &node.role {
                Role::Member(name) => Changed::of(service, name),
                _ => None,
            };
            match changed {
                Some(changed) => {
                    let kind = changed.kind;
                    let (path, reason) = (path(&around), &changed.reason);
                    self.warnings.push(format!(
                        "`{path}` is read as {kind:?}, not `{{}}`: {reason}"
                    ));
                }
                None if self.omitted.len() < LISTED => self.omitted.push(Gap {
                    path: path(&around),
                    reason:
                        "the page shows `{}`, which tells no type: it may be an empty structure, \
                             any JSON, or JSON in a string"
                            .to_owned(),
                }),
                None => {}
            }
        }
    }

    /// Notes what the structure describes and the syntax does not show.
    fn note_strays(&mut self, strays: &[Stray]) {
        let named = strays.iter().filter(|stray| !stray.name.is_empty());
        self.omitted.extend(named.map(|stray| Gap {
            path: stray.name.clone(),
            reason: "it is described, and the syntax does not show it".to_owned(),
        }));
    }

    /// Notes the nodes that the structure does not describe.
    fn note_gaps(&mut self, nodes: &[Node], matches: &[Option<Match>], first: usize, text: &str) {
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
                let line = match &node.role {
                    Role::Member(name) => head_like(text, name),
                    _ => None,
                };
                gaps.push((path(&around), line));
            } else {
                unlisted += 1;
            }
        }
        let described = nodes.len() - first;
        if gaps.len() + unlisted == described && described > 0 {
            let line = gaps.iter().find_map(|(_, line)| *line);
            let reason = match line {
                Some(line) => {
                    format!("the page has its members in a form that is not read, such as `{line}`")
                }
                None => "the page does not describe its members, nor which are required".to_owned(),
            };
            self.omitted.push(Gap {
                path: String::new(),
                reason,
            });
        } else {
            self.omitted
                .extend(gaps.into_iter().map(|(path, line)| Gap {
                    path,
                    reason: match line {
                        Some(line) => {
                            format!("the page has it in a form that is not read: `{line}`")
                        }
                        None => "the page does not describe it".to_owned(),
                    },
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

/// The longest beginning of a line that is shown.
const SHOWN: usize = 60;

/// A line that may be the head of a member, in a form that is not known.
fn head_like<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    text.lines().find_map(|line| {
        let rest = line.trim_start_matches(is_mark).strip_prefix(name)?;
        let rest = rest.trim_start_matches(['*', '`', '_', ' ']);
        rest.starts_with(['(', ':', '–', '-', '[', '<'])
            .then(|| beginning(line.trim_matches(is_space), SHOWN))
    })
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == ITEM
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
        promise::take_back(&mut shape);
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

    /// Sets what is known of a member that the page shows as `{}`; else it stays without members, which
    /// is a question.
    fn answer_empty(&mut self, section: Section, service: &str) {
        if self.depth == 0 || !self.shape.members.as_ref().is_some_and(Ordered::is_empty) {
            return;
        }
        self.shape.members = None;
        if let Some(changed) = Changed::of(service, self.name()) {
            self.shape.kind = Some(changed.kind);
            self.shape.required |= section == Section::Request && changed.is_required(self.name());
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
