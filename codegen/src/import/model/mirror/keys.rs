//! The keys of a model.

/// Keys of a model that nothing generated depends on: endpoint rules and their parameters, hints for
/// other languages, and names for other purposes.
pub(super) mod unused {
    pub(in super::super) const MODEL: &[&str] = &["clientContextParams", "examples", "version"];
    pub(in super::super) const METADATA: &[&str] = &[
        "checksumFormat",
        "protocolSettings",
        "ripServiceName",
        "serviceAbbreviation",
        "uid",
    ];
    pub(in super::super) const OPERATION: &[&str] = &[
        "idempotent",
        "name",
        "operationContextParams",
        "readonly",
        "staticContextParams",
    ];
    pub(in super::super) const REFERENCE: &[&str] = &["resultWrapper", "xmlOrder"];
    pub(in super::super) const SHAPE: &[&str] = &[
        // Whether a structure is an event follows from the union it is a member of.
        "event",
        "contextParam",
        "box",
        "synthetic",
        "wrapper",
        "xmlOrder",
    ];
}

pub(super) const TRAITS: &[&str] = &[
    "deprecated",
    "deprecatedMessage",
    "deprecatedSince",
    "documentation",
    "enum",
    "eventheader",
    "eventpayload",
    "flattened",
    "hostLabel",
    "idempotencyToken",
    "jsonvalue",
    "location",
    "locationName",
    "max",
    "min",
    "pattern",
    "queryName",
    "requiresLength",
    "sensitive",
    "sparse",
    "streaming",
    "timestampFormat",
    "xmlAttribute",
    "xmlNamespace",
];
