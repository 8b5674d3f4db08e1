//! From a boto3 page to the rendition of its operation.
//!
//! A page comes as HTML or as text extracted from it. [`html`] turns HTML into clean text, so that
//! everything after it reads text only:
//!
//! 1. [`sections`] finds the parts of the page;
//! 2. [`syntax`] parses the request and response syntax, which say what there is, in which order;
//! 3. [`heads`] finds what looks like the head of a member (`name (type) –`) in a structure's text;
//! 4. [`align`] pairs heads with the members of the syntax, in order;
//! 5. [`docs`] cleans what stands between two heads; of extracted text, [`repair`] finds the lost
//!    spaces and lines, by what [`vocabulary`] knows of the page's words;
//! 6. [`skeleton`] puts it together.

mod align;
mod docs;
mod heads;
mod html;
mod repair;
mod sections;
mod skeleton;
mod syntax;
mod token;
mod vocabulary;

use crate::diagnostic::Diagnostics;
use crate::escape;
use crate::spec::check::check_page;
use crate::spec::{DocFormat, Omission, Operation, Source};
use sections::Sections;
use sha2::{Digest, Sha256};
use skeleton::{Read, Section};
use std::fmt;
use vocabulary::Vocabulary;

/// What a page says.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The service as boto3 calls it, such as `imagebuilder`. Text has the client's class only: then
    /// this is the class in lower case.
    pub service: String,
    /// The rendition.
    pub operation: Operation,
    /// How many parameters and members there are, at every depth.
    pub members: usize,
    /// How many of them have a doc.
    pub documented: usize,
    /// What may be wrong with the rendition.
    pub warnings: Vec<String>,
}

/// Why a page has no rendition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PageError {
    /// It is not UTF-8.
    Encoding,
    /// Names in it are not what names of their kind may be.
    Names(Diagnostics),
    /// It is not the page of a boto3 client's method.
    NotAPage,
    /// It is another kind of page; the text says which.
    OtherKind(String),
    /// The page of this method has no request syntax, as methods that call no operation have none.
    NoSyntax(String),
    /// The request or response syntax cannot be read.
    Syntax {
        /// `request` or `response`.
        section: &'static str,
        /// What is wrong.
        message: String,
        /// What stands there.
        near: String,
    },
}

impl fmt::Display for PageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => formatter.write_str("it is not UTF-8"),
            Self::Names(problems) => {
                let all = problems.0.iter().map(|problem| {
                    let path = match problem.at.path.as_str() {
                        "" => String::new(),
                        path => format!("{}: ", escape::line(path)),
                    };
                    format!("{path}{}; {}", problem.message, problem.help)
                });
                formatter.write_str(&all.collect::<Vec<_>>().join("\n"))
            }
            Self::NotAPage => formatter.write_str(
                "it is not the page of a boto3 client's operation: \
                 no signature such as `imagebuilder.Client.get_image(**kwargs)`",
            ),
            Self::OtherKind(what) => formatter.write_str(what),
            Self::NoSyntax(method) => write!(
                formatter,
                "`{method}` has no request syntax: it is not the page of an operation of the service"
            ),
            Self::Syntax {
                section,
                message,
                near,
            } => write!(formatter, "the {section} syntax: {message}, at `{near}`"),
        }
    }
}

impl std::error::Error for PageError {}

/// Reads a page, HTML or text. `name` is its file name, kept as its source.
///
/// # Errors
/// The bytes are not the page of an operation, or its syntax cannot be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Imported, PageError> {
    let page = std::str::from_utf8(bytes).map_err(|_| PageError::Encoding)?;
    let page = page.strip_prefix('\u{feff}').unwrap_or(page);
    let is_html = html::is_html(page);
    let (text, links) = if is_html {
        html::to_text(page)
    } else {
        (page.to_owned(), html::Links::default())
    };
    let sections = Sections::find(&text)?;
    let vocabulary = (!is_html).then(|| Vocabulary::new(&text, sections.literals()));
    let form = match &vocabulary {
        Some(vocabulary) => docs::Form::Extracted(vocabulary),
        None => docs::Form::Clean,
    };

    let mut warnings = Vec::new();
    let mut omitted = Vec::new();
    let request = section(
        &sections,
        Section::Request,
        form,
        &mut warnings,
        &mut omitted,
    )?;
    let response = section(
        &sections,
        Section::Response,
        form,
        &mut warnings,
        &mut omitted,
    )?;
    let (doc, deprecated) = docs::description(sections.description, form);
    let (operation, is_known) = match links.operation {
        Some(operation) => (operation, true),
        None => sections.operation_name(),
    };
    if !is_known {
        omitted.push(Omission {
            section: "operation".to_owned(),
            reason: format!(
                "the page does not tell how it is written on the wire; it is made from `{}`, and \
                 an acronym may have lost its capitals",
                sections.method
            ),
        });
    }
    let count = |read: &Option<Read>, of: fn(&Read) -> usize| read.as_ref().map_or(0, of);
    checked(Imported {
        service: links
            .service
            .unwrap_or_else(|| sections.class.to_ascii_lowercase()),
        members: count(&request, |read| read.members) + count(&response, |read| read.members),
        documented: count(&request, |read| read.documented)
            + count(&response, |read| read.documented),
        operation: Operation {
            schema: Some("../schema/operation.schema.json".to_owned()),
            operation,
            method: sections.method.to_owned(),
            source: Some(Source {
                page: Some(name.to_owned()),
                model: None,
                sha256: Some(hex(&Sha256::digest(bytes))),
            }),
            doc_format: DocFormat::Text,
            doc,
            deprecated: deprecated.then(String::new),
            http: None,
            auth: None,
            checksum_required: false,
            pagination: None,
            request: request
                .map(|read| read.shapes)
                .filter(|shapes| !shapes.is_empty()),
            response_doc: response.as_ref().and_then(|read| read.doc.clone()),
            response: response.map(|read| read.shapes),
            exceptions: sections.exceptions(),
            omitted,
        },
        warnings,
    })
}

/// The rendition, where its names are what names of their kind may be.
fn checked(imported: Imported) -> Result<Imported, PageError> {
    let problems = check_page(&imported.service, &imported.operation);
    problems.into_result(imported).map_err(PageError::Names)
}

/// Reads one section, and records what it leaves out.
fn section(
    sections: &Sections<'_>,
    section: Section,
    form: docs::Form<'_>,
    warnings: &mut Vec<String>,
    omitted: &mut Vec<Omission>,
) -> Result<Option<Read>, PageError> {
    let (part, name) = match section {
        Section::Request => (Some(&sections.request), "request"),
        Section::Response => (sections.response.as_ref(), "response"),
    };
    let Some(part) = part else {
        return Ok(None);
    };
    let read = skeleton::read(section, part, form).map_err(|error| PageError::Syntax {
        section: name,
        message: error.message.to_owned(),
        near: error.near,
    })?;
    warnings.extend(
        read.warnings
            .iter()
            .map(|warning| format!("{name}: {warning}")),
    );
    omitted.extend(read.omitted.iter().map(|gap| Omission {
        section: if gap.path.is_empty() {
            name.to_owned()
        } else {
            format!("{name}.{}", gap.path)
        },
        reason: gap.reason.clone(),
    }));
    Ok(Some(read))
}

/// The first letters of a text.
fn beginning(text: &str, letters: usize) -> &str {
    let end = text.char_indices().nth(letters);
    end.map_or(text, |(end, _)| text.split_at(end).0)
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
