//! What mails, chats, editors and cut files do to a page: it is read as it was, or what is wrong is said.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use shapewright::import::page::{self, Imported, PageError};
use std::fs;
use std::path::Path;

/// A page in one of its forms.
fn form(name: &str) -> String {
    let forms = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/forms");
    fs::read_to_string(forms.join(name)).unwrap()
}

/// What a page says of its members, without docs, and its exceptions.
fn structure(imported: &Imported) -> String {
    fn bare(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(all) => {
                all.retain(|name, value| name != "doc" || !value.is_string());
                all.values_mut().for_each(bare);
            }
            serde_json::Value::Array(all) => all.iter_mut().for_each(bare),
            _ => {}
        }
    }
    let operation = &imported.operation;
    let mut sides =
        serde_json::json!([operation.request, operation.response, operation.exceptions]);
    bare(&mut sides);
    sides.to_string()
}

fn read(page: &str) -> Result<Imported, PageError> {
    page::read("page", page.as_bytes())
}

const TEXTS: [&str; 8] = [
    "browser-article.txt",
    "browser-page.txt",
    "trafilatura-2.0.0.txt",
    "trafilatura-new.txt",
    "w3m.txt",
    "lynx.txt",
    "pandoc-plain.txt",
    "rst.rst",
];

/// A way in which a page is changed before it gets here.
type Change = (&'static str, fn(&str) -> String);

#[test]
fn what_was_done_to_a_page_on_its_way_makes_no_difference() {
    let changes: [Change; 12] = [
        ("byte order mark", |page| format!("\u{feff}{page}")),
        ("lines of Windows", |page| page.replace('\n', "\r\n")),
        ("lines of an old Mac", |page| page.replace('\n', "\r")),
        ("blanks at ends", |page| page.replace('\n', "   \n")),
        ("hard blanks", |page| page.replace(' ', "\u{a0}")),
        ("a reply", |page| {
            page.lines().map(|line| format!("> {line}\n")).collect()
        }),
        ("a fence", |page| format!("See:\n```text\n{page}\n```\n")),
        ("set in", |page| {
            page.lines().map(|line| format!("    {line}\n")).collect()
        }),
        ("escaped", |page| {
            let page = page.replace('&', "&amp;").replace('<', "&lt;");
            page.replace('>', "&gt;").replace('\'', "&#x27;")
        }),
        ("navigation", |page| {
            format!("We use cookies\nAccept all\nReturns\n\n{page}")
        }),
        ("another dash", |page| page.replace(") –", ") -")),
        ("labels of a copy", |page| {
            let page = page.replace("Returns:", "RETURNS:¶");
            page.replace("Parameters:", "PARAMETERS: [link]")
        }),
    ];
    for name in TEXTS {
        let page = form(name);
        let whole = structure(&read(&page).unwrap());
        for (how, change) in changes {
            let changed = read(&change(&page)).unwrap_or_else(|e| panic!("{name}, {how}: {e}"));
            assert_eq!(structure(&changed), whole, "{name}, {how}");
        }
    }
}

#[test]
fn quotes_and_dots_of_an_editor_are_those_of_the_syntax() {
    let page = form("browser-article.txt");
    let whole = structure(&read(&page).unwrap());
    let quoted = |open: &str, close: &str| -> String {
        let mut is_open = false;
        let letters = page.chars().map(|c| match c {
            '\'' => {
                is_open = !is_open;
                if is_open { open } else { close }.to_owned()
            }
            c => c.to_string(),
        });
        letters.collect::<String>().replace("...", "…")
    };
    for (open, close) in [("‘", "’"), ("’", "’"), ("\"", "\""), ("“", "”")] {
        let changed = read(&quoted(open, close)).unwrap();
        assert_eq!(structure(&changed), whole, "{open}{close}");
    }
    let mixed = "x.Client.put(**kwargs)\nRequest Syntax\nresponse = client.put( a='A‘|’B' )\n- Returns:\nNone\n";
    let error = read(mixed).unwrap_err().to_string();
    assert!(
        error.contains("quotes of a value are of two kinds"),
        "{error}"
    );
}

#[test]
fn a_text_that_a_browser_showed_is_read_from_its_pre() {
    let page = form("w3m.txt");
    let whole = structure(&read(&page).unwrap());
    let escaped = page.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!("<html><head></head><body><pre>{escaped}</pre></body></html>");
    assert_eq!(structure(&read(&html).unwrap()), whole);
}

#[test]
fn html_is_read_without_its_classes_and_escaped_twice() {
    let page = form("html.html");
    let whole = structure(&read(&page).unwrap());
    let twice = page.replace("&#39;", "&amp;#39;");
    assert_eq!(structure(&read(&twice).unwrap()), whole);
}

/// Each cut is refused, or is said, or leaves a text of which it is noted that its end cannot be seen.
#[test]
fn no_text_that_is_cut_is_taken_for_a_whole_one() {
    for name in TEXTS {
        let page = form(name);
        let whole = read(&page).unwrap();
        for percent in (5..100).step_by(5) {
            let mut at = page.len() * percent / 100;
            while !page.is_char_boundary(at) {
                at += 1;
            }
            let Ok(cut) = read(&page[..at]) else { continue };
            let is_said = cut.warnings.len() + cut.operation.omitted.len()
                > whole.warnings.len() + whole.operation.omitted.len();
            assert!(
                is_said || cut.open_end.is_some() || structure(&cut) == structure(&whole),
                "{name} at {percent}%"
            );
        }
    }
}

#[test]
fn a_page_that_ends_within_its_exceptions_is_said_to() {
    let page = form("browser-article.txt");
    let at = page.rfind("ShelfIsFullException").unwrap();
    let cut = read(&page[..at + "ShelfIsFu".len()]).unwrap();
    assert!(
        cut.warnings[0].contains("ends within its exceptions"),
        "{:?}",
        cut.warnings
    );
    let page = form("browser-page.txt");
    let at = page.find("Copyright").unwrap();
    let cut = read(&page[..at]).unwrap();
    assert!(
        cut.warnings[0].contains("the foot of the site's page"),
        "{:?}",
        cut.warnings
    );
}

#[test]
fn pages_one_after_another_are_told_apart_in_every_form() {
    for name in [
        "help.txt",
        "ipython.txt",
        "inscriptis.txt",
        "lynx.txt",
        "md-html2text.md",
        "w3m.txt",
        "rst.rst",
    ] {
        let page = form(name);
        let other = page
            .replace("put_item", "move_item")
            .replace("put\\_item", "move\\_item");
        let both = format!("{page}\n{}", other.replace("PutItem", "MoveItem"));
        let read = page::read_all("both", both.as_bytes()).unwrap();
        let methods: Vec<String> = read
            .into_iter()
            .map(|it| it.unwrap().operation.method)
            .collect();
        assert_eq!(methods, ["put_item", "move_item"], "{name}");
    }
    // Docstrings have no line that they begin with.
    let page = form("docstring.txt");
    let both = format!("{page}\n{}", page.replace("put_item", "move_item"));
    let error = read(&both).unwrap_err();
    assert_eq!(
        error,
        PageError::Joined("put_item".to_owned(), "move_item".to_owned())
    );
}
