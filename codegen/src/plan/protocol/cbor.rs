//! Smithy RPC v2 with CBOR bodies:
//! <https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html>.

use super::names::{NameRule, differing_types};
use super::{Binding, Facts, Protocol};
use crate::model::Operation;
use crate::plan::ir::{Body, Codec, CodecHome, RequestStart, Table, WireFormat};
use crate::spec::{Service, TimestampFormat};

/// CBOR, with the crate's table `cbor.rs`.
const CODEC: Codec = Codec {
    home: CodecHome::Table {
        module: "cbor",
        name: "CBOR",
    },
    write: "cbor",
    // All members are in the body.
    payload: "cbor",
    payload_or_empty: "cbor",
    read: "output",
    read_payload: "output",
    failure: "failure",
    modeled: Some("cbor"),
    events: Some("cbor"),
};

pub(super) struct Cbor;

impl Protocol for Cbor {
    fn codec(&self) -> Codec {
        CODEC
    }

    fn binding(&self) -> Binding {
        Binding::Body
    }

    fn start(&self, service: &Service, operation: &Operation) -> RequestStart {
        let prefix = service.target_prefix.as_deref().unwrap_or_default();
        RequestStart::RpcV2Cbor {
            path: format!("/service/{prefix}/operation/{}", operation.name),
            query_compatible: service.query_compatible,
        }
    }

    fn whole_body(&self, operation: &Operation) -> Body {
        if operation.has_request {
            Body::Input { root: None }
        } else {
            Body::Empty
        }
    }

    /// All timestamps have the same format, whatever the model states.
    fn timestamps(&self, _: Option<TimestampFormat>) -> Option<WireFormat> {
        None
    }

    fn table(&self, facts: Facts<'_>) -> Option<Table> {
        Some(Table {
            doc: "RPC v2 with CBOR",
            module: "cbor",
            name: "CBOR",
            room: "cbor",
            ty: "Cbor",
            new: "new",
            feature: "cbor",
            arguments: Vec::new(),
            types: differing_types(facts, self),
        })
    }
}

impl NameRule for Cbor {
    fn has_null(&self) -> bool {
        true
    }
}
