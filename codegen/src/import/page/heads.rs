//! What looks like the head of a member in a structure's text: `name (type) –`, or `(type) –` for
//! elements, keys and values.

use crate::spec::Type;

/// Something that looks like a head.
#[derive(Debug, PartialEq)]
pub(super) struct Head {
    /// Where its parenthesis opens.
    pub open: usize,
    /// Where its doc begins.
    pub end: usize,
    /// The type in its parentheses.
    pub word: Word,
}

/// A type as a head names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Word {
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
    pub(super) fn fits(self, kind: Type) -> bool {
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

/// Finds everything that looks like a head, in order.
pub(super) fn find(text: &str) -> Vec<Head> {
    const DASH: &str = "–";
    text.match_indices(DASH)
        .filter_map(|(at, _)| {
            let before = text.get(..at)?.trim_end().strip_suffix(')')?;
            let mut start = before.len().saturating_sub(LONGEST);
            while !before.is_char_boundary(start) {
                start += 1;
            }
            let open = start + before.get(start..)?.rfind('(')?;
            let inner = before.get(open + 1..)?;
            let word: Vec<_> = inner.split_whitespace().collect();
            Some(Head {
                open,
                end: at + DASH.len(),
                word: Word::parse(&word.join(" "))?,
            })
        })
        .collect()
}
