//! The page of a data type in the AWS API Reference.

use super::{Member, Reader};
use crate::import::page::PageError;
use crate::import::page::source::Guide;
use crate::import::page::source_of;
use crate::spec::Source;
use std::collections::{BTreeMap, BTreeSet};

/// The page of a structure that stands within requests and responses, such as `API_Image.html`.
#[derive(Clone, Debug, PartialEq)]
pub struct DataType {
    /// Its name, such as `Image`.
    pub name: String,
    /// The service's id, such as `imagebuilder`, where the page has the links to the SDKs.
    pub service: Option<String>,
    pub(super) source: Source,
    pub(super) members: Vec<Member>,
}

impl DataType {
    /// Reads a page, in HTML, Markdown or as text. `name` is its file name, kept as its source.
    ///
    /// # Errors
    /// It is no such page, or has several data types.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, PageError> {
        let document = crate::import::page::source::decoded(bytes)?;
        let reader = Reader::of(document.as_ref()).map_err(|error| match error {
            PageError::Several(_) => PageError::OtherKind(
                "it has several pages of the AWS API Reference: save each as a file of its own"
                    .to_owned(),
            ),
            error => error,
        })?;
        let title = reader.operation.ok_or(PageError::NotAPage)?;
        let guides = Guide::of_sdks(document.as_ref());
        let guide = guides.into_iter().find(|guide| guide.operation == title);
        Ok(Self {
            service: guide.map(|guide| guide.service),
            name: title,
            source: source_of(name, bytes),
            members: reader.contents,
        })
    }

    /// The file that it was read from.
    #[must_use]
    pub fn page(&self) -> &str {
        self.source.page.as_deref().unwrap_or_default()
    }
}

/// The data types of one service.
pub(super) struct Types<'t> {
    by_name: BTreeMap<&'t str, &'t DataType>,
    /// Those that members have.
    pub used: BTreeSet<&'t str>,
    /// Those that members have and no page is of.
    pub missing: BTreeSet<String>,
}

impl<'t> Types<'t> {
    /// Those of a service, where it is known.
    pub(super) fn of(types: &'t [DataType], service: Option<&str>) -> Self {
        let is_its = |it: &&DataType| {
            let services = service.zip(it.service.as_deref());
            services.is_none_or(|(one, other)| one == other)
        };
        let by_name = types.iter().filter(is_its);
        Self {
            by_name: by_name.map(|it| (it.name.as_str(), it)).collect(),
            used: BTreeSet::new(),
            missing: BTreeSet::new(),
        }
    }

    /// The files of those that members have, each with the SHA-256 of its bytes.
    pub(super) fn sources(&self) -> BTreeMap<String, String> {
        let used = self.used.iter().filter_map(|name| self.by_name.get(name));
        used.filter_map(|it| {
            let source = &it.source;
            Some((source.page.clone()?, source.sha256.clone()?))
        })
        .collect()
    }

    /// The data type of this name.
    pub(super) fn find(&mut self, name: &str) -> Option<&'t DataType> {
        let found = self.by_name.get(name).copied();
        match found {
            Some(found) => _ = self.used.insert(&found.name),
            None => _ = self.missing.insert(name.to_owned()),
        }
        found
    }
}
