//! Documents as they are written and read.
#![allow(clippy::expect_used)]

use super::{document, read, write};
use crate::format::{Deserialize, Serialize};
use crate::protocol::XmlLimits;
use crate::protocol::names::{Names, Wire};
use crate::value::{Blob, Map};

#[derive(Default, Serialize)]
struct Thing {
    #[serde(rename = "Name")]
    name: Option<String>,
    #[serde(rename = "Count")]
    count: Option<i64>,
    #[serde(rename = "On")]
    on: Option<bool>,
    #[serde(rename = "Data")]
    data: Option<Blob>,
    #[serde(rename = "Items")]
    items: Option<Vec<String>>,
    #[serde(rename = "Flat")]
    flat: Option<Vec<String>>,
    #[serde(rename = "Tags")]
    tags: Option<Map<String, i32>>,
    #[serde(rename = "Kind")]
    kind: Option<String>,
    #[serde(rename = "Header")]
    header: Option<String>,
    #[serde(rename = "Inner")]
    inner: Option<Box<Thing>>,
}

static ROOT: Wire = Wire::new().xml("Root").namespace("", "https://a/?b&c");
static NAMES: Names = Names(&[(
    "Thing",
    &[
        ("Name", Wire::new().xml("name")),
        ("Items", Wire::new().element("item")),
        ("Flat", Wire::new().xml("flat").flat()),
        ("Tags", Wire::new().entry("k", "v")),
        ("Kind", Wire::new().xml("x:kind").attribute()),
        ("Header", Wire::new().elsewhere()),
        ("Inner", Wire::new().namespace("x", "https://x")),
    ],
)]);

/// What stands in the root element.
fn inside(thing: &Thing) -> String {
    let written = write(&NAMES, &ROOT, thing).expect("XML").text;
    let start = r#"<Root xmlns="https://a/?b&amp;c""#;
    let inside = written.strip_prefix(start).expect("the root element");
    let inside = inside.strip_suffix("</Root>").expect("its end");
    inside.to_owned()
}

#[test]
fn members_have_their_names_and_places() {
    let tags = [("a".to_owned(), 1), ("b<".to_owned(), -2)];
    let thing = Thing {
        name: Some("n".to_owned()),
        count: Some(-7),
        on: Some(false),
        data: Some(Blob::from("hi")),
        items: Some(vec!["1".to_owned(), String::new()]),
        flat: Some(vec!["2".to_owned(), "3".to_owned()]),
        tags: Some(tags.into_iter().collect()),
        kind: Some("a\"b".to_owned()),
        header: Some("elsewhere".to_owned()),
        inner: Some(Box::default()),
    };
    let expected = "<name>n</name><Count>-7</Count><On>false</On><Data>aGk=</Data>\
        <Items><item>1</item><item></item></Items>\
        <flat>2</flat><flat>3</flat>\
        <Tags><entry><k>a</k><v>1</v></entry><entry><k>b&lt;</k><v>-2</v></entry></Tags>\
        <Inner xmlns:x=\"https://x\"></Inner>";
    assert_eq!(inside(&thing), format!(" x:kind=\"a&quot;b\">{expected}"));
}

#[test]
fn what_a_parser_would_change_is_escaped() {
    for (text, expected) in [
        ("a & b < c > \"d\"", "a &amp; b &lt; c &gt; &quot;d&quot;"),
        ("\r\n\t", "&#xD;&#xA;&#x9;"),
        ("\u{85}\u{2028}", "&#x85;&#x2028;"),
        ("]]>", "]]&gt;"),
        ("\u{1f600}", "\u{1f600}"),
    ] {
        let thing = Thing {
            name: Some(text.to_owned()),
            ..Thing::default()
        };
        assert_eq!(inside(&thing), format!("><name>{expected}</name>"));
        let body = write(&NAMES, &ROOT, &thing).expect("XML").text;
        let read = roxmltree::Document::parse(&body).expect("a document");
        let name = read.root_element().first_element_child();
        assert_eq!(name.and_then(|name| name.text()), Some(text));
    }
    for text in ["\0", "\u{1}", "\u{ffff}"] {
        let thing = Thing {
            name: Some(text.to_owned()),
            ..Thing::default()
        };
        assert!(write(&NAMES, &ROOT, &thing).is_err(), "{text:?}");
    }
}

#[test]
fn a_root_without_anything_in_it_is_told() {
    let is_empty = |thing: &Thing| write(&NAMES, &ROOT, thing).expect("XML").is_empty;
    assert!(is_empty(&Thing::default()));
    let elsewhere = Thing {
        header: Some("h".to_owned()),
        ..Thing::default()
    };
    assert!(is_empty(&elsewhere));
    let attribute = Thing {
        kind: Some("k".to_owned()),
        ..Thing::default()
    };
    assert!(!is_empty(&attribute));
    let list = Thing {
        items: Some(Vec::new()),
        ..Thing::default()
    };
    assert!(!is_empty(&list));
}

#[test]
fn a_document_grows_as_what_is_in_it() {
    let of = |count: usize| {
        let items = (0..count).map(|_| "text".to_owned()).collect();
        let thing = Thing {
            items: Some(items),
            ..Thing::default()
        };
        inside(&thing).len()
    };
    let (none, one) = (of(0), of(1));
    assert_eq!(of(10_000) - none, 10_000 * (one - none));
}

#[derive(Debug, Default, Deserialize, PartialEq)]
struct Listing {
    #[serde(rename = "Name")]
    name: Option<String>,
    #[serde(rename = "Keys")]
    keys: Option<Vec<Key>>,
    #[serde(rename = "Prefixes")]
    prefixes: Option<Vec<String>>,
    #[serde(rename = "Kind")]
    kind: Option<String>,
}

#[derive(Debug, Default, Deserialize, PartialEq)]
struct Key {
    #[serde(rename = "Id")]
    id: Option<i64>,
}

static LISTING: Names = Names(&[(
    "Listing",
    &[
        ("Keys", Wire::new().xml("Key").flat()),
        ("Prefixes", Wire::new().flat()),
        ("Kind", Wire::new().xml("x:kind").attribute()),
    ],
)]);

fn listing(body: &str) -> Result<Listing, String> {
    let document = document(body.as_bytes(), &XmlLimits::default());
    let listing = document.and_then(|document| read(&LISTING, document.root_element()));
    listing.map_err(|problem| problem.to_string())
}

#[test]
fn members_are_read_in_any_order_and_flat_lists_among_each_other() {
    let body = "\n<?xml version='1.0'?><l:List xmlns:l='u' xmlns:x='v' x:kind='a&amp;b' other=''>\
        <Prefixes>p/</Prefixes><Key><Id>1</Id></Key><Unknown><Key/></Unknown> <l:Key><Id> 2 </Id><Id2/></l:Key>\
        <Prefixes>q&#x2f;<!-- r --></Prefixes><name>n<![CDATA[<]]></name>text<Key><id>3</id></Key><Prefixes/></l:List>";
    let id = |id| Key { id: Some(id) };
    let expected = Listing {
        name: Some("n<".to_owned()),
        keys: Some(vec![id(1), id(2), id(3)]),
        prefixes: Some(["p/", "q/", ""].map(str::to_owned).to_vec()),
        kind: Some("a&b".to_owned()),
    };
    assert_eq!(listing(body), Ok(expected));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let body = "<l>\n <Key><Id>1</Id></Key><Key>\n<Id>x</Id></Key></l>";
    let document = document(body.as_bytes(), &XmlLimits::default()).expect("a document");
    let problem = read::<Listing>(&LISTING, document.root_element()).expect_err("a text");
    assert!(problem.to_string().contains("`Id` is \"x\""), "{problem}");
    assert_eq!(problem.into_unreadable().place, "line 3 column 1");
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let problem = document(b"<a>\xff</a>", &XmlLimits::default()).err();
    let place = problem.map(|problem| problem.into_unreadable().place);
    assert_eq!(place.as_deref(), Some("byte 3"));
}
