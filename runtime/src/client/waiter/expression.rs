//! Expressions over a response: of JMESPath what the waiters of AWS are made of.

use crate::value::Document;

/// What a value is compared with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expected {
    /// A string.
    Text(&'static str),
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
}

impl Expected {
    pub(crate) fn is(self, value: &Document) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Bool(flag) => *value == Document::Bool(flag),
            Self::Integer(number) => *value == Document::Integer(number),
        }
    }
}

/// An expression over a response. Created by generated code.
///
/// As in JMESPath, a missing value is `null`, and projections leave out elements that are `null`. Where
/// JMESPath fails (the length of a number), the result is `null` too: the acceptor does not match.
#[derive(Clone, Copy, Debug)]
pub enum Expression {
    /// The value at a path: wire names separated by `.`, `[]` after a list for its elements, `*` for the
    /// values of a map, `@` for the value itself.
    Path(&'static str),
    /// A value.
    Literal(Expected),
    /// The length: elements of a list, entries of a map, characters of a string.
    Length(&'static Self),
    /// Whether two values are equal.
    Equal(&'static Self, &'static Self),
    /// Whether two values differ.
    NotEqual(&'static Self, &'static Self),
    /// Whether the first number is less.
    Less(&'static Self, &'static Self),
    /// Whether the first number is less or equal.
    AtMost(&'static Self, &'static Self),
    /// Whether the first number is greater.
    Greater(&'static Self, &'static Self),
    /// Whether the first number is greater or equal.
    AtLeast(&'static Self, &'static Self),
    /// Logical and: the first value if it is falsy, otherwise the second.
    And(&'static Self, &'static Self),
    /// Logical or: the first value if it is truthy, otherwise the second.
    Or(&'static Self, &'static Self),
    /// Logical not.
    Not(&'static Self),
    /// The elements of a list for which the second expression is truthy.
    Filter(&'static Self, &'static Self),
    /// The value at a path in every element of a list.
    Each(&'static Self, &'static str),
}

/// What an expression comes to.
enum Found<'a> {
    /// A part of the response, which may be `null`.
    Part(&'a Document),
    /// Parts of it, none of them `null`.
    Parts(Vec<&'a Document>),
    /// What was computed.
    Made(Expected),
}

impl Expression {
    /// Whether it comes to a value.
    pub(crate) fn is(self, answer: &Document, expected: Expected) -> bool {
        match self.of(answer) {
            Found::Part(value) => expected.is(value),
            Found::Parts(_) => false,
            Found::Made(made) => made == expected,
        }
    }

    /// Whether it comes to a list all of whose elements are a value, and there is one.
    pub(crate) fn are_all(self, answer: &Document, expected: Expected) -> bool {
        let elements = self.of(answer).elements();
        !elements.is_empty() && elements.into_iter().all(|value| expected.is(value))
    }

    /// Whether it comes to a list of whose elements one is a value.
    pub(crate) fn is_any(self, answer: &Document, expected: Expected) -> bool {
        let elements = self.of(answer).elements();
        elements.into_iter().any(|value| expected.is(value))
    }

    fn of(self, answer: &Document) -> Found<'_> {
        match self {
            Self::Path(path) => at(answer, path),
            Self::Literal(value) => Found::Made(value),
            Self::Length(list) => list.of(answer).length(),
            Self::Equal(one, other) => flag(one.of(answer).equals(&other.of(answer))),
            Self::NotEqual(one, other) => flag(!one.of(answer).equals(&other.of(answer))),
            Self::Less(one, other) => compared(answer, [one, other], |one, other| one < other),
            Self::AtMost(one, other) => compared(answer, [one, other], |one, other| one <= other),
            Self::Greater(one, other) => compared(answer, [one, other], |one, other| one > other),
            Self::AtLeast(one, other) => compared(answer, [one, other], |one, other| one >= other),
            Self::And(one, other) => match one.of(answer) {
                found if found.is_so() => other.of(answer),
                found => found,
            },
            Self::Or(one, other) => match one.of(answer) {
                found if found.is_so() => found,
                _ => other.of(answer),
            },
            Self::Not(of) => flag(!of.of(answer).is_so()),
            Self::Filter(list, test) => {
                let elements = list.of(answer).elements().into_iter();
                Found::Parts(
                    elements
                        .filter(|element| test.of(element).is_so())
                        .collect(),
                )
            }
            Self::Each(list, path) => {
                let elements = list.of(answer).elements().into_iter();
                let values = elements.filter_map(|element| match at(element, path) {
                    Found::Part(value) if *value != Document::Null => Some(value),
                    _ => None,
                });
                Found::Parts(values.collect())
            }
        }
    }
}

impl<'a> Found<'a> {
    fn elements(self) -> Vec<&'a Document> {
        match self {
            Self::Part(Document::Array(elements)) => elements.iter().collect(),
            Self::Parts(elements) => elements,
            Self::Part(_) | Self::Made(_) => Vec::new(),
        }
    }

    fn length(self) -> Self {
        let length = match self {
            Self::Part(Document::Array(elements)) => elements.len(),
            Self::Part(Document::Object(members)) => members.len(),
            Self::Part(Document::String(text)) => text.chars().count(),
            Self::Made(Expected::Text(text)) => text.chars().count(),
            Self::Parts(elements) => elements.len(),
            Self::Part(_) | Self::Made(_) => return Self::Part(&Document::Null),
        };
        Self::Made(Expected::Integer(i64::try_from(length).unwrap_or(i64::MAX)))
    }

    fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Part(value), Self::Made(made)) | (Self::Made(made), Self::Part(value)) => {
                made.is(value)
            }
            (Self::Part(one), Self::Part(other)) => one == other,
            (Self::Parts(one), Self::Parts(other)) => one == other,
            (Self::Part(Document::Array(one)), Self::Parts(other))
            | (Self::Parts(other), Self::Part(Document::Array(one))) => {
                one.iter().eq(other.iter().copied())
            }
            (Self::Made(one), Self::Made(other)) => one == other,
            _ => false,
        }
    }

    #[allow(clippy::cast_precision_loss)] // as JMESPath, whose numbers are those of JSON
    fn number(&self) -> Option<f64> {
        match self {
            Self::Part(Document::Double(number)) => Some(*number),
            Self::Part(Document::Unsigned(number)) => Some(*number as f64),
            Self::Part(Document::Integer(number)) | Self::Made(Expected::Integer(number)) => {
                Some(*number as f64)
            }
            _ => None,
        }
    }

    /// What JMESPath takes for true: all but `null`, `false` and what is empty.
    fn is_so(&self) -> bool {
        match self {
            Self::Part(value) => match value {
                Document::Null => false,
                Document::Bool(flag) => *flag,
                Document::Integer(_) | Document::Unsigned(_) | Document::Double(_) => true,
                Document::String(text) => !text.is_empty(),
                Document::Array(elements) => !elements.is_empty(),
                Document::Object(members) => !members.is_empty(),
            },
            Self::Parts(elements) => !elements.is_empty(),
            Self::Made(Expected::Text(text)) => !text.is_empty(),
            Self::Made(Expected::Bool(flag)) => *flag,
            Self::Made(Expected::Integer(_)) => true,
        }
    }
}

fn flag<'a>(flag: bool) -> Found<'a> {
    Found::Made(Expected::Bool(flag))
}

/// What a comparison says of two numbers; `null` of anything else.
fn compared<'a>(
    answer: &'a Document,
    pair: [&Expression; 2],
    is: fn(&f64, &f64) -> bool,
) -> Found<'a> {
    match pair.map(|one| one.of(answer).number()) {
        [Some(one), Some(other)] => flag(is(&one, &other)),
        _ => Found::Part(&Document::Null),
    }
}

/// What is at a path.
fn at<'a>(value: &'a Document, path: &str) -> Found<'a> {
    let mut found = Found::Part(value);
    for segment in path.split('.') {
        let (name, is_list) = match segment.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (segment, false),
        };
        found = match (name, found) {
            ("@", found) => found,
            ("*", Found::Part(Document::Object(map))) => Found::Parts(map.values().collect()),
            ("*", Found::Part(_)) => Found::Part(&Document::Null),
            (name, Found::Part(value)) => Found::Part(value.get(name).unwrap_or(&Document::Null)),
            (name, found) => {
                let elements = found.elements().into_iter();
                Found::Parts(elements.filter_map(|element| element.get(name)).collect())
            }
        };
        found = match found {
            Found::Part(Document::Array(elements)) if is_list => {
                Found::Parts(elements.iter().collect())
            }
            Found::Part(_) if is_list => Found::Part(&Document::Null),
            Found::Parts(lists) if is_list => {
                let lists = lists.into_iter().filter_map(|list| match list {
                    Document::Array(elements) => Some(elements),
                    _ => None,
                });
                Found::Parts(lists.flatten().collect())
            }
            found => found,
        };
        if let Found::Parts(elements) = &mut found {
            elements.retain(|element| **element != Document::Null);
        }
    }
    found
}
