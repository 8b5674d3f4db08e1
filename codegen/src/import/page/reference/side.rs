//! The request or the response that pages are laid over, and what came of that.

use super::Reference;
use super::message::Body;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What members of structures are called in the page of their data type, and so in XML: by the paths of
/// the structures, the names of their members by what is shown for them.
pub(super) type Shown = BTreeMap<String, BTreeMap<String, String>>;

/// What was taken from a page, and where it differs from boto3's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// How many facts of each kind were taken.
    pub taken: BTreeMap<&'static str, usize>,
    /// Where the two pages do not say the same. What boto3's says was kept.
    pub differences: Vec<String>,
    /// Members of errors: no page tells their types, so they are left out.
    pub untyped: Vec<String>,
    /// The data types of nested members of which pages were given, by their names.
    pub used: BTreeSet<String>,
    /// Those of which none was: what is within them is left open.
    pub missing: BTreeSet<String>,
    /// The members of which the pages say something, by their paths.
    pub(in crate::import::page) told: BTreeSet<String>,
}

impl Laid {
    pub(super) fn count(&mut self, kind: &'static str) {
        *self.taken.entry(kind).or_default() += 1;
    }

    pub(super) fn differ(&mut self, path: &str, what: fmt::Arguments<'_>) {
        self.differences.push(match path {
            "" => what.to_string(),
            path => format!("`{path}`: {what}"),
        });
    }

    /// A syntax shows something that is no member of what is at this path.
    pub(super) fn no_member(&mut self, path: &str, shown: &str) {
        self.differ(
            path,
            format_args!("it shows `{shown}`, which boto3's page does not have"),
        );
    }

    /// A syntax does not show this member.
    pub(super) fn not_shown(&mut self, path: &str) {
        self.differ(
            path,
            format_args!("boto3's page has it, and this one does not show it"),
        );
    }
}

/// The request or the response.
pub(super) struct Side<'l> {
    pub name: &'static str,
    pub laid: &'l mut Laid,
    pub is_request: bool,
    /// Members are called as their elements are: of XML, or of the query protocols.
    pub names_elements: bool,
    pub is_rest: bool,
    /// What stands for members in XML.
    pub shown: Shown,
    /// The root of a body of XML, which is described as members are.
    pub root: Option<String>,
}

impl<'l> Side<'l> {
    pub(super) fn new(name: &'static str, reference: &Reference, laid: &'l mut Laid) -> Self {
        let is_request = name == "request";
        let message = match is_request {
            true => &reference.request,
            false => &reference.response,
        };
        Self {
            name,
            laid,
            is_request,
            names_elements: reference.names_elements(),
            is_rest: reference.shows_target(),
            shown: Shown::new(),
            root: match &message.body {
                Body::Xml(root) => Some(root.name.clone()),
                _ => None,
            },
        }
    }

    pub(super) fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.name)
    }

    /// Keeps what stands for a member of a structure.
    pub(super) fn is_shown(&mut self, path: &str, shown: &str, name: &str) {
        if shown != name {
            let of_structure = self.shown.entry(path.to_owned()).or_default();
            of_structure.insert(shown.to_owned(), name.to_owned());
        }
    }
}
