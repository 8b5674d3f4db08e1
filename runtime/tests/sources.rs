//! What the sources of credentials do when a service is slow, busy, refuses or lies, each against a local
//! fake of it; and what a configuration says of itself.
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
    ContainerCredentials, Credentials, CredentialsError, DefaultCredentials, InstanceCredentials,
    ProfileCredentials, ProvideCredentials,
};
use shapewright_runtime::config::{Config, caller_identity};
use shapewright_runtime::platform::{BoxFuture, Clock, Environment, Profiles};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// 2015-08-30T12:36:00Z
fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

/// Shows the time it is set to; waits that are retries take no time, limits are real.
#[derive(Clone, Debug)]
struct TestClock(Arc<Mutex<SystemTime>>);

impl TestClock {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(noon())))
    }

    fn advance(&self, duration: Duration) {
        *self.0.lock().expect("no panic elsewhere") += duration;
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().expect("no panic elsewhere")
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let is_limit = duration >= Duration::from_secs(1);
            let wait = if is_limit { duration } else { duration / 100 };
            tokio::time::sleep(wait).await;
        })
    }
}

fn home(name: &str, config: &str) -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sources-{name}"));
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join(".aws/sso/cache")).expect("a folder");
    fs::write(home.join(".aws/config"), config).expect("a file");
    home
}

fn config_at(clock: &TestClock, variables: &[(&str, &str)]) -> Config {
    let environment: Environment = variables.iter().copied().collect();
    let profiles = Profiles::read(&environment).expect("readable files");
    Config::builder()
        .clock(clock.clone())
        .environment(environment)
        .profiles(profiles)
        .build()
}

fn config(variables: &[(&str, &str)]) -> Config {
    config_at(&TestClock::new(), variables)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

fn get(source: &dyn ProvideCredentials, config: &Config) -> Result<Credentials, CredentialsError> {
    runtime().block_on(source.credentials(config.credential_context()))
}

fn key(source: &dyn ProvideCredentials, config: &Config) -> String {
    match get(source, config) {
        Ok(credentials) => credentials.access_key_id().to_owned(),
        Err(error) => panic!("{error}"),
    }
}

fn failure(source: &dyn ProvideCredentials, config: &Config) -> String {
    get(source, config).expect_err("no credentials").to_string()
}

fn by_path(respond: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Server {
    Server::start(true, move |_, request| Reaction::Answer(respond(request)))
}

fn sts_error(status: u16, code: &str) -> Reaction {
    let body = format!(
        "<ErrorResponse><Error><Code>{code}</Code><Message>not &lt;now&gt;</Message></Error>\
         <RequestId>id-1</RequestId></ErrorResponse>"
    );
    Reaction::Answer(Answer::new(status, body))
}

const STS_ANSWER: &str = "<AssumeRoleResponse><Credentials><AccessKeyId>ROLE</AccessKeyId>\
    <SecretAccessKey>SECRET</SecretAccessKey><SessionToken>TOKEN</SessionToken>\
    <Expiration>2015-08-30T13:36:00Z</Expiration></Credentials><AssumedRoleUser>\
    <Arn>arn:aws:sts::123456789012:assumed-role/x/y</Arn></AssumedRoleUser></AssumeRoleResponse>";

const ROLE: &str = "[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n\
    [profile base]\naws_access_key_id = BASE\naws_secret_access_key = S\n";

#[test]
fn a_busy_security_token_service_is_asked_again() {
    let home = home("busy", ROLE);
    let home = home.to_string_lossy();
    for code in [
        "Throttling",
        "ThrottlingException",
        "RequestLimitExceeded",
        "IDPCommunicationError",
    ] {
        let good = Reaction::Answer(Answer::new(200, STS_ANSWER));
        let server = Server::script([sts_error(400, code), good]);
        let url = server.url();
        let config = config(&[("HOME", &home), ("AWS_ENDPOINT_URL_STS", &url)]);
        let credentials = get(&ProfileCredentials::default(), &config).expect("a role");
        assert_eq!(credentials.account_id(), Some("123456789012"), "{code}");
        assert_eq!(server.count(), 2, "{code}");
    }
    let server = Server::script([sts_error(403, "AccessDenied")]);
    let url = server.url();
    let config = config(&[("HOME", &home), ("AWS_ENDPOINT_URL_STS", &url)]);
    let text = failure(&ProfileCredentials::default(), &config);
    for part in ["AccessDenied", "not <now>", "id-1", "403"] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(server.count(), 1);
}

#[test]
fn a_clock_that_is_wrong_is_learnt_of_from_the_security_token_service() {
    let home = home("clock", ROLE);
    let home = home.to_string_lossy();
    let late = match sts_error(403, "SignatureDoesNotMatch") {
        Reaction::Answer(answer) => answer.header("date", "Sun, 30 Aug 2015 10:36:00 GMT"),
        _ => panic!("an answer"),
    };
    let good = Answer::new(200, STS_ANSWER.replace("T13:36", "T11:36"));
    let server = Server::script([Reaction::Answer(late), Reaction::Answer(good)]);
    let url = server.url();
    let config = config(&[("HOME", &home), ("AWS_ENDPOINT_URL_STS", &url)]);
    let credentials = get(&DefaultCredentials::default(), &config).expect("a role");
    let expiry = noon() + Duration::from_secs(3600);
    assert_eq!(credentials.expires_at(), Some(expiry));
    let dates = server.requests();
    let dates: Vec<_> = dates.iter().map(|r| r.header("x-amz-date")).collect();
    assert_eq!(dates, [Some("20150830T123600Z"), Some("20150830T103600Z")]);
}

const SSO: &str = "[default]\nsso_session = corp\nsso_account_id = 123\nsso_role_name = Dev\n\
    [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp\n";
/// SHA-1 of `corp`.
const SSO_FILE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

fn token(expiry: &str) -> String {
    format!(
        r#"{{"accessToken":"old","expiresAt":"{expiry}","clientId":"c","clientSecret":"s",
        "refreshToken":"r","registrationExpiresAt":"2099-01-01T00:00:00Z"}}"#
    )
}

fn sso_server(renewal: Answer) -> Server {
    by_path(move |request| {
        if request.target == "/token" {
            return renewal.clone();
        }
        let token = request.header("x-amz-sso_bearer_token").unwrap_or_default();
        Answer::new(
            200,
            format!(
                r#"{{"roleCredentials":{{"accessKeyId":"with {token}","secretAccessKey":"S",
                "sessionToken":"T","expiration":1440941760000}}}}"#
            ),
        )
    })
}

fn renewed(expires_in: &str) -> Answer {
    let body = format!(r#"{{"accessToken":"new","expiresIn":{expires_in},"refreshToken":"n"}}"#);
    Answer::new(200, body)
}

fn sso_config(home: &Path, server: &Server) -> Config {
    let (home, url) = (home.to_string_lossy(), server.url());
    config(&[
        ("HOME", &home),
        ("AWS_ENDPOINT_URL_SSO", &url),
        ("AWS_ENDPOINT_URL_SSO_OIDC", &url),
    ])
}

#[test]
fn a_refused_renewal_uses_a_token_that_is_still_good() {
    let home = home("refused", SSO);
    let refused = r#"{"error":"invalid_grant","error_description":"no longer"}"#;
    let server = sso_server(Answer::new(400, refused).header("x-amzn-requestid", "id-2"));
    let config = sso_config(&home, &server);
    fs::write(home.join(SSO_FILE), token("2015-08-30T12:40:00Z")).expect("a file");
    assert_eq!(key(&ProfileCredentials::default(), &config), "with old");
    fs::write(home.join(SSO_FILE), token("2015-08-30T12:30:00Z")).expect("a file");
    let text = failure(&ProfileCredentials::default(), &config);
    for part in [
        "invalid_grant",
        "no longer",
        "id-2",
        "`aws sso login --profile default`",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_session_that_lasts_for_ever_is_kept() {
    let home = home("for-ever", SSO);
    for seconds in ["18446744073709551615", "253402300800", "0"] {
        fs::write(home.join(SSO_FILE), token("2015-08-30T12:00:00Z")).expect("a file");
        let server = sso_server(renewed(seconds));
        let config = sso_config(&home, &server);
        assert_eq!(key(&ProfileCredentials::default(), &config), "with new");
        let kept = fs::read_to_string(home.join(SSO_FILE)).expect("a file");
        assert!(kept.contains("\"new\""), "{kept}");
    }
}

#[cfg(unix)]
#[test]
fn a_good_token_that_cannot_be_kept_is_good() {
    let home = home("unkept", SSO);
    fs::write(home.join(SSO_FILE), token("2015-08-30T12:00:00Z")).expect("a file");
    let server = sso_server(renewed("3600"));
    // Whoever is root may write all the same, and the test holds for less.
    let cache = home.join(".aws/sso/cache");
    let read_only = std::os::unix::fs::PermissionsExt::from_mode(0o555);
    fs::set_permissions(cache, read_only).expect("permissions");
    let config = sso_config(&home, &server);
    assert_eq!(key(&ProfileCredentials::default(), &config), "with new");
}

#[test]
fn many_threads_renew_one_token_without_a_failure() {
    let home = home("threads", SSO);
    fs::write(home.join(SSO_FILE), token("2015-08-30T12:00:00Z")).expect("a file");
    let server = sso_server(renewed("3600"));
    let config = sso_config(&home, &server);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let runtime = runtime();
                for _ in 0..5 {
                    let source = ProfileCredentials::default();
                    let credentials =
                        runtime.block_on(source.credentials(config.credential_context()));
                    let credentials = credentials.expect("a role");
                    assert_eq!(credentials.access_key_id(), "with new");
                }
            });
        }
    });
    let renewals = server.requests();
    let renewals = renewals.iter().filter(|request| request.target == "/token");
    assert_eq!(renewals.count(), 1);
    let files = fs::read_dir(home.join(".aws/sso/cache")).expect("a folder");
    assert_eq!(files.count(), 1, "no temporary file is left");
}

fn instance(token: impl Fn(usize) -> Answer + Send + Sync + 'static, document: String) -> Server {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    by_path(move |request| match request.target.as_str() {
        "/latest/api/token" => token(asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst)),
        "/latest/meta-data/iam/security-credentials/" => Answer::new(200, "role"),
        _ => Answer::new(200, document.clone()),
    })
}

fn instance_document(expiry: &str) -> String {
    format!(
        r#"{{"Code":"Success","AccessKeyId":"INSTANCE","SecretAccessKey":"S","Token":"T",
        "Expiration":"{expiry}","AccountId":"1"}}"#
    )
}

const HOUR: &str = "2015-08-30T13:36:00Z";

#[test]
fn an_instance_answers_in_version_1_where_it_has_no_other() {
    for status in [403, 404, 405] {
        let server = instance(move |_| Answer::new(status, ""), instance_document(HOUR));
        let url = server.url();
        let endpoint = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url.as_str());
        let patient = ("AWS_METADATA_SERVICE_TIMEOUT", "30");
        let usual = config(&[endpoint, patient]);
        assert_eq!(key(&InstanceCredentials, &usual), "INSTANCE");
        let requests = server.requests();
        let last = requests.last().expect("requests");
        assert_eq!(last.header("x-aws-ec2-metadata-token"), None);
        let disabled = ("AWS_EC2_METADATA_V1_DISABLED", "true");
        let text = failure(
            &InstanceCredentials,
            &config(&[endpoint, patient, disabled]),
        );
        assert!(text.contains("version 1 is disabled"), "{text}");
    }
}

#[test]
fn an_instance_that_is_busy_is_asked_for_its_token_again() {
    let busy = |asked| match asked {
        0 => Answer::new(503, ""),
        _ => Answer::new(200, "token"),
    };
    let home = home("imds", "");
    let server = instance(busy, instance_document(HOUR));
    let config_file = format!(
        "[default]\nec2_metadata_service_endpoint = {}\nmetadata_service_num_attempts = 2\n\
         metadata_service_timeout = 20\n",
        server.url()
    );
    fs::write(home.join(".aws/config"), config_file).expect("a file");
    let config = config(&[("HOME", &home.to_string_lossy())]);
    assert_eq!(key(&InstanceCredentials, &config), "INSTANCE");
    let requests = server.requests();
    let tokens: Vec<_> = requests
        .iter()
        .map(|request| request.header("x-aws-ec2-metadata-token"))
        .collect();
    assert_eq!(tokens, [None, None, Some("token"), Some("token")]);
}

#[test]
fn expired_credentials_of_an_instance_are_used_on_and_asked_for_later() {
    let server = instance(
        |_| Answer::new(200, "token"),
        instance_document("2015-08-30T12:00:00Z"),
    );
    let url = server.url();
    let clock = TestClock::new();
    let patient = ("AWS_METADATA_SERVICE_TIMEOUT", "30");
    let config = config_at(
        &clock,
        &[("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url), patient],
    );
    let chain = DefaultCredentials::default();
    for _ in 0..10 {
        assert_eq!(key(&chain, &config), "INSTANCE");
    }
    assert_eq!(server.count(), 3, "asked once");
    clock.advance(Duration::from_secs(11 * 60));
    assert_eq!(key(&chain, &config), "INSTANCE");
    assert_eq!(server.count(), 6, "asked again after at most ten minutes");
    drop(server);
    clock.advance(Duration::from_secs(3600));
    assert_eq!(key(&chain, &config), "INSTANCE");
}

#[test]
fn expired_credentials_of_others_are_an_error() {
    let expired = instance_document("2015-08-30T12:00:00Z");
    let server = by_path(move |_| Answer::new(200, expired.clone()));
    let url = server.url();
    let config = config(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", &url)]);
    let text = failure(&DefaultCredentials::default(), &config);
    assert!(text.contains("expired"), "{text}");
    assert!(get(&ContainerCredentials, &config).is_ok());
}

#[test]
fn nobody_is_somebody_else_than_configured() {
    let document = instance_document(HOUR);
    let server = by_path(move |_| Answer::new(200, document.clone()));
    let url = server.url();
    let container = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str());
    for (number, (text, reason)) in [
        ("role_arn = arn:x\nsource_profile = typo\n", "typo"),
        (
            "role_arn = arn:x\ncredential_source = Environment\n",
            "AWS_ACCESS_KEY_ID",
        ),
        ("role_arn = arn:x\n", "credential_source"),
        ("aws_access_key_id = A\n", "aws_secret_access_key"),
        ("sso_role_name = A\n", "sso_start_url"),
        ("web_identity_token_file = x\n", "AWS_ROLE_ARN"),
        ("login_session = x\n", "`aws login --profile default`"),
        ("credential_process = no-such-program\n", "no-such-program"),
    ]
    .into_iter()
    .enumerate()
    {
        let home = home(&format!("wrong-{number}"), &format!("[default]\n{text}"));
        let home = home.to_string_lossy();
        let config = config(&[("HOME", &home), container]);
        let error = failure(&DefaultCredentials::default(), &config);
        assert!(error.contains(reason), "{text}: {error}");
    }
    assert_eq!(server.count(), 0);
}

const LOGIN: &str = "[default]\nlogin_session = me\n";
/// SHA-256 of `me`.
const LOGIN_FILE: &str =
    ".aws/login/cache/2744ccd10c7533bd736ad890f9dd5cab2adb27b07d500b9493f29cdc420cb2e0.json";

#[test]
fn a_session_of_aws_login_is_used_and_renewed() {
    let home = home("login", LOGIN);
    fs::create_dir_all(home.join(".aws/login/cache")).expect("a folder");
    let key_pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
    let session = |expiry: &str| {
        serde_json::json!({
            "accessToken": {"accessKeyId": "KEPT", "secretAccessKey": "S", "sessionToken": "T",
                "accountId": "123456789012", "expiresAt": expiry},
            "clientId": "c", "refreshToken": "r", "idToken": "i", "tokenType": "aws_sigv4",
            "dpopKey": key_pair.serialize_pem(),
        })
        .to_string()
    };
    let answer = r#"{"accessToken":{"accessKeyId":"RENEWED","secretAccessKey":"S2","sessionToken":"T2"},
        "tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"r2"}"#;
    let server = by_path(move |_| Answer::new(200, answer));
    let (url, shown) = (server.url(), home.to_string_lossy().into_owned());
    let config = config(&[("HOME", &shown), ("AWS_ENDPOINT_URL_SIGNIN", &url)]);
    let file = home.join(LOGIN_FILE);
    let source = ProfileCredentials::default();

    fs::write(&file, session(HOUR)).expect("a file");
    let credentials = get(&source, &config).expect("a session");
    assert_eq!(credentials.access_key_id(), "KEPT");
    assert_eq!(credentials.account_id(), Some("123456789012"));
    assert_eq!(server.count(), 0);

    fs::write(&file, session("2015-08-30T12:30:00Z")).expect("a file");
    let credentials = get(&source, &config).expect("a session");
    assert_eq!(credentials.access_key_id(), "RENEWED");
    assert_eq!(credentials.account_id(), Some("123456789012"));
    let expiry = noon() + Duration::from_secs(900);
    assert_eq!(credentials.expires_at(), Some(expiry));
    let request = &server.requests()[0];
    assert_eq!(request.target, "/v1/token");
    let proof = request.header("dpop").expect("a proof");
    assert_eq!(proof.split('.').count(), 3);
    assert_eq!(proof.rsplit('.').next().map(str::len), Some(86));
    let kept = fs::read_to_string(&file).expect("a file");
    for part in ["RENEWED", "r2", "2015-08-30T12:51:00Z", "idToken"] {
        assert!(kept.contains(part), "{kept}");
    }
}

#[test]
fn a_caller_can_be_asked_for() {
    let server = Server::script([Reaction::Answer(Answer::new(
        200,
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/me</Arn>\
         <UserId>U</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
    ))]);
    let url = server.url();
    let config = config(&[("AWS_ENDPOINT_URL_STS", &url)])
        .to_builder()
        .credentials_provider(Credentials::new("AKID", "SECRET"))
        .build();
    let caller = runtime()
        .block_on(caller_identity(&config))
        .expect("a caller");
    assert_eq!(caller.arn, "arn:aws:iam::1:user/me");
    assert_eq!(
        (caller.account.as_str(), caller.user_id.as_str()),
        ("1", "U")
    );
    assert!(server.requests()[0].header("authorization").is_some());
}

#[test]
fn a_configuration_says_where_it_is_from() {
    let home = home(
        "explain",
        "[default]\nregion = eu-north-1\n[profile dev]\nregion = eu-west-1\n\
         role_arn = arn:aws:iam::1:role/x\nsource_profile = base\n\
         [profile base]\naws_access_key_id = AKIABASE1234\naws_secret_access_key = SECRET\n",
    );
    let home = home.to_string_lossy();
    let variables = [
        ("HOME", &*home),
        ("AWS_PROFILE", "base"),
        ("AWS_ACCESS_KEY_ID", "AKIAENV5678"),
        ("AWS_SECRET_ACCESS_KEY", "SECRET"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ];
    let load = || Config::load_from(variables.into_iter().collect()).expect("readable files");
    let shown = load().profile_name("dev").build().explain().to_string();
    for part in [
        "set in code",
        "AWS_PROFILE=base",
        "us-east-1",
        "AWS_DEFAULT_REGION",
        "passed over: profile `dev`, config file=eu-west-1",
        "the role arn:aws:iam::1:role/x of profile `dev`",
        "the access key of profile `base` in the config file",
        "AWS_ACCESS_KEY_ID, as the code selects a profile",
        ".aws/credentials",
        "not there",
    ] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    assert!(!shown.contains("SECRET"), "{shown}");
    let explanation = load().build().explain();
    let shown = explanation.to_string();
    assert!(shown.contains("****************5678"), "{shown}");
    assert_eq!(explanation.problem, None);
    let missing = load().profile_name("nope").build().explain();
    assert!(
        missing
            .problem
            .is_some_and(|problem| problem.contains("nope"))
    );
}

#[test]
fn a_runtime_without_timers_is_enough() {
    let server = by_path(|_| Answer::new(200, instance_document(HOUR)));
    let url = server.url();
    let variable = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str());
    let missing = ("AWS_CA_BUNDLE", "/no/such/bundle.pem");
    let config = Config::load_from([variable, missing].into_iter().collect())
        .expect("readable files")
        .build();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .expect("a runtime");
    let credentials =
        runtime.block_on(ContainerCredentials.credentials(config.credential_context()));
    assert_eq!(credentials.expect("an answer").access_key_id(), "INSTANCE");
}
