//! The kind of change of each keyword of the spec. A test compares the tables with the spec's schema.

use super::impact::{ChangeKind, Direction, Use};

/// How a keyword is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Keyword {
    /// By itself, member by member.
    Apart,
    /// Not at all: it says nothing of the API.
    Silent,
    Docs,
    Default,
    Defaults,
    Deprecated,
    BotoName,
    RustType,
    Required,
    Token,
    Sensitive,
    Limit,
    Error,
    Pagination,
    Protocols,
    Checksum,
    Compression,
    Wire,
}

use Keyword::{
    Apart, BotoName, Checksum, Compression, Default, Defaults, Deprecated, Docs, Error, Limit,
    Pagination, Protocols, Required, RustType, Sensitive, Silent, Token, Wire,
};

type Table = [(&'static str, Keyword)];

/// The keywords of a shape.
pub(super) const OF_SHAPE: &Table = &[
    ("type", Apart),
    ("ref", Apart),
    ("enum", Apart),
    ("members", Apart),
    ("element", Apart),
    ("key", Apart),
    ("value", Apart),
    ("doc", Docs),
    ("valueDocs", Docs),
    ("mediaType", Docs),
    ("default", Default),
    ("clientOptional", Default),
    ("deprecated", Deprecated),
    ("required", Required),
    ("idempotencyToken", Token),
    ("sensitive", Sensitive),
    ("min", Limit),
    ("max", Limit),
    ("pattern", Limit),
    ("sparse", RustType),
    ("jsonValue", Wire),
    ("streaming", RustType),
    ("error", Error),
    ("location", Wire),
    ("wireName", Wire),
    ("timestampFormat", Wire),
    ("requiresLength", Wire),
    ("eventPayload", Wire),
    ("eventHeader", Wire),
    ("hostLabel", Wire),
    ("clientDefault", Token),
    ("lastSegment", Wire),
    ("encoding", Docs),
    ("flattened", Wire),
    ("xmlAttribute", Wire),
    ("xmlNamespace", Wire),
    ("queryName", Wire),
    ("percentEncoded", Wire),
    ("md5Header", Wire),
    ("lenient", Wire),
    ("sentEmpty", Wire),
];

/// The keywords of a fixup.
pub(super) const OF_FIXUP: &Table = &[
    ("type", RustType),
    ("required", Required),
    ("location", Wire),
    ("wireName", Wire),
    ("timestampFormat", Wire),
    ("sensitive", Sensitive),
    ("idempotencyToken", Token),
    ("recursive", RustType),
];

/// The keywords of an operation, `http` of them apart.
pub(super) const OF_OPERATION: &Table = &[
    ("$schema", Silent),
    ("operation", Silent),
    ("source", Silent),
    ("docFormat", Silent),
    ("http", Apart),
    ("request", Apart),
    ("response", Apart),
    ("exceptions", Apart),
    ("doc", Docs),
    ("responseDoc", Docs),
    ("examples", Docs),
    ("omitted", Docs),
    ("deprecated", Deprecated),
    ("method", BotoName),
    ("pagination", Pagination),
    ("auth", Apart),
    ("checksumRequired", Checksum),
    ("endpointParameters", Wire),
    ("regionCopy", Wire),
    ("sending", Apart),
    ("xml", Wire),
    ("urlEncoding", Wire),
];

/// The keywords of an operation's `http`, as they are called in a change.
pub(super) const OF_HTTP: &Table = &[
    ("http.method", Wire),
    ("http.uri", Wire),
    ("http.responseCode", Wire),
    ("http.hostPrefix", Wire),
];

/// The keywords of an operation's `sending`, as they are called in a change.
pub(super) const OF_SENDING: &Table = &[
    ("sending.endpointMember", Wire),
    ("sending.queryAsForm", Wire),
    ("sending.treeHash", Wire),
    ("sending.compression", Compression),
    ("sending.contentMd5", Wire),
];

/// The keywords of `service.json`.
pub(super) const OF_SERVICE: &Table = &[
    ("$schema", Silent),
    ("service", Silent),
    ("source", Silent),
    ("output", Silent),
    ("operations", Apart),
    ("defaults", Defaults),
    ("http", Apart),
    ("fixups", Apart),
    ("names", Silent),
    ("shapes", Apart),
    ("waiters", Apart),
    ("title", Docs),
    ("doc", Docs),
    ("docFormat", Silent),
    ("serviceId", Wire),
    ("apiVersion", Wire),
    ("protocol", Wire),
    ("protocols", Protocols),
    ("jsonVersion", Wire),
    ("targetPrefix", Wire),
    ("queryCompatible", Wire),
    ("xmlNamespace", Wire),
    ("endpointPrefix", Wire),
    ("signingName", Wire),
    ("auth", Apart),
    ("authSchemes", Apart),
    ("globalEndpoint", Wire),
    ("headers", Wire),
    ("hosts", Wire),
    ("operationHosts", Wire),
    ("endpointRules", Apart),
    ("regionRedirect", Wire),
    ("session", Wire),
    ("endpointDiscovery", Wire),
];

/// How a keyword is compared. What no table has is of the wire, until somebody adds it.
pub(super) fn find(table: &Table, keyword: &str) -> Keyword {
    let row = table.iter().find(|(name, _)| *name == keyword);
    row.map_or(Wire, |(_, keyword)| *keyword)
}

/// Whether a keyword is compared here.
pub(super) fn is_compared(table: &Table, keyword: &str) -> bool {
    !matches!(find(table, keyword), Apart | Silent)
}

/// What a change of a keyword of a member or shape is.
pub(super) fn of_shape(
    table: &Table,
    keyword: &str,
    (before, after): (Option<&String>, Option<&String>),
    used: Use,
) -> ChangeKind {
    let direction = Direction::of(before, after);
    match find(table, keyword) {
        Docs | BotoName | Silent => ChangeKind::Docs,
        Default if used.filled => ChangeKind::DefaultFilled,
        Default => ChangeKind::Default,
        Deprecated => ChangeKind::DeprecatedNote,
        Required if used.filled && !used.sent => ChangeKind::ZeroFilled,
        Required => required(direction, used),
        Token => ChangeKind::Token,
        Sensitive => ChangeKind::Sensitive,
        Limit if takes_more(keyword, before, after) && used.sent => ChangeKind::LimitWidened,
        Limit if used.sent => ChangeKind::LimitOfSent,
        Limit => ChangeKind::LimitOfReceived,
        Error => ChangeKind::ErrorTrait,
        RustType | Apart => ChangeKind::RustType,
        Pagination | Protocols | Checksum | Compression | Defaults | Wire => {
            ChangeKind::WireOfMember
        }
    }
}

fn required(direction: Direction, used: Use) -> ChangeKind {
    match (direction, used.sent, used.received) {
        (_, false, _) => ChangeKind::RequiredOfReceived,
        (Direction::Added, true, true) => ChangeKind::RequiredLater,
        (Direction::Added, true, false) => ChangeKind::Required,
        (_, true, true) => ChangeKind::RequiredNoMoreLater,
        (_, true, false) => ChangeKind::RequiredNoMore,
    }
}

fn takes_more(keyword: &str, before: Option<&String>, after: Option<&String>) -> bool {
    let number = |text: Option<&String>| text?.parse::<f64>().ok();
    match (keyword, number(before), number(after)) {
        _ if after.is_none() => true,
        ("min", Some(before), Some(after)) => after <= before,
        ("max", Some(before), Some(after)) => after >= before,
        _ => false,
    }
}

/// What a change of a keyword of an operation is.
pub(super) fn of_operation(table: &Table, keyword: &str, direction: Direction) -> ChangeKind {
    match (find(table, keyword), direction) {
        (Docs | Silent, _) => ChangeKind::Docs,
        (Deprecated, Direction::Removed) => ChangeKind::NoLongerDeprecated,
        (Deprecated, _) => ChangeKind::DeprecatedCall,
        (BotoName, _) => ChangeKind::BotoName,
        (Checksum, Direction::Removed) => ChangeKind::ChecksumNoMore,
        (Compression, _) => ChangeKind::Compression,
        (Pagination, Direction::Added) => ChangeKind::New,
        (Pagination, Direction::Removed) => ChangeKind::PagesGone,
        (Pagination, Direction::Changed) => ChangeKind::PagesChanged,
        (
            Wire | Apart | RustType | Required | Token | Sensitive | Limit | Error | Default
            | Defaults | Protocols | Checksum,
            _,
        ) => ChangeKind::WireOfOperation,
    }
}

/// What a change of a keyword of `service.json` is.
pub(super) fn of_service(keyword: &str) -> ChangeKind {
    match find(OF_SERVICE, keyword) {
        Docs | Silent => ChangeKind::Docs,
        Protocols => ChangeKind::Protocols,
        Defaults => ChangeKind::Defaults,
        _ => ChangeKind::WireOfService,
    }
}

#[cfg(test)]
mod tests {
    use super::{OF_FIXUP, OF_HTTP, OF_OPERATION, OF_SENDING, OF_SERVICE, OF_SHAPE, Table};
    use crate::spec::{Fixup, Http, Operation, Sending, Service, Shape};
    use schemars::{JsonSchema, schema_for};
    use std::collections::BTreeSet;

    #[track_caller]
    fn is_of<T: JsonSchema>(table: &Table, prefix: &str) {
        let schema = schema_for!(T);
        let properties = schema.get("properties").and_then(|it| it.as_object());
        let properties = properties.expect("an object").keys();
        let known: BTreeSet<String> = table.iter().map(|(name, _)| (*name).to_owned()).collect();
        let all: BTreeSet<String> = properties.map(|name| format!("{prefix}{name}")).collect();
        assert_eq!(known, all);
        assert_eq!(known.len(), table.len(), "a keyword stands twice");
    }

    #[test]
    fn every_keyword_of_the_schema_has_its_row() {
        is_of::<Shape>(OF_SHAPE, "");
        is_of::<Fixup>(OF_FIXUP, "");
        is_of::<Operation>(OF_OPERATION, "");
        is_of::<Http>(OF_HTTP, "http.");
        is_of::<Sending>(OF_SENDING, "sending.");
        is_of::<Service>(OF_SERVICE, "");
    }
}
