//! Names that generated files already use.

use super::unique::{is_identifier, is_keyword};
use super::words;
use crate::escape::file_stem;
use crate::model::{Shape, ShapeName};

/// Types that generated files refer to without a path.
pub(super) const RESERVED_TYPES: [&str; 17] = [
    "Box",
    "Deserialize",
    "Err",
    "Into",
    "Map",
    "None",
    "Ok",
    "Option",
    "ReadJson",
    "Result",
    "Self",
    "Serialize",
    "Some",
    "String",
    "Vec",
    "Unknown",
    "WriteJson",
];
/// The other names that the file of structures, enumerations and unions uses.
pub(super) const RESERVED_MODEL_TYPES: [&str; 4] =
    ["FillDefaults", "From", "ProvideErrorMetadata", "ToOwned"];
/// The names beside exceptions in their file, and in the error of an operation.
pub(super) const RESERVED_EXCEPTIONS: [&str; 7] = [
    "FillDefaults",
    "Bytes",
    "RequestError",
    "ErrorMetadata",
    "Exception",
    "Request",
    "Response",
];
/// Operations whose error would have a name that generated files use.
pub(super) const RESERVED_PREFIXES: [&str; 3] = ["Operation", "Request", "Unknown"];
/// Methods of every fluent builder.
pub(super) const RESERVED_SETTERS: [&str; 15] = [
    "build",
    "clone",
    "customize",
    "finish",
    "into",
    "into_paginator",
    "new",
    "poll_interval",
    "presigned",
    "presigned_blocking",
    "send",
    "send_blocking",
    "wait",
    "wait_blocking",
    "input",
];
/// The fields and methods of every fluent builder.
pub(super) const RESERVED_INPUT: [&str; 1] = ["client"];
/// The methods of every client, and the module around those of the operations. A test
/// (`tests/naming.rs`) compares them with the generated client.
pub const RESERVED_OPERATIONS: [&str; 8] = [
    "clone",
    "config",
    "inner",
    "new",
    "operation",
    "send",
    "send_blocking",
    "send_with_metadata",
];
/// The methods of every operation's error.
pub(super) const RESERVED_TESTS: [&str; 6] = [
    "is_retryable",
    "is_service_error",
    "is_throttling",
    "is_timeout",
    "is_transient",
    "is_unknown",
];

/// A type's name, before it is made unique.
pub(super) fn spelled_type(shape: &Shape) -> String {
    let name = match &shape.name {
        ShapeName::Pinned(name) => return name.clone(),
        ShapeName::Shared(name) => words::camel(name),
        ShapeName::Inline {
            member,
            element: true,
        } => words::camel(&words::singular(member)),
        ShapeName::Inline {
            member,
            element: false,
        } => words::camel(member),
    };
    let of_its_file: &[&str] = match shape.error {
        Some(_) => &RESERVED_EXCEPTIONS,
        None => &RESERVED_MODEL_TYPES,
    };
    if of_its_file.contains(&name.as_str()) || RESERVED_TYPES.contains(&name.as_str()) {
        format!("{name}Shape")
    } else {
        name
    }
}

/// The prefix of an operation's types.
pub(super) fn prefix(operation: &str) -> String {
    let name = words::camel(operation);
    if RESERVED_PREFIXES.contains(&name.as_str()) {
        format!("{name}Operation")
    } else {
        name
    }
}

/// A variant; its name is not that of the variant for unknown values.
pub(super) fn variant(value: &str) -> String {
    match words::camel(value) {
        name if name == "Unknown" => "UnknownValue".to_owned(),
        name if is_keyword(&name) => format!("{name}Value"),
        name => name,
    }
}

/// A field or method, with the names taken in its scope.
pub(super) fn field(name: &str, taken: &[&str]) -> String {
    let name = match name.strip_prefix("r#") {
        Some(raw) if is_identifier(raw) => raw.to_owned(),
        _ => words::snake(name),
    };
    if matches!(name.as_str(), "self" | "super" | "crate" | "_") || taken.contains(&name.as_str()) {
        format!("{name}_")
    } else if is_keyword(&name) {
        format!("r#{name}")
    } else {
        name
    }
}

/// The name of an item that is also the name of its file.
pub(super) fn of_file(name: String) -> String {
    match name.strip_prefix("r#") {
        Some(_) => name,
        None => file_stem(&name),
    }
}
