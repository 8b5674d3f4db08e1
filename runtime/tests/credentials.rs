//! Every source of credentials against a local fake of its endpoint or its files, and the cache.
#![cfg(all(feature = "credentials", feature = "hyper"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/server.rs"]
mod server;

use server::{Answer, Reaction, Received, Server};
use shapewright_runtime::auth::{
    CachedCredentials, ContainerCredentials, CredentialContext, Credentials, CredentialsError,
    DefaultCredentials, InstanceCredentials, ProfileCredentials, ProvideCredentials,
    WebIdentityCredentials,
};
use shapewright_runtime::config::Config;
use shapewright_runtime::platform::{BoxFuture, Clock, Environment, Profiles};
use shapewright_runtime::testing::ManualClock;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

const EXPIRY: &str = "2015-08-30T13:36:00Z";
const DOCUMENT: &str = r#"{"Version":1,"Code":"Success","AccessKeyId":"AKID","SecretAccessKey":"SECRET",
    "Token":"TOKEN","Expiration":"2015-08-30T13:36:00Z"}"#;
const STS_ANSWER: &str = "<AssumeRoleResponse><Credentials><AccessKeyId>AKID</AccessKeyId>\
    <SecretAccessKey>SECRET</SecretAccessKey><SessionToken>TOKEN</SessionToken>\
    <Expiration>2015-08-30T13:36:00Z</Expiration></Credentials></AssumeRoleResponse>";

/// 2015-08-30T12:36:00Z
fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

fn temporary() -> Credentials {
    Credentials::new("AKID", "SECRET")
        .with_session_token("TOKEN".to_owned())
        .with_expiry(noon() + Duration::from_secs(3600))
}

/// A home folder of its own for a test.
fn home(name: &str) -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join(".aws/sso/cache")).expect("a folder");
    home
}

fn config(variables: &[(&str, &str)]) -> Config {
    let environment: Environment = variables.iter().copied().collect();
    let profiles = Profiles::read(&environment).expect("readable files");
    Config::builder()
        .clock(Noon)
        .environment(environment)
        .profiles(profiles)
        .build()
}

/// Stands at noon; waits for real.
#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> SystemTime {
        noon()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

fn get(source: &dyn ProvideCredentials, config: &Config) -> Result<Credentials, CredentialsError> {
    runtime().block_on(source.credentials(config.credential_context()))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

fn failure(source: &dyn ProvideCredentials, config: &Config) -> String {
    get(source, config).expect_err("no credentials").to_string()
}

fn answering(answer: &'static str) -> Server {
    Server::script([Reaction::Answer(Answer::new(200, answer))])
}

fn by_path(respond: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Server {
    Server::start(true, move |_, request| Reaction::Answer(respond(request)))
}

#[test]
fn the_environment_has_keys() {
    let key = ("AWS_ACCESS_KEY_ID", "AKID");
    let secret = ("AWS_SECRET_ACCESS_KEY", "SECRET");
    let token = ("AWS_SESSION_TOKEN", "TOKEN");
    let expiry = ("AWS_CREDENTIAL_EXPIRATION", EXPIRY);
    let all = config(&[key, secret, token, expiry]);
    let chain = DefaultCredentials::default();
    assert_eq!(get(&chain, &all).expect("keys"), temporary());
    let chain = DefaultCredentials::default();
    assert!(failure(&chain, &config(&[key])).contains("only one"));
}

#[test]
fn containers_have_an_endpoint_and_a_token() {
    let server = answering(DOCUMENT);
    let url = format!("{}/v2", server.url());
    let file = home("container").join("token");
    fs::write(&file, "from a file\n").expect("a file");
    let file = file.to_string_lossy().into_owned();
    let full = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str());
    let token = ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "direct");
    let token_file = ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.as_str());
    for variables in [&[full][..], &[full, token], &[full, token, token_file]] {
        let credentials = get(&ContainerCredentials, &config(variables));
        assert_eq!(credentials.expect("an answer"), temporary());
    }
    let requests = server.requests();
    let tokens = requests
        .iter()
        .map(|request| request.header("authorization"));
    assert!(tokens.eq([None, Some("direct"), Some("from a file")]));
    assert!(failure(&ContainerCredentials, &config(&[])).contains("no credentials"));
}

#[test]
fn a_container_that_stumbles_is_asked_again() {
    let server = Server::script([
        Reaction::Answer(Answer::new(500, "")),
        Reaction::Reset,
        Reaction::Answer(Answer::new(200, DOCUMENT)),
    ]);
    let url = server.url();
    let config = config(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", &url)]);
    assert!(get(&ContainerCredentials, &config).is_ok());
    assert_eq!(server.count(), 3);
    let server = answering("{\"AccessKeyId\": \"VISIBLE");
    let url = server.url();
    let text = failure(
        &ContainerCredentials,
        &self::config(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", &url)]),
    );
    assert!(
        text.contains("expected JSON") && !text.contains("VISIBLE"),
        "{text}"
    );
}

#[test]
fn instances_have_a_role_behind_a_token() {
    let server = by_path(|request| {
        let has_token = request.header("x-aws-ec2-metadata-token") == Some("imds-token");
        match request.target.as_str() {
            "/latest/api/token" => Answer::new(200, "imds-token"),
            _ if !has_token => Answer::new(401, ""),
            "/latest/meta-data/iam/security-credentials/" => Answer::new(200, "my-role\n"),
            "/latest/meta-data/iam/security-credentials/my-role" => Answer::new(200, DOCUMENT),
            _ => Answer::new(404, ""),
        }
    });
    let url = server.url();
    let endpoint = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url.as_str());
    let credentials = get(&InstanceCredentials, &config(&[endpoint]));
    assert_eq!(credentials.expect("a role"), temporary());
    let ttl = server.requests()[0]
        .header("x-aws-ec2-metadata-token-ttl-seconds")
        .map(str::to_owned);
    assert_eq!(ttl.as_deref(), Some("21600"));
    let disabled = ("AWS_EC2_METADATA_DISABLED", "true");
    assert!(failure(&InstanceCredentials, &config(&[endpoint, disabled])).contains("disabled"));
    let nobody = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9");
    let chain = DefaultCredentials::default();
    let text = failure(&chain, &config(&[nobody]));
    for source in [
        "AWS_ACCESS_KEY_ID",
        "profile",
        "web identity",
        "container",
        "metadata",
    ] {
        assert!(text.contains(source), "{text}");
    }
}

#[test]
fn web_identities_get_a_role() {
    let server = answering(STS_ANSWER);
    let file = home("web-identity").join("token");
    fs::write(&file, "jwt+/=\n").expect("a file");
    let file = file.to_string_lossy().into_owned();
    let url = server.url();
    let config = config(&[
        ("AWS_ROLE_ARN", "arn:aws:iam::1:role/x"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", &file),
        ("AWS_ROLE_SESSION_NAME", "pod"),
        ("AWS_ENDPOINT_URL_STS", &url),
    ]);
    let credentials = get(&WebIdentityCredentials, &config).expect("a role");
    assert_eq!(credentials, temporary());
    let request = &server.requests()[0];
    assert_eq!(
        String::from_utf8_lossy(&request.body),
        "Version=2011-06-15&Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx\
         &RoleSessionName=pod&WebIdentityToken=jwt%2B%2F%3D"
    );
    assert_eq!(request.header("authorization"), None);
}

fn with_files(name: &str, config_file: &str, credentials_file: &str) -> PathBuf {
    let home = home(name);
    fs::write(home.join(".aws/config"), config_file).expect("a file");
    fs::write(home.join(".aws/credentials"), credentials_file).expect("a file");
    home
}

#[test]
fn profiles_lead_through_roles_to_keys() {
    let home = with_files(
        "roles",
        "[default]\nrole_arn = arn:outer\nsource_profile = middle\nexternal_id = e&x\n\
         [profile middle]\nrole_arn = arn:inner\nsource_profile = base\nduration_seconds = 900\n\
         [profile loop]\nrole_arn = arn:a\nsource_profile = loop2\n\
         [profile loop2]\nrole_arn = arn:b\nsource_profile = loop\n\
         [profile self]\nrole_arn = arn:self\nsource_profile = self\n\
         aws_access_key_id = SELF\naws_secret_access_key = S\n\
         [profile source]\nrole_arn = arn:env\ncredential_source = Environment\n\
         [profile mfa]\nrole_arn = arn:mfa\nsource_profile = base\nmfa_serial = arn:m\n",
        "[base]\naws_access_key_id = BASE\naws_secret_access_key = S\n",
    );
    let server = answering(STS_ANSWER);
    let (url, home) = (server.url(), home.to_string_lossy().into_owned());
    let config = config(&[
        ("HOME", &home),
        ("AWS_ENDPOINT_URL_STS", &url),
        ("AWS_ACCESS_KEY_ID", "ENV"),
        ("AWS_SECRET_ACCESS_KEY", "S"),
    ]);
    let profile = ProfileCredentials::default();
    assert_eq!(get(&profile, &config).expect("a role"), temporary());
    let requests = server.requests();
    let body = |index: usize| String::from_utf8_lossy(&requests[index].body).into_owned();
    assert_eq!(requests.len(), 2);
    assert!(body(0).contains("RoleArn=arn%3Ainner&") && body(0).ends_with("DurationSeconds=900"));
    assert!(body(1).contains("RoleArn=arn%3Aouter&") && body(1).ends_with("ExternalId=e%26x"));
    let signed_by = |index: usize, key: &str| {
        let authorization = requests[index]
            .header("authorization")
            .expect("a signature");
        authorization.contains(&format!(
            "Credential={key}/20150830/us-east-1/sts/aws4_request"
        ))
    };
    assert!(signed_by(0, "BASE") && signed_by(1, "AKID"));

    for (name, key) in [("self", "SELF"), ("source", "ENV")] {
        assert!(
            get(&ProfileCredentials::of(name), &config).is_ok(),
            "{name}"
        );
        let requests = server.requests();
        let authorization = requests
            .last()
            .and_then(|request| request.header("authorization"));
        assert!(
            authorization.is_some_and(|text| text.contains(key)),
            "{name}"
        );
    }
    let fails = |name: &str| failure(&ProfileCredentials::of(name), &config);
    assert!(fails("loop").contains("loop -> loop2"));
    assert!(fails("mfa").contains("MFA"));
    assert!(fails("absent").contains("no profile `absent`"));
}

#[cfg(unix)]
#[test]
fn profiles_can_run_a_program() {
    let home = with_files(
        "process",
        "[default]\ncredential_process = printf '%s' \
         '{\"Version\":1,\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"SECRET\",\
         \"SessionToken\":\"TOKEN\",\"Expiration\":\"2015-08-30T13:36:00Z\"}'\n\
         [profile bad]\ncredential_process = sh -c 'echo sorry >&2; exit 3'\n",
        "",
    );
    let home = home.to_string_lossy().into_owned();
    let config = config(&[("HOME", &home)]);
    let profile = ProfileCredentials::default();
    assert_eq!(get(&profile, &config).expect("output"), temporary());
    let text = failure(&ProfileCredentials::of("bad"), &config);
    assert!(text.contains("exit status: 3: sorry"), "{text}");
}

const SSO_CONFIG: &str = "[default]\nsso_session = corp\nsso_account_id = 123\nsso_role_name = Dev\n\
    [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp\n\
    [profile old]\nsso_start_url = https://corp\nsso_region = eu-west-1\nsso_account_id = 123\n\
    sso_role_name = Dev\n";
/// SHA-1 of `corp` and of `https://corp`.
const SSO_FILES: [&str; 2] = [
    "ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
    "17da54e8ec4ee05390f1915bb3ef5fea7ebd238e.json",
];

fn sso_server() -> Server {
    by_path(|request| {
        if request.target == "/token" {
            return Answer::new(
                200,
                r#"{"accessToken":"renewed","expiresIn":28800,"refreshToken":"next"}"#,
            );
        }
        let token = request.header("x-amz-sso_bearer_token");
        if !matches!(token, Some("good" | "renewed")) {
            return Answer::new(401, r#"{"__type":"UnauthorizedException"}"#);
        }
        assert_eq!(
            request.target,
            "/federation/credentials?role_name=Dev&account_id=123"
        );
        Answer::new(
            200,
            r#"{"roleCredentials":{"accessKeyId":"AKID","secretAccessKey":"SECRET",
                "sessionToken":"TOKEN","expiration":1440941760000}}"#,
        )
    })
}

#[test]
fn people_signed_in_with_sso_get_a_role() {
    let server = sso_server();
    let home = with_files("sso", SSO_CONFIG, "");
    let cache = home.join(".aws/sso/cache");
    let (url, home) = (server.url(), home.to_string_lossy().into_owned());
    let config = config(&[
        ("HOME", &home),
        ("AWS_ENDPOINT_URL_SSO", &url),
        ("AWS_ENDPOINT_URL_SSO_OIDC", &url),
    ]);
    let profile = ProfileCredentials::default();
    assert!(failure(&profile, &config).contains("aws sso login"));

    for (file, source) in SSO_FILES
        .iter()
        .zip([ProfileCredentials::default(), ProfileCredentials::of("old")])
    {
        let good = r#"{"accessToken":"good","expiresAt":"2015-08-30T20:00:00Z"}"#;
        fs::write(cache.join(file), good).expect("a file");
        assert_eq!(get(&source, &config).expect("a role"), temporary());
    }

    let file = cache.join(SSO_FILES[0]);
    let ended = r#"{"accessToken":"old","expiresAt":"2015-08-30T12:36:30Z","other":"kept",
        "clientId":"c","clientSecret":"s","refreshToken":"r"}"#;
    fs::write(&file, ended).expect("a file");
    assert_eq!(get(&profile, &config).expect("a role"), temporary());
    let requests = server.requests();
    let renewal = requests.iter().find(|request| request.target == "/token");
    let body = String::from_utf8_lossy(&renewal.expect("a renewal").body).into_owned();
    assert!(body.contains(r#""refreshToken":"r""#), "{body}");
    let written = fs::read_to_string(&file).expect("a file");
    for part in ["renewed", "next", "kept", "2015-08-30T20:36:00Z"] {
        assert!(written.contains(part), "{written}");
    }

    fs::write(
        &file,
        r#"{"accessToken":"old","expiresAt":"2015-08-30T12:00:00Z"}"#,
    )
    .expect("a file");
    assert!(failure(&profile, &config).contains("aws sso login"));
}

/// Gives credentials for an hour, slowly, and counts how often it was asked.
#[derive(Debug, Default)]
struct Slow {
    asked: AtomicUsize,
    at_once: AtomicUsize,
    fails: AtomicBool,
}

#[derive(Debug)]
struct Shared(Arc<Slow>);

impl ProvideCredentials for Shared {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let slow = &self.0;
            assert_eq!(
                slow.at_once.fetch_add(1, Ordering::SeqCst),
                0,
                "one at a time"
            );
            let number = slow.asked.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
            slow.at_once.fetch_sub(1, Ordering::SeqCst);
            if slow.fails.load(Ordering::SeqCst) {
                return Err(CredentialsError::failed(format!("failure {number}")));
            }
            let _ = context;
            Ok(Credentials::new(format!("key {number}"), "s")
                .with_expiry(noon() + Duration::from_secs(3600 * number as u64)))
        })
    }
}

#[test]
fn one_refresh_serves_everybody() {
    let slow = Arc::new(Slow::default());
    let cache = Arc::new(CachedCredentials::new(Shared(Arc::clone(&slow))));
    let clock = ManualClock::new(noon());
    let config = Config::builder().clock(clock.clone()).build();
    let runtime = runtime();
    let ask_64_times = || {
        let tasks: Vec<_> = (0..64)
            .map(|_| {
                let (cache, config) = (Arc::clone(&cache), config.clone());
                runtime.spawn(async move { cache.credentials(config.credential_context()).await })
            })
            .collect();
        let results = tasks.into_iter().map(|task| {
            let result = runtime.block_on(task).expect("no panic");
            result.map_or_else(|error| error.to_string(), |c| c.access_key_id().to_owned())
        });
        results.collect::<Vec<_>>()
    };
    assert!(ask_64_times().iter().all(|key| key == "key 1"));
    assert_eq!(slow.asked.load(Ordering::SeqCst), 1);

    clock.advance(Duration::from_secs(3600 - 120));
    let keys = ask_64_times();
    assert!(keys.iter().all(|key| key == "key 1" || key == "key 2"));
    assert_eq!(slow.asked.load(Ordering::SeqCst), 2);
    assert!(ask_64_times().iter().all(|key| key == "key 2"));

    slow.fails.store(true, Ordering::SeqCst);
    clock.advance(Duration::from_secs(3600));
    assert!(
        ask_64_times().iter().all(|key| key == "key 2"),
        "valid for two more minutes"
    );
    let asked = slow.asked.load(Ordering::SeqCst);
    clock.advance(Duration::from_secs(3600));
    let failures = ask_64_times();
    assert!(failures.iter().all(|text| text.starts_with("failure")));
    let asked_in_vain = slow.asked.load(Ordering::SeqCst) - asked;
    assert!(
        asked_in_vain <= 2,
        "{asked_in_vain} refreshes for one failure"
    );
}

#[test]
fn a_refresh_that_is_dropped_keeps_nobody_waiting() {
    let slow = Arc::new(Slow::default());
    let cache = CachedCredentials::new(Shared(Arc::clone(&slow)));
    let config = Config::builder().clock(ManualClock::new(noon())).build();
    runtime().block_on(async {
        let dropped = tokio::time::timeout(
            Duration::from_millis(5),
            cache.credentials(config.credential_context()),
        );
        assert!(dropped.await.is_err());
        slow.at_once.store(0, Ordering::SeqCst);
        let credentials = cache.credentials(config.credential_context()).await;
        assert_eq!(credentials.expect("credentials").access_key_id(), "key 2");
    });
}
