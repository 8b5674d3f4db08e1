//! `POST /` with a target and JSON bodies:
//! <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>.

use super::{Binding, Protocol};
use crate::model::Operation;
use crate::plan::ir::{Body, Codec, CodecHome, RequestStart};
use crate::spec::Service;

/// JSON bodies.
pub(super) const CODEC: Codec = Codec {
    home: CodecHome::Module("protocol"),
    write: "json",
    payload: "json_payload",
    payload_or_empty: "json_or_empty",
    read: "json",
    read_payload: "payload",
    failure: "failure",
    modeled: None,
    events: Some("json"),
};

/// The version of JSON for a service that states none.
const VERSION: &str = "1.0";

pub(super) struct Json;

impl Protocol for Json {
    fn codec(&self) -> Codec {
        CODEC
    }

    fn has_json(&self) -> bool {
        true
    }

    fn binding(&self) -> Binding {
        Binding::Body
    }

    fn start(&self, service: &Service, operation: &Operation) -> RequestStart {
        let prefix = service.target_prefix.as_deref().unwrap_or_default();
        let version = service.json_version.as_deref().unwrap_or(VERSION);
        RequestStart::JsonRpc {
            target: format!("{prefix}.{}", operation.name),
            content_type: format!("application/x-amz-json-{version}"),
            query_compatible: service.query_compatible,
        }
    }

    fn whole_body(&self, operation: &Operation) -> Body {
        if operation.request.is_empty() {
            Body::EmptyObject
        } else {
            Body::Input { root: None }
        }
    }
}
