//! The pieces of a page's HTML.

use super::piece::{Head, Piece, is_name};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// What shows no text of the page.
const HIDDEN: [&str; 10] = [
    "aside", "button", "footer", "head", "header", "nav", "noscript", "script", "style", "svg",
];

/// What stands within a line.
const INLINE: [&str; 13] = [
    "a", "abbr", "b", "code", "em", "font", "i", "span", "strong", "sub", "sup", "tt", "var",
];

/// The pieces of a page, in order.
pub(super) fn pieces(page: &str) -> Vec<Piece> {
    let mut writer = Writer::default();
    let mut tag = Tag::default();
    let mut emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    tag = Tag {
                        name: String::from_utf8_lossy(name).into_owned(),
                        ..Tag::default()
                    };
                }
                CallbackEvent::AttributeName { name } => {
                    tag.attribute = String::from_utf8_lossy(name).into_owned();
                }
                CallbackEvent::AttributeValue { value } => tag.value(value),
                CallbackEvent::CloseStartTag { self_closing } => writer.start(&tag, self_closing),
                CallbackEvent::EndTag { name } => writer.end(&String::from_utf8_lossy(name)),
                CallbackEvent::String { value } => writer.text(&String::from_utf8_lossy(value)),
                _ => {}
            }
            None
        },
    );
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(page, emitter).finish();
    writer.flush();
    writer.pieces
}

/// A start tag, as far as it is read.
#[derive(Default)]
struct Tag {
    name: String,
    /// The attribute whose value comes next.
    attribute: String,
    is_replaceable: bool,
    anchor: Option<String>,
}

impl Tag {
    fn value(&mut self, value: &[u8]) {
        let value = String::from_utf8_lossy(value);
        match self.attribute.as_str() {
            "class" => {
                self.is_replaceable = value.split_ascii_whitespace().any(|it| it == "replaceable");
            }
            "id" | "name" => self.anchor = Some(value.into_owned()),
            _ => {}
        }
    }
}

/// What the text is that is being read.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
enum Kind {
    #[default]
    Text,
    Heading,
    Term,
    Code,
}

#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    /// The hidden element that is open, and how often.
    hidden: Option<(String, usize)>,
    kind: Kind,
    text: String,
    anchor: Option<String>,
    /// Of a syntax: the elements that are open, and whether each stands for a value.
    open: Vec<bool>,
}

impl Writer {
    fn start(&mut self, tag: &Tag, self_closing: bool) {
        let name = tag.name.as_str();
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(hidden == name);
            return;
        }
        if !self_closing && HIDDEN.contains(&name) {
            self.hidden = Some((name.to_owned(), 1));
            return;
        }
        if self.kind == Kind::Term && self.anchor.is_none() {
            self.anchor.clone_from(&tag.anchor);
        }
        if self.kind == Kind::Code {
            if INLINE.contains(&name) {
                let is_value = tag.is_replaceable || matches!(name, "em" | "i" | "var");
                self.text.push_str(if is_value { "{{" } else { "" });
                self.open.push(is_value);
            }
            return;
        }
        if INLINE.contains(&name) {
            return;
        }
        self.flush();
        self.kind = match name {
            "pre" => Kind::Code,
            "dt" => Kind::Term,
            "h1" | "h2" | "h3" | "h4" => Kind::Heading,
            _ => Kind::Text,
        };
        self.anchor = (self.kind == Kind::Term)
            .then(|| tag.anchor.clone())
            .flatten();
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth -= usize::from(hidden == name);
            if *depth == 0 {
                self.hidden = None;
            }
            return;
        }
        if INLINE.contains(&name) {
            if self.kind == Kind::Code && self.open.pop() == Some(true) {
                self.text.push_str("}}");
            }
            return;
        }
        // Within a syntax, a page has the button that copies it.
        if self.kind != Kind::Code || name == "pre" {
            self.flush();
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_none() {
            self.text.push_str(text);
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let kind = std::mem::take(&mut self.kind);
        self.open.clear();
        if kind == Kind::Code {
            self.pieces.push(Piece::Code(text));
            return;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        if text.is_empty() {
            return;
        }
        self.pieces.push(match kind {
            Kind::Heading => Piece::Heading(text),
            Kind::Term if is_name(&text) => Piece::Head(Head {
                name: text,
                anchor: self.anchor.take(),
            }),
            _ => Piece::Text(text),
        });
    }
}
