//! Inputs made to do harm: real ones cut at every byte, long ones of one token, deep ones. They are
//! read or refused, by work that grows as they do.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use shapewright::import::page;
use shapewright::spec;
use shapewright_tests::growth::{self, Growth};
use shapewright_tests::hostile;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// What reads an input.
type Reader = fn(&[u8]);

fn cut_at_every_byte(input: &str, read: Reader) {
    for end in 0..=input.len() {
        read(&input.as_bytes()[..end]);
    }
}

#[test]
fn a_text_page_cut_at_every_byte_is_read_or_refused() {
    let text = fixture("pages/put_image_policy.new.txt");
    cut_at_every_byte(&text, hostile::page);
}

#[test]
fn an_html_page_cut_at_every_byte_is_read_or_refused() {
    // What stands before the article is long, and not read; after the response come exceptions only.
    let html = fixture("pages/put_image_policy.new.html");
    let article = &html[html.find("<article").unwrap()..];
    let (article, _) = article.split_once("Exceptions").unwrap();
    cut_at_every_byte(article, hostile::page);
}

#[test]
fn a_spec_file_cut_at_every_byte_is_read_or_refused() {
    let operation = fixture("spec/recursion/put_tree.json");
    cut_at_every_byte(&operation, hostile::spec);
}

/// Numbers that seem to be by chance, the same ones in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// Moves, doubles, drops or replaces some bytes, or puts some token in.
fn change(bytes: &mut Vec<u8>, tokens: &[&str], numbers: &mut Numbers) {
    let start = numbers.below(bytes.len() + 1);
    let end = (start + numbers.below(60)).min(bytes.len());
    let some = bytes[start..end].to_vec();
    let other = numbers.below(bytes.len() + 1);
    match numbers.below(4) {
        0 => drop(bytes.splice(start..end, [])),
        1 => drop(bytes.splice(other..other, some)),
        2 => bytes[start..end].fill(numbers.below(256) as u8),
        _ => {
            let token = tokens[numbers.below(tokens.len())];
            bytes.splice(start..start, token.bytes());
        }
    }
}

#[test]
fn seeds_are_read_or_refused_however_they_are_changed() {
    let targets: [(&str, Reader, &[&str]); 3] = [
        ("page", hostile::page, PAGE_TOKENS),
        ("spec", hostile::spec, SPEC_TOKENS),
        ("model", hostile::model, SPEC_TOKENS),
    ];
    for (target, read, tokens) in targets {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fuzz/seeds")
            .join(target);
        let mut seeds: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        seeds.sort();
        assert!(!seeds.is_empty());
        let mut numbers = Numbers(1);
        for seed in seeds {
            let seed = std::fs::read(seed).unwrap();
            read(&seed);
            for _ in 0..300 {
                let mut changed = seed.clone();
                for _ in 0..=numbers.below(8) {
                    change(&mut changed, tokens, &mut numbers);
                }
                read(&changed);
            }
        }
    }
}

/// What means something in a page; a `#` becomes a number, so that no two are equal.
#[rustfmt::skip]
const PAGE_TOKENS: &[&str] = &[
    "x", " ", "\n", "'", "{", "[", "(", ")", "–", "|", "=", "`", "*", "\\", ".", ":", "\u{1}", "<", "&", "\"",
    "x ", "' ", "x\n", "a.B", "(\n", ")\n", "x*", "*a* ", "–a", "“x",
    "{'a': ", "{'a': 1, ", "{'a#': {", "[[", "a=[", "a=1, ", "a#=123, ", "'a#': 123, ", "'a': 123, ",
    "''|", "'A'|", "'A#'|", "...", "'string' or ", "EventStream({'a#': ", "EventStream(", "{'string': ", "{...}|",
    "a(dict) –", "a (dict) –\n", "a# (string) –\n", "(string) –\n", "(string)\n", "foo (\nstring\n) –\n",
    "name (string) – a.b(list) – ", "- type ", "- type a:", "- type a:\nlist\n- param a:\n", "- param a:",
    "foo the\nx\n", "The\nx\nfoo.Bar\n, or\ny\n", "one of:\nx\n|y\n", "Note\n", "Set to true.Note\n", "word, orfalse\nx\n",
    "`a <http://x>`__", ">`__", " <http", "``", "[REQUIRED]", "[REQUIRED]\n", "This is a Tagged Union structure.",
    "See also: AWS API Documentation", ".Client.", "x.Client.a", "x.Client.a(", "x.Client.exceptions.E#\n", ".Paginator.", ".Waiter.X",
    "Request Syntax\n", "Request Syntax\nresponse = client.put_image_policy(", "Response Syntax\n", "Response Syntax\n{",
    "Response Structure", "response = client.put_image_policy(\n", "Examples", "Exceptions", "Exceptions\n", "Exceptions ",
    "- Returns:", "- Return type:", "Parameters:", "# This section is too large to render",
    "<b>", "</b>", "<p>", "<li>", "</li>", "<ul><li><p>", "<pre>", "</pre>", "<code>", "</code>", "<code>x</code>.",
    "<a href=\"x.html\">x", "<a class=headerlink>", "<article>", "</article>", "<svg>", "</svg>", "<script>", "<title>",
    "<!--", "--!>", "<![CDATA[", "<!DOCTYPE", "</", "<a ", " a#=1", " a#", " a", "&amp;", "&am", "&#1", "<x-#>", "<table>",
    "<span>x</span> ", "<dt class=field-odd>",
];

/// What means something in a spec file.
#[rustfmt::skip]
const SPEC_TOKENS: &[&str] = &[
    "x", " ", "\"", "{", "[", ",", ":", "1", "\\", "\n", "{\"a\":", "{\"members\":{\"a\":", "[[", "\"a\":1,", "\"a#\":1,", "\"A#\":{\"type\":\"string\"},",
    "\"A#\":{},", "\"A\":{\"type\":\"string\"},", "\"A#\":{\"type\":\"list\",\"element\":{\"ref\":\"B\"}},", "\"A#\":{\"tpye\":\"string\"},",
    "\"A#\":{\"type\":\"strnig\"},", "\"A#\":{\"type\":\"string\",\"type\":\"string\"},", "\"A#\":{\"type\":1},", "\"A#\":{\"ref\":\"B\"},", "\"a#\":{\"ref\":\"A\"},",
];

/// HTML that a service model's documentation may have.
#[rustfmt::skip]
const DOC_TOKENS: &[&str] = &[
    "<b>", "<b></b>", "<ul><li>", "<dl><dt>", "<p><b>", "<note>", "<table><tr><td>", "<code>", "<b id=#><textarea></b></textarea>", "<svg><script><g>",
    "<div><b id=#></div>x", "<a href='http://x'></a>", "<template>", "<!--", "&amp;", "http://", ")", "`", "*", "x",
];

/// A token as often as it fits.
fn many(token: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + token.len());
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        match token.split_once('#') {
            Some((before, after)) => text.push_str(&format!("{before}{number}{after}")),
            None => text.push_str(token),
        }
    }
    text
}

/// A place in a page or a spec file: what stands before it, and what after.
struct At {
    name: &'static str,
    before: String,
    after: String,
    read: Reader,
}

impl At {
    fn new(name: &'static str, whole: &str, mark: &str, read: Reader) -> Self {
        let (before, after) = whole
            .split_once(mark)
            .unwrap_or_else(|| panic!("no {mark}"));
        let (before, after) = (format!("{before}{mark}"), after.to_owned());
        Self {
            name,
            before,
            after,
            read,
        }
    }

    fn put(&self, token: &str, bytes: usize) -> String {
        let Self { before, after, .. } = self;
        format!("{before}{}{after}", many(token, bytes))
    }
}

/// A service model with one piece of documentation.
const MODEL: &str = r#"{
    "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "x", "protocol": "json", "jsonVersion": "1.1",
        "serviceFullName": "X", "serviceId": "X", "signatureVersion": "v4", "targetPrefix": "X"},
    "operations": {"Get": {"name": "Get", "http": {"method": "POST", "requestUri": "/"}, "documentation": "DOC"}},
    "shapes": {}
}"#;

/// Where tokens are put, with the tokens.
fn places() -> Vec<(At, &'static [&'static str])> {
    let html = fixture("pages/put_image_policy.new.html");
    let text =
        fixture("pages/put_image_policy.new.txt").replace("imageArn='string'", "imageArn='A'|'B'");
    let page = |name, whole: &str, mark| (At::new(name, whole, mark, hostile::page), PAGE_TOKENS);
    let spec = |name, whole: &str, mark| (At::new(name, whole, mark, hostile::spec), SPEC_TOKENS);
    let operation = r#"{"operation":"A","method":"a","request":{"b":{"type":"string"}}}"#;
    let shapes = r#"{"shapes":{"B":{"type":"string"}}}"#;
    let doc = |name, start| {
        let model = MODEL.replace("DOC", start);
        let mark = format!("\"documentation\": \"{start}");
        (At::new(name, &model, &mark, hostile::model), DOC_TOKENS)
    };
    vec![
        page("a page", "", ""),
        page("a tag", "<", "<"),
        page(
            "the request syntax",
            &text,
            "response = client.put_image_policy( ",
        ),
        page("the response syntax", &text, "Response Syntax\n{ "),
        page("an enumeration", &text, "imageArn='A'|"),
        page("the description", &text, "(**kwargs)¶\n"),
        page("the parameters", &text, "- Parameters:\n"),
        page("a doc", &text, "InvalidParameterValueException\n"),
        page("the exceptions", &text, "Exceptions\n"),
        page("a doc in HTML", &html, "rejects invalid policies with "),
        page("a syntax in HTML", &html, "<pre>"),
        page("a tag's attributes", &html, "<a "),
        doc("a model's doc", ""),
        doc("a tag of a model's doc", "<a "),
        doc("an address in a model's doc", "http://"),
        spec("a spec file", "", ""),
        spec("an operation", operation, "{"),
        spec("a request", operation, "\"request\":{"),
        spec("a shape", operation, "\"b\":{"),
        spec("the shapes", shapes, "\"shapes\":{"),
    ]
}

#[test]
fn every_token_is_read_or_refused_at_every_place() {
    for (place, tokens) in places() {
        for token in tokens {
            (place.read)(place.put(token, 1_000).as_bytes());
        }
    }
}

/// Where long inputs are put.
const LONG: [&str; 5] = [
    "a page",
    "a tag",
    "the request syntax",
    "a doc",
    "a doc in HTML",
];

/// The length of the shorter of the two inputs that are compared.
const SHORT: usize = 25_000;

/// Reads a token at a place, as often as it fits in some bytes and in four times as many.
fn grows(place: &At, token: &str) -> Growth {
    let inputs = [SHORT, 4 * SHORT].map(|bytes| place.put(token, bytes));
    growth::of(|four_times| (place.read)(inputs[usize::from(four_times)].as_bytes()))
}

#[test]
fn the_work_grows_as_long_inputs_do() {
    let tokens = [
        "x",
        "'",
        "{",
        "(",
        "–",
        "\n",
        "<b>",
        "[REQUIRED]",
        "a# (string) –\n",
        "'a': 123, ",
        "'A'|",
        "- type ",
        "Exceptions",
        " a#",
    ];
    let places = places().into_iter().map(|(place, _)| place);
    for place in places.filter(|place| LONG.contains(&place.name)) {
        for token in tokens {
            grows(&place, token).assert_linear(&format!("{} {token:?}", place.name));
        }
    }
}

#[test]
fn the_work_grows_as_long_docs_of_a_service_model_do() {
    for (place, tokens) in places() {
        if !place.name.ends_with("model's doc") {
            continue;
        }
        for token in tokens {
            grows(&place, token).assert_linear(&format!("{} {token:?}", place.name));
        }
    }
}

#[test]
fn the_work_grows_as_long_spec_files_do() {
    for (place, tokens) in places() {
        if !["a request", "the shapes"].contains(&place.name) {
            continue;
        }
        for token in tokens {
            grows(&place, token).assert_linear(&format!("{} {token:?}", place.name));
        }
    }
}

#[test]
fn the_work_grows_as_the_list_of_members_does() {
    let operation = r#"{"operation":"A","method":"a","request":{"b":{"type":"string"}},"response":{"c":{"type":"string"}}}"#;
    for (mark, tokens) in [
        ("\"request\":{", SPEC_TOKENS),
        ("\"response\":{", SPEC_TOKENS),
    ] {
        let place = At::new("paths", operation, mark, hostile::paths);
        for token in tokens {
            grows(&place, token).assert_linear(&format!("{mark} {token:?}"));
        }
    }
}

/// Something within itself, some thousand times.
fn deep(open: &str, inner: &str, close: &str) -> String {
    const DEPTH: usize = 10_000;
    format!("{}{inner}{}", open.repeat(DEPTH), close.repeat(DEPTH))
}

/// Why a page is not read.
fn refused(page: &str) -> String {
    page::read("page", page.as_bytes()).unwrap_err().to_string()
}

#[test]
fn deep_pages_are_read_or_refused() {
    let request = |syntax: String| {
        format!(
            "x.Client.get(**kwargs)\nRequest Syntax\nresponse = client.get( a={syntax} )\n- Returns:\nNone"
        )
    };
    let too_deep = [
        deep("{ 'a': ", "1", " }"),
        deep("[ ", "1", " ]"),
        deep("{ 'string': ", "1", " }"),
        deep("{ 'string': [ EventStream({ 'a': ", "1", " }) ] }"),
        deep("'string' or { 'a': ", "1", " }"),
    ];
    for syntax in too_deep {
        let refused = refused(&request(syntax));
        assert!(refused.contains("nested too deep"), "{refused}");
    }
    for syntax in [
        "'string' or ".repeat(10_000),
        deep("EventStream(", "{}", ")"),
    ] {
        let refused = refused(&request(syntax));
        assert!(refused.contains("`{` is missing"), "{refused}");
    }
    let page = request("'string'".to_owned());
    for (open, close) in [
        ("<div>", "</div>"),
        ("<ul><li><p>", "</p></li></ul>"),
        ("<b>", "</b>"),
        ("<svg>", "</svg>"),
    ] {
        let html = format!("{}<pre>{page}</pre>", deep(open, "", close));
        assert!(page::read("page", html.as_bytes()).is_ok(), "{open}");
        hostile::page(deep(open, &format!("<pre>{page}</pre>"), close).as_bytes());
    }
}

#[test]
fn deep_spec_files_are_refused() {
    let shape = deep(r#"{"type":"list","element":"#, "{}", "}");
    for file in [
        deep("[", "", "]"),
        deep(r#"{"a":"#, "1", "}"),
        format!(r#"{{"operation":"A","method":"a","request":{{"b":{shape}}}}}"#),
    ] {
        hostile::spec(file.as_bytes());
        hostile::model(file.as_bytes());
        let files = BTreeMap::from([("service.json".to_owned(), file.into_bytes())]);
        let refused = spec::load_from("x", &files).then(|_| Ok(())).unwrap_err();
        assert!(
            refused.to_string().contains("recursion limit exceeded"),
            "{refused}"
        );
    }
}

#[test]
fn a_spec_full_of_problems_shows_the_first_ones() {
    let shapes = format!(
        r#"{{"shapes":{{{}"A":{{"type":"string"}}}}}}"#,
        many(r#""A#":{"tpye":"string"},"#, 1_000_000)
    );
    let files = BTreeMap::from([("shapes.json".to_owned(), shapes.into_bytes())]);
    let problems = spec::load_from("x", &files).then(|_| Ok(())).unwrap_err();
    let text = problems.to_string();
    assert!(text.contains("unknown keyword `tpye`"), "{text}");
    assert!(
        text.contains("there may be more problems than these"),
        "{text}"
    );
}

#[test]
fn shapes_that_refer_to_each_other_in_a_long_chain_are_read_or_refused() {
    for kind in [
        r#""type":"structure","members":{"a":{"ref":"B"}}"#,
        r#""type":"list","element":{"ref":"B"}"#,
    ] {
        let shape = |number: usize| {
            format!(
                r#""A{number}":{{{}}},"#,
                kind.replace('B', &format!("A{}", number + 1))
            )
        };
        let chain: String = (0..10_000).map(shape).collect();
        let shapes = format!(r#"{{"shapes":{{{chain}"A10000":{{"type":"string"}}}}}}"#);
        let operation = r#"{"operation":"A","method":"a","request":{"b":{"ref":"A0"}}}"#;
        let files = BTreeMap::from([
            (
                "service.json".to_owned(),
                fixture("spec/get_image_page/service.json").into_bytes(),
            ),
            ("shapes.json".to_owned(), shapes.into_bytes()),
            ("a.json".to_owned(), operation.to_owned().into_bytes()),
        ]);
        let _ = spec::load_from("x", &files).then(shapewright::plan);
    }
}

fn timed(read: Reader, input: &str) -> Duration {
    growth::time(|| read(input.as_bytes()))
}

/// Prints the times at growing sizes: `BYTES=1000000 cargo test --release --test hostile_inputs -- --ignored --nocapture`.
/// `WORST=1`: only those that seem to grow faster than they should, or are slow.
#[test]
#[ignore = "it measures"]
fn times_at_growing_sizes() {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|it| it.parse::<usize>().unwrap())
    };
    let bytes = number("BYTES").unwrap_or(125_000);
    let only = std::env::var("PLACE").ok();
    let is_asked = |place: &At| only.as_deref().is_none_or(|only| only == place.name);
    for (place, tokens) in places().into_iter().filter(|(place, _)| is_asked(place)) {
        for token in tokens {
            let time = |times: usize| timed(place.read, &place.put(token, bytes * times));
            let (one, two) = (time(1), time(2));
            let ratio = two.as_secs_f64() / one.as_secs_f64();
            let rate = two.as_nanos() as usize / (bytes * 2);
            if number("WORST").is_none() || (ratio > 2.6 && rate > 30) || rate > 500 {
                let four = if rate > 100_000 {
                    Duration::ZERO
                } else {
                    time(4)
                };
                let eight = if rate > 50_000 {
                    Duration::ZERO
                } else {
                    time(8)
                };
                println!(
                    "{} {token:?}: {one:.1?} {two:.1?} {four:.1?} {eight:.1?}, {rate} ns a byte",
                    place.name
                );
            }
        }
    }
}
