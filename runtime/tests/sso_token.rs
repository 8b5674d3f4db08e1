//! The bearer token of a session that somebody signed in for, from the AWS CLI's files.
#![cfg(all(feature = "credentials", feature = "hyper"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "common/server.rs"]
mod server;

use server::{Answer, Reaction, Server};
use shapewright_runtime::auth::{ProvideToken, SsoTokenProvider};
use shapewright_runtime::config::Config;
use shapewright_runtime::platform::{BoxFuture, Clock, Environment, Profiles};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// The file of the session `corp`.
const FILE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

const PROFILES: &str = "[default]\nsso_session = corp\n[profile none]\nregion = eu-west-1\n\
    [profile gone]\nsso_session = other\n[profile half]\nsso_session = half\n\
    [sso-session half]\nsso_start_url = https://corp\n\
    [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp\n";

fn home(name: &str, expiry: &str) -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sso-token-{name}"));
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join(".aws/sso/cache")).expect("a folder");
    fs::write(home.join(".aws/config"), PROFILES).expect("a file");
    let token = format!(
        r#"{{"accessToken":"old","expiresAt":"{expiry}","clientId":"c","clientSecret":"s",
        "refreshToken":"r"}}"#
    );
    fs::write(home.join(FILE), token).expect("a file");
    home
}

/// Stands at 2015-08-30T12:36:00Z; limits are real.
#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A configuration at that time.
fn config(home: &Path, url: &str, profile: &str) -> Config {
    let home = home.to_string_lossy();
    let variables = [
        ("HOME", &*home),
        ("AWS_PROFILE", profile),
        ("AWS_ENDPOINT_URL_SSO_OIDC", url),
    ];
    let environment: Environment = variables.into_iter().collect();
    let profiles = Profiles::read(&environment).expect("readable files");
    let builder = Config::builder()
        .environment(environment)
        .profiles(profiles);
    builder.clock(Standing).build()
}

fn token(provider: &SsoTokenProvider, config: &Config) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let asking = provider.token(config.credential_context());
    match runtime.expect("a runtime").block_on(asking) {
        Ok(token) => Ok(token.token().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn a_token_is_read_and_renewed_once() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let server = Server::start(true, move |_, request| {
        assert_eq!(request.target, "/token");
        count.fetch_add(1, Ordering::Relaxed);
        let body = r#"{"accessToken":"new","expiresIn":28800,"refreshToken":"n"}"#;
        Reaction::Answer(Answer::new(200, body))
    });
    let home = home("renewed", "2015-08-30T15:00:00Z");
    let config = config(&home, &server.url(), "default");
    let good = SsoTokenProvider::default();
    assert_eq!(token(&good, &config), Ok("old".to_owned()));
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    let kept = fs::read_to_string(home.join(FILE)).expect("a file");
    let ending = kept.replace("15:00:00", "12:40:00");
    fs::write(home.join(FILE), ending).expect("a file");
    // What is good is not read again, and another provider renews what is not.
    assert_eq!(token(&good, &config), Ok("old".to_owned()));
    let provider = SsoTokenProvider::default();
    assert_eq!(token(&provider, &config), Ok("new".to_owned()));
    assert_eq!(token(&provider, &config), Ok("new".to_owned()));
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    let kept = fs::read_to_string(home.join(FILE)).expect("a file");
    assert!(
        kept.contains("\"new\"") && kept.contains("20:36:00Z"),
        "{kept}"
    );
}

#[test]
fn a_profile_without_a_session_has_no_token() {
    let home = home("none", "2015-08-30T12:00:00Z");
    let error = |profile: &str| {
        let config = config(&home, "http://127.0.0.1:1", profile);
        token(&SsoTokenProvider::default(), &config).expect_err("no token")
    };
    for (profile, said) in [
        ("none", "profile `none` has no `sso_session`"),
        ("gone", "no section `[sso-session other]`"),
        ("half", "`[sso-session half]` has no `sso_region`"),
    ] {
        let error = error(profile);
        assert!(error.contains(said), "{error}");
    }
}
