//! The JSON of a syntax, in which words stand for values.

/// What stands in the JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    /// A structure: its members by their names on the wire.
    Object(Vec<(String, Tree)>),
    Map(Box<Tree>),
    List(Box<Tree>),
    Text,
    Number,
    Boolean,
    Blob,
    /// Any JSON.
    Document,
    /// `{ ... }`, which tells nothing.
    Any,
}

/// How deep a tree may be.
const MAX_DEPTH: usize = 60;

/// Reads a syntax; `None` where it is none.
pub(super) fn parse(text: &str) -> Option<Tree> {
    let mut parser = Parser { rest: text };
    let tree = parser.value(0)?;
    parser.skip();
    parser.rest.is_empty().then_some(tree)
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, word: &str) -> bool {
        self.skip();
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Tree> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip();
        if self.rest.starts_with("{{") {
            return self.word();
        }
        match self.rest.as_bytes() {
            [b'{', ..] => self.object(depth),
            [b'[', ..] => self.list(depth),
            [b'"', ..] => self.string().map(|_| Tree::Text),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Tree> {
        self.take("{").then_some(())?;
        if self.take("...") {
            return self.take("}").then_some(Tree::Any);
        }
        let mut members = Vec::new();
        let mut is_map = false;
        while !self.take("}") {
            let name = self.string()?;
            self.take(":").then_some(())?;
            let value = self.value(depth + 1)?;
            is_map |= matches!(name, "string" | "{{string}}");
            members.push((name_of(name).to_owned(), value));
            self.take(",");
            // More of the same.
            self.take("...");
        }
        match (is_map, members.len()) {
            (true, 1) => members.pop().map(|(_, value)| Tree::Map(Box::new(value))),
            _ => Some(Tree::Object(members)),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Tree> {
        self.take("[").then_some(())?;
        if self.take("]") {
            return Some(Tree::List(Box::new(Tree::Any)));
        }
        if self.take("...") {
            return self.take("]").then(|| Tree::List(Box::new(Tree::Any)));
        }
        let element = self.value(depth + 1)?;
        self.take(",");
        self.take("...");
        self.take("]").then(|| Tree::List(Box::new(element)))
    }

    /// Some texts have a line break within.
    fn string(&mut self) -> Option<&'t str> {
        self.take("\"").then_some(())?;
        let (text, rest) = self.rest.split_once('"')?;
        self.rest = rest;
        Some(text.trim())
    }

    /// `number`, `{{boolean}}`.
    fn word(&mut self) -> Option<Tree> {
        let word = if let Some(inner) = self.rest.strip_prefix("{{") {
            let (word, rest) = inner.split_once("}}")?;
            self.rest = rest;
            word
        } else {
            let end = self.rest.find([',', '}', ']', '\n']);
            let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
            self.rest = rest;
            word
        };
        Some(match word.trim() {
            "" => return None,
            "number" | "integer" | "long" | "float" | "double" => Tree::Number,
            "boolean" => Tree::Boolean,
            "blob" => Tree::Blob,
            "JSON value" => Tree::Document,
            "string" | "timestamp" => Tree::Text,
            _ => Tree::Any,
        })
    }
}

/// The name of a member: some pages have a link in its place.
fn name_of(name: &str) -> &str {
    let title = name.strip_prefix('[').and_then(|it| it.split_once("]("));
    title.map_or(name, |(title, _)| title)
}

#[cfg(test)]
mod tests {
    use super::{Tree, parse};

    #[test]
    fn every_word_of_a_syntax_is_known() {
        let tree = parse(
            "{ \"a\": \"{{string}}\", \"b\": [ {{number}} ], \"[c](#x)\": { \"string\": boolean },\n\
             \"d\": { ... }, \"e\": {\n}, \"f\": {{JSON value}}, \"g\": blob }",
        );
        let of = |name: &str, tree| (name.to_owned(), tree);
        assert_eq!(
            tree,
            Some(Tree::Object(vec![
                of("a", Tree::Text),
                of("b", Tree::List(Box::new(Tree::Number))),
                of("c", Tree::Map(Box::new(Tree::Boolean))),
                of("d", Tree::Any),
                of("e", Tree::Object(Vec::new())),
                of("f", Tree::Document),
                of("g", Tree::Blob),
            ]))
        );
        assert_eq!(parse("{ \"a\": "), None);
        assert_eq!(parse(&"[".repeat(200)), None);
    }
}
