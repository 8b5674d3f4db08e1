//! A role that the application names, against a local fake of the Security Token Service.
#![cfg(all(feature = "credentials", feature = "hyper"))]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "common/server.rs"]
mod server;

use server::{Answer, Reaction, Server};
use shapewright_runtime::auth::{
    AssumeRoleCredentials, Credentials, CredentialsError, ProvideCredentials,
};
use shapewright_runtime::config::Config;
use shapewright_runtime::platform::Environment;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const STS_ANSWER: &str = "<AssumeRoleResponse><Credentials><AccessKeyId>ROLE</AccessKeyId>\
    <SecretAccessKey>SECRET</SecretAccessKey><SessionToken>TOKEN</SessionToken>\
    <Expiration>2099-08-30T13:36:00Z</Expiration></Credentials><AssumedRoleUser>\
    <Arn>arn:aws:sts::123456789012:assumed-role/x/y</Arn></AssumedRoleUser></AssumeRoleResponse>";

const ARN: &str = "arn:aws:iam::123456789012:role/x";

/// The forms of the requests, each with the access key of its signature.
type Seen = Arc<Mutex<Vec<(String, String)>>>;

/// A Security Token Service, and what it is asked.
fn service() -> (Server, Seen) {
    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let server = Server::start(true, move |_, request| {
        let form = String::from_utf8_lossy(&request.body).into_owned();
        let signature = request.header("authorization").unwrap_or_default();
        let key = signature.split(['=', '/']).nth(1).unwrap_or_default();
        let mut log = log.lock().expect("no panic elsewhere");
        log.push((form, key.to_owned()));
        Reaction::Answer(Answer::new(200, STS_ANSWER))
    });
    (server, seen)
}

fn config(server: &Server) -> Config {
    let environment: Environment = [
        ("AWS_ENDPOINT_URL_STS", server.url().as_str()),
        ("AWS_ACCESS_KEY_ID", "DEFAULT"),
        ("AWS_SECRET_ACCESS_KEY", "S"),
    ]
    .into_iter()
    .collect();
    Config::builder().environment(environment).build()
}

fn get(role: &AssumeRoleCredentials, config: &Config) -> Result<Credentials, CredentialsError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(role.credentials(config.credential_context()))
}

#[test]
fn a_role_is_assumed_once_with_the_default_credentials() {
    let (server, seen) = service();
    let config = config(&server);
    let role = AssumeRoleCredentials::new(ARN);
    for _ in 0..2 {
        let credentials = get(&role, &config).expect("the role's credentials");
        assert_eq!(credentials.access_key_id(), "ROLE");
        assert_eq!(credentials.account_id(), Some("123456789012"));
    }
    let form = "Version=2011-06-15&Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fx\
                &RoleSessionName=shapewright";
    let seen = seen.lock().expect("no panic elsewhere");
    assert_eq!(*seen, [(form.to_owned(), "DEFAULT".to_owned())]);
}

#[test]
fn session_external_id_length_and_source_are_those_that_are_set() {
    let (server, seen) = service();
    let role = AssumeRoleCredentials::new(ARN)
        .session_name("report")
        .external_id("a b")
        .session_length(Duration::from_secs(900))
        .source(Credentials::new("OTHER", "S"));
    get(&role, &config(&server)).expect("the role's credentials");
    let seen = seen.lock().expect("no panic elsewhere");
    let (form, key) = seen.first().expect("a request");
    assert!(
        form.ends_with("&RoleSessionName=report&ExternalId=a%20b&DurationSeconds=900"),
        "{form}"
    );
    assert_eq!(key, "OTHER");
}
