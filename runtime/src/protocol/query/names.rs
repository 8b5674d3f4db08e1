//! What the members of a service's types are called in forms and XML, where it is not by the rule.

/// How a service speaks the query protocol.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    pub(super) dialect: Dialect,
    pub(super) version: &'static str,
    types: &'static [(&'static str, Members)],
}

/// The members of a type that differ from the protocol's rule, by their names in JSON.
pub type Members = &'static [(&'static str, Wire)];

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Dialect {
    Query,
    Ec2,
}

impl Query {
    /// The query protocol. `types` has those that differ from its rule, sorted by name.
    #[must_use]
    pub const fn new(version: &'static str, types: &'static [(&'static str, Members)]) -> Self {
        Self {
            dialect: Dialect::Query,
            version,
            types,
        }
    }

    /// The query protocol as EC2 has it: names begin with a capital in forms and with either case in
    /// XML, lists are flat in forms, and a response's members stand at its root.
    #[must_use]
    pub const fn ec2(version: &'static str, types: &'static [(&'static str, Members)]) -> Self {
        Self {
            dialect: Dialect::Ec2,
            version,
            types,
        }
    }

    pub(super) fn members(&self, name: &str) -> Members {
        match self.types.binary_search_by_key(&name, |(name, _)| name) {
            Ok(index) => self.types.get(index).map_or(&[], |(_, members)| members),
            Err(_) => &[],
        }
    }
}

/// How a member is written in forms and XML, where it is not by the protocol's rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire {
    pub(super) name: Option<&'static str>,
    pub(super) xml: Option<&'static str>,
    pub(super) is_flat: bool,
    pub(super) element: Option<&'static str>,
    entry: Option<(&'static str, &'static str)>,
}

pub(super) static RULE: Wire = Wire::new();

impl Wire {
    /// By the rule.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            name: None,
            xml: None,
            is_flat: false,
            element: None,
            entry: None,
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

    pub(super) fn of(members: Members, name: &str) -> &'static Self {
        let mut members = members.iter();
        members
            .find(|(known, _)| *known == name)
            .map_or(&RULE, |(_, wire)| wire)
    }

    pub(super) fn key_and_value(&self) -> (&'static str, &'static str) {
        self.entry.unwrap_or(("key", "value"))
    }
}
