//! A service model as it is written: its words, checked, and no decisions.
//!
//! `keys` has the keys that mean nothing here, `records` the records of a model, `traits` what stands
//! on shapes and their uses, `scalars` the values of single keys.

mod keys;
mod records;
mod scalars;
mod traits;

use super::json::Node;
use crate::spec::{Location, TimestampFormat, Type, XmlNamespace};
use indexmap::IndexMap;
use serde_json::Number;
use std::collections::BTreeSet;

/// A service model.
pub(in crate::import) struct Model<'n> {
    pub(in crate::import) metadata: Metadata<'n>,
    pub(in crate::import) documentation: Option<&'n str>,
    pub(in crate::import) deprecated: Option<String>,
    pub(in crate::import) operations: Vec<Operation<'n>>,
    pub(in crate::import) shapes: IndexMap<&'n str, Shape<'n>>,
    /// The names of all shapes, those that cannot be read too.
    pub(in crate::import) declared: BTreeSet<&'n str>,
}

/// What is the same for every operation.
#[derive(Default)]
pub(in crate::import) struct Metadata<'n> {
    pub(in crate::import) api_version: Option<&'n str>,
    pub(in crate::import) endpoint_prefix: Option<&'n str>,
    pub(in crate::import) full_name: Option<&'n str>,
    pub(in crate::import) global_endpoint: Option<&'n str>,
    pub(in crate::import) json_version: Option<&'n str>,
    pub(in crate::import) protocols: Vec<&'n str>,
    pub(in crate::import) query_compatible: bool,
    pub(in crate::import) service_id: Option<&'n str>,
    pub(in crate::import) signature_version: Option<&'n str>,
    pub(in crate::import) signing_name: Option<&'n str>,
    pub(in crate::import) target_prefix: Option<&'n str>,
    pub(in crate::import) xml_namespace: Option<&'n str>,
    pub(in crate::import) auth: Vec<&'n str>,
}

/// One operation.
pub(in crate::import) struct Operation<'n> {
    pub(in crate::import) name: &'n str,
    pub(in crate::import) method: &'n str,
    pub(in crate::import) uri: &'n str,
    pub(in crate::import) response_code: Option<u16>,
    pub(in crate::import) host_prefix: Option<&'n str>,
    pub(in crate::import) input: Option<&'n str>,
    /// The root element of a request in XML, and its namespace.
    pub(in crate::import) root: Option<&'n str>,
    pub(in crate::import) namespace: Option<XmlNamespace>,
    /// The root element of the response is the one member in its body.
    pub(in crate::import) unwrapped: bool,
    pub(in crate::import) output: Option<&'n str>,
    pub(in crate::import) errors: Vec<&'n str>,
    pub(in crate::import) documentation: Option<&'n str>,
    pub(in crate::import) deprecated: Option<String>,
    pub(in crate::import) auth: Vec<&'n str>,
    pub(in crate::import) authtype: Option<&'n str>,
    pub(in crate::import) unsigned_payload: bool,
    pub(in crate::import) checksum_required: bool,
    /// Whether the service takes bodies that are compressed with gzip.
    pub(in crate::import) compression: bool,
    pub(in crate::import) content_md5: bool,
    /// Whether another operation tells its endpoint: one that it must have, or may have.
    pub(in crate::import) discovery: Option<bool>,
    pub(in crate::import) tells_endpoints: bool,
}

/// One shape.
pub(in crate::import) struct Shape<'n> {
    pub(in crate::import) kind: Type,
    pub(in crate::import) traits: Traits<'n>,
    pub(in crate::import) members: Vec<(&'n str, Member<'n>)>,
    pub(in crate::import) required: Vec<&'n str>,
    pub(in crate::import) element: Option<Member<'n>>,
    pub(in crate::import) key: Option<Member<'n>>,
    pub(in crate::import) value: Option<Member<'n>>,
    pub(in crate::import) payload: Option<&'n str>,
    pub(in crate::import) exception: Option<Exception<'n>>,
}

/// A use of a shape.
pub(in crate::import) struct Member<'n> {
    pub(in crate::import) target: &'n str,
    pub(in crate::import) traits: Traits<'n>,
}

/// What can stand on a shape and on its use; the use decides.
#[derive(Clone, Default)]
pub(in crate::import) struct Traits<'n> {
    pub(in crate::import) documentation: Option<&'n str>,
    pub(in crate::import) deprecated: Option<String>,
    pub(in crate::import) location: Option<Location>,
    pub(in crate::import) location_name: Option<&'n str>,
    pub(in crate::import) timestamp_format: Option<TimestampFormat>,
    pub(in crate::import) values: Vec<&'n str>,
    /// What some of the values mean.
    pub(in crate::import) value_docs: Vec<(&'n str, &'n str)>,
    pub(in crate::import) default: Option<&'n Node>,
    pub(in crate::import) media_type: Option<&'n str>,
    pub(in crate::import) min: Option<&'n Number>,
    pub(in crate::import) max: Option<&'n Number>,
    pub(in crate::import) pattern: Option<&'n str>,
    pub(in crate::import) query_name: Option<&'n str>,
    pub(in crate::import) xml_namespace: Option<XmlNamespace>,
    pub(in crate::import) flags: Flags,
}

/// The traits that are there or not.
#[derive(Clone, Copy, Default)]
pub(in crate::import) struct Flags {
    pub(in crate::import) client_optional: bool,
    pub(in crate::import) event_header: bool,
    pub(in crate::import) event_payload: bool,
    pub(in crate::import) flattened: bool,
    pub(in crate::import) host_label: bool,
    pub(in crate::import) idempotency_token: bool,
    pub(in crate::import) json_value: bool,
    pub(in crate::import) requires_length: bool,
    pub(in crate::import) sensitive: bool,
    pub(in crate::import) sent_empty: bool,
    pub(in crate::import) sparse: bool,
    pub(in crate::import) streaming: bool,
    pub(in crate::import) xml_attribute: bool,
}

/// What makes a structure an error.
pub(in crate::import) struct Exception<'n> {
    pub(in crate::import) code: Option<&'n str>,
    pub(in crate::import) status: Option<u16>,
    pub(in crate::import) senders_fault: bool,
    pub(in crate::import) services_fault: bool,
    pub(in crate::import) retryable: bool,
    pub(in crate::import) throttling: bool,
}
