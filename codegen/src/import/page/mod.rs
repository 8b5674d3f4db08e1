//! Importing a boto3 page into the spec of its operation.
//!
//! A page comes in many formats: HTML, or what some tool made of it. [`source`] detects the format and
//! converts it to one normal form; everything after it knows only that. [`parse`] reads its structure,
//! [`prose`] its docs, and [`assemble`] puts them together.

mod assemble;
mod changed;
mod error;
mod keep;
mod mark;
mod parse;
mod promise;
mod prose;
mod reference;
mod service;
mod source;

pub use error::PageError;
pub use reference::{DataType, KnownError, Laid, Reference};
pub use service::{error_shape, service_file};

use crate::import::sha256;
use crate::spec::check::check_page;
use crate::spec::{DocFormat, Omission, Operation, Protocol, Source};
use assemble::{Read, Section};
use parse::sections::Sections;
use prose::{docs, seam};
use source::{End, Guide, Page, Wording};
use std::collections::BTreeSet;

/// The contents of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The service's name in boto3, such as `imagebuilder`. A text page has only the client's class: then it
    /// is the class in lower case.
    pub service: String,
    /// The client's class, such as `ImageBuilder`.
    pub class: String,
    /// The API that the URL of its guide names, if the page has one.
    pub api: Option<Api>,
    /// The spec of the operation.
    pub operation: Operation,
    /// The number of parameters and members, at any depth.
    pub members: usize,
    /// The number of them that have docs.
    pub documented: usize,
    /// What may be wrong with the spec.
    pub warnings: Vec<String>,
    /// The last exception, if the page's format has no end marker: there may be more.
    pub open_end: Option<String>,
    /// The errors from its page in the AWS API Reference, if that was merged.
    pub errors: Vec<KnownError>,
    /// The service's protocol according to that page, if it shows one.
    pub protocol: Option<Protocol>,
    /// Whether that page, if there is one, shows a method and a URI.
    pub shows_target: Option<bool>,
    /// The members of which that page, and those of its data types, say something, by their paths.
    told: BTreeSet<String>,
}

/// An API, as named in the URL of its guide.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Api {
    /// The service's id, such as `imagebuilder`.
    pub service: String,
    /// Its version, such as `2019-12-02`.
    pub version: Option<String>,
}

impl Api {
    fn of(guide: &Guide) -> Self {
        Self {
            service: guide.service.clone(),
            version: guide.version.clone(),
        }
    }
}

/// Reads the page of one operation, in any format. `name` is its file name, recorded as its source.
///
/// # Errors
/// The bytes are not the page of one operation, or its syntax cannot be parsed.
pub fn read(name: &str, bytes: &[u8]) -> Result<Imported, PageError> {
    let pages = source::pages(bytes)?;
    match pages.as_slice() {
        [page] => read_page(name, bytes, page),
        pages => Err(PageError::Several(pages.len())),
    }
}

/// Reads a page that may have several operations, as on old sites, where one page has all of a service.
/// Returns each operation, or why it could not be read.
///
/// # Errors
/// The bytes are not a page.
pub fn read_all(name: &str, bytes: &[u8]) -> Result<Vec<Result<Imported, PageError>>, PageError> {
    let pages = source::pages(bytes)?;
    let pages = pages.iter().map(|page| read_page(name, bytes, page));
    Ok(pages.collect())
}

/// A file of any of these kinds.
pub enum AnyPage {
    /// boto3's page of one or several operations: each of them, or why it could not be read.
    Operations(Vec<Result<Imported, PageError>>),
    /// An operation's page in the AWS API Reference.
    Reference(Box<Reference>),
    /// A data type's page in the AWS API Reference.
    DataType(Box<DataType>),
}

impl AnyPage {
    /// Reads a file of any of these kinds. `name` is its file name, recorded as its source.
    ///
    /// # Errors
    /// The bytes are not a page, or one of another kind.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, PageError> {
        match read_all(name, bytes) {
            Err(PageError::ApiReference) => {
                Reference::read(name, bytes).map(|page| Self::Reference(Box::new(page)))
            }
            Err(PageError::DataType) => {
                DataType::read(name, bytes).map(|page| Self::DataType(Box::new(page)))
            }
            read => read.map(Self::Operations),
        }
    }
}

/// Reads one operation's page.
fn read_page(name: &str, bytes: &[u8], page: &Page) -> Result<Imported, PageError> {
    let Page { text, links, .. } = page;
    let sections = Sections::find(text)?;
    let lexicon =
        (page.wording == Wording::Extracted).then(|| seam::learn(text, sections.literals()));
    let form = match &lexicon {
        Some(lexicon) => docs::Form::Extracted(lexicon),
        None if page.wording == Wording::Spaced => docs::Form::Spaced,
        None => docs::Form::Clean,
    };
    let mut warnings = Vec::new();
    let mut omitted = Vec::new();
    let service = links
        .service
        .clone()
        .unwrap_or_else(|| sections.class.to_ascii_lowercase());
    let mut read = |of| section(&sections, of, &service, form, &mut warnings, &mut omitted);
    let request = read(Section::Request)?;
    let response = read(Section::Response)?;
    let (doc, deprecated) = docs::description(sections.description, form);
    let guide = links.guide(sections.method);
    let operation = operation_name(&sections, guide, &mut omitted);
    omitted.extend(missing_exceptions(page));
    let exceptions = sections.exceptions();
    warnings.extend(may_be_cut(page, &sections, &exceptions));
    let open_end = exceptions
        .last()
        .filter(|_| page.end == End::Unknown && warnings.is_empty())
        .cloned();
    let count = |read: &Option<Read>, of: fn(&Read) -> usize| read.as_ref().map_or(0, of);
    checked(Imported {
        api: guide.map(Api::of),
        class: sections.class.to_owned(),
        service,
        members: count(&request, |read| read.members) + count(&response, |read| read.members),
        documented: count(&request, |read| read.documented)
            + count(&response, |read| read.documented),
        operation: Operation {
            url_encoding: None,
            schema: Some("../schema/operation.schema.json".to_owned()),
            operation,
            method: sections.method.to_owned(),
            source: Some(source_of(name, bytes)),
            doc_format: DocFormat::Text,
            doc,
            deprecated: deprecated.then(String::new),
            http: None,
            auth: None,
            checksum_required: false,
            endpoint_parameters: Default::default(),
            region_copy: None,
            sending: Default::default(),
            xml: None,
            pagination: None,
            request: request
                .map(|read| read.shapes)
                .filter(|shapes| !shapes.is_empty()),
            response_doc: response.as_ref().and_then(|read| read.doc.clone()),
            response: response.map(|read| read.shapes),
            exceptions,
            examples: Vec::new(),
            omitted,
        },
        warnings,
        open_end,
        errors: Vec::new(),
        protocol: None,
        shows_target: None,
        told: BTreeSet::new(),
    })
}

/// What a form without exceptions leaves out.
fn missing_exceptions(page: &Page) -> Option<Omission> {
    (!page.lists_exceptions).then(|| Omission {
        section: "exceptions".to_owned(),
        reason: "a docstring does not list them; the page of the operation does".to_owned(),
    })
}

/// The page, as the rendition says where it is from.
fn source_of(name: &str, bytes: &[u8]) -> Source {
    Source {
        page: Some(name.to_owned()),
        sha256: Some(sha256(bytes)),
        ..Source::default()
    }
}

/// The operation as it is written on the wire, where the page's links tell; else made from the
/// method, which the rendition says.
fn operation_name(
    sections: &Sections<'_>,
    guide: Option<&Guide>,
    omitted: &mut Vec<Omission>,
) -> String {
    let (operation, is_known) = match guide {
        Some(guide) => (guide.operation.clone(), true),
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
    operation
}

/// What is said of a page that may go on below its response.
fn may_be_cut(page: &Page, sections: &Sections<'_>, exceptions: &[String]) -> Option<String> {
    if page.end == End::There || !page.lists_exceptions {
        return None;
    }
    let Some(last) = exceptions.last() else {
        return Some(
            "it lists no exceptions: where the page has some below its response, save it again in full"
                .to_owned(),
        );
    };
    if sections.ends_within_exceptions() {
        return Some(format!(
            "it ends within its exceptions, at `{last}`: save it again in full"
        ));
    }
    (page.end == End::Missing).then(|| {
        format!(
            "the foot of the site's page is missing, and so may be exceptions behind `{last}`: save it again \
             in full"
        )
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
    service: &str,
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
    let read = assemble::read(section, part, service, form).map_err(|error| PageError::Syntax {
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
