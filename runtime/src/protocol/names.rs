//! What the wire says of the members of a service's types beyond a protocol's rule: their names, how
//! they nest, and where they travel. One table for a service, by the names of type and member, which every
//! format that goes by serde reads.

// Which of these facts is read depends on the protocols that are compiled.
#![cfg_attr(
    not(all(feature = "query", feature = "rest-xml")),
    allow(dead_code, unreachable_pub, reason = "each protocol reads some")
)]

/// The members of a type that differ from the protocol's rule, by the API's names.
pub type Members = &'static [(&'static str, Wire)];

/// The types with members that differ from the protocol's rule, sorted by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names(pub(crate) &'static [(&'static str, Members)]);

impl Names {
    pub(crate) fn members(&self, name: &str) -> Members {
        match self.0.binary_search_by_key(&name, |(name, _)| name) {
            Ok(index) => self.0.get(index).map_or(&[], |(_, members)| members),
            Err(_) => &[],
        }
    }
}

/// How a member is on the wire, where that is not by the protocol's rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire {
    pub(crate) name: Option<&'static str>,
    pub(crate) xml: Option<&'static str>,
    pub(crate) is_flat: bool,
    pub(crate) is_attribute: bool,
    pub(crate) is_elsewhere: bool,
    pub(crate) is_sparse: bool,
    pub(crate) element: Option<&'static str>,
    pub(crate) namespace: Option<(&'static str, &'static str)>,
    entry: Option<(&'static str, &'static str)>,
    key: Option<&'static Wire>,
    part: Option<&'static Wire>,
}

pub(crate) static RULE: Wire = Wire::new();

impl Wire {
    /// By the rule.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            name: None,
            xml: None,
            is_flat: false,
            is_attribute: false,
            is_elsewhere: false,
            is_sparse: false,
            element: None,
            namespace: None,
            entry: None,
            key: None,
            part: None,
        }
    }

    /// With this name in forms.
    #[must_use]
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// With this name in XML.
    #[must_use]
    pub const fn xml(mut self, name: &'static str) -> Self {
        self.xml = Some(name);
        self
    }

    /// A list or map whose elements stand where the member would, without one around them.
    #[must_use]
    pub const fn flat(mut self) -> Self {
        self.is_flat = true;
        self
    }

    /// An attribute of the structure's element.
    #[must_use]
    pub const fn attribute(mut self) -> Self {
        self.is_attribute = true;
        self
    }

    /// Not in the body.
    #[must_use]
    pub const fn elsewhere(mut self) -> Self {
        self.is_elsewhere = true;
        self
    }

    /// A list or map in which nothing stands where a value may.
    #[must_use]
    pub const fn sparse(mut self) -> Self {
        self.is_sparse = true;
        self
    }

    /// A list with this name for its elements, in place of `member`.
    #[must_use]
    pub const fn element(mut self, name: &'static str) -> Self {
        self.element = Some(name);
        self
    }

    /// A map with these names in an entry, in place of `key` and `value`.
    #[must_use]
    pub const fn entry(mut self, key: &'static str, value: &'static str) -> Self {
        self.entry = Some((key, value));
        self
    }

    /// With a namespace of XML: its prefix, which is empty for the default one, and its URI.
    #[must_use]
    pub const fn namespace(mut self, prefix: &'static str, uri: &'static str) -> Self {
        self.namespace = Some((prefix, uri));
        self
    }

    /// With this for a map's keys.
    #[must_use]
    pub const fn key(mut self, key: &'static Self) -> Self {
        self.key = Some(key);
        self
    }

    /// With this for a list's elements or a map's values.
    #[must_use]
    pub const fn part(mut self, part: &'static Self) -> Self {
        self.part = Some(part);
        self
    }

    pub(crate) fn of(members: Members, name: &str) -> &'static Self {
        let mut members = members.iter();
        members
            .find(|(known, _)| *known == name)
            .map_or(&RULE, |(_, wire)| wire)
    }

    pub(crate) fn key_and_value(&self) -> (&'static str, &'static str) {
        self.entry.unwrap_or(("key", "value"))
    }

    /// How a map's keys are.
    pub(crate) fn of_keys(&self) -> &'static Self {
        self.key.unwrap_or(&RULE)
    }

    /// How a list's elements or a map's values are.
    pub(crate) fn of_parts(&self) -> &'static Self {
        self.part.unwrap_or(&RULE)
    }
}
