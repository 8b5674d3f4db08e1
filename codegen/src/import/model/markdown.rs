//! Markdown, written so that it reads back as what it was made from.

/// A block of text.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    /// Preformatted text, which is no code to compile.
    Code(String),
}

/// A piece of a paragraph.
#[derive(Debug)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    Bold(Vec<Inline>),
    Italic(Vec<Inline>),
    Link { url: String, inlines: Vec<Inline> },
}

impl Inline {
    pub(super) fn is_blank(&self) -> bool {
        self.plain().trim().is_empty()
    }

    /// The first letter of the text without its styles.
    fn first_letter(&self) -> Option<char> {
        match self {
            Self::Text(text) | Self::Code(text) => text.chars().next(),
            Self::Bold(inlines) | Self::Italic(inlines) | Self::Link { inlines, .. } => {
                inlines.iter().find_map(Self::first_letter)
            }
        }
    }

    /// The text without its styles.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Code(text) => text.clone(),
            Self::Bold(inlines) | Self::Italic(inlines) | Self::Link { inlines, .. } => {
                inlines.iter().map(Self::plain).collect()
            }
        }
    }
}

/// The Markdown of blocks, without a line end at its end.
pub(super) fn render(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    render_blocks(blocks, &mut lines);
    lines.join("\n")
}

fn render_blocks(blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        let mut own = Vec::new();
        match block {
            Block::Paragraph(inlines) => own.push(paragraph(inlines)),
            Block::List { ordered, items } => list(*ordered, items, &mut own),
            Block::Code(text) => fence(text, &mut own),
        }
        if own.iter().all(String::is_empty) {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.append(&mut own);
    }
}

fn list(ordered: bool, items: &[Vec<Block>], lines: &mut Vec<String>) {
    let mut number = 0;
    for item in items {
        let mut own = Vec::new();
        render_item(item, &mut own);
        if own.is_empty() {
            continue;
        }
        number += 1;
        let marker = if ordered {
            format!("{number}. ")
        } else {
            "- ".to_owned()
        };
        let indent = " ".repeat(marker.len());
        for (index, line) in own.into_iter().enumerate() {
            lines.push(match (index, line.is_empty()) {
                (0, _) => format!("{marker}{line}"),
                (_, true) => line,
                (_, false) => format!("{indent}{line}"),
            });
        }
    }
}

/// An item's lines; a list right after its first paragraph stands without an empty line.
fn render_item(blocks: &[Block], lines: &mut Vec<String>) {
    if let [
        Block::Paragraph(inlines),
        Block::List { ordered, items },
        rest @ ..,
    ] = blocks
    {
        lines.push(paragraph(inlines));
        list(*ordered, items, lines);
        render_blocks(rest, lines);
    } else {
        render_blocks(blocks, lines);
    }
}

fn fence(text: &str, lines: &mut Vec<String>) {
    let text = text.trim_matches(['\n', '\r']).trim_end();
    if text.is_empty() {
        return;
    }
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    lines.push(format!("{fence}text"));
    lines.extend(
        text.lines()
            .map(|line| clean(line).replace('\t', "    ").trim_end().to_owned()),
    );
    lines.push(fence);
}

fn paragraph(inlines: &[Inline]) -> String {
    let mut writer = Writer::default();
    writer.inlines(inlines, Style::default());
    escape_start(writer.text.trim_end())
}

/// What stands around a piece of text.
#[derive(Clone, Copy, Default)]
struct Style {
    emphasized: bool,
    linked: bool,
}

/// Writes one line; runs of white space are one space.
#[derive(Default)]
struct Writer {
    text: String,
    /// A space is due before the next letter.
    space: bool,
    /// The last letter of the source, a space where there is none.
    last: Option<char>,
}

impl Writer {
    fn inlines(&mut self, inlines: &[Inline], style: Style) {
        for (inline, after) in inlines.iter().zip(letters_after(inlines)) {
            match inline {
                Inline::Text(text) => self.words(text, style),
                Inline::Code(text) => self.code(text),
                Inline::Bold(content) => self.emphasis("**", content, after, style),
                Inline::Italic(content) => self.emphasis("*", content, after, style),
                Inline::Link { url, inlines } => self.link(url, inlines, style),
            }
        }
    }

    /// Writes the space that is due.
    fn flush(&mut self) {
        if std::mem::take(&mut self.space) && !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    fn words(&mut self, text: &str, style: Style) {
        let text = clean(text);
        if text.starts_with(char::is_whitespace) {
            self.space = true;
        }
        for word in text.split_whitespace() {
            self.word(word, style);
            self.last = word.chars().last();
            self.space = true;
        }
        if !text.is_empty() && !text.ends_with(char::is_whitespace) {
            self.space = false;
        }
    }

    /// A word, with an address in it (`http://...`) as one.
    fn word(&mut self, word: &str, style: Style) {
        self.flush();
        let start = ["https://", "http://"]
            .iter()
            .filter_map(|scheme| word.find(scheme))
            .min();
        let Some((before, rest)) = start.and_then(|start| word.split_at_checked(start)) else {
            self.text.push_str(&escape(word, style));
            return;
        };
        let (url, after) = split_url(rest);
        if style.linked || url.ends_with("//") {
            self.text.push_str(&escape(word, style));
            return;
        }
        self.text.push_str(&escape(before, style));
        if url.contains([
            '{', '}', '<', '>', '$', '*', '[', ']', '`', '\\', '|', '^', '"',
        ]) {
            // Not one address but a pattern of many.
            self.text.push_str(&code_span(url));
        } else {
            self.text.push_str(&format!("<{url}>"));
        }
        self.text.push_str(&escape(after, style));
    }

    fn code(&mut self, text: &str) {
        let text = clean(text);
        let words: Vec<_> = text.split_whitespace().collect();
        self.space |= text.starts_with(char::is_whitespace);
        if !words.is_empty() {
            self.flush();
            if self.text.ends_with('`') {
                // Two code spans that touch would read as one with backticks in it.
                self.text.push(' ');
            }
            self.text.push_str(&code_span(&words.join(" ")));
            self.last = Some('`');
            self.space = text.ends_with(char::is_whitespace);
        }
    }

    /// Emphasis where Markdown takes the marks for it: not within a word, and never nested. `after`
    /// is the letter that follows the content.
    fn emphasis(&mut self, mark: &str, content: &[Inline], after: Option<char>, style: Style) {
        let plain: String = content.iter().map(Inline::plain).collect();
        let before = if self.space { None } else { self.last };
        let outer_space = plain.starts_with(char::is_whitespace);
        let after = if plain.ends_with(char::is_whitespace) {
            None
        } else {
            after
        };
        let inner = plain.trim();
        let open = outer_space || fits(before, inner.chars().next());
        let close = fits(after, inner.chars().last());
        let touches = self.text.ends_with(['*', '`']) && !self.space && !outer_space;
        if style.emphasized || inner.is_empty() || !open || !close || touches {
            self.inlines(content, style);
            return;
        }
        self.space |= outer_space;
        self.flush();
        self.text.push_str(mark);
        let mut inside = Self::default();
        let style = Style {
            emphasized: true,
            ..style
        };
        inside.inlines(content, style);
        self.text.push_str(inside.text.trim_end());
        self.text.push_str(mark);
        self.last = inner.chars().last();
        self.space = inside.space;
    }

    fn link(&mut self, url: &str, content: &[Inline], style: Style) {
        let plain: String = content.iter().map(Inline::plain).collect();
        if style.linked {
            self.inlines(content, style);
            return;
        }
        self.space |= plain.starts_with(char::is_whitespace);
        self.flush();
        let url = encode(url);
        let label = plain.trim();
        if label.is_empty() || label == url {
            self.text.push_str(&format!("<{url}>"));
        } else {
            let mut inside = Self::default();
            let style = Style {
                linked: true,
                ..style
            };
            inside.inlines(content, style);
            self.text
                .push_str(&format!("[{}]({url})", inside.text.trim_end()));
        }
        self.last = Some(')');
        self.space = plain.ends_with(char::is_whitespace);
    }
}

/// The letter that follows each inline, found from the end: a look ahead from each one would take the
/// square of their number where many are empty.
fn letters_after(inlines: &[Inline]) -> Vec<Option<char>> {
    let mut next = None;
    let mut letters: Vec<_> = inlines
        .iter()
        .rev()
        .map(|inline| {
            let after = next;
            next = inline.first_letter().or(next);
            after
        })
        .collect();
    letters.reverse();
    letters
}

/// Whether emphasis marks are read as such between these two letters.
fn fits(outside: Option<char>, inside: Option<char>) -> bool {
    inside.is_some()
        && outside.is_none_or(|letter| !letter.is_alphanumeric() && !matches!(letter, '*' | '_'))
}

/// An address at the start of a text, without the punctuation that ends a sentence.
fn split_url(text: &str) -> (&str, &str) {
    let mut end = text.len();
    let parenthesis = text.find('(');
    while let Some(last) = text.get(..end).and_then(|url| url.chars().last()) {
        let opens = parenthesis.is_some_and(|start| start < end);
        let trailing = matches!(
            last,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '’' | '”'
        ) || (last == ')' && !opens);
        if !trailing {
            break;
        }
        end -= last.len_utf8();
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// An address that can stand between parentheses.
fn encode(url: &str) -> String {
    let mut encoded = String::new();
    for letter in clean(url).trim().chars() {
        if letter.is_whitespace() {
            encoded.push_str("%20");
        } else if "()<>[]{}\\`\"|^".contains(letter) {
            encoded.push_str(&format!("%{:02X}", u32::from(letter)));
        } else {
            encoded.push(letter);
        }
    }
    encoded
}

fn code_span(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str, letter: char) -> usize {
    text.split(|other| other != letter)
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// Text that Markdown does not read as anything else.
fn escape(text: &str, style: Style) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let within_word =
            || before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let special = match letter {
            '\\' | '`' | '*' | '[' | '<' | '~' => true,
            ']' => style.linked,
            '_' => !within_word(),
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(letter);
        before = Some(letter);
    }
    escaped
}

/// The same for what is special at the start of a line alone.
fn escape_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or(("", line));
    let mut letters = line.chars();
    let first = letters.next();
    let ends_marker =
        |next: Option<char>| next.is_none_or(|next| next == ' ' || Some(next) == first);
    match first {
        Some('>') => format!("\\{line}"),
        Some('#' | '+' | '-') if ends_marker(letters.next()) => format!("\\{line}"),
        Some('0'..='9') if rest.starts_with(['.', ')']) => format!("{number}\\{rest}"),
        _ => line.to_owned(),
    }
}

/// Text without what cannot be seen: control characters, and marks that change the direction of
/// writing, which rustc refuses in comments.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|letter| {
            letter.is_whitespace()
                || !(letter.is_control()
                    || matches!(letter,
                        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                        | '\u{2060}'..='\u{2069}' | '\u{feff}'))
        })
        .collect()
}
