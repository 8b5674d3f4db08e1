//! The form of a page, and its text in the one form that everything after it reads: a paragraph a line,
//! items marked, labels as the documentation's HTML has them.

mod blocks;
mod detect;
mod end;
mod html;
mod label;
mod links;
pub(crate) mod markdown;
mod nested;
mod normalize;
mod rendered;
mod rst;
mod split;

pub(crate) use detect::decoded;
pub(crate) use end::End;
pub(crate) use links::{Guide, Links, is_snake_of};

use super::error::PageError;
use detect::Dialect;
use html::Extent;

/// What became of the spaces around code and links.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wording {
    /// Those of the markup are gone.
    Clean,
    /// Those of the markup are among them.
    Spaced,
    /// Some are lost, and lines with them.
    Extracted,
}

/// One operation's page.
pub(crate) struct Page {
    pub text: String,
    pub links: Links,
    /// What making a text of the page did to its words.
    pub wording: Wording,
    /// Whether its form has the exceptions, where there are any.
    pub lists_exceptions: bool,
    /// Whether something may be missing at its end.
    pub end: End,
}

/// The pages of a document: one, but for those of old sites, which have all operations of a service, and for
/// several pages in one file.
pub(crate) fn pages(bytes: &[u8]) -> Result<Vec<Page>, PageError> {
    let document = detect::decoded(bytes)?;
    let document = document.as_ref();
    let dialect = Dialect::of(document)?;
    if dialect == Dialect::Html {
        return of_html(document);
    }
    let mut links = Links::of_text(document);
    let service = links.service.take();
    let parts = split::documents(document);
    let pages = parts.into_iter().flat_map(|part| {
        // The service's own page is not linked to: the class of the client is its name.
        let text = to_text(part, dialect, service.as_deref());
        let is_docstring = dialect == Dialect::Rst
            && !part.contains(".. py:method::")
            && !part.contains(".Client.exceptions.");
        let wording = match dialect {
            Dialect::Html | Dialect::Rst => Wording::Clean,
            Dialect::Extracted => Wording::Extracted,
            _ => Wording::Spaced,
        };
        let page = |text: &str| Page {
            links: links.clone(),
            text: text.to_owned(),
            wording,
            lists_exceptions: !is_docstring,
            end: match end::of_text(part) {
                _ if is_docstring => End::There,
                end => end,
            },
        };
        split::operations(&text)
            .into_iter()
            .map(page)
            .collect::<Vec<_>>()
    });
    Ok(pages.collect())
}

/// The pages of HTML.
fn of_html(document: &str) -> Result<Vec<Page>, PageError> {
    let (text, links, extent) = html::to_text(document);
    if extent == Extent::Cut {
        return Err(PageError::CutArticle);
    }
    let text = label::plain(&text).unwrap_or(text);
    // Smart quotes make dashes of two hyphens; a site may have none.
    let text = label::with_its_dashes(label::dashed(&label::labelled(&text, true)));
    let page = |text: &str| Page {
        links: links.clone(),
        text: text.to_owned(),
        wording: Wording::Clean,
        lists_exceptions: true,
        end: match extent {
            Extent::Whole => End::There,
            _ => end::of_html(document),
        },
    };
    Ok(split::operations(&text).into_iter().map(page).collect())
}

/// The text of an operation in a form that is no HTML.
fn to_text(document: &str, dialect: Dialect, service: Option<&str>) -> String {
    let text = match dialect {
        Dialect::Html | Dialect::Extracted => return label::with_its_dashes(document.to_owned()),
        Dialect::Nested => nested::to_text(document),
        Dialect::Markdown => markdown::to_text(document),
        Dialect::Rendered => rendered::to_text(document),
        Dialect::Copied => copied(document),
        Dialect::Rst => rst::to_text(&detect::dedented(document), service),
    };
    let text = label::labelled(&text, false);
    match dialect {
        Dialect::Rst => label::dashed(&text),
        _ => label::with_its_dashes(text),
    }
}

/// What a browser's copy holds: paragraphs with empty lines between them.
fn copied(page: &str) -> String {
    page.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect()
}
