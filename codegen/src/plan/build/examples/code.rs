//! Layout of the Rust code in docs.

/// The maximum width of a line.
const WIDTH: usize = 84;

/// The maximum width of a chain of calls on one line.
const CHAIN: usize = 54;

/// An expression, or a part of one.
pub(super) enum Code {
    /// Code on one line.
    Text(String),
    /// Parts between an opening and a closing bracket.
    Parts {
        /// Such as `vec![`.
        open: String,
        /// The parts, each with its prefix, such as `name: `.
        parts: Vec<(String, Code)>,
        /// Such as `]`.
        close: &'static str,
    },
}

impl Code {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A call, or another expression in brackets: `open` ends with the bracket.
    pub(super) fn call(open: impl Into<String>, parts: Vec<Self>, close: &'static str) -> Self {
        Self::Parts {
            open: open.into(),
            parts: parts
                .into_iter()
                .map(|part| (String::new(), part))
                .collect(),
            close,
        }
    }

    /// The expression in `Some`.
    pub(super) fn some(self) -> Self {
        Self::call("Some(", vec![self], ")")
    }

    fn line(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Parts { open, parts, close } => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|(before, part)| format!("{before}{}", part.line()))
                    .collect();
                let space = if open.ends_with('{') { " " } else { "" };
                format!("{open}{space}{}{space}{close}", parts.join(", "))
            }
        }
    }

    /// The code at an indentation, with `before` columns taken on its first line.
    pub(super) fn laid_out(&self, indent: usize, before: usize) -> String {
        let line = self.line();
        let Self::Parts { open, parts, close } = self else {
            return line;
        };
        // A comma or a bracket follows.
        if indent + before + line.chars().count() < WIDTH {
            return line;
        }
        if let [(name, only)] = parts.as_slice()
            && !open.ends_with(['{', '['])
        {
            let before = before + open.chars().count();
            return format!("{open}{name}{}{close}", only.laid_out(indent, before));
        }
        let inner = indent + 4;
        let mut out = open.clone();
        for (name, part) in parts {
            let part = part.laid_out(inner, name.chars().count());
            // `..base` has no comma.
            let comma = if part.starts_with("..") { "" } else { "," };
            out.push_str(&format!("\n{}{name}{part}{comma}", " ".repeat(inner)));
        }
        out.push_str(&format!("\n{}{close}", " ".repeat(indent)));
        out
    }
}

/// A chain of calls on a receiver: on one line if it is short.
pub(super) fn chain(calls: &[Code]) -> String {
    let line: String = calls.iter().map(Code::line).collect();
    if line.chars().count() <= CHAIN {
        return line;
    }
    let calls = calls
        .iter()
        .map(|call| format!("\n    {}", call.laid_out(4, 0)));
    calls.collect()
}

/// A string as a Rust literal, with invisible characters escaped.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if crate::escape::is_hidden(char) => out.extend(char.escape_unicode()),
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_stands_on_one_line() {
        let code = Code::call(
            ".tag(",
            vec![Code::text("\"a\""), Code::text("1").some()],
            ")",
        );
        assert_eq!(code.laid_out(4, 0), ".tag(\"a\", Some(1))");
    }

    #[test]
    fn what_is_long_is_broken_where_rustfmt_breaks_it() {
        let long = || Code::text(literal(&"a".repeat(50)));
        let list = Code::call("vec![", vec![long(), long()], "]");
        let structure = Code::Parts {
            open: "Tag {".to_owned(),
            parts: vec![
                ("key: ".to_owned(), list.some()),
                (String::new(), Code::text("..Default::default()")),
            ],
            close: "}",
        };
        let a = "a".repeat(50);
        assert_eq!(
            Code::call(".tag(", vec![structure], ")").laid_out(4, 0),
            format!(
                ".tag(Tag {{\n        key: Some(vec![\n            \"{a}\",\n            \"{a}\",\n        \
                 ]),\n        ..Default::default()\n    }})"
            )
        );
    }

    #[test]
    fn a_literal_ends_where_its_text_does() {
        assert_eq!(literal("a\"b\\c\n\u{202e}"), r#""a\"b\\c\n\u{202e}""#);
    }
}
