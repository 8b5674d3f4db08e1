//! The form of a page, and its text in the one form that everything after it reads: a paragraph a line,
//! items marked, labels as the documentation's HTML has them.

mod blocks;
mod detect;
mod html;
mod label;
mod links;
pub(crate) mod markdown;
mod nested;
mod rendered;
mod rst;
mod split;

pub(crate) use detect::decoded;
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
    /// Whether nothing can be missing at its end.
    pub is_whole: bool,
}

/// The pages of a document: one, but for those of old sites, which have all operations of a service.
pub(crate) fn pages(bytes: &[u8]) -> Result<Vec<Page>, PageError> {
    let document = detect::decoded(bytes)?;
    let document = document.as_ref();
    let dialect = Dialect::of(document)?;
    let (text, mut links, extent) = match dialect {
        Dialect::Html => html::to_text(document),
        _ => (String::new(), Links::of_text(document), Extent::Unknown),
    };
    if extent == Extent::Cut {
        return Err(PageError::CutArticle);
    }
    let text = match dialect {
        Dialect::Html => text,
        Dialect::Extracted => document.to_owned(),
        Dialect::Nested => nested::to_text(document),
        Dialect::Markdown => markdown::to_text(document),
        Dialect::Rendered => rendered::to_text(document),
        Dialect::Copied => copied(document),
        Dialect::Rst => rst::to_text(&detect::dedented(document), links.service.as_deref()),
    };
    if dialect != Dialect::Html {
        // The service's own page is not linked to: the class of the client is its name.
        links.service = None;
    }
    let text = match dialect {
        Dialect::Extracted => text,
        // Smart quotes make dashes of two hyphens; a site may have none.
        Dialect::Html => label::dashed(&label::labelled(&text, true)),
        Dialect::Rst => label::dashed(&label::labelled(&text, false)),
        _ => label::labelled(&text, false),
    };
    let wording = match dialect {
        Dialect::Html | Dialect::Rst => Wording::Clean,
        Dialect::Extracted => Wording::Extracted,
        _ => Wording::Spaced,
    };
    let is_docstring = dialect == Dialect::Rst
        && !document.contains(".. py:method::")
        && !document.contains(".Client.exceptions.");
    Ok(split::operations(&text)
        .into_iter()
        .map(|part| Page {
            links: links.clone(),
            text: part.to_owned(),
            wording,
            lists_exceptions: !is_docstring,
            is_whole: extent == Extent::Whole || is_docstring,
        })
        .collect())
}

/// What a browser's copy holds: paragraphs with empty lines between them.
fn copied(page: &str) -> String {
    page.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect()
}
