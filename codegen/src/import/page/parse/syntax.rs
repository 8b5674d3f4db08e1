//! The request and response syntax: a Python literal in which values stand for types.
//!
//! White space has no meaning in it, so it does not matter whether it kept its lines.

use crate::spec::Type;

/// How deep a syntax may nest: what a JSON reader with the usual limit of 128 can still read when
/// it is written as a rendition.
const MAX_DEPTH: usize = 60;

/// The longest name of a parameter or member, in bytes: several times that of any service.
const LONGEST_NAME: usize = 200;

/// A syntax as a list of its nodes, each before those within it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Syntax {
    pub nodes: Vec<Node>,
}

/// A parameter, member, element, key or value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub role: Role,
    /// How many nodes it stands within.
    pub depth: usize,
    pub kind: Type,
    /// The known values of a string.
    pub values: Vec<String>,
    /// `StreamingBody()`, `b'bytes'|file`, `EventStream(...)`.
    pub streaming: bool,
    /// `'string' or {...}`: boto3 takes a dict as well.
    pub or_dict: bool,
}

/// What a node is in the node that it stands within.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// The request or the response.
    Root,
    /// A parameter or a member.
    Member(String),
    /// An element of a list.
    Element,
    /// The keys of a map. `{'string': ...}` may also be a structure whose only member is `string`;
    /// then there is no key, and the value is that member.
    Key,
    /// The values of a map.
    Value,
}

/// Why a syntax cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Error {
    pub message: &'static str,
    pub near: String,
}

impl Syntax {
    /// Reads what follows `client.method(`, and what is left after it.
    pub(crate) fn request(text: &str) -> (Result<Self, Error>, &str) {
        Self::parse(text, |parser| {
            parser.push(Role::Root, 0, Type::Structure);
            parser.parameters()
        })
    }

    /// Reads a value, and what is left after it.
    pub(crate) fn response(text: &str) -> (Result<Self, Error>, &str) {
        Self::parse(text, |parser| parser.value(Role::Root, 0))
    }

    fn parse(
        text: &str,
        read: impl FnOnce(&mut Parser<'_>) -> Result<(), &'static str>,
    ) -> (Result<Self, Error>, &str) {
        let mut parser = Parser {
            rest: text,
            nodes: Vec::new(),
        };
        let result = read(&mut parser);
        let rest = parser.rest;
        // `rest` borrows from `text` through the parser; find it again by its length.
        let rest = text.get(text.len() - rest.len()..).unwrap_or_default();
        match result {
            Ok(()) => (
                Ok(Self {
                    nodes: parser.nodes,
                }),
                rest,
            ),
            Err(message) => (
                Err(Error {
                    message,
                    near: rest.chars().take(40).collect(),
                }),
                rest,
            ),
        }
    }
}

struct Parser<'t> {
    rest: &'t str,
    nodes: Vec<Node>,
}

type Step = Result<(), &'static str>;

impl<'t> Parser<'t> {
    fn push(&mut self, role: Role, depth: usize, kind: Type) {
        self.nodes.push(Node {
            role,
            depth,
            kind,
            values: Vec::new(),
            streaming: false,
            or_dict: false,
        });
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Whether `word` stands next; then it is taken.
    fn take(&mut self, word: &str) -> bool {
        self.skip_space();
        let Some(rest) = without(self.rest, word) else {
            return false;
        };
        self.rest = rest;
        true
    }

    fn expect(&mut self, word: &str, message: &'static str) -> Step {
        if self.take(word) {
            Ok(())
        } else {
            Err(message)
        }
    }

    /// `name=value, ...)`.
    fn parameters(&mut self) -> Step {
        while !self.take(")") {
            self.skip_space();
            let (name, rest) = self.rest.split_once('=').ok_or("`=` is missing")?;
            let name = name.trim_end();
            if name.is_empty() || name.contains(|c: char| c.is_whitespace() || ",'{[(".contains(c))
            {
                return Err("a parameter's name is missing");
            }
            let role = member(name)?;
            self.rest = rest;
            self.value(role, 1)?;
            if !self.take(",") {
                return self.expect(")", "`,` or `)` is missing");
            }
        }
        Ok(())
    }

    fn value(&mut self, role: Role, depth: usize) -> Step {
        if depth > MAX_DEPTH {
            return Err("it is nested too deep");
        }
        self.skip_space();
        match self.rest.chars().next() {
            Some('[') => self.list(role, depth),
            Some('{') => self.dict(role, depth),
            Some(c) if QUOTES.contains(&c) => self.strings(role, depth),
            _ => self.word(role, depth),
        }
    }

    /// `'string'`, `'A'|'B'`, `'string' or {...}`.
    fn strings(&mut self, role: Role, depth: usize) -> Step {
        let mut values = vec![self.string()?.to_owned()];
        while self.take("|") {
            values.push(self.string()?.to_owned());
        }
        if matches!(values.as_slice(), [only] if only == "string") {
            values.clear();
        }
        self.push(role, depth, Type::String);
        if let Some(node) = self.nodes.last_mut() {
            node.values = values;
        }
        if self.take("or ") {
            // The dict is boto3's convenience; the service takes the string.
            let length = self.nodes.len();
            self.dict(Role::Element, depth)?;
            self.nodes.truncate(length);
            if let Some(node) = self.nodes.last_mut() {
                node.or_dict = true;
            }
        }
        Ok(())
    }

    /// A text in quotes. It ends at a quote that something of the syntax follows: a value may hold
    /// quotes of its own.
    fn string(&mut self) -> Result<&'t str, &'static str> {
        self.skip_space();
        let mark = self.rest.chars().next();
        self.expect("'", "a text in quotes is missing")?;
        let closing: &[char] = if mark == Some('\'') { &['\''] } else { &QUOTES };
        let text = self.rest;
        let (end, mark) = text
            .match_indices(closing)
            .find(|(at, mark)| {
                let after = text.get(at + mark.len()..).unwrap_or_default();
                let after = after.trim_start();
                after.is_empty()
                    || after.starts_with(['|', ',', ':', '}', ']', ')'])
                    || after.starts_with("or ")
                    || after.starts_with(closing)
            })
            .ok_or("a quote is not closed")?;
        let (value, rest) = text.split_at(end);
        if value.contains('|') && value.contains(QUOTES) {
            return Err("the quotes of a value are of two kinds, so it is not known where it ends");
        }
        if value.contains('\n') {
            return Err(
                "a line break stands within a quoted value, so it is not known where its parts \
                        meet: save the page as HTML",
            );
        }
        self.rest = rest.strip_prefix(mark).unwrap_or(rest);
        Ok(value)
    }

    /// `[element, ]`.
    fn list(&mut self, role: Role, depth: usize) -> Step {
        self.expect("[", "`[` is missing")?;
        self.push(role, depth, Type::List);
        if self.take("]") {
            return Ok(());
        }
        self.value(Role::Element, depth + 1)?;
        self.take(",");
        self.expect("]", "`]` is missing")
    }

    /// `{}`, `{'... recursive ...'}`, a document, a map or a structure.
    fn dict(&mut self, role: Role, depth: usize) -> Step {
        self.expect("{", "`{` is missing")?;
        if self.take("...") {
            return self.document(role, depth);
        }
        self.push(role, depth, Type::Structure);
        if self.take("}") {
            return Ok(());
        }
        let at = self.nodes.len();
        loop {
            let name = self.string()?;
            if matches!(name, "... recursive ..." | "… recursive …") {
                self.set_kind(at, Type::Recursive);
                return self.expect("}", "`}` is missing");
            }
            let member = member(name)?;
            self.expect(":", "`:` is missing")?;
            self.value(member, depth + 1)?;
            let more = self.take(",");
            if self.take("}") {
                break;
            }
            if !more {
                return Err("`,` or `}` is missing");
            }
        }
        self.make_map(at, depth);
        Ok(())
    }

    /// Makes the structure before `at` a map, where its only member is `string`.
    fn make_map(&mut self, at: usize, depth: usize) {
        let mut members = self
            .nodes
            .iter_mut()
            .skip(at)
            .filter(|node| node.depth == depth + 1);
        let (Some(first), None) = (members.next(), members.next()) else {
            return;
        };
        if first.role == Role::Member("string".to_owned()) {
            first.role = Role::Value;
            self.set_kind(at, Type::Map);
            self.nodes.insert(
                at,
                Node {
                    role: Role::Key,
                    depth: depth + 1,
                    kind: Type::String,
                    values: Vec::new(),
                    streaming: false,
                    or_dict: false,
                },
            );
        }
    }

    fn set_kind(&mut self, after: usize, kind: Type) {
        if let Some(node) = after.checked_sub(1).and_then(|at| self.nodes.get_mut(at)) {
            node.kind = kind;
        }
    }

    /// The rest of `{...}|[...]|123|123.4|'string'|True|None`.
    fn document(&mut self, role: Role, depth: usize) -> Step {
        self.push(role, depth, Type::Document);
        self.expect("}", "`}` is missing")?;
        for part in ["[...]", "123", "123.4", "'string'", "True", "None"] {
            self.expect("|", "`|` is missing")?;
            self.expect(part, "a document is written another way")?;
        }
        Ok(())
    }

    /// Everything that is not a text, a list or a dict.
    fn word(&mut self, role: Role, depth: usize) -> Step {
        // Longer words stand before those that they begin with.
        const WORDS: [(&str, Type, bool); 8] = [
            ("True|False", Type::Boolean, false),
            ("123.0", Type::Float, false),
            ("123", Type::Integer, false),
            ("...", Type::Float, false),
            ("datetime(2015, 1, 1)", Type::Timestamp, false),
            ("b'bytes'|file", Type::Blob, true),
            ("b'bytes'", Type::Blob, false),
            ("StreamingBody()", Type::Blob, true),
        ];
        if self.take("EventStream(") {
            let at = self.nodes.len();
            self.dict(role, depth)?;
            if let Some(node) = self.nodes.get_mut(at) {
                node.kind = Type::Union;
                node.streaming = true;
            }
            return self.expect(")", "`)` is missing");
        }
        for (word, kind, streaming) in WORDS {
            if self.take(word) {
                self.push(role, depth, kind);
                if let Some(node) = self.nodes.last_mut() {
                    node.streaming = streaming;
                }
                return Ok(());
            }
        }
        Err("an unknown value")
    }
}

/// The quotes of a syntax, and what editors and chats make of them.
const QUOTES: [char; 6] = ['\'', '‘', '’', '"', '“', '”'];

/// What follows `word` in a text that begins with it, however its quotes and dots are written.
fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    const DOTS: &str = "...";
    if let Some(rest) = text.strip_prefix(word) {
        return Some(rest);
    }
    let mut rest = text;
    let mut word = word;
    while let Some(c) = word.chars().next() {
        if let (Some(after), Some(of_word)) = (rest.strip_prefix('…'), word.strip_prefix(DOTS)) {
            (rest, word) = (after, of_word);
            continue;
        }
        rest = match c {
            '\'' => rest.strip_prefix(QUOTES)?,
            c => rest.strip_prefix(c)?,
        };
        word = word.get(c.len_utf8()..)?;
    }
    Some(rest)
}

/// What a name in a request or a structure stands for.
fn member(name: &str) -> Result<Role, &'static str> {
    if name.len() > LONGEST_NAME {
        return Err("a name is longer than any service's");
    }
    Ok(Role::Member(name.to_owned()))
}
