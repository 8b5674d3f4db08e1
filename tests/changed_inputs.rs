//! Real pages and spec files, changed at random: reading them ends, in time and without a panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use shapewright::spec;
use shapewright_tests::hostile;
use std::collections::BTreeMap;
use std::path::Path;

const PAGES: [&str; 4] = [
    "put_image_policy.old.txt",
    "put_image_policy.new.txt",
    "put_image_policy.old.html",
    "put_image_policy.new.html",
];

/// What means something in a page or in JSON.
const TOKENS: [&str; 20] = [
    "(dict) –\n",
    "string (string) –",
    "Response Syntax\n",
    "Request Syntax",
    "- Returns:",
    "{ 'a': ",
    "[ ",
    "'... recursive ...'",
    "'A'|'B'",
    "\n",
    "¶",
    "<li><p>",
    "</pre>",
    "[REQUIRED]",
    "{",
    "\"",
    "null",
    ",",
    "\u{feff}",
    "’s.The",
];

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    std::fs::read(folder.join(name)).unwrap()
}

/// One change: at a place, some bytes go and a token comes, a number of times.
type Change = (prop::sample::Index, usize, &'static str, usize);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = (
        any::<prop::sample::Index>(),
        0..40_usize,
        prop::sample::select(&TOKENS[..]),
        0..30_usize,
    );
    prop::collection::vec(change, 1..6)
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for (at, gone, token, times) in changes {
        let at = at.index(bytes.len() + 1);
        let end = (at + gone).min(bytes.len());
        bytes.splice(at..end, token.repeat(*times).into_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned().into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_page_is_read_or_refused(
        page in prop::sample::select(&PAGES[..]),
        changes in changes(),
    ) {
        let bytes = changed(fixture(&format!("pages/{page}")), &changes);
        hostile::page(&bytes);
    }

    #[test]
    fn changed_spec_files_are_read_or_refused(changes in changes()) {
        let folder = "spec/get_image_page";
        let operation = changed(fixture(&format!("{folder}/get_image.json")), &changes);
        let files = BTreeMap::from([
            ("service.json".to_owned(), fixture(&format!("{folder}/service.json"))),
            ("get_image.json".to_owned(), operation.clone()),
        ]);
        let is_json = serde_json::from_slice::<serde_json::Value>(&operation).is_ok();
        let read = spec::load_from("x", &files).then(|spec| Ok(spec.clone()));
        prop_assert!(is_json || read.is_err());
    }
}
