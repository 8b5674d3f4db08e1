//! Of whatever spec or model, there come files that do no harm, or problems that are of use.

use crate::support::{Spec, fixture, harmless, portable, useful};
use serde_json::{Value, json};
use shapewright::FileSet;
use shapewright::import::model;

/// Numbers that seem to be by chance, the same ones in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn one<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// Texts that mean something where a text is written without care. No identifier of Rust is made of
/// one of them that is `foreign_item`.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "a\nfn foreign_item() {}\n", "*/ fn foreign_item() {} /*", "\"; fn foreign_item() {} \"", "\"#; fn foreign_item() {} r#\"",
    "a\rfn foreign_item() {}", "]\nmod foreign_item;", "{foreign_item}", "{foreign_item()}", "r#foreign_item()", "r#a b", "r#type", "r#",
    "../../foreign_item", "/foreign_item", "..", ".", "a/b", "a\\b", "C:\\foreign_item", "con", "AUX", "nul", "com1", "LPT1", "con.rs",
    "```\nforeign_item();\n```", "~~~rust\nforeign_item();\n~~~", "    foreign_item();", "> ```rust\n> foreign_item();", "- a\n\n      foreign_item();",
    "1. ~~~\n   foreign_item();", "<script>foreign_item()</script>", "--><b>foreign_item</b>", "]]>", "[a](javascript:foreign_item)", "\u{202e}foreign_item", "\u{0}", "\u{1b}[1m",
    "\u{85}", "\u{2028}", "\u{feff}", "", " ", "_", "__", "1", "9a", "self", "Self", "crate", "fn", "gen", "Box", "Option", "String", "é", "日本", "🙂", "a b", "a-b", "a.b",
    "get", "GET ", "PROPFIND", "CONNECT", "/{a}", "/{a", "/a}", "/{}", "/a?{b}", "//a", "/../a", "X Foo", "X:Foo", "X-Foo", "{a}.", "a..b", "-a", "http://a/", "\"\nbuild = \"foreign_item\"",
    "${foreign_item}", "$(foreign_item)", "'", "`", "``", "\\", "\\\"", "#", "#!", "//", "/*", "%", "%zz", "&amp;", "&", "|", "~", "spec", ".git", "generated", "Get", "get_item", "GET_ITEM",
];

/// The places of a JSON value that hold texts, and those of the keys.
fn places(value: &Value, pointer: &str, texts: &mut Vec<String>, keys: &mut Vec<(String, String)>) {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::String(_) => texts.push(pointer.to_owned()),
        Value::Array(all) => {
            for (at, value) in all.iter().enumerate() {
                places(value, &format!("{pointer}/{at}"), texts, keys);
            }
        }
        Value::Object(all) => {
            for (key, value) in all {
                keys.push((pointer.to_owned(), key.clone()));
                places(value, &format!("{pointer}/{}", escape(key)), texts, keys);
            }
        }
        _ => {}
    }
}

/// Puts a foreign text in the place of a text, or of a key, or before or behind what is there.
fn change(value: &mut Value, numbers: &mut Numbers) {
    let (mut texts, mut keys) = (Vec::new(), Vec::new());
    places(value, "", &mut texts, &mut keys);
    let foreign = *numbers.one(FOREIGN);
    let joined = |old: &str, how: usize| match how {
        0 => format!("{old}{foreign}"),
        1 => format!("{foreign}{old}"),
        _ => foreign.to_owned(),
    };
    let how = numbers.below(4);
    if numbers.below(3) == 0 {
        let (around, key) = numbers.one(&keys).clone();
        let around = value.pointer_mut(&around).unwrap().as_object_mut().unwrap();
        let moved = around.remove(&key).unwrap();
        around.insert(joined(&key, how), moved);
    } else {
        let place = value.pointer_mut(numbers.one::<String>(&texts)).unwrap();
        *place = joined(place.as_str().unwrap(), how).into();
    }
}

/// How many of each there are.
const RANDOM: usize = 2000;

#[test]
fn of_any_spec_come_harmless_files_or_useful_problems() {
    // One of each kind of name, and docs.
    let base = || {
        let mut spec = Spec::new()
            .service("/doc", "What it is.")
            .service("/waiters", json!({ "ItemThere": { "operation": "GetItem", "delay": 1, "maxAttempts": 2,
                "doc": "Waits.", "acceptors": [
                    { "state": "success", "matcher": "path", "argument": "item.name", "expected": "A" },
                    { "state": "failure", "matcher": "error", "expected": "NoItem" }] } }))
            .service("/hosts", json!([{ "region": "a", "host": "a.{region}.{suffix}", "signingRegion": "b" }]))
            .service("/names", json!({ "values": { "Kind": { "A": "First" } }, "operations": { "GetItem": "item" } }))
            .service("/shapes", json!({ "NoItem": { "type": "structure", "doc": "None.", "error": { "code": "No.Item", "status": 404 },
                "members": { "message": { "type": "string" } } } }))
            .operation("/doc", "Gets it.\n\n- a\n- b")
            .operation("/deprecated", "Use another.")
            .operation("/exceptions", json!(["NoItem"]))
            .operation("/http/hostPrefix", "{account}.")
            .operation("/request/account", json!({ "type": "string", "required": true, "hostLabel": true }))
            .operation("/request/x", json!({ "type": "string", "location": "header", "wireName": "X-A", "doc": "A header." }))
            .operation("/request/q", json!({ "type": "string", "location": "querystring", "wireName": "q", "pattern": "[a-z]+" }))
            .operation("/response/kind", json!({ "type": "string", "enum": ["A", "B"], "doc": "Its kind." }));
        let shape = json!({ "shapes": { "Part": { "type": "structure", "members": { "part": { "type": "string" } } } } });
        spec.files.insert("shapes.json".to_owned(), shape);
        spec.operation("/response/part", json!({ "ref": "Part" }))
    };
    harmless(&base().files());
    let mut numbers = Numbers(7);
    let mut generated = 0;
    for _ in 0..RANDOM {
        let mut spec = base();
        for _ in 0..=numbers.below(2) {
            let names: Vec<String> = spec.files.keys().cloned().collect();
            change(
                spec.files.get_mut(numbers.one(&names)).unwrap(),
                &mut numbers,
            );
        }
        match spec.generate() {
            Ok(files) => {
                generated += 1;
                harmless(&files);
            }
            Err(problems) => useful(&problems),
        }
    }
    assert!(generated > RANDOM / 20, "{generated}");
}

#[test]
fn of_any_model_come_harmless_files_or_useful_problems() {
    let base = fixture("models/bookshelf/2020-01-01/service-2.json");
    let mut numbers = Numbers(11);
    let mut generated = 0;
    for _ in 0..RANDOM {
        let mut changed = base.clone();
        for _ in 0..=numbers.below(2) {
            change(&mut changed, &mut numbers);
        }
        let service = match numbers.below(20) {
            0 => *numbers.one(FOREIGN),
            _ => "bookshelf",
        };
        let bytes = changed.to_string();
        let files = model::Files {
            service,
            name: "bookshelf/service-2.json",
            model: bytes.as_bytes(),
            ..model::Files::default()
        };
        let import = match model::read(&files, None) {
            Ok(import) => import,
            Err(problems) => {
                useful(&problems);
                continue;
            }
        };
        let names = import.spec.files().unwrap().into_keys();
        let named = names.map(|name| (name, String::new())).collect();
        portable(&FileSet(named));
        match shapewright::generate(&import.spec) {
            Ok(files) => {
                generated += 1;
                // Most are alike.
                if generated % 4 == 0 {
                    harmless(&files);
                } else {
                    portable(&files);
                }
            }
            Err(problems) => useful(&problems),
        }
    }
    assert!(generated > RANDOM / 20, "{generated}");
}
