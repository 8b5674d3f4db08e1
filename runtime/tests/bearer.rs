//! Bearer tokens: which calls have one, and where it is from.
#![cfg(feature = "client")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use bytes::Bytes;
use common::GetImageError;
use http::{Request, Response};
use shapewright_runtime::auth::Token;
use shapewright_runtime::client::Client;
use shapewright_runtime::config::ConfigBuilder;
use shapewright_runtime::operation::{Auth, Metadata, Operation, Service};
use shapewright_runtime::platform::{Environment, block_on};
use shapewright_runtime::presigning::PresigningConfig;
use shapewright_runtime::testing::StubTransport;
use shapewright_runtime::{RequestError, RequestErrorKind};
use std::marker::PhantomData;
use std::time::Duration;

/// What is called.
trait Kind: Send + Sync {
    const SERVICE: &'static Service;
    const AUTH: Auth = Auth::SigV4;
}

const DEPOT: Service = Service::new("depot", "Depot", "2020-01-01", "depot", "depot-api");

/// A service that takes signatures, and tokens too.
struct Both;

impl Kind for Both {
    const SERVICE: &'static Service = &DEPOT.with_auth_schemes(&[Auth::SigV4, Auth::Bearer]);
}

/// An operation of it that is not authorized.
struct Open;

impl Kind for Open {
    const SERVICE: &'static Service = Both::SERVICE;
    const AUTH: Auth = Auth::None;
}

/// A service that takes signatures alone.
struct Signed;

impl Kind for Signed {
    const SERVICE: &'static Service = &DEPOT;
}

/// One that takes tokens alone.
struct Tokens;

impl Kind for Tokens {
    const SERVICE: &'static Service =
        &Service::new("shelf", "Shelf", "2020-01-01", "shelf", "shelf");
    const AUTH: Auth = Auth::Bearer;
}

struct Get<K>(PhantomData<K>);

impl<K: Kind> Operation for Get<K> {
    type Output = ();
    type Error = GetImageError;
    const METADATA: Metadata = Metadata {
        auth: K::AUTH,
        ..Metadata::new(K::SERVICE, "Get")
    };

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        Request::get("/")
            .body(Bytes::new())
            .map_err(|error| RequestError::new(RequestErrorKind::Build, error))
    }

    fn parse_response(_: &Response<Bytes>) -> Result<(), GetImageError> {
        Ok(())
    }
}

/// The authorization of a call.
fn sent<K: Kind>(
    variables: &[(&str, &str)],
    configured: impl Fn(ConfigBuilder) -> ConfigBuilder,
) -> Result<String, String> {
    let request = request::<K>(variables, configured)?;
    let header = request.headers()["authorization"].to_str();
    let header = header.expect("text");
    Ok(header
        .split(" Credential")
        .next()
        .unwrap_or_default()
        .to_owned())
}

fn request<K: Kind>(
    variables: &[(&str, &str)],
    configured: impl Fn(ConfigBuilder) -> ConfigBuilder,
) -> Result<Request<Bytes>, String> {
    let stub = StubTransport::new();
    stub.respond(200, "{}");
    let environment: Environment = variables.iter().copied().collect();
    let builder = stub.config().to_builder().environment(environment);
    let client = Client::new(&configured(builder).build());
    match block_on(client.send(Get::<K>(PhantomData))) {
        Ok(()) => Ok(stub.calls()[0].request.clone()),
        Err(GetImageError::Request(error)) => Err(error.to_string()),
        Err(error) => Err(format!("{error:?}")),
    }
}

const VARIABLE: (&str, &str) = ("AWS_BEARER_TOKEN_DEPOT_API", "from-env");
const SIGNATURE: &str = "AWS4-HMAC-SHA256";

fn as_is(builder: ConfigBuilder) -> ConfigBuilder {
    builder
}

#[test]
fn a_token_of_the_environment_goes_before_a_signature_where_the_service_takes_one() {
    let bearer = Ok("Bearer from-env".to_owned());
    let signed = Ok(SIGNATURE.to_owned());
    assert_eq!(sent::<Both>(&[], as_is), signed);
    assert_eq!(sent::<Both>(&[VARIABLE], as_is), bearer);
    assert_eq!(
        sent::<Both>(&[("AWS_BEARER_TOKEN_DEPOT_API", "")], as_is),
        signed
    );
    assert_eq!(sent::<Signed>(&[VARIABLE], as_is), signed);
    // As in botocore, code alone outvotes the variable.
    let preference = ("AWS_AUTH_SCHEME_PREFERENCE", "sigv4");
    assert_eq!(sent::<Both>(&[VARIABLE, preference], as_is), bearer);
    let code = |builder: ConfigBuilder| builder.auth_scheme_preference(["sigv4"]);
    assert_eq!(sent::<Both>(&[VARIABLE], code), signed);
    let code = |builder: ConfigBuilder| builder.auth_scheme_preference(["httpBearerAuth"]);
    assert_eq!(sent::<Both>(&[VARIABLE], code), bearer);
}

#[test]
fn a_token_in_code_goes_before_that_of_the_environment() {
    let code = |builder: ConfigBuilder| builder.token_provider(Token::new("from-code"));
    let expected = Ok("Bearer from-code".to_owned());
    assert_eq!(sent::<Both>(&[VARIABLE], code), expected);
    assert_eq!(sent::<Tokens>(&[], code), expected);
    assert_eq!(sent::<Signed>(&[], code), Ok(SIGNATURE.to_owned()));
}

#[test]
fn a_preference_for_tokens_without_one_is_an_error() {
    let preference = (
        "AWS_AUTH_SCHEME_PREFERENCE",
        "unknown, httpBearerAuth,sigv4",
    );
    let error = sent::<Both>(&[preference], as_is).expect_err("no token");
    assert!(error.contains("no bearer token is configured"), "{error}");
    let error = sent::<Tokens>(&[], as_is).expect_err("no token");
    assert!(error.contains("no bearer token is configured"), "{error}");
}

#[test]
fn an_operation_without_authorization_has_none() {
    let request = request::<Open>(&[VARIABLE], as_is).expect("a request");
    assert!(!request.headers().contains_key("authorization"));
}

#[test]
fn a_token_is_sent_to_nobody_who_can_be_overheard() {
    let plain = |builder: ConfigBuilder| {
        let builder = builder.endpoint_url("http://127.0.0.1:1");
        builder.token_provider(Token::new("SECRET"))
    };
    let error = sent::<Tokens>(&[], plain).expect_err("no TLS");
    assert!(
        error.contains("HTTPS") && !error.contains("SECRET"),
        "{error}"
    );
    let line = |builder: ConfigBuilder| builder.token_provider(Token::new("SECRET\n"));
    let error = sent::<Tokens>(&[], line).expect_err("no header");
    assert!(
        error.contains("no header can carry") && !error.contains("SECRET"),
        "{error}"
    );
}

#[test]
fn a_header_with_a_token_is_not_shown() {
    let code = |builder: ConfigBuilder| builder.token_provider(Token::new("SECRET"));
    let request = request::<Tokens>(&[], code).expect("a request");
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(!format!("{request:?}").contains("SECRET"));
}

#[test]
fn a_token_cannot_be_in_a_url() {
    let stub = StubTransport::new();
    let builder = stub
        .config()
        .to_builder()
        .token_provider(Token::new("SECRET"));
    let client = Client::new(&builder.build());
    let minute = PresigningConfig::expires_in(Duration::from_secs(60)).expect("an expiry");
    let input = Get::<Tokens>(PhantomData);
    let error = block_on(client.presigned(input, minute)).expect_err("no URL");
    assert!(error.to_string().contains("cannot be presigned"), "{error}");
}
