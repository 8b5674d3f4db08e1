//! One spec file, decoded so that all of its problems are found at once.
//!
//! serde stops at the first problem. So each one is recorded and mended in a copy of the text (an
//! unknown keyword goes, a wrong value is replaced by some right one), and the copy is decoded
//! again, until serde is content.

use super::locate;
use indexmap::IndexMap;
use indexmap::map::Entry;
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How often one place is mended before that is given up.
const ATTEMPTS: usize = 4;

/// How many bytes are decoded again to find further problems: a large file full of them shows the
/// first ones only.
const EFFORT: usize = 16 << 20;

/// How often a file is decoded again, however large it is.
const LEAST: usize = 8;

/// How many places of a key that stands more than once are listed.
const LISTED: usize = 10;

/// The longest word that may be a misspelt one.
const LONGEST: usize = 100;

/// A file, decoded.
pub(super) struct Decoded<T> {
    /// What stands in it, with its problems mended; `None` where that cannot be had.
    pub(super) value: Option<T>,
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
    /// The pointers of what was mended.
    pub(super) mended: BTreeSet<String>,
}

/// A problem of a file.
pub(super) struct Problem {
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) help: String,
}

/// Decodes a file.
pub(super) fn decode<T: DeserializeOwned>(text: &str) -> Decoded<T> {
    let mut decoded = Decoded {
        value: None,
        problems: Vec::new(),
        mended: BTreeSet::new(),
    };
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        decoded.problems.push(Problem {
            pointer: String::new(),
            message: format!("not JSON: {}", without_position(&error.to_string())),
            help: "mend the JSON; whatever else is wrong with this file shows after that".into(),
        });
        return decoded;
    }
    let mut text = text.to_owned();
    take_out_duplicates(&mut text, &mut decoded.problems);
    let most = LEAST.max(EFFORT / text.len().max(1));
    let mut attempts = BTreeMap::new();
    // Keywords that seem to be there under another name: they are not missing, too.
    let mut misspelt = BTreeSet::new();
    loop {
        let mut deserializer = serde_json::Deserializer::from_str(&text);
        let error = match serde_path_to_error::deserialize(&mut deserializer) {
            Ok(value) => {
                decoded.value = Some(value);
                return decoded;
            }
            Err(error) => error,
        };
        let message = error.inner().to_string();
        let cause = Cause::of(without_position(&message));
        let pointer = cause.pointer(error.path());
        if !decoded.mended.contains(&pointer) && !misspelt.contains(&pointer) {
            decoded.problems.push(cause.problem(&pointer));
        }
        misspelt.extend(cause.meant(&pointer));
        let attempt: &mut usize = attempts.entry(pointer.clone()).or_default();
        *attempt += 1;
        if *attempt > ATTEMPTS || cause.mend(&mut text, &pointer).is_none() {
            return decoded;
        }
        decoded.mended.insert(pointer);
        if decoded.mended.len() > most {
            decoded.problems.push(Problem {
                pointer: String::new(),
                message: "there may be more problems than these".to_owned(),
                help: "mend these; the file is too large to look for all at once".to_owned(),
            });
            return decoded;
        }
    }
}

/// What serde found wrong.
enum Cause<'m> {
    UnknownKeyword { found: &'m str, known: Vec<&'m str> },
    MissingKeyword { keyword: &'m str },
    UnknownValue { found: &'m str, known: Vec<&'m str> },
    WrongType { found: &'m str, expected: &'m str },
    Other { message: &'m str },
}

impl<'m> Cause<'m> {
    /// Reads serde's message.
    fn of(message: &'m str) -> Self {
        let mut quoted = message.split('`').skip(1).step_by(2);
        let mut name_and_known = || (quoted.next().unwrap_or_default(), quoted.by_ref().collect());
        if message.starts_with("unknown field ") {
            let (found, known) = name_and_known();
            return Self::UnknownKeyword { found, known };
        }
        if message.starts_with("unknown variant ") {
            let (found, known) = name_and_known();
            return Self::UnknownValue { found, known };
        }
        if message.starts_with("missing field ") {
            let keyword = quoted.next().unwrap_or_default();
            return Self::MissingKeyword { keyword };
        }
        let wrong = message
            .strip_prefix("invalid type: ")
            .or_else(|| message.strip_prefix("invalid value: "))
            .and_then(|rest| rest.rsplit_once(", expected "));
        match wrong {
            Some((found, expected)) => Self::WrongType { found, expected },
            None => Self::Other { message },
        }
    }

    /// Where it is: for a keyword, the keyword's own place, be it there or not.
    fn pointer(&self, path: &serde_path_to_error::Path) -> String {
        use serde_path_to_error::Segment;
        let pointer = path
            .iter()
            .fold(String::new(), |pointer, segment| match segment {
                Segment::Seq { index } => locate::join(&pointer, &index.to_string()),
                Segment::Map { key } => locate::join(&pointer, key),
                Segment::Enum { .. } | Segment::Unknown => pointer,
            });
        match self {
            Self::UnknownKeyword { found: keyword, .. } | Self::MissingKeyword { keyword } => {
                let last = locate::segments(&pointer).last();
                if last.as_deref() == Some(keyword) && matches!(self, Self::UnknownKeyword { .. }) {
                    pointer
                } else {
                    locate::join(&pointer, keyword)
                }
            }
            _ => pointer,
        }
    }

    fn problem(&self, pointer: &str) -> Problem {
        let keyword = locate::segments(pointer).last().unwrap_or_default();
        let (message, help) = match self {
            Self::UnknownKeyword { found, known } => (
                format!("unknown keyword `{found}`"),
                suggestion(found, known),
            ),
            Self::MissingKeyword { keyword } => (
                format!("`{keyword}` is missing"),
                format!("add `\"{keyword}\": ...` here"),
            ),
            Self::UnknownValue { found, known } => (
                format!("`{found}` is not a known `{keyword}`"),
                suggestion(found, known),
            ),
            Self::WrongType { found, expected } => (
                format!(
                    "`{keyword}` is {found}, where {} is expected",
                    in_json(expected)
                ),
                format!("write {} here", in_json(expected)),
            ),
            Self::Other { message } => ((*message).to_owned(), "mend the value".to_owned()),
        };
        Problem {
            pointer: pointer.to_owned(),
            message,
            help,
        }
    }

    /// The pointer of the keyword that an unknown one seems to stand for.
    fn meant(&self, pointer: &str) -> Option<String> {
        let Self::UnknownKeyword { found, known } = self else {
            return None;
        };
        let (around, _) = split(pointer)?;
        Some(locate::join(around, likely(found, known)?))
    }

    /// Mends it in a text; `None` where that cannot be done.
    fn mend(&self, text: &mut String, pointer: &str) -> Option<()> {
        match self {
            Self::UnknownKeyword { .. } => {
                let blank = {
                    let tree = locate::parse(text)?;
                    let (around, keyword) = split(pointer)?;
                    let object = locate::find(&tree, around)?.as_object()?;
                    let mut properties = object.properties.iter();
                    let at = properties.position(|it| it.name.as_str() == keyword)?;
                    property_and_comma(object, at)?
                };
                blank_out(text, blank);
            }
            Self::MissingKeyword { .. } => {
                let (start, insertion) = {
                    let tree = locate::parse(text)?;
                    let (around, keyword) = split(pointer)?;
                    let object = locate::find(&tree, around)?.as_object()?;
                    let comma = if object.properties.is_empty() {
                        ""
                    } else {
                        ","
                    };
                    let key = serde_json::to_string(&keyword).ok()?;
                    (object.start() + 1, format!("{key}:null{comma}"))
                };
                text.insert_str(start, &insertion);
            }
            Self::UnknownValue { known, .. } => {
                let some_value = serde_json::to_string(known.first()?).ok()?;
                replace(text, pointer, &some_value)?;
            }
            Self::WrongType { expected, .. } => replace(text, pointer, some(expected))?,
            Self::Other { .. } => return None,
        }
        Some(())
    }
}

/// Records every key that stands more than once, and takes out all but the first.
fn take_out_duplicates(text: &mut String, problems: &mut Vec<Problem>) {
    let mut found = Vec::new();
    if let Some(tree) = locate::parse(text) {
        duplicates(&tree, "", &mut found);
    }
    let starts = found
        .iter()
        .flat_map(|it| &it.others)
        .map(|(start, _)| *start);
    let places = locate::line_columns(text, starts.collect());
    for Duplicate { pointer, others } in &found {
        let key = locate::segments(pointer).last().unwrap_or_default();
        let listed = others.iter().take(LISTED).filter_map(|(start, _)| {
            let (line, column) = places.get(start)?;
            Some(format!("{line}:{column}"))
        });
        let mut listed = listed.collect::<Vec<_>>().join(", ");
        if let Some(more @ 1..) = others.len().checked_sub(LISTED) {
            listed.push_str(&format!(", and {more} more"));
        }
        problems.push(Problem {
            message: format!("`{key}` occurs {} times in one object", others.len() + 1),
            help: format!("keep one of them; it also occurs at {listed}"),
            pointer: pointer.clone(),
        });
    }
    for (_, span) in found.into_iter().flat_map(|it| it.others) {
        blank_out(text, span);
    }
}

/// A key that stands more than once in an object.
struct Duplicate {
    pointer: String,
    /// Where it stands once more, and what to take out.
    others: Vec<(usize, Range<usize>)>,
}

/// Finds the keys that stand more than once, but for what goes with one of them.
fn duplicates(node: &Value<'_>, pointer: &str, found: &mut Vec<Duplicate>) {
    match node {
        Value::Object(object) => {
            let mut seen: IndexMap<&str, Vec<_>> = IndexMap::new();
            for (at, property) in object.properties.iter().enumerate() {
                let name = property.name.as_str();
                match seen.entry(name) {
                    Entry::Vacant(first) => {
                        first.insert(Vec::new());
                        duplicates(&property.value, &locate::join(pointer, name), found);
                    }
                    Entry::Occupied(mut others) => {
                        let span = property_and_comma(object, at);
                        others
                            .get_mut()
                            .extend(span.map(|span| (property.start(), span)));
                    }
                }
            }
            let more = seen.into_iter().filter(|(_, others)| !others.is_empty());
            found.extend(more.map(|(name, others)| Duplicate {
                pointer: locate::join(pointer, name),
                others,
            }));
        }
        Value::Array(array) => {
            for (at, element) in array.elements.iter().enumerate() {
                duplicates(element, &locate::join(pointer, &at.to_string()), found);
            }
        }
        _ => {}
    }
}

/// The span of a property with the comma that goes where it goes.
fn property_and_comma(object: &Object<'_>, at: usize) -> Option<Range<usize>> {
    let property = object.properties.get(at)?;
    let before = at.checked_sub(1).and_then(|at| object.properties.get(at));
    let after = object.properties.get(at + 1);
    Some(match (before, after) {
        (Some(before), _) => before.end()..property.end(),
        (None, Some(after)) => property.start()..after.start(),
        (None, None) => property.start()..property.end(),
    })
}

/// Replaces a span by white space, so that every other offset stays as it is.
fn blank_out(text: &mut String, span: Range<usize>) {
    let blank: String = text
        .get(span.clone())
        .unwrap_or_default()
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(span, &blank);
}

fn replace(text: &mut String, pointer: &str, value: &str) -> Option<()> {
    let span = {
        let tree = locate::parse(text)?;
        let node = locate::find(&tree, pointer)?;
        node.start()..node.end()
    };
    text.replace_range(span, value);
    Some(())
}

/// A pointer's last segment, and the pointer before it.
fn split(pointer: &str) -> Option<(&str, String)> {
    let (around, _) = pointer.rsplit_once('/')?;
    Some((around, locate::segments(pointer).last()?))
}

/// Some JSON of the type that serde expects.
fn some(expected: &str) -> &'static str {
    match in_json(expected) {
        "a string" => "\"\"",
        "a boolean" => "false",
        "an array" => "[]",
        "an object" => "{}",
        "a number" => "0",
        _ => "null",
    }
}

/// What serde expects, in JSON's words.
fn in_json(expected: &str) -> &str {
    match expected {
        "a string" | "string" | "string or map" => "a string",
        "a boolean" => "a boolean",
        "a sequence" => "an array",
        "a map" | "an object" => "an object",
        "a JSON number" | "a number" => "a number",
        struct_ if struct_.starts_with("struct ") => "an object",
        number if number.starts_with(['u', 'i', 'f']) => "a number",
        other => other,
    }
}

/// The known word that was meant, or all of them.
fn suggestion(found: &str, known: &[&str]) -> String {
    match likely(found, known) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.is_empty() => "take it out".to_owned(),
        None => format!("write one of `{}`", known.join("`, `")),
    }
}

/// The known word that is so like another that it seems to be a slip.
fn likely<'k>(found: &str, known: &[&'k str]) -> Option<&'k str> {
    /// How alike two words are that are taken for a slip, of 1.
    const ALIKE: f64 = 0.8;
    if found.len() > LONGEST {
        return None;
    }
    known
        .iter()
        .map(|word| (strsim::jaro_winkler(found, word), *word))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, word)| word)
}

/// serde_json's message without its position, which is one in the mended copy.
fn without_position(message: &str) -> &str {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(message, _)| message)
}
