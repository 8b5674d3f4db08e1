//! This project's client, decoding, encoding and calling in memory.

use measure::Program;
use serde::de::{DeserializeOwned, IgnoredAny};
use shapewright_imagebuilder::Client;
use shapewright_imagebuilder::operation::create_distribution_configuration::CreateDistributionConfigurationInput;
use shapewright_imagebuilder::operation::get_image::GetImageInput;
use shapewright_imagebuilder::operation::list_images::ListImagesInput;
use shapewright_runtime::RequestError;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::config::Config;
use shapewright_runtime::platform::{BoxFuture, block_on};
use shapewright_runtime::testing::ManualClock;
use shapewright_runtime::transport::{Limits, Transport};
use shapewright_runtime::http::{Request, Response};
use shapewright_runtime::operation::Operation;
use std::future::ready;
use std::time::{Duration, SystemTime};

const ARN: &str = "arn:aws:imagebuilder:us-east-1:123456789012:image/my-image/1.0.0/1";

fn main() {
    let program = Program::from_arguments();
    let image = program.data("get_image.json");
    let images = program.data("list_images.json");
    let request = program.data("create_distribution_configuration.json");
    decode::<GetImageInput>(&program, "decode_get_image", &image);
    decode::<ListImagesInput>(&program, "decode_list_images", &images);
    encode::<CreateDistributionConfigurationInput>(&program, "encode_large", &request);
    call(&program, "call_get_image", &image);
    call(&program, "call_empty", "{}");
    call_large(&program, &request);
    program.work(
        "scan_get_image",
        image.len(),
        || (),
        |()| serde_json::from_str::<IgnoredAny>(&image).expect("JSON"),
    );
}

fn decode<O: Operation>(program: &Program, work: &str, body: &str) {
    let response = Response::new(Bytes::from(body.to_owned()));
    let parse = |()| O::parse_response(&response).expect("a response");
    program.work(work, body.len(), || (), parse);
}

fn encode<O: Operation + DeserializeOwned>(program: &Program, work: &str, json: &str) {
    let input: O = serde_json::from_str(json).expect("an input");
    let bytes = input.to_request().expect("a request").body().len();
    let build = |()| input.to_request().expect("a request");
    program.work(work, bytes, || (), build);
}

fn call(program: &Program, work: &str, body: &str) {
    let client = client(body);
    let send = |()| {
        let call = client.get_image().image_build_version_arn(ARN).send();
        block_on(call).expect("an answer")
    };
    program.work(work, body.len(), || (), send);
}

fn call_large(program: &Program, json: &str) {
    let input: CreateDistributionConfigurationInput = serde_json::from_str(json).expect("an input");
    let client = client("{}");
    let send = |input: CreateDistributionConfigurationInput| {
        let call = client
            .create_distribution_configuration()
            .name(input.name)
            .set_description(input.description)
            .set_distributions(Some(input.distributions))
            .set_client_token(input.client_token)
            .send();
        block_on(call).expect("an answer")
    };
    program.work("call_large", json.len(), || input.clone(), send);
}

fn client(body: &str) -> Client {
    let config = Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG"))
        .clock(ManualClock::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000),
        ))
        .transport(Memory(Bytes::from(body.to_owned())))
        .build();
    Client::new(&config)
}

/// A transport that answers with this body.
#[derive(Debug)]
struct Memory(Bytes);

impl Transport for Memory {
    fn send(
        &self,
        _request: Request<Bytes>,
        _limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        Box::pin(ready(Ok(Response::new(self.0.clone()))))
    }
}
