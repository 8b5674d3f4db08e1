//! What a protocol has beside its rules, where serde writes and reads its bodies.

/// The table of a crate: how its service speaks the protocol.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it is, as the docs say it.
    pub doc: &'static str,
    /// The module of the crate.
    pub module: &'static str,
    /// The static.
    pub name: &'static str,
    /// The module of the runtime's `__codegen` that has its type, and `Wire`.
    pub room: &'static str,
    /// Its type.
    pub ty: &'static str,
    /// The function that makes it.
    pub new: &'static str,
    /// The runtime's feature that has all this.
    pub feature: &'static str,
    /// The function's arguments before the types.
    pub arguments: Vec<String>,
    /// The types with members that differ from the protocol's rule, sorted by name.
    pub types: Vec<(String, Vec<(String, Wire)>)>,
}

/// How a member differs from the protocol's rule.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Wire {
    /// Its name in forms.
    pub name: Option<String>,
    /// Its name in XML.
    pub xml: Option<String>,
    /// Whether its elements stand without a wrapper.
    pub flat: bool,
    /// Whether it is an attribute.
    pub attribute: bool,
    /// Whether it is not in the body.
    pub elsewhere: bool,
    /// Whether values may be absent in it.
    pub sparse: bool,
    /// The name of its elements.
    pub element: Option<String>,
    /// The names of key and value in an entry.
    pub entry: Option<(String, String)>,
    /// Its namespace: prefix, which is empty for the default one, and URI.
    pub namespace: Option<(String, String)>,
    /// How its keys differ.
    pub key: Option<Box<Wire>>,
    /// How its elements or values differ.
    pub part: Option<Box<Wire>>,
}
