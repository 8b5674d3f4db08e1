//! What a page of the AWS API Reference tells of an operation's errors.

use super::side::Laid;
use super::{ERRORS, Reference};
use crate::import::page::Imported;
use std::collections::BTreeSet;

/// An error of an operation, as far as its page tells.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KnownError {
    /// The shape, as boto3 names it.
    pub shape: String,
    /// Its code on the wire, where that is another name.
    pub code: Option<String>,
    /// What it means.
    pub doc: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Its members. The page does not tell their types.
    pub members: Vec<String>,
}

impl Imported {
    pub(super) fn lay_errors(&mut self, reference: &Reference, laid: &mut Laid) {
        let operation = &mut self.operation;
        let is_gap = |section: &str| section == "exceptions";
        let is_unlisted = operation.omitted.iter().any(|gap| is_gap(&gap.section));
        if is_unlisted {
            operation.omitted.retain(|gap| !is_gap(&gap.section));
            operation.exceptions = reference.errors.iter().map(|it| it.name.clone()).collect();
            laid.count("names of errors");
        }
        let listed: BTreeSet<String> = operation.exceptions.iter().cloned().collect();
        for error in &reference.errors {
            let shape = [""]
                .iter()
                .chain(&ERRORS)
                .find_map(|end| listed.get(&format!("{}{end}", error.name)));
            let Some(shape) = shape else {
                laid.differ(
                    "",
                    format_args!(
                        "it has the error `{}`, which boto3's page does not list",
                        error.name
                    ),
                );
                continue;
            };
            if error.status.is_some() {
                laid.count("statuses of errors");
            }
            let untyped: Vec<&str> = error
                .members
                .iter()
                .map(String::as_str)
                .filter(|name| !is_message(name))
                .collect();
            if !untyped.is_empty() {
                laid.untyped
                    .push(format!("{shape}: {}", untyped.join(", ")));
            }
            self.errors.push(KnownError {
                shape: shape.clone(),
                code: (*shape != error.name).then(|| error.name.clone()),
                doc: error.doc.clone(),
                status: error.status,
                members: error.members.clone(),
            });
        }
        let known: BTreeSet<&String> = self.errors.iter().map(|error| &error.shape).collect();
        let all = operation.exceptions.iter();
        let missing: Vec<String> = all
            .filter(|shape| !known.contains(shape))
            .map(|shape| format!("`{shape}`"))
            .collect();
        if !missing.is_empty() {
            laid.differ(
                "",
                format_args!(
                    "it does not have these errors, which boto3's page lists: {}",
                    missing.join(", ")
                ),
            );
        }
    }
}

/// Whether a member of an error is its message.
pub(in crate::import::page) fn is_message(name: &str) -> bool {
    name.eq_ignore_ascii_case("message")
}
