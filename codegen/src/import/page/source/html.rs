//! A page's HTML as text, one paragraph a line.
//!
//! The pages nest lists and headings within paragraphs, which HTML does not allow: a browser's tree
//! tears such paragraphs apart. So this reads the tags one after the other (a tokenizer that follows
//! the HTML standard finds them) and builds no tree; that also bounds time and memory for any input.
//! Of the tags' attributes it keeps the two it needs: a tag may have a million.

use super::links::{Guide, Links, is_name};
use crate::import::page::mark::ITEM;
use crate::import::page::prose::token::last_token;
use crate::import::page::prose::typography::as_written;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// The text of a page, what its links tell, and how much of it is there.
pub(crate) fn to_text(page: &str) -> (String, Links, Extent) {
    // Pages of boto3 before 1.21 have spaces around code and links themselves.
    let is_old = page.contains("/guzzle.css");
    let mut writer = Writer {
        is_indented: is_old || is_indented(page),
        is_old,
        ..Writer::default()
    };
    let mut tag = Tag::default();
    let mut emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => tag = Tag::new(name),
                CallbackEvent::AttributeName { name } => tag.attribute(name),
                CallbackEvent::AttributeValue { value } => tag.value(value),
                CallbackEvent::CloseStartTag { self_closing } => writer.start(&tag, self_closing),
                CallbackEvent::EndTag { name } => writer.end(&String::from_utf8_lossy(name)),
                CallbackEvent::String { value } => writer.text(&String::from_utf8_lossy(value)),
                _ => {}
            }
            None
        },
    );
    // What stands in a script or a title is no markup.
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(page, emitter).finish();
    let extent = match writer.article {
        Article::Unseen => Extent::Unknown,
        // What makes pages small leaves out the tags at the end, and quotes.
        Article::Open if !page.contains("class=\"pre\"") => Extent::Unknown,
        Article::Open => Extent::Cut,
        Article::Over => Extent::Whole,
    };
    (writer.text, writer.links, extent)
}

/// How much of a page is there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Extent {
    /// It has no article whose end could be looked for.
    Unknown,
    /// Its article does not end.
    Cut,
    Whole,
}

/// Whether a page was laid out again, each tag on a line: then a space beside a tag may be none of the
/// page's own.
fn is_indented(page: &str) -> bool {
    const COLON: &str = "class=\"colon\">";
    page.split_once(COLON)
        .is_some_and(|(_, after)| after.starts_with(char::is_whitespace))
}

/// A start tag, as far as it is read. Of an attribute that stands twice, the first counts.
#[derive(Default)]
struct Tag {
    name: String,
    href: Option<String>,
    class: Option<String>,
    id: Option<String>,
    /// The attribute whose value comes next.
    open: Option<Attribute>,
}

/// The attributes that tell something.
enum Attribute {
    Href,
    Class,
    Id,
}

impl Tag {
    fn new(name: &[u8]) -> Self {
        Self {
            name: String::from_utf8_lossy(name).into_owned(),
            ..Self::default()
        }
    }

    fn attribute(&mut self, name: &[u8]) {
        self.open = match name {
            b"href" if self.href.is_none() => Some(Attribute::Href),
            b"class" if self.class.is_none() => Some(Attribute::Class),
            b"id" if self.id.is_none() => Some(Attribute::Id),
            _ => None,
        };
    }

    fn value(&mut self, value: &[u8]) {
        let slot = match self.open.take() {
            Some(Attribute::Href) => &mut self.href,
            Some(Attribute::Class) => &mut self.class,
            Some(Attribute::Id) => &mut self.id,
            None => return,
        };
        *slot = Some(String::from_utf8_lossy(value).into_owned());
    }

    fn has_class(&self, class: &str) -> bool {
        let classes = self.class.as_deref().unwrap_or_default();
        classes.split_ascii_whitespace().any(|it| it == class)
    }

    fn is_address(&self) -> bool {
        self.href
            .as_ref()
            .is_some_and(|href| href.starts_with("mailto:"))
    }
}

/// What shows no text of the page.
const HIDDEN: [&str; 12] = [
    "aside", "button", "footer", "head", "header", "nav", "noscript", "script", "style", "svg",
    "template", "title",
];

/// What stands within a line.
const INLINE: [&str; 14] = [
    "a", "abbr", "b", "cite", "code", "em", "i", "kbd", "span", "strong", "sub", "sup", "tt", "u",
];

/// Where the article of a page is: everything around it is navigation.
#[derive(Default, Eq, PartialEq)]
enum Article {
    /// Not yet seen; a page may have none.
    #[default]
    Unseen,
    Open,
    Over,
}

/// Inline elements around which no page has spaces: laying a page out again adds them.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
enum Tight {
    #[default]
    No,
    /// A mail address, whose `@` is an element.
    Address,
    /// Markup that could not be read, and stands as it was written.
    Mark,
    /// Such markup has just ended.
    AfterMark,
}

#[derive(Default)]
struct Writer {
    text: String,
    links: Links,
    /// The hidden element that is open, and how often.
    hidden: Option<(String, usize)>,
    /// Each tag stands on a line of its own.
    is_indented: bool,
    /// It is of boto3 before 1.21, whose links to operations became plain names, with a space after.
    is_old: bool,
    /// An inline element has just ended.
    inline_ended: bool,
    /// Where the article is.
    article: Article,
    /// How many `pre` elements are open.
    preformatted: usize,
    /// How many `code` elements are open.
    code: usize,
    /// White space stands before what comes next.
    space: bool,
    /// An inline element has just begun.
    inline_begins: bool,
    /// Inline code has just ended.
    code_ended: bool,
    /// Where the link that is open leads to.
    link: Option<String>,
    /// What is open that has no spaces of its own, where each tag stands on a line.
    tight: Tight,
    /// The mark of an emphasis that the markup could not read has been seen, and not its end.
    emphasis_open: bool,
    /// The class whose method is about to be named, without it.
    class: Option<String>,
}

impl Writer {
    fn start(&mut self, tag: &Tag, self_closing: bool) {
        let name = tag.name.as_str();
        if self.article == Article::Over {
            // Several pages may stand in one file.
            if name == "article" {
                self.break_line();
                self.article = Article::Open;
            }
            return;
        }
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(hidden == name);
            return;
        }
        let is_permalink = name == "a" && tag.has_class("headerlink");
        if !self_closing && (HIDDEN.contains(&name) || is_permalink) {
            self.hidden = Some((name.to_owned(), 1));
            return;
        }
        if name == "a" {
            self.link.clone_from(&tag.href);
            if self.is_indented && tag.is_address() {
                self.tight = Tight::Address;
            }
        }
        if self.is_indented && name == "span" && tag.has_class("problematic") {
            self.tight = Tight::Mark;
        }
        if INLINE.contains(&name) {
            // Within code, every word is a span.
            self.inline_begins |= name != "span";
            self.code += usize::from(name == "code");
            return;
        }
        match name {
            "article" => {
                self.article = Article::Open;
                self.text.clear();
                self.links = Links::default();
            }
            "pre" => {
                self.break_line();
                self.preformatted += 1;
            }
            "li" | "dd" => {
                self.break_line();
                self.text.push(ITEM);
            }
            "dt" => {
                self.break_line();
                if tag.has_class("field-odd") || tag.has_class("field-even") {
                    self.text.push_str("- ");
                }
                // Old sites name the class in the anchor only.
                let id = tag.id.as_deref().unwrap_or_default();
                self.class = id
                    .rsplit_once('.')
                    .filter(|(class, _)| class.ends_with(".Client"))
                    .map(|(class, _)| class.to_owned());
            }
            _ => self.break_line(),
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth -= usize::from(hidden == name);
            if *depth == 0 {
                self.hidden = None;
            }
            return;
        }
        if name == "a" {
            self.link = None;
            if self.tight == Tight::Address {
                self.tight = Tight::No;
            }
        }
        if self.tight == Tight::Mark && name == "span" {
            self.tight = Tight::AfterMark;
        }
        if INLINE.contains(&name) {
            self.inline_ended = true;
            if name == "code" {
                self.code_ended = true;
                self.code = self.code.saturating_sub(1);
            }
            return;
        }
        if name == "pre" {
            self.preformatted = self.preformatted.saturating_sub(1);
        }
        self.break_line();
        if self.article == Article::Open && name == "article" {
            self.article = Article::Over;
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() || self.article == Article::Over {
            return;
        }
        if let Some(link) = self.link.take() {
            self.follow(&link, text);
        }
        if self.preformatted > 0 {
            self.text.extend(text.chars().filter(|c| *c != ITEM));
            return;
        }
        if !text.trim().is_empty()
            && let Some(class) = self.class.take()
            && !text.contains(&class)
            && !class.starts_with(text.trim().trim_end_matches('.'))
        {
            self.text.push_str(&class);
            self.text.push('.');
        }
        let mut words = text.split(|c: char| c.is_ascii_whitespace() || c == ITEM);
        for (at, word) in words.by_ref().enumerate() {
            self.space |= at > 0;
            if word.is_empty() {
                continue;
            }
            if self.space && !self.is_added(word) && !self.text.ends_with(['\n', ITEM]) {
                self.text.push(' ');
            }
            let written = self.text.len();
            if self.code > 0 {
                self.text.push_str(word);
            } else if let Some(word) = self.emphasis(word) {
                self.text.pop();
                self.text.push_str(&word);
            } else {
                self.text.push_str(&as_written(word));
            }
            self.space = false;
            self.inline_begins = false;
            let last = self.text.get(written..).unwrap_or_default();
            self.inline_ended = word.ends_with('*') && !last.ends_with('*');
            self.code_ended = false;
            match self.tight {
                Tight::Mark if word.starts_with('*') => self.emphasis_open = !self.emphasis_open,
                Tight::AfterMark => self.tight = Tight::No,
                _ => {}
            }
        }
    }

    /// Whether the space before a word is the markup's: it puts some around inline elements, and more
    /// where each tag stands on a line.
    fn is_added(&self, word: &str) -> bool {
        let is_closing = word.starts_with(['.', ',', ';', ':', ')']);
        let opens = self.inline_begins && ends_with_opening(&self.text);
        if !self.is_indented {
            return self.code_ended && is_closing || opens;
        }
        let ended = self.code == 0 && (self.code_ended || self.inline_ended);
        let is_part = match self.tight {
            Tight::No => false,
            Tight::Address => !self.inline_begins || self.text.ends_with('@'),
            Tight::Mark => {
                let is_open = end_of_line(&self.text).matches("``").count() % 2 == 1;
                self.emphasis_open && word.starts_with('*') || is_open && word == "``"
            }
            Tight::AfterMark => true,
        };
        let is_plural = self.code_ended && self.code == 0 && word == "s";
        let is_after_name = self.is_old && is_closing && ends_with_name(&self.text);
        ended && (is_closing || closes_quote(word))
            || is_after_name
            || opens
            || self.inline_begins && self.text.ends_with('<')
            || is_plural
            || is_part
    }

    /// A word before which the asterisk stands, marked up on its own, that begins an emphasis.
    fn emphasis(&self, word: &str) -> Option<String> {
        let (emphasis, _) = word.split_once('*')?;
        let begins = self.text.ends_with('*') && !emphasis.is_empty();
        let is_word = emphasis.chars().all(|c| c.is_ascii_alphabetic());
        (begins && is_word).then(|| word.replacen('*', "", 1))
    }

    fn break_line(&mut self) {
        self.space = false;
        self.inline_begins = false;
        self.inline_ended = false;
        self.code_ended = false;
        self.tight = Tight::No;
        self.emphasis_open = false;
        if !self.text.is_empty() && !self.text.ends_with(['\n', ITEM]) {
            self.text.push('\n');
        }
    }

    /// Learns from a link.
    fn follow(&mut self, link: &str, text: &str) {
        let path = link.split(['?', '#']).next().unwrap_or(link);
        let last = path.rsplit('/').next().unwrap_or(path);
        if text.trim() == "AWS API Documentation" {
            self.links.guides.extend(Guide::of(path));
        } else if let (None, Some(stem)) = (&self.links.service, last.strip_suffix(".html")) {
            self.links.service = Some(stem.to_owned()).filter(|name| is_name(name));
        }
    }
}

/// Whether a word is the rest of one, or of a quotation.
fn closes_quote(word: &str) -> bool {
    word.starts_with(['’', '”', '\'', '"', '!', '?'])
        || word.starts_with(['-', '/']) && word.len() > 1
        || word.starts_with(">`")
}

/// The end of a text's last line: as much of it as a mark may be of.
fn end_of_line(text: &str) -> &str {
    const MOST: usize = 2_000;
    let mut start = text.len().saturating_sub(MOST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let end = text.get(start..).unwrap_or_default();
    end.rsplit('\n').next().unwrap_or_default()
}

/// Whether a text ends with a name of several words, such as `SendMessage`.
fn ends_with_name(text: &str) -> bool {
    let word = last_token(text).unwrap_or_default();
    word.ends_with(char::is_alphanumeric) && word.chars().skip(1).any(char::is_uppercase)
}

/// Whether a text ends with something that stands right before a word.
fn ends_with_opening(text: &str) -> bool {
    const QUOTES: [char; 4] = ['"', '\'', '“', '‘'];
    if let Some(before) = text.strip_suffix(QUOTES) {
        return before.ends_with([' ', '(', '\n', ITEM]);
    }
    let after_word = |text: &str| text.ends_with(|c: char| c.is_alphanumeric());
    text.ends_with('(') || text.strip_suffix('/').is_some_and(after_word)
}
