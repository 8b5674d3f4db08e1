//! The official SDK, decoding, encoding and calling in memory.
//!
//! Its parsers and serialisers are private; an operation hands them out as a runtime plugin.

use aws_sdk_imagebuilder::Client;
use aws_sdk_imagebuilder::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_imagebuilder::operation::create_distribution_configuration::{
    CreateDistributionConfiguration, CreateDistributionConfigurationInput,
};
use aws_sdk_imagebuilder::operation::get_image::GetImage;
use aws_sdk_imagebuilder::operation::list_images::ListImages;
use aws_sdk_imagebuilder::types::{
    AmiDistributionConfiguration, Distribution, LaunchPermissionConfiguration,
};
use aws_smithy_async::time::StaticTimeSource;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use measure::Program;
use serde_json::Value;

const ARN: &str = "arn:aws:imagebuilder:us-east-1:123456789012:image/my-image/1.0.0/1";

fn main() {
    let program = Program::from_arguments();
    let image = program.data("get_image.json");
    let images = program.data("list_images.json");
    let request = program.data("create_distribution_configuration.json");
    decode(&program, "decode_get_image", &GetImage::new(), &image);
    decode(&program, "decode_list_images", &ListImages::new(), &images);
    encode(&program, "encode_large", &request);
    call(&program, "call_get_image", &image);
    call(&program, "call_empty", "{}");
    call_large(&program, &request);
}

fn decode(program: &Program, work: &str, operation: &impl RuntimePlugin, body: &str) {
    let layer = operation.config().expect("a layer");
    let parser = layer
        .load::<SharedResponseDeserializer>()
        .expect("a parser");
    let response = answer(body.to_owned());
    let config = ConfigBag::base();
    let parse = |()| {
        let output = parser.deserialize_nonstreaming_with_config(&response, &config);
        output.expect("a response")
    };
    program.work(work, body.len(), || (), parse);
}

fn encode(program: &Program, work: &str, json: &str) {
    let input = input(&serde_json::from_str(json).expect("JSON"));
    let layer = CreateDistributionConfiguration::new()
        .config()
        .expect("a layer");
    let serializer = layer
        .load::<SharedRequestSerializer>()
        .expect("a serializer");
    let mut config = ConfigBag::base();
    let mut build = |input| {
        let request = serializer.serialize_input(input, &mut config);
        request.expect("a request")
    };
    let prepare = || Input::erase(input.clone());
    let bytes = build(prepare()).body().bytes().expect("a body").len();
    program.work(work, bytes, prepare, build);
    program.work("drop_large", bytes, prepare, drop);
}

fn call(program: &Program, work: &str, body: &str) {
    let (client, runtime) = client(body);
    let send = |()| {
        let call = client.get_image().image_build_version_arn(ARN).send();
        runtime.block_on(call).expect("an answer")
    };
    program.work(work, body.len(), || (), send);
}

fn call_large(program: &Program, json: &str) {
    let input = input(&serde_json::from_str(json).expect("JSON"));
    let (client, runtime) = client("{}");
    let send = |input: CreateDistributionConfigurationInput| {
        let call = client
            .create_distribution_configuration()
            .set_name(input.name)
            .set_description(input.description)
            .set_distributions(input.distributions)
            .set_client_token(input.client_token)
            .send();
        runtime.block_on(call).expect("an answer")
    };
    program.work("call_large", json.len(), || input.clone(), send);
}

fn client(body: &str) -> (Client, tokio::runtime::Runtime) {
    let memory = SharedHttpConnector::new(Memory(body.to_owned()));
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(
            "AKIDEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG",
            None,
            None,
            "bench",
        ))
        .time_source(StaticTimeSource::from_secs(1_800_000_000))
        .http_client(http_client_fn(move |_, _| memory.clone()))
        .build();
    let client = Client::from_conf(config);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    (client, runtime.expect("a runtime"))
}

/// A connector that answers with this body.
#[derive(Debug)]
struct Memory(String);

impl HttpConnector for Memory {
    fn call(&self, _request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Ok(answer(self.0.clone())))
    }
}

fn answer(body: String) -> HttpResponse {
    HttpResponse::new(200.try_into().expect("a status"), SdkBody::from(body))
}

/// The request of the data as the SDK's type, which serde does not know.
fn input(json: &Value) -> CreateDistributionConfigurationInput {
    let distributions = list(&json["distributions"]).map(distribution).collect();
    CreateDistributionConfigurationInput::builder()
        .name(text(&json["name"]))
        .description(text(&json["description"]))
        .set_distributions(Some(distributions))
        .client_token(text(&json["clientToken"]))
        .build()
        .expect("an input")
}

fn distribution(json: &Value) -> Distribution {
    let ami = &json["amiDistributionConfiguration"];
    let permission = LaunchPermissionConfiguration::builder()
        .set_user_ids(Some(texts(&ami["launchPermission"]["userIds"])))
        .set_user_groups(Some(texts(&ami["launchPermission"]["userGroups"])))
        .build();
    let tags = ami["amiTags"].as_object().expect("an object");
    let tags = tags.iter().map(|(key, value)| (key.clone(), text(value)));
    let ami = AmiDistributionConfiguration::builder()
        .name(text(&ami["name"]))
        .description(text(&ami["description"]))
        .set_target_account_ids(Some(texts(&ami["targetAccountIds"])))
        .set_ami_tags(Some(tags.collect()))
        .launch_permission(permission)
        .build();
    Distribution::builder()
        .region(text(&json["region"]))
        .ami_distribution_configuration(ami)
        .set_license_configuration_arns(Some(texts(&json["licenseConfigurationArns"])))
        .build()
        .expect("a distribution")
}

fn list(json: &Value) -> impl Iterator<Item = &Value> {
    json.as_array().expect("a list").iter()
}

fn text(json: &Value) -> String {
    json.as_str().expect("a text").to_owned()
}

fn texts(json: &Value) -> Vec<String> {
    list(json).map(text).collect()
}
