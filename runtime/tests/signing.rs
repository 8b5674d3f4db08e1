//! Who signs a call: by the service's endpoint rules.
#![cfg(feature = "endpoint-rules")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use bytes::Bytes;
use common::GetImageError;
use http::{Request, Response};
use shapewright_runtime::auth::{
    CredentialContext, Credentials, CredentialsError, ProvideCredentials,
};
use shapewright_runtime::client::Client;
use shapewright_runtime::config::ConfigBuilder;
use shapewright_runtime::operation::rules::{AuthScheme, Outcome, Parameter, Rules, Source};
use shapewright_runtime::operation::{Metadata, Operation, Service, Streams};
use shapewright_runtime::platform::{BoxFuture, block_on};
use shapewright_runtime::presigning::PresigningConfig;
use shapewright_runtime::testing::StubTransport;
use shapewright_runtime::{
    ByteStream, ErrorMetadata, RequestError, RequestErrorKind, UnknownError,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Hosts that begin with the account, and paths that are signed as they are sent.
static RULES: Rules = Rules {
    parameters: &[Parameter::new("AccountId", Source::AccountId)],
    values: &[shapewright_runtime::operation::rules::Value::Parameter(0)],
    tests: &[],
    outcomes: &[Outcome::endpoint(
        "https://{0}.depot.example",
        &[],
        &[AuthScheme::new("sigv4", None, Some("eu-west-3"), true)],
    )],
};

static SERVICE: Service =
    Service::new("depot", "Depot", "2020-01-01", "depot", "depot").with_rules(&RULES);

/// Puts a body that streams.
#[derive(Default)]
struct Put(Option<ByteStream>);

impl Operation for Put {
    type Output = ();
    type Error = GetImageError;
    const METADATA: Metadata = Metadata {
        streams: Streams::NONE.with_request(),
        ..Metadata::new(&SERVICE, "Put")
    };

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        Request::put("/a//%C3%A4")
            .body(Bytes::new())
            .map_err(|error| RequestError::new(RequestErrorKind::Build, error))
    }

    fn parse_response(response: &Response<Bytes>) -> Result<(), GetImageError> {
        if response.status().is_success() {
            return Ok(());
        }
        let error = UnknownError::new(ErrorMetadata::new());
        Err(GetImageError::Unknown(error))
    }

    fn take_body(&mut self) -> Option<ByteStream> {
        self.0.take()
    }
}

/// The same endpoint, which asks for SigV4A alone or prefers it.
const fn asymmetric(schemes: &'static [AuthScheme]) -> Outcome {
    Outcome::endpoint("https://depot.example", &[], schemes)
}

const SIGV4A: AuthScheme = AuthScheme::new("sigv4a", None, Some("*"), true);
const SIGV4: AuthScheme = AuthScheme::new("sigv4", None, None, false);

static ALONE: Rules = Rules {
    parameters: &[],
    values: &[],
    tests: &[],
    outcomes: &[asymmetric(&[SIGV4A])],
};
static EITHER: Rules = Rules {
    outcomes: &[asymmetric(&[SIGV4A, SIGV4])],
    ..ALONE
};

const DEPOT: Service = Service::new("depot", "Depot", "2020-01-01", "depot", "depot");
static OF_ALONE: Service = DEPOT.with_rules(&ALONE);
static OF_EITHER: Service = DEPOT.with_rules(&EITHER);

/// An operation of a service with these rules.
struct Get<const IS_ALONE: bool>;

impl<const IS_ALONE: bool> Operation for Get<IS_ALONE> {
    type Output = ();
    type Error = GetImageError;
    const METADATA: Metadata = Metadata::new(if IS_ALONE { &OF_ALONE } else { &OF_EITHER }, "Get");

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        Put::default().to_request()
    }

    fn parse_response(response: &Response<Bytes>) -> Result<(), GetImageError> {
        Put::parse_response(response)
    }
}

fn authorization<O: Operation>(
    input: O,
    configured: impl Fn(ConfigBuilder) -> ConfigBuilder,
) -> Result<Request<Bytes>, String> {
    let stub = StubTransport::new();
    stub.respond(200, "");
    let client = Client::new(&configured(stub.config().to_builder()).build());
    let mut result = Ok(());
    if let Err(error) = block_on(client.send(input)) {
        result = Err(error.to_string());
    }
    result.map(|()| stub.calls()[0].request.clone())
}

fn begins(request: &Request<Bytes>, algorithm: &str) -> bool {
    let header = request.headers()["authorization"].to_str();
    header.expect("text").starts_with(algorithm)
}

#[cfg(feature = "sigv4a")]
#[test]
fn an_endpoint_that_asks_for_sigv4a_has_it() {
    let algorithm = "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20150830/depot/aws4_request";
    let alone = authorization(Get::<true>, |builder| builder).expect("a request");
    assert!(begins(&alone, algorithm));
    assert_eq!(alone.headers()["x-amz-region-set"], "*");
    let own = |builder: ConfigBuilder| builder.sigv4a_signing_region_set("eu-west-1,us-east-1");
    let own = authorization(Get::<true>, own).expect("a request");
    assert_eq!(own.headers()["x-amz-region-set"], "eu-west-1,us-east-1");
    let either = authorization(Get::<false>, |builder| builder).expect("a request");
    assert!(begins(&either, algorithm));
    let client = Client::new(&StubTransport::new().config());
    let minute = PresigningConfig::expires_in(Duration::from_secs(60)).expect("an expiry");
    let url = block_on(client.presigned(Get::<true>, minute)).expect("a URL");
    assert!(
        url.uri()
            .contains("X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&")
    );
    assert!(url.uri().contains("&X-Amz-Region-Set=%2A&"));
    assert_eq!(url.headers().count(), 0);
}

#[cfg(not(feature = "sigv4a"))]
#[test]
fn a_build_without_sigv4a_names_its_feature() {
    let error = authorization(Get::<true>, |builder| builder).expect_err("no signature");
    assert!(error.contains("the feature `sigv4a`"), "{error}");
    let either = authorization(Get::<false>, |builder| builder).expect("a request");
    assert!(begins(&either, "AWS4-HMAC-SHA256"));
}

#[test]
fn a_preferred_way_to_sign_is_taken_of_those_of_an_endpoint() {
    let preferred = |builder: ConfigBuilder| builder.auth_scheme_preference(["noAuth", "sigv4"]);
    let either = authorization(Get::<false>, preferred).expect("a request");
    assert!(begins(&either, "AWS4-HMAC-SHA256"));
    let found = |builder: ConfigBuilder| {
        let variable = ("AWS_AUTH_SCHEME_PREFERENCE", "sigv4, sigv4a");
        builder.environment([variable].into_iter().collect())
    };
    let either = authorization(Get::<false>, found).expect("a request");
    assert!(begins(&either, "AWS4-HMAC-SHA256"));
}

/// Counts how often it is asked.
#[derive(Clone, Debug, Default)]
struct Counting(Arc<AtomicU32>);

impl ProvideCredentials for Counting {
    fn credentials<'a>(
        &'a self,
        _: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let account = "123456789012".to_owned();
        let credentials = Credentials::new("AKIDEXAMPLE", "not a secret");
        Box::pin(async { Ok(credentials.with_account_id(account)) })
    }
}

fn client(stub: &StubTransport, credentials: Counting) -> Client {
    Client::new(
        &stub
            .config()
            .to_builder()
            .credentials_provider(credentials)
            .build(),
    )
}

#[test]
fn a_call_to_an_accounts_endpoint_asks_for_credentials_once() {
    let (stub, asked) = (StubTransport::new(), Counting::default());
    stub.respond(500, "").respond(200, "").respond(200, "");
    let client = client(&stub, asked.clone());
    block_on(client.send(Put::default())).expect("a second attempt");
    // An attempt after a wait asks anew: they may have been replaced.
    assert_eq!(asked.0.load(Ordering::Relaxed), 2);
    block_on(client.send(Put::default())).expect("an answer");
    assert_eq!(asked.0.load(Ordering::Relaxed), 3);
    let calls = stub.calls();
    assert_eq!(
        calls[0].request.uri().host(),
        Some("123456789012.depot.example")
    );
    let signature = calls[0].request.headers()["authorization"].to_str();
    assert!(signature.expect("text").contains("/eu-west-3/depot/"));
}

#[test]
fn a_body_is_left_out_of_a_url_whose_path_is_signed_as_it_is() {
    let (stub, asked) = (StubTransport::new(), Counting::default());
    let client = client(&stub, asked.clone());
    let minute = PresigningConfig::expires_in(Duration::from_secs(60)).expect("an expiry");
    let presign = |body: &'static str| {
        let input = Put(Some(body.into()));
        block_on(client.presigned(input, minute.clone())).expect("a URL")
    };
    let (one, other) = (presign("one"), presign("other"));
    assert_eq!(asked.0.load(Ordering::Relaxed), 2);
    assert_eq!(one.uri(), other.uri());
    assert!(one.body().is_empty());
    assert_eq!(one.headers().count(), 0);
    let place = "https://123456789012.depot.example/a//%C3%A4?X-Amz-Algorithm=";
    assert!(one.uri().starts_with(place), "{}", one.uri());
    assert!(one.uri().contains("%2Feu-west-3%2Fdepot%2Faws4_request"));
    assert!(stub.calls().is_empty());
}

#[cfg(feature = "blocking")]
#[test]
fn a_url_needs_no_async_runtime() {
    let client = client(&StubTransport::new(), Counting::default());
    let minute = PresigningConfig::expires_in(Duration::from_secs(60)).expect("an expiry");
    let url = client
        .presigned_blocking(Put::default(), minute)
        .expect("a URL");
    assert_eq!(url.method(), "PUT");
}
