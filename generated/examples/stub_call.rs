//! Calls against responses from memory, as in an application's tests; then the same operation as two
//! pure functions, without a transport.

use shapewright_imagebuilder::Client;
use shapewright_imagebuilder::operation::get_image::{GetImageError, GetImageInput};
use shapewright_runtime::ProvideErrorMetadata;
use shapewright_runtime::http::Response;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use std::error::Error;

const ARN: &str = "arn:aws:imagebuilder:us-east-1:123456789012:image/my-image/1.0.0/1";
const FORBIDDEN: &str = r#"{"__type": "ForbiddenException", "message": "not yours"}"#;

fn main() -> Result<(), Box<dyn Error>> {
    block_on(run())
}

async fn run() -> Result<(), Box<dyn Error>> {
    success().await?;
    typed_error().await?;
    pure_functions()
}

/// A successful call, and its request.
async fn success() -> Result<(), Box<dyn Error>> {
    let stub = StubTransport::new();
    stub.respond_to("GetImage", 200, include_str!("get_image.json"));
    let client = Client::new(&stub.config());

    let output = client
        .get_image()
        .image_build_version_arn(ARN)
        .send()
        .await?;

    let image = output.image.ok_or("a response without an image")?;
    println!("{}", image.name.as_deref().unwrap_or("(no name)"));
    assert_eq!(image.name.as_deref(), Some("my-image"));
    let calls = stub.calls();
    let call = calls.first().ok_or("no call")?;
    assert_eq!(call.request.uri().path(), "/GetImage");
    stub.assert_done();
    Ok(())
}

/// A call that fails with an exception of the API.
async fn typed_error() -> Result<(), Box<dyn Error>> {
    let stub = StubTransport::new();
    stub.respond_to("GetImage", 403, FORBIDDEN);
    let client = Client::new(&stub.config());

    let input = GetImageInput::new(ARN);
    match client.send(input).await {
        Err(GetImageError::ForbiddenException(error)) => {
            println!("{error}");
            assert_eq!(error.message.as_deref(), Some("not yours"));
            assert_eq!(error.metadata().status(), Some(403));
        }
        other => return Err(format!("not forbidden: {other:?}").into()),
    }
    stub.assert_done();
    Ok(())
}

/// Input to request, response to output or error: no client, no clock, no network.
fn pure_functions() -> Result<(), Box<dyn Error>> {
    let request = GetImageInput::new(ARN).to_request()?;
    println!("{} {}", request.method(), request.uri());
    assert_eq!(request.method(), "GET");

    let response = Response::new(include_str!("get_image.json").into());
    let output = GetImageInput::parse_response(&response)?;
    assert!(output.image.is_some());

    let response = Response::builder().status(403).body(FORBIDDEN.into())?;
    let error = GetImageInput::parse_response(&response);
    assert!(matches!(error, Err(GetImageError::ForbiddenException(_))));
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_call_does_what_it_says() -> Result<(), Box<dyn std::error::Error>> {
        super::main()
    }
}
