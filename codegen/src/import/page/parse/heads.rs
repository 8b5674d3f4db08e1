//! What looks like the head of a member in a structure's text: `name (type) –`, or `(type) –` for
//! elements, keys and values. Where the markup of a page is broken, a parameter has `- type name:`,
//! its type and `- param name:` in place of that.

use crate::import::page::mark::{ITEM, beginning};
use crate::spec::Type;

/// Something that looks like a head.
#[derive(Debug, PartialEq)]
pub(crate) struct Head<'t> {
    /// Where its parenthesis opens, or where its field begins.
    pub open: usize,
    /// Where its doc begins.
    pub end: usize,
    /// The type that it names.
    pub word: Word,
    /// The name in its field.
    pub field: Option<&'t str>,
}

/// A type as a head names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Word {
    String,
    StringOrDict,
    Boolean,
    Integer,
    Float,
    Datetime,
    Bytes,
    List,
    Dict,
    EventStream,
    Document,
    JsonValue,
}

impl Word {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "string" => Self::String,
            "str or dict" => Self::StringOrDict,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "float" => Self::Float,
            "datetime" => Self::Datetime,
            "bytes" | "bytes or seekable file-like object" | "StreamingBody" => Self::Bytes,
            "list" => Self::List,
            "dict" => Self::Dict,
            "EventStream" => Self::EventStream,
            "document" => Self::Document,
            "JSON serializable" => Self::JsonValue,
            _ => return None,
        })
    }

    /// Whether a head with this word can be that of a member whose syntax shows `kind`.
    pub(crate) fn fits(self, kind: Type) -> bool {
        match self {
            Self::String | Self::StringOrDict => kind == Type::String,
            Self::Boolean => kind == Type::Boolean,
            Self::Integer => kind == Type::Integer,
            Self::Float => kind == Type::Float,
            Self::Datetime => kind == Type::Timestamp,
            Self::Bytes => kind == Type::Blob,
            Self::List => matches!(kind, Type::List | Type::Recursive),
            Self::Dict => matches!(
                kind,
                Type::Structure | Type::Map | Type::Union | Type::Recursive
            ),
            Self::EventStream => kind == Type::Union,
            Self::Document | Self::JsonValue => kind == Type::Document,
        }
    }
}

/// The longest type in parentheses, with the white space a line break may add.
const LONGEST: usize = 60;

/// The longest name in a field.
const LONGEST_NAME: usize = 200;

/// Finds everything that looks like a head, in order.
pub(crate) fn find(text: &str) -> Vec<Head<'_>> {
    let mut heads: Vec<_> = in_parentheses(text)
        .chain(in_fields(text))
        .chain(without_doc(text))
        .collect();
    heads.sort_by_key(|head| head.end);
    heads
}

/// `(type) –`.
fn in_parentheses(text: &str) -> impl Iterator<Item = Head<'_>> {
    const DASH: &str = "–";
    text.match_indices(DASH).filter_map(|(at, _)| {
        let before = text.get(..at)?.trim_end().strip_suffix(')')?;
        let mut start = before.len().saturating_sub(LONGEST);
        while !before.is_char_boundary(start) {
            start += 1;
        }
        let open = start + before.get(start..)?.rfind('(')?;
        Some(Head {
            open,
            end: at + DASH.len(),
            word: Word::parse(&folded(before.get(open + 1..)?))?,
            field: None,
        })
    })
}

/// `(type)` at the end of a line: a parameter without a doc has no dash.
fn without_doc(text: &str) -> impl Iterator<Item = Head<'_>> {
    text.match_indices(")\n").filter_map(|(close, _)| {
        let before = text.get(..close)?;
        let line = before.rsplit('\n').next()?;
        let open = line.rfind('(')?;
        Some(Head {
            open: close - (line.len() - open),
            end: close + 1,
            word: Word::parse(&folded(line.get(open + 1..)?))?,
            field: None,
        })
    })
}

/// `- type name:`, a type, `- param name:`.
fn in_fields(text: &str) -> impl Iterator<Item = Head<'_>> {
    const TYPE: &str = "- type ";
    const PARAM: &str = "- param ";
    text.match_indices(TYPE).filter_map(|(open, _)| {
        let after = text.get(open + TYPE.len()..)?;
        let (name, _) = beginning(after, LONGEST_NAME).split_once(':')?;
        let rest = after.get(name.len() + 1..)?;
        let (word, rest) = rest.split_at(beginning(rest, LONGEST).find(PARAM)?);
        let rest = rest.strip_prefix(PARAM)?;
        let rest = rest.strip_prefix(name)?.strip_prefix(':')?;
        Some(Head {
            open,
            end: text.len() - rest.len(),
            word: Word::parse(&folded(word))?,
            field: Some(name),
        })
    })
}

/// A text with every run of white space as one space.
fn folded(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c == ITEM)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}
