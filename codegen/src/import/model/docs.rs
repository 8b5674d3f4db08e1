//! Documentation in HTML to Markdown that rustdoc renders as intended.
//!
//! Text stays text: what looks like a link, a tag, code or a list in the source's words is escaped,
//! so that nothing of it becomes one, nor a doctest. A paragraph is one line.

use super::bounds;
use super::markdown::{Block, Inline, render};
use ego_tree::NodeRef;
use scraper::{Node, node::Element};

/// Converts HTML to Markdown; `None` if it has no text. HTML that is nested deeper than any documentation is
/// treated as text, including its tags.
#[must_use]
pub fn html_to_markdown(html: &str) -> Option<String> {
    let mut reader = Reader::default();
    match bounds::tree(html) {
        Some(document) => reader.children(document.tree.root()),
        None => reader.open.push(Inline::Text(html.to_owned())),
    }
    let text = render(&reader.finish());
    (!text.is_empty()).then_some(text)
}

/// Reads a tree into blocks.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The paragraph that is being read.
    open: Vec<Inline>,
}

/// What an element means here.
enum Kind {
    /// Its content and nothing else.
    Transparent,
    /// A paragraph of its own.
    Paragraph,
    /// The end of a line.
    Break,
    Bold,
    Italic,
    Code,
    Preformatted,
    Link,
    /// A paragraph in bold.
    Heading,
    /// A note under a word such as `Important`.
    Note(&'static str),
    List {
        ordered: bool,
    },
    /// Terms, each with its definition.
    Definitions,
    /// Neither HTML nor a word of AWS's documentation: a placeholder in the text, such as `<id>`.
    Placeholder,
}

impl Kind {
    fn of(element: &Element) -> Self {
        match element.name() {
            "p" | "div" | "para" | "simpara" | "section" | "li" | "dt" | "dd" | "tr" => {
                Self::Paragraph
            }
            "br" | "hr" => Self::Break,
            "b" | "strong" | "title" => Self::Bold,
            "i" | "em" | "u" | "replaceable" => Self::Italic,
            "code" | "tt" | "kbd" | "samp" | "filename" => Self::Code,
            "pre" => Self::Preformatted,
            "a" | "link" => Self::Link,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "note" => Self::Note("Note:"),
            "important" => Self::Note("Important:"),
            "caution" => Self::Note("Caution:"),
            "warning" => Self::Note("Warning:"),
            "tip" => Self::Note("Tip:"),
            "ul" => Self::List { ordered: false },
            "ol" => Self::List { ordered: true },
            "dl" => Self::Definitions,
            "html" | "body" | "head" | "fullname" | "shortname" | "span" | "font" | "sup"
            | "sub" | "small" | "text" | "value" | "xhtml" | "zonbook" | "script" | "style"
            | "img" | "table" | "tbody" | "thead" | "td" | "th" | "quote" | "dfn" => {
                Self::Transparent
            }
            _ => Self::Placeholder,
        }
    }
}

impl Reader {
    fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        self.blocks
    }

    fn end_paragraph(&mut self) {
        let inlines = std::mem::take(&mut self.open);
        if inlines.iter().any(|inline| !inline.is_blank()) {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    fn children(&mut self, node: NodeRef<'_, Node>) {
        for child in node.children() {
            match child.value() {
                Node::Text(text) => self.open.push(Inline::Text(text.to_string())),
                Node::Element(element) => self.element(child, element),
                _ => {}
            }
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        match Kind::of(element) {
            Kind::Transparent => self.children(node),
            Kind::Paragraph => {
                self.end_paragraph();
                self.children(node);
                self.end_paragraph();
            }
            Kind::Break => self.end_paragraph(),
            Kind::Bold => self.styled(node, Inline::Bold),
            Kind::Italic => self.styled(node, Inline::Italic),
            Kind::Code => self.code(node),
            Kind::Preformatted => self.push(Block::Code(plain_text(node))),
            Kind::Link => self.link(node, element),
            Kind::Heading => {
                self.end_paragraph();
                self.open
                    .push(Inline::Bold(vec![Inline::Text(plain_text(node))]));
                self.end_paragraph();
            }
            Kind::Note(label) => {
                self.end_paragraph();
                let mut blocks = blocks_of(node);
                lead_with(
                    &mut blocks,
                    vec![Inline::Bold(vec![Inline::Text(label.to_owned())])],
                );
                self.blocks.extend(blocks);
            }
            Kind::List { ordered } => {
                let items = node.children().filter_map(item).collect();
                self.push(Block::List { ordered, items });
            }
            Kind::Definitions => {
                let items = definitions(node);
                self.push(Block::List {
                    ordered: false,
                    items,
                });
            }
            Kind::Placeholder => {
                self.open.push(Inline::Text(tag(element)));
                self.children(node);
            }
        }
    }

    /// Content in a style. Blocks in it (a source that closes its tags late) stay, without it.
    fn styled(&mut self, node: NodeRef<'_, Node>, style: fn(Vec<Inline>) -> Inline) {
        match inlines_of(node) {
            Ok(inlines) => self.open.push(style(inlines)),
            Err(blocks) => {
                self.end_paragraph();
                self.blocks.extend(blocks);
            }
        }
    }

    fn code(&mut self, node: NodeRef<'_, Node>) {
        match inlines_of(node) {
            Ok(inlines) => match inlines.as_slice() {
                [Inline::Link { .. }] => self.open.extend(inlines.into_iter().map(in_code)),
                _ => self.open.push(Inline::Code(plain_text(node))),
            },
            Err(blocks) => {
                self.end_paragraph();
                self.blocks.extend(blocks);
            }
        }
    }

    fn link(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let text = plain_text(node);
        let url = element.attr("href").map(str::trim).filter(|url| {
            ["https://", "http://", "mailto:"]
                .iter()
                .any(|scheme| url.starts_with(scheme))
        });
        let is_name = !text.trim().is_empty()
            && text
                .trim()
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        match (url, inlines_of(node)) {
            (Some(url), Ok(inlines)) => self.open.push(Inline::Link {
                url: url.to_owned(),
                inlines,
            }),
            // A reference within AWS's documentation: its address is not here.
            (None, Ok(_)) if is_name && element.attr("href").is_none() => {
                self.open.push(Inline::Code(text));
            }
            (None, Ok(inlines)) => self.open.extend(inlines),
            (_, Err(blocks)) => {
                self.end_paragraph();
                self.blocks.extend(blocks);
            }
        }
    }
}

fn blocks_of(node: NodeRef<'_, Node>) -> Vec<Block> {
    let mut reader = Reader::default();
    reader.children(node);
    reader.finish()
}

/// The content of an element of text; as blocks where it holds any.
fn inlines_of(node: NodeRef<'_, Node>) -> Result<Vec<Inline>, Vec<Block>> {
    let mut reader = Reader::default();
    reader.children(node);
    if reader.blocks.is_empty() {
        Ok(reader.open)
    } else {
        Err(reader.finish())
    }
}

fn plain_text(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for descendant in node.descendants().skip(1) {
        match descendant.value() {
            Node::Text(piece) => text.push_str(piece),
            Node::Element(element) if matches!(Kind::of(element), Kind::Placeholder) => {
                text.push_str(&tag(element));
            }
            _ => {}
        }
    }
    text
}

/// A start tag as it stood in the text.
fn tag(element: &Element) -> String {
    let attributes: String = element
        .attrs()
        .map(|(name, value)| format!(" {name}=\"{value}\""))
        .collect();
    format!("<{}{attributes}>", element.name())
}

fn in_code(inline: Inline) -> Inline {
    match inline {
        Inline::Link { url, inlines } => Inline::Link {
            url,
            inlines: vec![Inline::Code(inlines.iter().map(Inline::plain).collect())],
        },
        other => other,
    }
}

/// A child of a list as an item; what stands between items is one where it says something.
fn item(node: NodeRef<'_, Node>) -> Option<Vec<Block>> {
    let blocks = match node.value() {
        Node::Text(text) if !text.trim().is_empty() => {
            vec![Block::Paragraph(vec![Inline::Text(text.to_string())])]
        }
        Node::Element(element) if element.name() == "li" => blocks_of(node),
        Node::Element(element) => {
            let mut reader = Reader::default();
            reader.element(node, element);
            reader.finish()
        }
        _ => return None,
    };
    (!blocks.is_empty()).then_some(blocks)
}

/// A list of definitions, an item per term.
fn definitions(node: NodeRef<'_, Node>) -> Vec<Vec<Block>> {
    let mut items: Vec<Vec<Block>> = Vec::new();
    let mut term: Option<Vec<Inline>> = None;
    for child in node.children() {
        let Node::Element(element) = child.value() else {
            continue;
        };
        let mut blocks = blocks_of(child);
        if element.name() == "dt" {
            items.extend(term.take().map(|term| vec![Block::Paragraph(term)]));
            term = match blocks.drain(..).next() {
                Some(Block::Paragraph(inlines)) => Some(inlines),
                _ => None,
            };
        } else {
            if let Some(mut term) = term.take() {
                term.push(Inline::Text(":".to_owned()));
                lead_with(&mut blocks, term);
            }
            items.push(blocks);
        }
    }
    items.extend(term.map(|term| vec![Block::Paragraph(term)]));
    items.retain(|item| !item.is_empty());
    items
}

/// Puts words before the first paragraph.
fn lead_with(blocks: &mut Vec<Block>, mut words: Vec<Inline>) {
    match blocks.first_mut() {
        Some(Block::Paragraph(inlines)) => {
            words.push(Inline::Text(" ".to_owned()));
            words.append(inlines);
            *inlines = words;
        }
        _ => blocks.insert(0, Block::Paragraph(words)),
    }
}
