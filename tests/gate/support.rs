//! Specs of the tests, and what must hold of what comes of them.

use serde_json::{Value, json};
use shapewright::FileSet;
use shapewright::diagnostic::Diagnostics;
use shapewright::spec::load_from;
use std::collections::BTreeMap;
use std::path::Path;

/// A service with one operation, as JSON.
pub(crate) struct Spec {
    pub(crate) files: BTreeMap<String, Value>,
}

impl Spec {
    pub(crate) fn new() -> Self {
        let service = json!({
            "service": "shop", "title": "Shop", "serviceId": "Shop", "apiVersion": "2020-01-01",
            "protocol": "rest-json", "endpointPrefix": "shop", "signingName": "shop",
            "output": "generated", "shapes": {},
        });
        let operation = json!({
            "operation": "GetItem", "method": "get_item",
            "http": { "method": "GET", "uri": "/items/{id}" },
            "request": { "id": { "type": "string", "required": true, "location": "uri" } },
            "response": { "item": { "type": "structure", "members": { "name": { "type": "string" } } } },
        });
        let files = [("service.json", service), ("get_item.json", operation)];
        Self {
            files: files.map(|(name, file)| (name.to_owned(), file)).into(),
        }
    }

    /// The spec with a value put at a pointer of one of its files.
    pub(crate) fn with(mut self, file: &str, pointer: &str, value: Value) -> Self {
        let (around, key) = pointer.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        let around = self
            .files
            .get_mut(file)
            .unwrap()
            .pointer_mut(around)
            .unwrap();
        match around {
            Value::Array(all) => all.push(value),
            around => drop(around.as_object_mut().unwrap().insert(key, value)),
        }
        self
    }

    pub(crate) fn service(self, pointer: &str, value: impl Into<Value>) -> Self {
        self.with("service.json", pointer, value.into())
    }

    pub(crate) fn operation(self, pointer: &str, value: impl Into<Value>) -> Self {
        self.with("get_item.json", pointer, value.into())
    }

    pub(crate) fn generate(&self) -> Result<FileSet, Diagnostics> {
        let bytes = |(name, file): (&String, &Value)| (name.clone(), file.to_string().into_bytes());
        let files = self.files.iter().map(bytes).collect();
        load_from("spec/shop", &files).then(shapewright::generate)
    }

    /// What is said; each problem has a file and a remedy.
    #[track_caller]
    pub(crate) fn refused(&self) -> String {
        let problems = self.generate().expect_err("refused");
        for problem in &problems.0 {
            assert!(
                !problem.at.file.is_empty() && !problem.help.is_empty(),
                "{problem:?}"
            );
        }
        let text = problems.to_string();
        assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']), "{text:?}");
        text
    }

    #[track_caller]
    pub(crate) fn files(&self) -> FileSet {
        self.generate()
            .unwrap_or_else(|problems| panic!("{problems}"))
    }
}

/// Fails where rustdoc would compile something of a file, but the example of the crate, and that of an
/// operation, which its docs end with.
#[track_caller]
pub(crate) fn inert(path: &str, text: &str) {
    use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
    const BEGIN: &str = "# #[cfg(feature = \"client\")]\n# async fn example(client: ";
    let docs = docs_of(text);
    for doc in docs {
        let mut blocks = Parser::new(&doc).into_offset_iter();
        while let Some((event, range)) = blocks.next() {
            let Event::Start(Tag::CodeBlock(kind)) = event else {
                continue;
            };
            let code = match blocks.next() {
                Some((Event::Text(code), _)) => code.into_string(),
                _ => String::new(),
            };
            let ends = doc.get(range.end..).unwrap().trim().is_empty();
            let is_call = path.starts_with("operation/") && ends && code.starts_with(BEGIN);
            let is_own = (path == "lib.rs" || is_call)
                && matches!(&kind, CodeBlockKind::Fenced(info) if &**info == "no_run");
            let is_text = matches!(&kind, CodeBlockKind::Fenced(info) if &**info == "text");
            assert!(is_own || is_text, "{path}: {kind:?}\n{doc}");
        }
    }
}

/// The docs of a file, each as rustdoc puts it together.
pub(crate) fn docs_of(text: &str) -> Vec<String> {
    let mut docs = vec![String::new()];
    for line in text.lines() {
        let line = line.trim_start();
        let doc = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        match doc {
            Some(line) => {
                let doc = docs.last_mut().unwrap();
                doc.push_str(line.strip_prefix(' ').unwrap_or(line));
                doc.push('\n');
            }
            None => docs.push(String::new()),
        }
    }
    docs
}

/// Each file of Rust is Rust.
#[track_caller]
pub(crate) fn parse(files: &FileSet) {
    for (path, text) in &files.0 {
        if path.ends_with(".rs") {
            syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        }
    }
}

/// Every path can be on every system, and stays below the crate.
#[track_caller]
pub(crate) fn portable(files: &FileSet) {
    let mut seen = std::collections::BTreeSet::new();
    for path in files.0.keys() {
        assert!(shapewright::output::is_below(Path::new(path)), "{path}");
        assert!(seen.insert(path.to_lowercase()), "{path}");
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap();
            assert_eq!(shapewright::escape::file_stem(stem), stem, "{path}");
            assert!(part.len() < 230, "{path}");
        }
    }
}

/// What must hold of files, whatever they are made of.
#[track_caller]
pub(crate) fn harmless(files: &FileSet) {
    portable(files);
    for (path, text) in &files.0 {
        assert!(
            !text.contains(['\r', '\u{0}', '\u{1b}', '\u{202e}']),
            "{path}"
        );
        if path.ends_with(".rs") {
            let tokens: proc_macro2::TokenStream = text
                .parse()
                .unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            if text.contains("foreign_item") {
                assert!(!has_identifier(tokens, "foreign_item"), "{path}:\n{text}");
            }
            inert(path, text);
        } else if path.ends_with(".svg") {
            assert!(!text.contains("<script") && !text.contains("<b>"), "{text}");
        }
    }
    parse(files);
}

pub(crate) fn has_identifier(tokens: proc_macro2::TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Group(group) => has_identifier(group.stream(), name),
        _ => false,
    })
}

/// What must hold of problems: each says where, what and how to mend it.
#[track_caller]
pub(crate) fn useful(problems: &Diagnostics) {
    assert!(!problems.0.is_empty());
    for problem in &problems.0 {
        let texts = [&problem.at.file, &problem.message, &problem.help];
        assert!(texts.iter().all(|text| !text.is_empty()), "{problem:?}");
        let told = !problem.message.contains("bug in the generator")
            && !problem.help.contains("bug in the generator");
        assert!(told, "{problem:?}");
    }
    let shown = problems.render(false, |_| None);
    assert!(
        !shown.contains(['\u{1b}', '\r', '\u{202e}', '\u{0}']),
        "{shown:?}"
    );
}

pub(crate) fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    serde_json::from_str(&text).unwrap()
}
