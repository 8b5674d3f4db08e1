//! Forms that copy from another region.

use crate::operation::RegionCopy;
use crate::protocol::RequestBuilder;

impl RequestBuilder {
    /// What the request copies is in the region that this parameter names. The URL by which it is copied is
    /// in another one, by the caller or the client.
    #[must_use]
    pub fn region_copy(
        mut self,
        source_region: &'static str,
        url: &'static str,
        sends_regions: bool,
    ) -> Self {
        self.copies = Some((source_region, url, sends_regions));
        self
    }
}

/// The form as it is sent, and the copy that it asks for, where the caller has no URL of it.
pub(super) fn split(
    form: String,
    copies: Option<(&str, &'static str, bool)>,
) -> (String, Option<RegionCopy>) {
    let Some((source, url, sends_regions)) = copies else {
        return (form, None);
    };
    let find = |name: &str| {
        let mut pairs = form.split('&').filter_map(|pair| pair.split_once('='));
        Some(pairs.find(|(known, _)| *known == name)?.1)
    };
    let region = find(source).map(str::to_owned);
    let copy = region
        .filter(|_| find(url).is_none())
        .map(|source_region| RegionCopy {
            source_region,
            url,
            sends_regions,
        });
    if sends_regions {
        return (form, copy);
    }
    let others = form
        .split('&')
        .filter(|pair| pair.split_once('=').is_none_or(|(name, _)| name != source));
    (others.collect::<Vec<_>>().join("&"), copy)
}
