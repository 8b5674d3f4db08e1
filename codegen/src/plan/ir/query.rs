//! What a query protocol has beside its rules.

/// How a service speaks the query protocol.
#[derive(Clone, Debug)]
pub struct Query {
    /// Whether it does as EC2 has it.
    pub ec2: bool,
    /// The API version.
    pub version: String,
    /// The types with members that differ from the protocol's rule, sorted by name.
    pub types: Vec<(String, Vec<Wire>)>,
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
