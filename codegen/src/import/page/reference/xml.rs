//! The XML of a syntax, in which words stand for values.

/// An element of a syntax.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Element {
    pub name: String,
    /// Its default namespace, where it says one.
    pub namespace: Option<String>,
    pub content: Content,
    /// More of the same follow it.
    pub is_repeated: bool,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Elements(Vec<Element>),
    /// What stands for a value: `string`, `long`.
    Value(String),
}

/// How deep elements may be.
const MAX_DEPTH: usize = 60;

/// More of the same.
const MORE: &str = "...";

impl Element {
    /// The elements in it.
    pub(super) fn elements(&self) -> &[Self] {
        match &self.content {
            Content::Elements(elements) => elements,
            Content::Value(_) => &[],
        }
    }
}

/// Reads a syntax; `None` where it is none.
pub(super) fn parse(text: &str) -> Option<Element> {
    let mut rest = text.trim();
    if let Some(declaration) = rest.strip_prefix("<?xml") {
        (_, rest) = declaration.split_once("?>")?;
    }
    let mut parser = Parser { rest };
    let root = parser.element(0)?;
    parser.rest.trim().is_empty().then_some(root)
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn take(&mut self, mark: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn element(&mut self, depth: usize) -> Option<Element> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.take("<").then_some(())?;
        let name = self.name()?;
        let (attributes, rest) = self.rest.split_once('>')?;
        self.rest = rest;
        let namespace = attributes.split_once("xmlns=\"").and_then(|(_, rest)| {
            let (namespace, _) = rest.split_once('"')?;
            Some(namespace.to_owned())
        });
        let content = match attributes.ends_with('/') {
            true => Content::Value(String::new()),
            false => self.content(name, depth)?,
        };
        Some(Element {
            name: name.to_owned(),
            namespace,
            content,
            is_repeated: false,
        })
    }

    /// What stands up to the end of an element.
    fn content(&mut self, name: &str, depth: usize) -> Option<Content> {
        let mut elements: Vec<Element> = Vec::new();
        let mut value = "";
        loop {
            if self.take("</") {
                let is_its = self.name()? == name;
                return (is_its && self.take(">")).then(|| match elements.is_empty() {
                    true => Content::Value(value.trim_matches(['{', '}', ' ', '\n']).to_owned()),
                    false => Content::Elements(elements),
                });
            }
            if self.take(MORE) {
                elements.last_mut()?.is_repeated = true;
            } else if self.rest.starts_with('<') {
                elements.push(self.element(depth + 1)?);
            } else {
                let end = self.rest.find('<')?;
                let (text, rest) = self.rest.split_at(end);
                value = text;
                self.rest = rest;
            }
        }
    }

    /// The name of an element: some pages have a link in its place.
    fn name(&mut self) -> Option<&'t str> {
        if let Some(link) = self.rest.strip_prefix('[') {
            let (title, rest) = link.split_once("](")?;
            let (_, rest) = rest.split_once(')')?;
            self.rest = rest;
            return Some(title);
        }
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Element, parse};

    fn element(name: &str, content: Content) -> Element {
        Element {
            name: name.to_owned(),
            namespace: None,
            content,
            is_repeated: false,
        }
    }

    fn value(name: &str, word: &str) -> Element {
        element(name, Content::Value(word.to_owned()))
    }

    #[test]
    fn a_syntax_is_read_in_every_form() {
        let members = vec![value("Name", "string"), value("Size", "long")];
        let mut part = element("Part", Content::Elements(members));
        part.is_repeated = true;
        let mut root = element("Item", Content::Elements(vec![part, value("Gone", "")]));
        root.namespace = Some("https://example.com/doc/".to_owned());
        for text in [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Item xmlns=\"https://example.com/doc/\">\n   <Part>\n\
             <Name>string</Name>\n      <Size>long</Size>\n   </Part>\n   ...\n   <Gone/>\n</Item>\n",
            "<Item xmlns=\"https://example.com/doc/\"><Part><Name>{{string}}</Name><Size>{{long}}</Size></Part>...\
             <Gone></Gone></Item>",
            "<[Item](#a \"b\") xmlns=\"https://example.com/doc/\"><[Part](#c)><Name>string</Name><Size>long</Size>\
             </[Part](#c)>...<Gone/></[Item](#a \"b\")>",
        ] {
            assert_eq!(parse(text).as_ref(), Some(&root), "{text}");
        }
        let deep = "<a>".repeat(200);
        for text in ["", "<a>", "<a></b>", "<a></a>x", "<a>...</a>", &deep] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
