//! What the links of a page tell that its text does not.

use crate::import::page::mark::beginning;

/// What the links of a page tell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// The service, by the link to its own page, or by the guide's address.
    pub service: Option<String>,
    /// The operations, by the links to the API documentation.
    pub guides: Vec<Guide>,
}

/// The address of an operation in the API documentation: `…/goto/WebAPI/iam-2010-05-08/GetPolicy`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Guide {
    /// The service's id, such as `iam`.
    pub service: String,
    /// The version of the API, such as `2010-05-08`.
    pub version: Option<String>,
    pub operation: String,
}

/// What stands before the service in such an address.
const GOTO: &str = "/goto/WebAPI/";

/// What stands before it in the address of the operation in boto3's documentation.
const GOTO_BOTO3: &str = "/goto/boto3/";

/// What stands before it in the address of the same page of any SDK, with the SDK's name between.
const GOTO_ANY: &str = "/goto/";

/// The most of them that are read.
const MOST: usize = 10_000;

/// The longest of them, in letters.
const LONGEST: usize = 1_000;

impl Guide {
    /// Reads an address.
    pub(crate) fn of(address: &str) -> Option<Self> {
        let path = [GOTO, GOTO_BOTO3]
            .iter()
            .find_map(|goto| address.split_once(goto))?
            .1;
        Self::of_path(path)
    }

    /// Reads `iam-2010-05-08/GetPolicy`.
    fn of_path(path: &str) -> Option<Self> {
        let (uid, operation) = path.split_once('/')?;
        let end = operation
            .find(|c: char| !is_part(c))
            .unwrap_or(operation.len());
        let operation = operation.get(..end).filter(|name| is_name(name))?;
        let (service, version) = match uid.len().checked_sub(VERSION.len()) {
            Some(at) if uid.get(at..).is_some_and(is_version) => {
                (uid.get(..at)?, uid.get(at + 1..).map(str::to_owned))
            }
            _ => (uid, None),
        };
        Some(Self {
            service: Some(service.to_owned()).filter(|name| is_name(name))?,
            version,
            operation: operation.to_owned(),
        })
    }
}

/// The form of a version, with the hyphen before it.
const VERSION: &str = "-0000-00-00";

fn is_version(text: &str) -> bool {
    text.len() == VERSION.len()
        && text
            .chars()
            .zip(VERSION.chars())
            .all(|(c, form)| match form {
                '0' => c.is_ascii_digit(),
                form => c == form,
            })
}

impl Guide {
    /// The addresses of operations in boto3's documentation that a text holds.
    pub(crate) fn all(page: &str) -> Vec<Self> {
        found(page, GOTO_BOTO3, Self::of)
    }

    /// The addresses of operations and data types in the documentation of any SDK.
    pub(crate) fn of_sdks(page: &str) -> Vec<Self> {
        found(page, GOTO_ANY, |address| {
            let (_, path) = address.split_once(GOTO_ANY)?;
            Self::of_path(path.split_once('/')?.1)
        })
    }
}

/// The addresses that a text holds.
fn found(page: &str, goto: &str, of: impl Fn(&str) -> Option<Guide>) -> Vec<Guide> {
    page.match_indices(goto)
        .take(MOST)
        .filter_map(|(at, _)| {
            let address = beginning(page.get(at..)?, LONGEST);
            let end = address.find(char::is_whitespace).unwrap_or(address.len());
            of(address.get(..end)?)
        })
        .collect()
}

impl Links {
    /// Finds the addresses that a text holds.
    pub(crate) fn of_text(page: &str) -> Self {
        let guides = found(page, GOTO, Guide::of);
        Self {
            service: guides.first().map(|guide| guide.service.clone()),
            guides,
        }
    }

    /// The address of the operation that boto3 calls `method`.
    pub(crate) fn guide(&self, method: &str) -> Option<&Guide> {
        self.guides
            .iter()
            .find(|guide| is_snake_of(method, &guide.operation))
    }
}

/// Whether `method` is `operation` in snake case; where the words of the method begin says nothing.
pub(crate) fn is_snake_of(method: &str, operation: &str) -> bool {
    let mut letters = method.chars().filter(|c| *c != '_');
    operation
        .chars()
        .all(|c| letters.next() == Some(c.to_ascii_lowercase()))
        && letters.next().is_none()
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

/// Whether a text may be the name of a service or an operation.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::Guide;

    #[test]
    fn the_address_of_the_guide_tells_the_service_and_the_version() {
        let guide = Guide::of("https://x/goto/WebAPI/shop-2020-01-02/GetItem").unwrap();
        assert_eq!(guide.service, "shop");
        assert_eq!(guide.version.as_deref(), Some("2020-01-02"));
        assert_eq!(guide.operation, "GetItem");
    }
}
