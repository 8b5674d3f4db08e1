//! What our reader of JSON makes of a text, against what follows from `serde_json`'s reading of it. The fuzz
//! target (`fuzz/targets/json.rs`) and the test `json_differential` call the same function.
//!
//! `serde_json` reads the text into a tree. A reader of that tree, which knows the leniences of
//! `docs/use-a-client.md` and nothing of ours, says what the types hold; ours must read that, or refuse what
//! this refuses.

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use shapewright_runtime::__codegen::json::{from_str, to_string};
use shapewright_runtime::__codegen::{ReadJson, WriteJson, open_enum, serde_as};
use shapewright_runtime::{Blob, Document, Map, Timestamp};
use std::fmt;

/// A structure with a member of each kind.
#[derive(Clone, Debug, Default, PartialEq, ReadJson, WriteJson)]
pub struct Thing {
    name: Option<String>,
    is_on: Option<bool>,
    small: Option<i8>,
    medium: Option<i32>,
    large: Option<i64>,
    #[serde(with = "serde_as::float")]
    ratio: Option<f64>,
    at: Option<Timestamp>,
    data: Option<Blob>,
    any: Option<Document>,
    state: Option<State>,
    choice: Option<Choice>,
    names: Option<Vec<String>>,
    sparse: Option<Vec<Option<i32>>>,
    rows: Option<Vec<Row>>,
    things: Option<Vec<Thing>>,
    tags: Option<Map<String, String>>,
    sparse_tags: Option<Map<String, Option<i64>>>,
    by_state: Option<Map<State, Vec<Thing>>>,
    inner: Option<Box<Thing>>,
    /// Longer than what is compared at once.
    a_name_of_many_letters: Option<String>,
    a_name_of_many_letters_too: Option<i64>,
    #[serde(rename = "a\"b\\é\n")]
    escaped: Option<i32>,
    #[wire(header = "X-Trace")]
    elsewhere: Option<String>,
}

/// A structure with a required member.
#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson)]
pub struct Row {
    id: String,
    size: Option<i32>,
}

/// An enumeration.
#[open_enum]
pub enum State {
    /// A value that is known.
    #[wire(value = "ON")]
    On,
    /// Another.
    Unknown(String),
}

/// A union.
#[derive(Clone, Debug, PartialEq, ReadJson, WriteJson)]
pub enum Choice {
    /// A text.
    #[wire(name = "text")]
    Text(String),
    /// A union within.
    #[wire(name = "inner")]
    Inner(Box<Choice>),
    /// Numbers.
    #[wire(name = "numbers")]
    Numbers(Vec<i32>),
    /// A member that is not known.
    Unknown(String, Document),
}

/// A value as `serde_json` reads it; keys in their order, doubled ones too.
#[derive(Clone, Debug)]
enum Node {
    Null,
    Bool(bool),
    Integer(i64),
    Unsigned(u64),
    Double(f64),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        Ok(i64::try_from(value).map_or(Node::Unsigned(value), Node::Integer))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Double(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = seq.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Object(entries))
    }
}

/// Why the tree does not say what must be read.
enum Refused {
    /// It must be refused.
    Wrong,
    /// The tree has lost what decides: digits that a double has no place for.
    Unclear,
}

type Read<T> = Result<T, Refused>;

fn text(node: &Node) -> Read<String> {
    match node {
        Node::Text(text) => Ok(text.clone()),
        _ => Err(Refused::Wrong),
    }
}

/// Integers may have a fraction of zeros or an exponent.
fn integer<T: TryFrom<i64>>(node: &Node) -> Read<T> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let value = match node {
        Node::Integer(value) => *value,
        Node::Double(value) if value.abs() >= EXACT => return Err(Refused::Unclear),
        #[allow(clippy::cast_possible_truncation)] // it is whole, and small enough
        Node::Double(value) if value.fract() == 0.0 => *value as i64,
        _ => return Err(Refused::Wrong),
    };
    T::try_from(value).map_err(|_| Refused::Wrong)
}

#[allow(clippy::cast_precision_loss)] // as a double is read
fn double(node: &Node) -> Read<f64> {
    match node {
        Node::Integer(value) => Ok(*value as f64),
        Node::Unsigned(value) => Ok(*value as f64),
        Node::Double(value) => Ok(*value),
        Node::Text(text) => match &**text {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            _ => Err(Refused::Wrong),
        },
        _ => Err(Refused::Wrong),
    }
}

/// Seconds; milliseconds where they are in the years 0 to 9999 and as seconds are not.
fn timestamp(node: &Node) -> Read<Timestamp> {
    const YEARS: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;
    let moment = match node {
        Node::Integer(seconds) if YEARS.contains(seconds) => Timestamp::from_unix(*seconds, 0),
        Node::Integer(millis) if YEARS.contains(&millis.div_euclid(1000)) => {
            let nanos = u32::try_from(millis.rem_euclid(1000) * 1_000_000).unwrap_or_default();
            Timestamp::from_unix(millis.div_euclid(1000), nanos)
        }
        Node::Integer(seconds) => Timestamp::from_unix(*seconds, 0),
        Node::Unsigned(_) | Node::Double(_) => return Err(Refused::Unclear),
        Node::Text(text) => text.parse().ok(),
        _ => None,
    };
    moment.ok_or(Refused::Wrong)
}

fn blob(node: &Node) -> Read<Blob> {
    let read = |text: String| serde_json::from_value(text.into()).map_err(|_| Refused::Wrong);
    text(node).and_then(read)
}

fn document(node: &Node) -> Document {
    match node {
        Node::Null => Document::Null,
        Node::Bool(value) => Document::Bool(*value),
        Node::Integer(value) => Document::Integer(*value),
        Node::Unsigned(value) => Document::Unsigned(*value),
        Node::Double(value) => Document::Double(*value),
        Node::Text(text) => Document::String(text.clone()),
        Node::List(list) => Document::Array(list.iter().map(document).collect()),
        Node::Object(entries) => {
            let entries = entries.iter();
            Document::Object(
                entries
                    .map(|(key, node)| (key.clone(), document(node)))
                    .collect(),
            )
        }
    }
}

/// A list whose `null`s are this.
fn list<T: Clone>(node: &Node, null: Option<T>, one: impl Fn(&Node) -> Read<T>) -> Read<Vec<T>> {
    let Node::List(nodes) = node else {
        return Err(Refused::Wrong);
    };
    let element = |node: &Node| match node {
        Node::Null => Ok(null.clone()),
        node => one(node).map(Some),
    };
    let elements = nodes.iter().map(element).collect::<Read<Vec<_>>>()?;
    Ok(elements.into_iter().flatten().collect())
}

/// A map whose `null`s are this. Of entries with the same key the last counts.
fn map<K: for<'a> From<&'a str> + Eq + std::hash::Hash, T: Clone>(
    node: &Node,
    null: Option<T>,
    one: impl Fn(&Node) -> Read<T>,
) -> Read<Map<K, T>> {
    let Node::Object(entries) = node else {
        return Err(Refused::Wrong);
    };
    let mut map = Map::new();
    for (key, node) in entries {
        let value = match node {
            Node::Null => null.clone(),
            node => Some(one(node)?),
        };
        let key = K::from(key);
        match value {
            Some(value) => drop(map.insert(key, value)),
            None => drop(map.shift_remove(&key)),
        }
    }
    Ok(map)
}

/// A member, which `null` unsets.
fn member<T>(member: &mut Option<T>, node: &Node, one: impl FnOnce(&Node) -> Read<T>) -> Read<()> {
    *member = match node {
        Node::Null => None,
        node => Some(one(node)?),
    };
    Ok(())
}

fn state(node: &Node) -> Read<State> {
    text(node).map(|text| State::from(&*text))
}

fn choice(node: &Node) -> Read<Choice> {
    let Node::Object(entries) = node else {
        return Err(Refused::Wrong);
    };
    let mut set = None;
    for (key, node) in entries {
        let value = match (&**key, node) {
            (_, Node::Null) => continue,
            ("text", node) => Choice::Text(text(node)?),
            ("inner", node) => Choice::Inner(Box::new(choice(node)?)),
            ("numbers", node) => Choice::Numbers(list(node, None, integer)?),
            ("__type", _) => continue,
            (_, node) => Choice::Unknown(key.clone(), document(node)),
        };
        if set.replace(value).is_some() {
            return Err(Refused::Wrong);
        }
    }
    set.ok_or(Refused::Wrong)
}

fn row(node: &Node) -> Read<Row> {
    let Node::Object(entries) = node else {
        return Err(Refused::Wrong);
    };
    let (mut id, mut size) = (None, None);
    for (key, node) in entries {
        match &**key {
            "id" => member(&mut id, node, text)?,
            "size" => member(&mut size, node, integer)?,
            _ => {}
        }
    }
    let id = id.ok_or(Refused::Wrong)?;
    Ok(Row { id, size })
}

fn thing(node: &Node) -> Read<Thing> {
    let Node::Object(entries) = node else {
        return Err(Refused::Wrong);
    };
    let mut it = Thing::default();
    for (key, node) in entries {
        match &**key {
            "name" => member(&mut it.name, node, text)?,
            "is_on" => member(&mut it.is_on, node, |node| match node {
                Node::Bool(value) => Ok(*value),
                _ => Err(Refused::Wrong),
            })?,
            "small" => member(&mut it.small, node, integer)?,
            "medium" => member(&mut it.medium, node, integer)?,
            "large" => member(&mut it.large, node, integer)?,
            "ratio" => member(&mut it.ratio, node, double)?,
            "at" => member(&mut it.at, node, timestamp)?,
            "data" => member(&mut it.data, node, blob)?,
            "any" => member(&mut it.any, node, |node| Ok(document(node)))?,
            "state" => member(&mut it.state, node, state)?,
            "choice" => member(&mut it.choice, node, choice)?,
            "names" => member(&mut it.names, node, |node| list(node, None, text))?,
            "sparse" => member(&mut it.sparse, node, |node| {
                list(node, Some(None), |node| integer(node).map(Some))
            })?,
            "rows" => member(&mut it.rows, node, |node| list(node, None, row))?,
            "things" => member(&mut it.things, node, |node| {
                list(node, Some(Thing::default()), thing)
            })?,
            "tags" => member(&mut it.tags, node, |node| string_map(node, None, text))?,
            "sparse_tags" => member(&mut it.sparse_tags, node, |node| {
                string_map(node, Some(None), |node| integer(node).map(Some))
            })?,
            "by_state" => member(&mut it.by_state, node, |node| {
                map(node, None, |node| list(node, Some(Thing::default()), thing))
            })?,
            "inner" => member(&mut it.inner, node, |node| thing(node).map(Box::new))?,
            "a_name_of_many_letters" => member(&mut it.a_name_of_many_letters, node, text)?,
            "a_name_of_many_letters_too" => {
                member(&mut it.a_name_of_many_letters_too, node, integer)?;
            }
            "a\"b\\é\n" => member(&mut it.escaped, node, integer)?,
            _ => {}
        }
    }
    Ok(it)
}

fn string_map<T: Clone>(
    node: &Node,
    null: Option<T>,
    one: impl Fn(&Node) -> Read<T>,
) -> Read<Map<String, T>> {
    map(node, null, one)
}

/// The text with each half of a surrogate pair replaced, as we read it.
fn without_halves(text: &str) -> String {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let mut whole = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let next = match unit(at) {
            Some(0xD800..0xDC00) if matches!(unit(at + 6), Some(0xDC00..0xE000)) => at + 12,
            Some(0xD800..0xE000) => {
                whole.push_str("\\ufffd");
                at += 6;
                continue;
            }
            // What follows a backslash begins no escape.
            None if char == '\\' => {
                let escaped = text.get(at + 1..).and_then(|rest| rest.chars().next());
                at + 1 + escaped.map_or(0, char::len_utf8)
            }
            _ => at + char.len_utf8(),
        };
        whole.push_str(text.get(at..next).unwrap_or_default());
        at = next;
    }
    whole
}

/// What became of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Both read the same.
    Read,
    /// Both refused it.
    Refused,
    /// The tree does not say what must be read.
    Unclear,
}

/// Reads a text both ways, and what was read once more after it was written.
///
/// # Panics
/// They differ.
pub fn check(text: &str) -> Outcome {
    let ours = from_str::<Thing>(text).ok();
    let whole = without_halves(text);
    let expected = match serde_json::from_str::<Node>(&whole) {
        Ok(node) => thing(&node),
        Err(_) => match serde_json::from_str::<IgnoredAny>(&whole) {
            // It is JSON; a number is too large for the tree, or it is too deep, and perhaps left out.
            Ok(_) => Err(Refused::Unclear),
            Err(_) => Err(Refused::Wrong),
        },
    };
    let outcome = match expected {
        Ok(expected) => {
            let read = ours.as_ref().unwrap_or_else(|| panic!("refused: {text:?}"));
            assert!(is_same(read, &expected), "{text:?}\n{read:?}\n{expected:?}");
            Outcome::Read
        }
        Err(Refused::Wrong) => {
            assert!(ours.is_none(), "read: {text:?}\n{ours:?}");
            return Outcome::Refused;
        }
        Err(Refused::Unclear) => Outcome::Unclear,
    };
    if let Some(read) = ours {
        rewritten(&read);
    }
    outcome
}

/// What was read is written so that both read it again.
fn rewritten(thing_read: &Thing) {
    let written = to_string(thing_read);
    let again = from_str::<Thing>(&written).unwrap_or_else(|_| panic!("cannot read {written}"));
    assert!(is_same(&again, thing_read), "{written}");
    let node = serde_json::from_str::<Node>(&written);
    let node = node.unwrap_or_else(|error| panic!("{error}: {written}"));
    match thing(&node) {
        Ok(again) => assert!(is_same(&again, thing_read), "{written}"),
        Err(Refused::Unclear) => {}
        Err(Refused::Wrong) => panic!("{written}"),
    }
}

/// Equal, but for not-a-number and the last digit of doubles, where `serde_json` is off by one.
fn is_same(one: &Thing, other: &Thing) -> bool {
    one == other || rounded(&format!("{one:?}")) == rounded(&format!("{other:?}"))
}

/// The text with what is a double in it cut to thirteen digits.
fn rounded(text: &str) -> String {
    let is_part = |char: char| char.is_ascii_digit() || matches!(char, '.' | '-' | 'e');
    let mut rounded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|char: char| char.is_ascii_digit()) {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = from.find(|char| !is_part(char)).unwrap_or(from.len());
        let (number, after) = from.split_at_checked(end).unwrap_or((from, ""));
        rounded.push_str(before);
        match number.parse::<f64>() {
            Ok(double) if number.contains(['.', 'e']) => {
                rounded.push_str(&format!("{double:.12e}"));
            }
            _ => rounded.push_str(number),
        }
        rest = after;
    }
    rounded.push_str(rest);
    rounded
}
