//! Random documents, well-formed and not, read by this parser and by roxmltree's: both refuse the same, and
//! see the same in what they take.

use super::parser::parse;
use super::tree::Node;
use crate::protocol::XmlLimits;

/// A generator of numbers, always the same ones (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(count).unwrap()).unwrap()
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const NAMES: [&str; 10] = [
    "a", "b", "Key", "p:a", "q:b", "A.B", "_é.-1", "日本", "ä:b", "a",
];
const TEXTS: [&str; 16] = [
    "text",
    " ",
    "\n  ",
    "\r\n",
    "é日\u{1f600}",
    "&lt;",
    "&#65;",
    "&#x1F600;",
    "]]",
    ">",
    "--",
    "?>",
    "some longer text\twith a tab, eight bytes at a time",
    "\u{fffd}\u{efff}",
    "'\"",
    "&quot;a&quot;",
];
const MARKUP: [&str; 8] = [
    "<!-->-->",
    "<!-- c - > < & -->",
    "<![CDATA[<a>&amp;]]]]>",
    "<![CDATA[]]>",
    "<![CDATA[a\r\nb\rc]]>",
    "<?pi some ? > thing?>",
    "<?pi?>",
    "<!---->",
];
const ATTRIBUTES: [&str; 10] = [
    " a='1'",
    " b=\"'\"",
    " p:a = '&lt;\t\n>'",
    " q:a='x\r\ny'",
    "\n\txml:lang='é'",
    " xmlns='u:0'",
    " xmlns:p='u:1'",
    " xmlns:q='u:1'",
    " xmlns:q='u:2'",
    " xmlns:ä=''",
];
/// What is put into documents, to break most of them.
const BREAKS: [&str; 44] = [
    "<",
    ">",
    "/",
    "&",
    ";",
    "]]>",
    "\u{1}",
    "\u{ffff}",
    "\u{fffe}",
    "é",
    " ",
    "=",
    "\"",
    "'",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<![CDATA[",
    "p:",
    ":",
    "\r",
    "&#10;",
    "&lt;",
    "&#x;",
    "&#1;",
    "&#xD800;",
    "&nbsp;",
    "--",
    "<a>",
    "</a>",
    "<a/>",
    "<!DOCTYPE a>",
    "<?xml ",
    "<?xml version='1.0'?>",
    "xmlns:p='u:1'",
    " xmlns:xml='u'",
    " xmlns:p='http://www.w3.org/XML/1998/namespace'",
    " xmlns='http://www.w3.org/2000/xmlns/'",
    " xmlns:p='u:2'",
    " a='1'",
    "\u{feff}",
    "\u{0}",
    "1",
];

fn element(random: &mut Random, depth: usize, into: &mut String) {
    let name = random.one_of(&NAMES);
    into.push('<');
    into.push_str(name);
    for _ in 0..random.below(4) {
        into.push_str(random.one_of(&ATTRIBUTES));
    }
    if random.below(6) == 0 {
        into.push_str(random.one_of(&["/>", " />"]));
        return;
    }
    into.push('>');
    for _ in 0..random.below(5) {
        match random.below(5) {
            0 | 1 => into.push_str(random.one_of(&TEXTS)),
            2 => into.push_str(random.one_of(&MARKUP)),
            _ if depth < 4 => element(random, depth + 1, into),
            _ => {}
        }
    }
    into.push_str("</");
    into.push_str(name);
    into.push_str(random.one_of(&[">", ">", ">", " \n>"]));
}

/// A document, which lacks declarations of some of its prefixes.
fn document(random: &mut Random) -> String {
    let mut text = random.one_of(&["", "", "\u{feff}"]).to_owned();
    text.push_str(random.one_of(&[
        "",
        "<?xml version='1.0'?>",
        "<?xml version=\"1.0\" encoding='UTF-8' standalone = 'yes' ?>\n",
        "<?xml version='1.0' standalone='no'?>",
        "<!-- c --><?pi?>\n",
    ]));
    let root = random.one_of(&["", "<r xmlns:p='u:1' xmlns:q='u:2' xmlns:ä='u:3'>"]);
    text.push_str(root);
    element(random, 0, &mut text);
    if !root.is_empty() {
        text.push_str("</r>");
    }
    text.push_str(random.one_of(&["", "", "\n", "<!-- c --> <?pi?>"]));
    text
}

/// The same with a part taken out, put in or written twice.
fn broken(random: &mut Random, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let from = random.below(chars.len() + 1);
    let to = (from + random.below(6)).min(chars.len());
    match random.below(4) {
        0 => drop(chars.drain(from..to)),
        1 => {
            let twice: Vec<char> = chars[from..to].to_vec();
            drop(chars.splice(from..from, twice));
        }
        2 => drop(chars.splice(from..to, random.one_of(&BREAKS).chars())),
        _ => drop(chars.splice(from..from, random.one_of(&BREAKS).chars())),
    }
    chars.into_iter().collect()
}

/// Where roxmltree 0.21 is not what XML asks for: it takes two default namespaces of one tag and names
/// that begin with a colon, keeps carriage returns beside references, takes ampersands in declarations, and
/// refuses elements with the prefix `xml`.
fn is_known(text: &str) -> bool {
    let known = [
        "\r&", ";\r", ":xmlns", "<:", "</:", " :", "\n:", "\t:", "\r:", "'xmlns", "<xml:",
    ];
    let declaration = text
        .split_once("?>")
        .map_or("", |(declaration, _)| declaration);
    declaration.contains('&') || known.iter().any(|part| text.contains(part))
}

fn assert_same(ours: Node<'_, '_>, theirs: roxmltree::Node<'_, '_>, text: &str) {
    assert_eq!(ours.name(), theirs.tag_name().name(), "{text:?}");
    assert_eq!(
        ours.content().is_empty(),
        !theirs.has_children(),
        "{text:?}"
    );
    let start = theirs.document().text_pos_at(theirs.range().start);
    assert_eq!(
        ours.place().shown(),
        format!("line {} column {}", start.row, start.col),
        "{text:?}"
    );
    let read: String = theirs
        .children()
        .filter(roxmltree::Node::is_text)
        .filter_map(|child| child.text())
        .collect();
    assert_eq!(ours.text(), read, "{text:?}");
    let attributes = ours.attributes().map(|it| (it.name, &*it.value));
    let expected = theirs.attributes().map(|it| (it.name(), it.value()));
    assert!(attributes.eq(expected), "{text:?}");
    let mut elements = ours.elements();
    for expected in theirs.children().filter(roxmltree::Node::is_element) {
        let element = elements
            .next()
            .unwrap_or_else(|| panic!("too few elements: {text:?}"));
        assert_same(element, expected, text);
    }
    assert!(elements.next().is_none(), "too many elements: {text:?}");
}

#[test]
fn what_roxmltree_takes_is_read_alike_and_nothing_else() {
    let mut random = Random(0x5eed_1234_5678_9abc);
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..4000 {
        let mut text = document(&mut random);
        for _ in 0..5 {
            let ours = parse(&text, &XmlLimits::default());
            let theirs = roxmltree::Document::parse(&text);
            match (ours, theirs) {
                _ if is_known(&text) => {}
                (Ok(ours), Ok(theirs)) => {
                    assert_same(ours.root_element(), theirs.root_element(), &text);
                    taken += 1;
                }
                (Err(_), Err(_)) => refused += 1,
                (Err(ours), Ok(_)) if ours.to_string().contains("'xmlns' is already") => {}
                (ours, theirs) => panic!("{text:?}:\n{:?}\n{:?}", ours.err(), theirs.err()),
            }
            text = broken(&mut random, &text);
        }
    }
    assert!(taken > 2000 && refused > 2000, "{taken} {refused}");
}

#[test]
fn what_is_cut_anywhere_is_told_to_be() {
    let mut random = Random(0xc07_5eed);
    let mut whole = 0;
    while whole < 300 {
        let text = document(&mut random);
        let text = text.trim_end();
        if !text.ends_with(">")
            || text.ends_with("?>")
            || parse(text, &XmlLimits::default()).is_err()
        {
            continue;
        }
        whole += 1;
        for (index, _) in text.char_indices() {
            let cut = &text[..index];
            let problem = parse(cut, &XmlLimits::default()).unwrap_err();
            assert_eq!(problem.0.is_cut, !cut.is_empty(), "{cut:?}: {problem}");
        }
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, expected) in [
        ("", "the document does not have a root element, at 1:1"),
        (" \u{feff}", "unknown token at 1:2"),
        ("text", "unknown token at 1:1"),
        ("<a>\n <b>é</c></a>", "expected 'b' tag, not 'c' at 2:6"),
        ("<a>\n</b>", "expected 'a' tag, not 'b' at 2:1"),
        ("<a><b></a>", "expected 'b' tag, not 'a' at 1:7"),
        ("<a/><b/>", "unknown token at 1:5"),
        ("<a/>x", "unknown token at 1:5"),
        ("<a>&b;</a>", "unknown entity reference 'b' at 1:4"),
        ("<a>& </a>", "malformed entity reference at 1:4"),
        ("<a>]]></a>", "']]>' is not allowed in text, at 1:4"),
        ("<a>\u{1}</a>", "a non-XML character '\\u{1}' found at 1:4"),
        ("<a b=c>", "expected a quote at 1:6"),
        ("<a b>", "expected '=' at 1:5"),
        ("<a b='c'd='e'/>", "expected white space at 1:9"),
        ("<a b='<'/>", "unescaped '<' found at 1:7"),
        (
            "<a b='1' b='2'/>",
            "attribute 'b' is already defined at 1:10",
        ),
        ("<a p:b=''/>", "an unknown namespace prefix 'p' at 1:1"),
        ("<a:b:c/>", "invalid name at 1:2"),
        ("<1/>", "invalid name at 1:2"),
        ("<a><!-- -- --></a>", "a comment contains '--' at 1:4"),
        (
            "<a><?xml version='1.0'?></a>",
            "unexpected XML declaration at 1:4",
        ),
        ("<!DOCTYPE a><a/>", "it has a document type"),
        ("<a><!ENTITY b 'c'></a>", "it has a document type"),
        (
            "<a><b>text",
            "the document ends before it is complete, at 1:11",
        ),
        (
            "<a>\n<b></b>\n",
            "the document ends before it is complete, at 3:1",
        ),
        (
            "<?xml version='1.0'?>",
            "the document ends before it is complete, at 1:22",
        ),
    ] {
        let problem = parse(text, &XmlLimits::default()).unwrap_err();
        assert!(
            problem.to_string().contains(expected),
            "{text:?}: {problem}"
        );
    }
}

#[test]
fn what_a_document_holds_is_bounded() {
    let default = XmlLimits::default();
    let is_taken = |text: &str, limits: &XmlLimits| parse(text, limits).is_ok();
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(is_taken(&nested(128), &default));
    assert!(!is_taken(&nested(129), &default));
    assert!(is_taken(
        &nested(9).replace("<a>", "<a >"),
        &default.with_depth(9)
    ));
    assert!(!is_taken(
        &nested(9).replace("<a>", "<a >"),
        &default.with_depth(8)
    ));
    let attributes = |count: usize| -> String {
        let all: String = (0..count).map(|index| format!(" a{index}='='")).collect();
        format!("<r{all}/>")
    };
    assert!(is_taken(&attributes(100), &default));
    assert!(!is_taken(&attributes(101), &default));
    assert!(is_taken(&attributes(1000), &default.with_attributes(1000)));
    let namespaces = |count: usize| -> String {
        let declared = |index| format!("<a xmlns:n{index} = \"x>y\"/>");
        let all: String = (0..count).map(declared).collect();
        format!("<r>{all}</r>")
    };
    assert!(is_taken(&namespaces(100), &default));
    assert!(!is_taken(&namespaces(101), &default));
    // Elements, texts, attributes, comments, CDATA and instructions.
    let few = default.with_nodes(10);
    assert!(is_taken(
        "<r><a/><a b=''/>x<c>y</c><!----><?p?><![CDATA[]]></r>",
        &few
    ));
    assert!(!is_taken(
        "<r><a/><a b=''/>x<c>y</c><!----><?p?><![CDATA[]]> </r>",
        &few
    ));
}
