//! Decodes a listing by the official SDK, whose parsers an operation hands out as a runtime plugin.

use aws_sdk_s3::operation::list_objects_v2::{ListObjectsV2, ListObjectsV2Output};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use measure::Program;

fn main() {
    let program = Program::from_arguments();
    let body = program.data("list_objects_v2.xml");
    let layer = ListObjectsV2::new().config().expect("a layer");
    let parser = layer
        .load::<SharedResponseDeserializer>()
        .expect("a parser");
    let status = 200.try_into().expect("a status");
    let response = HttpResponse::new(status, SdkBody::from(body.clone()));
    let config = ConfigBag::base();
    let parse = |()| {
        let output = parser.deserialize_nonstreaming_with_config(&response, &config);
        output.expect("a listing")
    };
    let output = parse(())
        .downcast::<ListObjectsV2Output>()
        .expect("a listing");
    assert_eq!(output.contents().len(), 1000);
    program.work("decode_listing", body.len(), || (), parse);
}
