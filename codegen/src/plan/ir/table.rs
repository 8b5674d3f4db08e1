//! Exceptions to a protocol's rule, if serde writes and reads its bodies.

/// The table of a crate: how its service's use of the protocol differs from the rule.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its docs.
    pub doc: &'static str,
    /// The module of the crate.
    pub module: &'static str,
    /// The static.
    pub name: &'static str,
    /// The module of the runtime's `__codegen` that has its type, and `Wire`.
    pub room: &'static str,
    /// Its type.
    pub ty: &'static str,
    /// Its constructor.
    pub new: &'static str,
    /// The runtime's feature that it needs.
    pub feature: &'static str,
    /// The constructor's arguments before the types.
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
    /// Whether it is a flat list, without a wrapper.
    pub flat: bool,
    /// Whether it is an attribute.
    pub attribute: bool,
    /// Whether it is outside of the body.
    pub elsewhere: bool,
    /// Whether it is sparse: its values may be null.
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
