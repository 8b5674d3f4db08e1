//! What is written elsewhere is escaped: comments and docs.

use crate::support::{Spec, inert, parse};
use serde_json::Value;
use shapewright::spec::load_from;

#[test]
fn what_a_comment_says_stays_in_it() {
    let bytes = |(name, file): (&String, &Value)| (name.clone(), file.to_string().into_bytes());
    let files = Spec::new().files.iter().map(bytes).collect();
    for folder in ["spec/a\nmod b;", "spec/a --> b", "spec/a\r\u{202e}b"] {
        let files = load_from(folder, &files)
            .then(shapewright::generate)
            .unwrap();
        let names = &files.0["names.tsv"];
        let second = names.lines().nth(1).unwrap();
        assert!(second.starts_with("operation\t"), "{names}");
        for text in files.0.values() {
            assert!(!text.contains(['\r', '\u{202e}']));
        }
        let picture = &files.0["diagram.svg"];
        let (comment, _) = picture.split_once("-->").unwrap();
        assert!(comment.ends_with("Do not edit. "), "{comment}");
        parse(&files);
    }
}

/// What a doc may do in the crate.
const DOCS: [&str; 16] = [
    "```\nlet a = 1;\n```",
    "```rust\nlet a = 1;\n```",
    "```rust,should_panic\nlet a = 1;\n```",
    "~~~\nlet a = 1;\n~~~",
    "~~~ rust ~\nlet a = 1;\n~~~",
    "    let a = 1;",
    "\tlet a = 1;",
    "- a\n\n      let a = 1;",
    "1. ```rust\n   let a = 1;\n   ```",
    "> ~~~\n> let a = 1;\n> ~~~",
    "> - a\n>\n>       let a = 1;",
    "a\n\n```rust\nlet a = 1;",
    "<div>\n\n```\nlet a = 1;\n```\n</div>",
    "a\rb",
    "a \u{202e}b\u{0}\u{1b}[1m",
    "*/ \"#] mod b; //",
];

#[test]
fn docs_are_shown_and_never_run() {
    for doc in DOCS {
        for format in ["markdown", "text"] {
            let spec = Spec::new()
                .service("/doc", doc)
                .service("/docFormat", format)
                .operation("/doc", doc)
                .operation("/docFormat", format)
                .operation("/deprecated", doc)
                .operation("/responseDoc", doc)
                .operation("/request/id/doc", doc)
                .operation("/request/id/pattern", doc)
                .operation("/response/item/doc", doc)
                .operation("/response/item/members/name/doc", doc)
                .operation("/response/item/deprecated", doc);
            let files = spec.files();
            parse(&files);
            for (path, text) in &files.0 {
                assert!(
                    !text.contains(['\r', '\u{202e}', '\u{1b}', '\u{0}']),
                    "{path}"
                );
                inert(path, text);
            }
        }
    }
}
