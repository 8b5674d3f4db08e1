//! A parser of XML 1.0 with namespaces, without document types: in one pass, not recursive, and with work
//! that grows with the length of the text alone, within the limits.
//!
//! What is wrong is told with its place. Where the text ends before the document does, that is said: what
//! is cut is asked for again.

use super::chars;
use super::cursor::Cursor;
use super::names::{Name, Prefixes};
use super::text::{self, Reference};
use super::tree::{Attribute, Data, Document, Span, small};
use crate::protocol::XmlLimits;
use crate::protocol::problem::Problem;

/// How many bytes an element with text has at least: the list of them is as long as it can become at once, so
/// that it is not copied as it grows. What is not used of it is not touched.
const BYTES_OF_ELEMENT: usize = 8;

/// The document that a text is.
pub(super) fn parse<'i>(text: &'i str, limits: &XmlLimits) -> Result<Document<'i>, Problem> {
    if u32::try_from(text.len()).is_err() {
        return Err(Problem::plain("it is larger than 4 GiB"));
    }
    let mut elements = Vec::with_capacity((text.len() / BYTES_OF_ELEMENT).min(limits.nodes) + 2);
    elements.push(Data {
        name: Span::default(),
        content: Span::new(0, text.len()),
        next: 0,
        is_plain: false,
    });
    let mut parser = Parser {
        input: Cursor { text, at: 0 },
        limits,
        nodes: 0,
        namespaces: 0,
        open: Vec::new(),
        prefixes: Prefixes::default(),
        tag: Vec::new(),
        elements,
        attributes: Vec::new(),
    };
    parser.before_root()?;
    parser.start_tag()?;
    parser.content()?;
    parser.between_elements()?;
    if parser.input.byte().is_some() {
        return Err(parser.input.wrong_here("unknown token"));
    }
    parser.end(0);
    Ok(Document {
        text,
        elements: parser.elements,
        attributes: parser.attributes,
    })
}

struct Parser<'i, 'l> {
    input: Cursor<'i>,
    limits: &'l XmlLimits,
    /// Elements, texts, attributes, comments and instructions so far.
    nodes: usize,
    /// Declarations of namespaces so far.
    namespaces: usize,
    open: Vec<Open<'i>>,
    prefixes: Prefixes<'i>,
    /// The attributes of the tag that is read, those that declare a namespace among them.
    tag: Vec<Name<'i>>,
    elements: Vec<Data>,
    attributes: Vec<Attribute<'i>>,
}

/// An element that has not ended yet.
#[derive(Clone, Copy)]
struct Open<'i> {
    index: usize,
    /// With its prefix.
    name: &'i str,
    /// The byte at which its content begins.
    content: usize,
    /// How many prefixes are declared around it.
    prefixes: usize,
    is_plain: bool,
}

impl<'i> Parser<'i, '_> {
    fn count(&mut self, nodes: usize) -> Result<(), Problem> {
        self.nodes += nodes;
        match self.nodes > self.limits.nodes {
            true => Err(Problem::plain("it has too many nodes")),
            false => Ok(()),
        }
    }

    /// The content of the element that is open is not its text as it is.
    fn not_plain(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.is_plain = false;
        }
    }

    /// The declaration, and what else may stand before the root element, which follows.
    fn before_root(&mut self) -> Result<(), Problem> {
        self.input.takes("\u{feff}");
        if self.input.bytes().starts_with(b"<?xml ") {
            self.declaration()?;
        }
        self.between_elements()?;
        match self.input.byte() {
            Some(b'<') if self.input.bytes().starts_with(b"<!") => Err(self.of_no_kind()),
            Some(b'<') => Ok(()),
            Some(_) => Err(self.input.wrong_here("unknown token")),
            None if self.input.text.trim().is_empty() => Err(self
                .input
                .wrong_here("the document does not have a root element,")),
            None => Err(self.input.cut()),
        }
    }

    fn declaration(&mut self) -> Result<(), Problem> {
        self.input.at += "<?xml".len();
        let mut is_apart = false;
        for name in ["version", "encoding", "standalone"] {
            is_apart |= self.input.spaces() > 0;
            if !self.input.bytes().starts_with(name.as_bytes()) {
                if name == "version" || name.as_bytes().starts_with(self.input.bytes()) {
                    self.input.expect(name)?;
                }
                continue;
            }
            if !is_apart {
                return Err(self.input.wrong_here("expected white space"));
            }
            self.input.name()?;
            self.input.value()?;
            is_apart = false;
        }
        self.input.spaces();
        self.input.expect("?>")
    }

    /// Comments, instructions and white space.
    fn between_elements(&mut self) -> Result<(), Problem> {
        loop {
            self.input.spaces();
            match self.input.bytes() {
                [b'<', b'!', b'-', b'-', ..] => self.comment()?,
                [b'<', b'?', ..] => self.instruction()?,
                _ => return Ok(()),
            }
        }
    }

    /// What follows the start tag of the root element, to the end of that.
    fn content(&mut self) -> Result<(), Problem> {
        while !self.open.is_empty() {
            if self.input.byte() != Some(b'<') {
                self.char_data()?;
            }
            match self.input.bytes() {
                [b'<', b'/', ..] => self.end_tag()?,
                [b'<', b'?', ..] => self.instruction()?,
                [b'<', b'!', b'-', b'-', ..] => self.comment()?,
                [b'<', b'!', ..] => self.cdata()?,
                [b'<', _, ..] => self.start_tag()?,
                _ => return Err(self.input.cut()),
            }
        }
        Ok(())
    }

    /// Text, to the next tag.
    fn char_data(&mut self) -> Result<(), Problem> {
        loop {
            self.input.at += chars::text(self.input.bytes());
            match self.input.bytes() {
                [] => return Err(self.input.cut()),
                [b'<', ..] => break,
                [b'&', ..] => {
                    self.not_plain();
                    self.input.reference()?;
                }
                [b'\r', ..] => {
                    self.not_plain();
                    self.input.at += 1;
                }
                [b']', b']', b'>', ..] => {
                    return Err(self.input.wrong_here("']]>' is not allowed in text,"));
                }
                _ => self.input.char()?,
            }
        }
        self.count(1)
    }

    fn comment(&mut self) -> Result<(), Problem> {
        let start = self.input.at;
        self.not_plain();
        self.count(1)?;
        self.input.at += "<!--".len();
        self.input.up_to("--")?;
        match self.input.byte() {
            Some(b'>') => self.input.at += 1,
            Some(_) => return Err(self.input.wrong(start, "a comment contains '--'")),
            None => return Err(self.input.cut()),
        }
        Ok(())
    }

    fn instruction(&mut self) -> Result<(), Problem> {
        if self.input.bytes().starts_with(b"<?xml ") {
            return Err(self.input.wrong_here("unexpected XML declaration"));
        }
        self.not_plain();
        self.count(1)?;
        self.input.at += "<?".len();
        let target = self.input.rest();
        if !(target.starts_with(':') || chars::begins_name(target)) {
            return Err(match target {
                "" => self.input.cut(),
                _ => self.input.wrong_here("invalid name"),
            });
        }
        self.input.up_to("?>")?;
        Ok(())
    }

    fn cdata(&mut self) -> Result<(), Problem> {
        if !self.input.takes("<![CDATA[") {
            return Err(self.of_no_kind());
        }
        self.not_plain();
        self.count(1)?;
        self.input.up_to("]]>")?;
        Ok(())
    }

    /// That what begins here is no element, comment or character data.
    fn of_no_kind(&self) -> Problem {
        let begins = |kind: &str| kind.as_bytes().starts_with(self.input.bytes());
        match self.input.bytes() {
            _ if begins("<!--") || begins("<![CDATA[") => self.input.cut(),
            [b'<', b'!', b'[' | b'-', ..] => self.input.wrong_here("unknown token"),
            _ => Problem::plain("it has a document type"),
        }
    }

    /// A start tag, and the whole element where there is nothing in it but text, as in most.
    #[inline]
    fn start_tag(&mut self) -> Result<(), Problem> {
        self.not_plain();
        let start = self.input.at + 1;
        let bytes = self.input.text.as_bytes();
        let Some(length) = chars::plain_name(bytes.get(start..).unwrap_or_default()) else {
            return self.other_start_tag();
        };
        let name = Span::new(start, start + length);
        self.input.at = start + length + 1;
        match self.is_leaf(name) {
            true => self.count(2),
            false => {
                self.count(1)?;
                self.open(name.of(self.input.text), name, self.prefixes.len())
            }
        }
    }

    /// A start tag with attributes, a prefix or white space, or of an empty element.
    fn other_start_tag(&mut self) -> Result<(), Problem> {
        let start = self.input.at;
        self.input.at += 1;
        self.count(1)?;
        let name = self.input.name()?;
        let span = Span::new(self.input.at - name.local.len(), self.input.at);
        let around = self.prefixes.len();
        let is_empty = self.rest_of_start_tag()?;
        self.prefixes
            .resolve(name, &self.tag)
            .map_err(|what| self.input.wrong(start, &what))?;
        self.tag.clear();
        if is_empty {
            self.element(span, Span::default(), true);
            self.prefixes.truncate(around);
            return Ok(());
        }
        self.open(name.whole, span, around)
    }

    /// Reads on after a start tag, where there is text in the element and nothing else.
    #[inline]
    fn is_leaf(&mut self, name: Span) -> bool {
        let text = self.input.text;
        let start = self.input.at;
        let mut end = start;
        let mut is_plain = true;
        loop {
            let rest = text.as_bytes().get(end..).unwrap_or_default();
            end += chars::text(rest);
            if text.as_bytes().get(end) != Some(&b'&') {
                break;
            }
            match text::reference(text.get(end..).unwrap_or_default()) {
                Reference::Char(_, length) => end += length,
                _ => return false,
            }
            is_plain = false;
        }
        let tag_end = end + "</>".len() + name.length();
        match text.as_bytes().get(end..tag_end) {
            Some([b'<', b'/', other @ .., b'>'])
                if end > start
                    && self.open.len() < self.limits.depth
                    && other == name.of(text).as_bytes() => {}
            _ => return false,
        }
        self.input.at = tag_end;
        self.element(name, Span::new(start, end), is_plain);
        true
    }

    /// Adds an element, with what is in it where that is its text.
    #[inline]
    fn element(&mut self, name: Span, content: Span, is_plain: bool) {
        self.elements.push(Data {
            name,
            content,
            next: small(self.elements.len() + 1),
            is_plain,
        });
    }

    /// Adds an element that goes on; so many prefixes are declared around it.
    fn open(&mut self, name: &'i str, span: Span, prefixes: usize) -> Result<(), Problem> {
        self.open.push(Open {
            index: self.elements.len(),
            name,
            content: self.input.at,
            prefixes,
            is_plain: true,
        });
        self.element(span, Span::default(), true);
        match self.open.len() > self.limits.depth {
            true => Err(too_deep()),
            false => Ok(()),
        }
    }

    /// The attributes and the end of a start tag. Whether its element is empty.
    fn rest_of_start_tag(&mut self) -> Result<bool, Problem> {
        loop {
            let spaces = self.input.spaces();
            match self.input.byte() {
                None => return Err(self.input.cut()),
                Some(b'>') => {
                    self.input.at += 1;
                    return Ok(false);
                }
                Some(b'/') => {
                    self.input.expect("/>")?;
                    return Ok(true);
                }
                Some(_) if spaces == 0 => {
                    return Err(self.input.wrong_here("expected white space"));
                }
                Some(_) => self.attribute()?,
            }
        }
    }

    fn attribute(&mut self) -> Result<(), Problem> {
        let start = self.input.at;
        let name = self.input.name()?;
        if self.tag.len() >= self.limits.attributes {
            return Err(Problem::plain("an element has too many attributes"));
        }
        self.count(1)?;
        if self.tag.iter().any(|other| other.whole == name.whole) {
            let what = format!("attribute '{}' is already defined", name.whole);
            return Err(self.input.wrong(start, &what));
        }
        let value = self.input.value()?;
        self.tag.push(name);
        if !name.declares_namespace() {
            self.attributes.push(Attribute {
                element: small(self.elements.len()),
                name: name.local,
                value,
            });
            return Ok(());
        }
        self.namespaces += 1;
        if self.namespaces > self.limits.namespaces {
            let what = "it has too many declarations of namespaces";
            return Err(Problem::plain(what));
        }
        self.prefixes
            .declare(name, value)
            .map_err(|what| self.input.wrong(start, &what))
    }

    fn end_tag(&mut self) -> Result<(), Problem> {
        let Some(open) = self.open.last().copied() else {
            return Err(self.input.wrong_here("unknown token"));
        };
        let start = self.input.at;
        let content = Span::new(open.content, start);
        self.input.at += "</".len();
        let is_named = self.input.takes(open.name);
        if !(is_named && self.input.takes(">")) {
            self.input.at = start;
            self.unusual_end_tag(open.name)?;
        }
        self.open.pop();
        self.prefixes.truncate(open.prefixes);
        self.end(open.index);
        if let Some(element) = self.elements.get_mut(open.index) {
            element.content = content;
            element.is_plain = open.is_plain;
        }
        Ok(())
    }

    /// All elements that are in this one were read.
    fn end(&mut self, index: usize) {
        let next = small(self.elements.len());
        if let Some(element) = self.elements.get_mut(index) {
            element.next = next;
        }
    }

    /// An end tag with white space in it, or with another name.
    fn unusual_end_tag(&mut self, expected: &str) -> Result<(), Problem> {
        let start = self.input.at;
        self.input.at += "</".len();
        let name = self.input.name()?.whole;
        if name != expected {
            let what = format!("expected '{expected}' tag, not '{name}'");
            return Err(self.input.wrong(start, &what));
        }
        self.input.spaces();
        self.input.expect(">")
    }
}

fn too_deep() -> Problem {
    Problem::plain("elements are nested too deep")
}
