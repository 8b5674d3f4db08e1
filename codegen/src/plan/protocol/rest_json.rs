//! REST with JSON bodies: <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html>.

use super::{Binding, Protocol, json, rest_start};
use crate::model::Operation;
use crate::plan::ir::{Body, Codec, RequestStart};
use crate::spec::Service;

pub(super) struct RestJson;

impl Protocol for RestJson {
    fn codec(&self) -> Codec {
        json::CODEC
    }

    fn has_json(&self) -> bool {
        true
    }

    fn binding(&self) -> Binding {
        Binding::Http
    }

    fn start(&self, _: &Service, operation: &Operation) -> RequestStart {
        rest_start(operation)
    }

    fn whole_body(&self, _: &Operation) -> Body {
        Body::Input { root: None }
    }
}
