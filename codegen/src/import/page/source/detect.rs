//! Which form a document is in, and what is none that can be read.

use super::label;
use super::normalize::normalized;
use crate::import::page::error::PageError;
use crate::import::page::mark::beginning;
use std::borrow::Cow;

/// The form of a page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Dialect {
    /// HTML.
    Html,
    /// Text as trafilatura extracted it up to 2.0.
    Extracted,
    /// Text as trafilatura extracts it since 2.1: a nested list.
    Nested,
    /// What a browser's copy holds: paragraphs with empty lines between them.
    Copied,
    /// What a terminal browser, or a converter to plain text, shows.
    Rendered,
    Markdown,
    /// reStructuredText: the docs' source, or a docstring.
    Rst,
}

impl Dialect {
    /// Finds out the form of a document.
    pub(crate) fn of(document: &str) -> Result<Self, PageError> {
        if let Some(what) = refused(document) {
            return Err(PageError::OtherKind(what));
        }
        if !document.contains(CALL) && is_api_reference(document) {
            return Err(PageError::ApiReference);
        }
        if !document.contains(CALL) && is_data_type(document) {
            return Err(PageError::DataType);
        }
        let any = |is: fn(&str) -> bool| document.lines().any(is);
        // Markdown may begin with a tag.
        if is_html(document) && !any(is_markdown) {
            return Ok(Self::Html);
        }
        Ok(if any(is_rst) {
            Self::Rst
        } else if any(is_markdown) {
            Self::Markdown
        } else if any(is_nested) {
            Self::Nested
        } else if any(|line| is_indented(line) && is_label(line)) {
            Self::Rendered
        } else if any(is_label) {
            Self::Copied
        } else {
            Self::Extracted
        })
    }
}

/// What boto3's pages of operations have.
const CALL: &str = "response = client.";

fn is_html(document: &str) -> bool {
    document.trim_start().starts_with('<')
}

fn is_rst(line: &str) -> bool {
    const MARKS: [&str; 5] = [
        ":rtype:",
        ":returns:",
        ":return:",
        "**Request Syntax**",
        ".. py:method::",
    ];
    let line = line.trim();
    MARKS.iter().any(|mark| line.starts_with(mark)) && !line.starts_with("**Request Syntax** r")
}

fn is_markdown(line: &str) -> bool {
    const HEADS: [&str; 4] = ["** (*", "** (_", "** *(", "** _("];
    let text = line.trim_start();
    let heading = text.trim_start_matches('#');
    heading.len() < text.len() && heading.starts_with(" Request Syntax")
        || line.contains("### Request Syntax")
        || HEADS.iter().any(|head| text.contains(head)) && text.contains('–')
        || text.starts_with("**Parameters")
}

fn is_nested(line: &str) -> bool {
    is_indented(line) && line.trim_start().starts_with("- ") && label::canonical(line).is_some()
}

fn is_indented(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with('\t')
}

/// Whether a line is a label that stands alone, without the hyphen that extracted text has.
fn is_label(line: &str) -> bool {
    let text = line.trim();
    text.starts_with(char::is_alphabetic) && label::canonical(text).is_some()
}

/// The text of a document's bytes, without what was done to it on its way.
pub(crate) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, PageError> {
    if let Some(what) = binary(bytes) {
        return Err(PageError::OtherKind(what.to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| PageError::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(normalized(of_terminal(text)))
}

/// A text without what a terminal puts into it.
fn of_terminal(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{1b}', '\u{8}']) {
        return Cow::Borrowed(text);
    }
    // Colours, and bold letters as a pager has them: each typed twice.
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\u{1b}' if letters.peek() == Some(&'[') => {
                letters.next();
                for c in letters.by_ref() {
                    if ('\u{40}'..='\u{7e}').contains(&c) {
                        break;
                    }
                }
            }
            '\u{8}' => {
                plain.pop();
            }
            c => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

/// What bytes are that are no text in UTF-8, and what to do.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const UTF_32: [&[u8]; 2] = [&[0xff, 0xfe, 0, 0], &[0, 0, 0xfe, 0xff]];
    const UTF_16: [&[u8]; 2] = [&[0xff, 0xfe], &[0xfe, 0xff]];
    const BEGINNING: usize = 1_000;
    let starts = |marks: &[&[u8]]| marks.iter().any(|mark| bytes.starts_with(mark));
    // Every other byte of what is mostly ASCII is zero.
    let zeros = bytes
        .iter()
        .take(BEGINNING)
        .filter(|byte| **byte == 0)
        .count();
    let is_wide = zeros > bytes.len().min(BEGINNING) / 4;
    Some(if starts(&UTF_32) {
        "it is UTF-32: save it as UTF-8, or convert it with `iconv -f UTF-32 -t UTF-8`"
    } else if starts(&UTF_16) || is_wide {
        "it is UTF-16: save it as UTF-8, or convert it with `iconv -f UTF-16 -t UTF-8`"
    } else if starts(&[b"%PDF-"]) {
        "it is a PDF: save the page as HTML from the browser"
    } else if starts(&[b"bplist00"]) {
        "it is a web archive of Safari: save the page as HTML (Format: Page Source)"
    } else if starts(&[&[0x1f, 0x8b]]) {
        "it is compressed: unpack it with `gzip -d`"
    } else if starts(&[b"PK\x03\x04"]) {
        "it is a ZIP archive, as office documents are, too: save the page itself as HTML"
    } else {
        return None;
    })
}

/// A docstring without what `help` puts before its lines.
pub(crate) fn dedented(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| match line.trim_start().strip_prefix('|') {
            Some(rest) => rest,
            None => line,
        });
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// What a document is that cannot be read as a page, and what to do.
fn refused(document: &str) -> Option<String> {
    const SAVE: &str = "save the page itself as HTML";
    let has = |text: &str| document.contains(text);
    let start = document.trim_start();
    let is_call = has(CALL);
    let what = if start.is_empty() {
        "it is empty: save the page again".to_owned()
    } else if start.starts_with("From: <Saved by") || is_mhtml(start) {
        format!("it is MHTML, a page with all its files in one: {SAVE} only, not as a single file")
    } else if is_view_of_source(document) {
        format!("it is a browser's view of a page's source: {SAVE}")
    } else if start.starts_with('{') && has("\"metadata\"") && has("\"operations\"") {
        "it is a service model: import it with --model".to_owned()
    } else if start.starts_with('{') && start.trim_end().ends_with('}') && has("\":") {
        "it is JSON, such as `aws --generate-cli-skeleton` writes, which tells no types: import the \
         page of the operation in boto3's documentation"
            .to_owned()
    } else if !is_call
        && start
            .lines()
            .take(20)
            .any(|line| line.contains("  # [REQUIRED]"))
    {
        "it is a skeleton of the AWS CLI, which tells no types: import the page of the operation in \
         boto3's documentation"
            .to_owned()
    } else if !is_call && (has("--generate-cli-skeleton") || has("--cli-input-json")) {
        "it is the help of the AWS CLI: import the page of the operation in boto3's documentation"
            .to_owned()
    } else if !is_call && is_resource(document) {
        "it is a page of a resource, which boto3 makes of several operations: import the page of the \
         client's operation"
            .to_owned()
    } else if let (false, Some(what)) = (is_call, in_its_place(document)) {
        format!("{what}: open the page in a browser, and save it again as HTML")
    } else {
        return None;
    };
    Some(what)
}

/// What was saved in place of a page of an operation.
fn in_its_place(document: &str) -> Option<&'static str> {
    const LONGEST_TITLE: usize = 300;
    let has = |text: &str| document.contains(text);
    if has("Request Syntax") {
        return None;
    }
    if has("These are the available methods") {
        return Some("it is the list of a client's methods, each of which has a page of its own");
    }
    let title = document
        .split_once("<title")
        .map(|(_, title)| beginning(title, LONGEST_TITLE));
    let title = title.and_then(|title| title.split("</title").next());
    let title = title.unwrap_or_default().to_ascii_lowercase();
    let titled = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if has("<Error>") && has("<Code>") || titled(&["404", "403", "not found", "error", "denied"]) {
        return Some("it is what a server sends in place of a page that it does not give");
    }
    if titled(&["sign in", "sign-in", "log in", "login"]) {
        return Some("it is the page of a login");
    }
    // Members are described, and nothing says of which operation.
    let is_described = has(") –") && has("(string)") || has("</em>) –");
    (is_described && !has(".Client.")).then_some(
        "it has members, and neither the operation's signature nor its syntax, which a reader view leaves out",
    )
}

/// Whether a document is how a browser shows the source of a page, or a copy of that with its tags as text.
fn is_view_of_source(document: &str) -> bool {
    const VIEWS: [&str; 3] = [
        "class=\"line-content\"",
        "class=\"line-number\"",
        "id=\"viewsource\"",
    ];
    const ESCAPED: [&str; 2] = ["&lt;!DOCTYPE", "&lt;html"];
    let start = document.trim_start();
    let is_escaped = ESCAPED.iter().any(|tag| {
        start
            .get(..tag.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(tag))
    });
    is_html(start) && VIEWS.iter().any(|view| document.contains(view)) || is_escaped
}

/// Whether the head of a mail says that several files follow.
fn is_mhtml(start: &str) -> bool {
    let head = beginning(start, 2_000).to_ascii_lowercase();
    head.contains("mime-version:") && head.contains("multipart/related")
}

/// Whether a page is about one of boto3's resources.
fn is_resource(document: &str) -> bool {
    let has = |text: &str| document.contains(text);
    (has(".ServiceResource") || has("/ Resource /") || has("/ Action /") || has("boto3.resource("))
        && !has(".Client.")
}

/// Whether a page says how an operation's request is written on the wire.
fn is_api_reference(document: &str) -> bool {
    let has = |text: &str| document.contains(text);
    has("Request Parameters") && has("Response Elements")
        || has("HTTP/1.1") && has("Request Syntax") && has("Response Syntax")
}

/// Whether a page is that of a data type in the AWS API Reference.
fn is_data_type(document: &str) -> bool {
    let is_heading = |line: &str| {
        let text = line.trim().trim_start_matches(['#', ' ']);
        text == "Contents" || text.starts_with("Contents<a ") || line.contains(">Contents</h")
    };
    document.contains("Required: ")
        && document.contains("Type: ")
        && document.lines().any(is_heading)
}
