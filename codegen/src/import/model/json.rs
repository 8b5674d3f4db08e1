//! JSON as it is written: members in order, a key that stands twice kept twice.
//!
//! Service models are checked as a whole, and every problem is reported with its place; types that
//! serde fills would stop at the first.

use crate::diagnostic::pointer::join;
use crate::diagnostic::{Diagnostics, Place};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import) enum Node {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// Where a value is: the keys from the root to it.
#[derive(Clone, Copy)]
pub(in crate::import) struct At<'p> {
    parent: Option<&'p At<'p>>,
    key: &'p str,
}

/// What is wrong and what is odd in one file.
pub(in crate::import) struct Report {
    file: String,
    format: Format,
    /// The keys under which a file has what is called otherwise here: by name, those in `shapes`.
    pub(in crate::import) ids: BTreeMap<String, String>,
    pub(in crate::import) errors: Diagnostics,
    pub(in crate::import) warnings: Diagnostics,
}

/// What a file is, for its remedies.
#[derive(Clone, Copy)]
pub(in crate::import) enum Format {
    Botocore,
    Ast,
}

impl Format {
    fn mend(self) -> &'static str {
        match self {
            Self::Botocore => "mend the model, or take it from a release of botocore",
            Self::Ast => "mend the model, and make its AST again",
        }
    }

    fn give(self) -> &'static str {
        match self {
            Self::Botocore => "give a service-2.json, plain or gzipped",
            Self::Ast => "give a JSON AST, plain or gzipped",
        }
    }
}

/// An object, read member by member.
pub(in crate::import) struct Fields<'n> {
    entries: &'n [(String, Node)],
}

impl Node {
    /// Lays `other` over this: objects are merged, anything else is replaced.
    pub(in crate::import) fn merge(&mut self, other: Node) {
        match (self, other) {
            (Node::Object(entries), Node::Object(others)) => {
                for (key, value) in others {
                    match entries.iter_mut().find(|(found, _)| *found == key) {
                        Some((_, old)) => old.merge(value),
                        None => entries.push((key, value)),
                    }
                }
            }
            (old, new) => *old = new,
        }
    }

    /// Takes a member out of an object.
    pub(in crate::import) fn take(self, key: &str) -> Option<Node> {
        match self {
            Node::Object(entries) => entries
                .into_iter()
                .find_map(|(found, value)| (found == key).then_some(value)),
            _ => None,
        }
    }

    pub(in crate::import) fn to_json(&self) -> serde_json::Value {
        match self {
            Node::Null => serde_json::Value::Null,
            Node::Bool(value) => (*value).into(),
            Node::Number(value) => value.clone().into(),
            Node::Text(value) => value.as_str().into(),
            Node::List(values) => values.iter().map(Node::to_json).collect(),
            Node::Object(entries) => entries
                .iter()
                .map(|(key, value)| (key.clone(), value.to_json()))
                .collect(),
        }
    }
}

impl<'p> At<'p> {
    /// The root of a file.
    pub(in crate::import) const ROOT: At<'static> = At {
        parent: None,
        key: "",
    };

    pub(in crate::import) fn child<'c>(&'c self, key: &'c str) -> At<'c> {
        At {
            parent: Some(self),
            key,
        }
    }

    /// The JSON pointer.
    fn pointer(&self) -> String {
        self.parent
            .map_or_else(String::new, |parent| join(&parent.pointer(), self.key))
    }

    /// The same without the words of the format: `Image.state`.
    fn path(&self) -> String {
        const FORMAT: [&str; 6] = [
            "",
            "metadata",
            "operations",
            "shapes",
            "members",
            "pagination",
        ];
        let parent = self.parent.map_or_else(String::new, At::path);
        match self.key {
            key if FORMAT.contains(&key) => parent,
            key if parent.is_empty() => key.to_owned(),
            key => format!("{parent}.{key}"),
        }
    }
}

impl Report {
    pub(in crate::import) fn new(file: &str) -> Self {
        Self::of(Format::Botocore, file)
    }

    pub(in crate::import) fn of(format: Format, file: &str) -> Self {
        Self {
            file: file.to_owned(),
            format,
            ids: BTreeMap::new(),
            errors: Diagnostics::default(),
            warnings: Diagnostics::default(),
        }
    }

    pub(in crate::import) fn error(&mut self, at: &At<'_>, message: impl Into<String>, help: &str) {
        let place = self.place(at);
        self.errors.push(&place, message, help);
    }

    pub(in crate::import) fn warning(
        &mut self,
        at: &At<'_>,
        message: impl Into<String>,
        help: &str,
    ) {
        let place = self.place(at);
        self.warnings.push(&place, message, help);
    }

    fn place(&self, at: &At<'_>) -> Place {
        Place {
            file: self.file.clone(),
            pointer: self.with_id(at.pointer()),
            path: at.path(),
        }
    }

    /// A pointer as the file has it.
    fn with_id(&self, pointer: String) -> String {
        let mut keys = pointer.splitn(4, '/').skip(1);
        let (section, name, rest) = (keys.next(), keys.next(), keys.next());
        let id = name.and_then(|name| self.ids.get(name));
        match (section, id) {
            (Some("shapes" | "operations"), Some(id)) => {
                let rest = rest.map_or_else(String::new, |rest| format!("/{rest}"));
                format!("/shapes/{id}{rest}")
            }
            _ => pointer,
        }
    }

    pub(in crate::import) fn expected(&mut self, at: &At<'_>, what: &str) {
        self.error(at, format!("{what} is expected here"), self.format.mend());
    }

    /// A whole file; `None` where it is not JSON, which is then reported.
    pub(in crate::import) fn parse(&mut self, bytes: &[u8]) -> Option<Node> {
        match serde_json::from_slice(bytes) {
            Ok(node) => Some(node),
            Err(error) => {
                self.error(&At::ROOT, format!("not JSON: {error}"), self.format.give());
                None
            }
        }
    }

    /// The members of an object; none, and a report, where it is something else.
    pub(in crate::import) fn object<'n>(&mut self, at: &At<'_>, node: &'n Node) -> Fields<'n> {
        let Node::Object(entries) = node else {
            self.expected(at, "an object");
            return Fields { entries: &[] };
        };
        let mut seen = BTreeSet::new();
        for (key, _) in entries {
            if !seen.insert(key) {
                self.error(
                    &at.child(key),
                    format!("`{key}` stands twice"),
                    "delete or rename one of the two",
                );
            }
        }
        Fields { entries }
    }

    /// The same, of an object whose keys are the format's: others are reported as not used.
    pub(in crate::import) fn record<'n>(
        &mut self,
        at: &At<'_>,
        node: &'n Node,
        known: &[&str],
        unused: &[&str],
    ) -> Fields<'n> {
        let fields = self.object(at, node);
        for (key, _) in fields.entries {
            if !known.contains(&key.as_str()) && !unused.contains(&key.as_str()) {
                self.warning(
                    &at.child(key),
                    format!("unknown key `{key}` is left out"),
                    "check whether requests or responses depend on it",
                );
            }
        }
        fields
    }
}

impl<'n> Fields<'n> {
    pub(in crate::import) fn entries(&self) -> &'n [(String, Node)] {
        self.entries
    }

    pub(in crate::import) fn node(&self, key: &str) -> Option<&'n Node> {
        self.entries
            .iter()
            .find_map(|(found, value)| (found == key).then_some(value))
    }

    pub(in crate::import) fn text(
        &self,
        report: &mut Report,
        at: &At<'_>,
        key: &str,
    ) -> Option<&'n str> {
        match self.node(key)? {
            Node::Text(text) => Some(text),
            _ => {
                report.expected(&at.child(key), "a text");
                None
            }
        }
    }

    /// A text that must be there.
    pub(in crate::import) fn required(
        &self,
        report: &mut Report,
        at: &At<'_>,
        key: &str,
    ) -> Option<&'n str> {
        if self.node(key).is_none() {
            report.error(
                at,
                format!("`{key}` is missing"),
                "add it, or take the model from a release of botocore",
            );
        }
        self.text(report, at, key)
    }

    /// A flag; absent is `false`.
    pub(in crate::import) fn flag(&self, report: &mut Report, at: &At<'_>, key: &str) -> bool {
        match self.node(key) {
            None => false,
            Some(Node::Bool(value)) => *value,
            Some(_) => {
                report.expected(&at.child(key), "true or false");
                false
            }
        }
    }

    pub(in crate::import) fn number(
        &self,
        report: &mut Report,
        at: &At<'_>,
        key: &str,
    ) -> Option<&'n serde_json::Number> {
        match self.node(key)? {
            Node::Number(number) => Some(number),
            _ => {
                report.expected(&at.child(key), "a number");
                None
            }
        }
    }

    /// A number from 0 that fits `T`.
    pub(in crate::import) fn count<T: TryFrom<u64>>(
        &self,
        report: &mut Report,
        at: &At<'_>,
        key: &str,
    ) -> Option<T> {
        let number = self.number(report, at, key)?;
        let count = number.as_u64().and_then(|number| T::try_from(number).ok());
        if count.is_none() {
            report.expected(&at.child(key), "a small whole number");
        }
        count
    }

    /// The elements of a list; absent is none.
    pub(in crate::import) fn nodes(
        &self,
        report: &mut Report,
        at: &At<'_>,
        key: &str,
    ) -> &'n [Node] {
        match self.node(key) {
            None => &[],
            Some(Node::List(nodes)) => nodes,
            Some(_) => {
                report.expected(&at.child(key), "a list");
                &[]
            }
        }
    }

    /// The texts of a list; absent is none.
    pub(in crate::import) fn texts(
        &self,
        report: &mut Report,
        at: &At<'_>,
        key: &str,
    ) -> Vec<&'n str> {
        let here = at.child(key);
        let mut texts = Vec::new();
        for (index, value) in self.nodes(report, at, key).iter().enumerate() {
            match value {
                Node::Text(text) => texts.push(text.as_str()),
                _ => report.expected(&here.child(&index.to_string()), "a text"),
            }
        }
        texts
    }

    /// One text or a list of them.
    pub(in crate::import) fn text_or_texts(
        &self,
        report: &mut Report,
        at: &At<'_>,
        key: &str,
    ) -> Vec<&'n str> {
        match self.node(key) {
            Some(Node::Text(text)) => vec![text],
            _ => self.texts(report, at, key),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        serde_json::Number::from_f64(value)
            .map(Node::Number)
            .ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Node, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = sequence.next_element()? {
            values.push(value);
        }
        Ok(Node::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Object(entries))
    }
}
