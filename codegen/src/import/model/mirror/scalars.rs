//! The values of single keys.

use super::super::json::{At, Fields, Node, Report};
use super::keys::unused;
use crate::spec::{Location, TimestampFormat, Type, XmlNamespace};

pub(super) fn kind(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> Option<Type> {
    let name = fields.required(report, at, "type")?;
    let is = |report: &mut Report, key| fields.flag(report, at, key);
    Some(match name {
        "structure" if is(report, "document") => Type::Document,
        "structure" if is(report, "union") || is(report, "eventstream") => Type::Union,
        "structure" => Type::Structure,
        "list" => Type::List,
        "map" => Type::Map,
        "string" | "character" => Type::String,
        "boolean" => Type::Boolean,
        "byte" => Type::Byte,
        "short" => Type::Short,
        "integer" => Type::Integer,
        "long" => Type::Long,
        "float" => Type::Float,
        "double" => Type::Double,
        "timestamp" => Type::Timestamp,
        "blob" => Type::Blob,
        _ => {
            report.error(
                &at.child("type"),
                format!("unknown type `{name}`"),
                "the types are structure, list, map, string, boolean, byte, short, integer, long, \
                 float, double, timestamp and blob",
            );
            return None;
        }
    })
}

pub(super) fn section<'n>(report: &mut Report, fields: &Fields<'n>, key: &str) -> Option<&'n Node> {
    let node = fields.node(key);
    if node.is_none() {
        report.error(
            &At::ROOT,
            format!("`{key}` is missing"),
            "add it, or take the model from a release of botocore",
        );
    }
    node
}

/// The shape that `{"shape": ...}` names.
pub(super) fn target<'n>(report: &mut Report, at: &At<'_>, node: &'n Node) -> Option<&'n str> {
    // An exception's traits stand on its shape too; those of its uses repeat them.
    let known = [
        "documentation",
        "error",
        "exception",
        "fault",
        "locationName",
        "shape",
        "xmlNamespace",
    ];
    let fields = report.record(at, node, &known, unused::REFERENCE);
    fields.required(report, at, "shape")
}

/// Name and namespace of the root element of a request in XML, which stand where its shape is named.
pub(super) fn root<'n>(
    report: &mut Report,
    at: &At<'_>,
    node: &'n Node,
) -> (Option<&'n str>, Option<XmlNamespace>) {
    // What else may be there is looked at by `target`.
    let Node::Object(_) = node else {
        return (None, None);
    };
    let fields = report.object(at, node);
    let name = fields.text(report, at, "locationName");
    let namespace = namespace(report, at, &fields).map(|(prefix, uri)| XmlNamespace {
        prefix: prefix.map(str::to_owned),
        uri: uri.to_owned(),
    });
    (name, namespace)
}

/// The text of a deprecation, which may be empty.
pub(super) fn deprecation(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> Option<String> {
    let message = fields.text(report, at, "deprecatedMessage");
    let since = fields.text(report, at, "deprecatedSince");
    if !fields.flag(report, at, "deprecated") {
        return None;
    }
    Some(match (message, since) {
        (Some(message), Some(since)) => format!("{message} (since {since})"),
        (Some(message), None) => message.to_owned(),
        (None, Some(since)) => format!("since {since}"),
        (None, None) => String::new(),
    })
}

pub(super) fn location(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> Option<Location> {
    let name = fields.text(report, at, "location")?;
    match name {
        "uri" => Some(Location::Uri),
        "querystring" => Some(Location::QueryString),
        "header" => Some(Location::Header),
        "headers" => Some(Location::Headers),
        "statusCode" => Some(Location::StatusCode),
        _ => {
            report.error(
                &at.child("location"),
                format!("unknown location `{name}`"),
                "the locations are uri, querystring, header, headers and statusCode",
            );
            None
        }
    }
}

pub(super) fn timestamp_format(
    report: &mut Report,
    at: &At<'_>,
    fields: &Fields<'_>,
) -> Option<TimestampFormat> {
    let name = fields.text(report, at, "timestampFormat")?;
    match name {
        "iso8601" => Some(TimestampFormat::Iso8601),
        "rfc822" => Some(TimestampFormat::Rfc822),
        "unixTimestamp" => Some(TimestampFormat::UnixTimestamp),
        _ => {
            report.error(
                &at.child("timestampFormat"),
                format!("unknown timestamp format `{name}`"),
                "the formats are iso8601, rfc822 and unixTimestamp",
            );
            None
        }
    }
}

/// Prefix and URI of an XML namespace, which is an object or the URI alone.
pub(super) fn namespace<'n>(
    report: &mut Report,
    at: &At<'_>,
    fields: &Fields<'n>,
) -> Option<(Option<&'n str>, &'n str)> {
    let here = at.child("xmlNamespace");
    match fields.node("xmlNamespace")? {
        Node::Text(uri) => Some((None, uri)),
        node => {
            let fields = report.record(&here, node, &["prefix", "uri"], &[]);
            let prefix = fields.text(report, &here, "prefix");
            Some((prefix, fields.required(report, &here, "uri")?))
        }
    }
}

pub(super) fn checksum_required(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> bool {
    let required = fields.flag(report, at, "httpChecksumRequired");
    let Some(node) = fields.node("httpChecksum") else {
        return required;
    };
    let here = at.child("httpChecksum");
    let known = ["requestChecksumRequired"];
    let unused = [
        "requestAlgorithmMember",
        "requestValidationModeMember",
        "responseAlgorithms",
    ];
    let checksum = report.record(&here, node, &known, &unused);
    required || checksum.flag(report, &here, "requestChecksumRequired")
}

/// Whether bodies may be compressed with gzip, the one way that there is.
pub(super) fn compression(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> bool {
    let here = at.child("requestcompression");
    fields.node("requestcompression").is_some_and(|node| {
        let compression = report.record(&here, node, &["encodings"], &[]);
        compression
            .texts(report, &here, "encodings")
            .contains(&"gzip")
    })
}

/// Whether an operation's host is told by another one, and must be asked for.
pub(super) fn discovery(report: &mut Report, at: &At<'_>, fields: &Fields<'_>) -> Option<bool> {
    let here = at.child("endpointdiscovery");
    let node = fields.node("endpointdiscovery");
    node.map(|node| {
        let discovery = report.record(&here, node, &["required"], &[]);
        discovery.flag(report, &here, "required")
    })
}
