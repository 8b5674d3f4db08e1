//! A service model as it is written: its words, checked, and no decisions.
//!
//! `keys` has the keys that mean nothing here, `records` the records of a model, `traits` what stands
//! on shapes and their uses, `scalars` the values of single keys.

mod keys;
mod records;
mod scalars;
mod traits;

use crate::spec::{Location, TimestampFormat, Type, XmlNamespace};
use indexmap::IndexMap;
use serde_json::Number;
use std::collections::BTreeSet;

/// A service model.
pub(super) struct Model<'n> {
    pub(super) metadata: Metadata<'n>,
    pub(super) documentation: Option<&'n str>,
    pub(super) deprecated: Option<String>,
    pub(super) operations: Vec<Operation<'n>>,
    pub(super) shapes: IndexMap<&'n str, Shape<'n>>,
    /// The names of all shapes, those that cannot be read too.
    pub(super) declared: BTreeSet<&'n str>,
}

/// What is the same for every operation.
#[derive(Default)]
pub(super) struct Metadata<'n> {
    pub(super) api_version: Option<&'n str>,
    pub(super) endpoint_prefix: Option<&'n str>,
    pub(super) full_name: Option<&'n str>,
    pub(super) global_endpoint: Option<&'n str>,
    pub(super) json_version: Option<&'n str>,
    pub(super) protocols: Vec<&'n str>,
    pub(super) query_compatible: bool,
    pub(super) service_id: Option<&'n str>,
    pub(super) signature_version: Option<&'n str>,
    pub(super) signing_name: Option<&'n str>,
    pub(super) target_prefix: Option<&'n str>,
    pub(super) xml_namespace: Option<&'n str>,
    pub(super) auth: Vec<&'n str>,
}

/// One operation.
pub(super) struct Operation<'n> {
    pub(super) name: &'n str,
    pub(super) method: &'n str,
    pub(super) uri: &'n str,
    pub(super) response_code: Option<u16>,
    pub(super) host_prefix: Option<&'n str>,
    pub(super) input: Option<&'n str>,
    pub(super) output: Option<&'n str>,
    pub(super) errors: Vec<&'n str>,
    pub(super) documentation: Option<&'n str>,
    pub(super) deprecated: Option<String>,
    pub(super) auth: Vec<&'n str>,
    pub(super) authtype: Option<&'n str>,
    pub(super) unsigned_payload: bool,
    pub(super) checksum_required: bool,
}

/// One shape.
pub(super) struct Shape<'n> {
    pub(super) kind: Type,
    pub(super) traits: Traits<'n>,
    pub(super) members: Vec<(&'n str, Member<'n>)>,
    pub(super) required: Vec<&'n str>,
    pub(super) element: Option<Member<'n>>,
    pub(super) key: Option<Member<'n>>,
    pub(super) value: Option<Member<'n>>,
    pub(super) payload: Option<&'n str>,
    pub(super) exception: Option<Exception<'n>>,
}

/// A use of a shape.
pub(super) struct Member<'n> {
    pub(super) target: &'n str,
    pub(super) traits: Traits<'n>,
}

/// What can stand on a shape and on its use; the use decides.
#[derive(Clone, Default)]
pub(super) struct Traits<'n> {
    pub(super) documentation: Option<&'n str>,
    pub(super) deprecated: Option<String>,
    pub(super) location: Option<Location>,
    pub(super) location_name: Option<&'n str>,
    pub(super) timestamp_format: Option<TimestampFormat>,
    pub(super) values: Vec<&'n str>,
    pub(super) min: Option<&'n Number>,
    pub(super) max: Option<&'n Number>,
    pub(super) pattern: Option<&'n str>,
    pub(super) query_name: Option<&'n str>,
    pub(super) xml_namespace: Option<XmlNamespace>,
    pub(super) flags: Flags,
}

/// The traits that are there or not.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) event_header: bool,
    pub(super) event_payload: bool,
    pub(super) flattened: bool,
    pub(super) host_label: bool,
    pub(super) idempotency_token: bool,
    pub(super) json_value: bool,
    pub(super) requires_length: bool,
    pub(super) sensitive: bool,
    pub(super) sparse: bool,
    pub(super) streaming: bool,
    pub(super) xml_attribute: bool,
}

/// What makes a structure an error.
pub(super) struct Exception<'n> {
    pub(super) code: Option<&'n str>,
    pub(super) status: Option<u16>,
    pub(super) senders_fault: bool,
    pub(super) services_fault: bool,
    pub(super) retryable: bool,
    pub(super) throttling: bool,
}
