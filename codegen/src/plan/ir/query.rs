//! What a query protocol has beside its rules.

/// How a service speaks a query protocol.
#[derive(Clone, Debug)]
pub struct Query {
    /// Which of the two.
    pub dialect: Dialect,
    /// The API version.
    pub version: String,
    /// The types with members that differ from the protocol's rule, sorted by name.
    pub types: Vec<(String, Vec<Wire>)>,
}

/// A query protocol.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Dialect {
    /// That of most services.
    Query,
    /// EC2's.
    Ec2,
}

/// How a member differs from the protocol's rule.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Wire {
    /// Its name in JSON.
    pub member: String,
    /// Its name in forms.
    pub name: Option<String>,
    /// Its name in XML.
    pub xml: Option<String>,
    /// Whether its elements stand without a wrapper.
    pub flat: bool,
    /// The name of its elements.
    pub element: Option<String>,
    /// The names of key and value in an entry.
    pub entry: Option<(String, String)>,
}
