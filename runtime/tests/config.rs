//! Files and environments, and what the AWS CLI makes of them: `fixtures/config_cases.json` has what
//! botocore 1.44.8 answers for each. `@HOME@` is a fresh home, `@DIR@` a folder in it, and
//! `PROBE_PROFILE` a profile that the code selects. `CONFIG_CASES` names another file of cases.
#![cfg(all(feature = "credentials", feature = "hyper"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::GetImage;
use serde_json::{Value, json};
use shapewright_runtime::auth::{Credentials, DefaultCredentials, ProvideCredentials};
use shapewright_runtime::client::Client;
use shapewright_runtime::config::Config;
use shapewright_runtime::platform::Environment;
use shapewright_runtime::testing::StubTransport;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_case_is_answered_as_the_aws_cli_does() {
    let path = std::env::var("CONFIG_CASES").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/config_cases.json"),
        PathBuf::from,
    );
    let text = fs::read_to_string(path).expect("a file of cases");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("cases");
    assert!(cases.len() > 40);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut failures = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let home = home(number, case);
        let outcome = runtime.block_on(answer(case, &home));
        let (got, reason) = match outcome {
            Ok(got) => (got, String::new()),
            Err(error) => (json!({"error": true}), error.to_string()),
        };
        let home = home.to_string_lossy();
        let want = replaced(&case["want"].to_string(), &home);
        let got = got.to_string();
        if got != want {
            let name = &case["name"];
            failures.push(format!("{name}: {got}, and not {want} ({reason})"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A home with the files of a case.
fn home(number: usize, case: &Value) -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("config/{number}"));
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join("dir")).expect("a folder");
    let shown = home.to_string_lossy().into_owned();
    for (name, text) in case["files"].as_object().expect("files") {
        let text = text.as_str().expect("a text");
        let path = home.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let content = match text.strip_prefix("hex:") {
            Some(hex) => bytes(hex),
            None => replaced(text, &shown).into_bytes(),
        };
        fs::write(&path, content).expect("a file");
        #[cfg(unix)]
        if text.starts_with("#!") {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
        }
    }
    home
}

fn replaced(text: &str, home: &str) -> String {
    text.replace("@HOME@", home)
        .replace("@DIR@", &format!("{home}/dir"))
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| {
            let pair = std::str::from_utf8(pair).expect("ASCII");
            u8::from_str_radix(pair, 16).expect("hexadecimal digits")
        })
        .collect()
}

async fn answer(case: &Value, home: &Path) -> Result<Value, Box<dyn Error>> {
    let shown = home.to_string_lossy();
    let variables = case["env"].as_object().expect("variables").iter();
    let variables = variables.map(|(name, value)| {
        let value = value.as_str().expect("a text");
        (name.clone(), replaced(value, &shown))
    });
    let environment: Environment = variables.collect();
    let profile = environment.get("PROBE_PROFILE").map(str::to_owned);
    let mut builder = Config::load_from(environment)?;
    if let Some(profile) = profile {
        builder = builder.profile_name(profile);
    }
    if case["ask"] == "endpoint" {
        let stub = StubTransport::new();
        stub.respond(200, "{}");
        let keys = Credentials::new("a", "b");
        let config = builder
            .credentials_provider(keys)
            .transport(stub.clone())
            .build();
        Client::new(&config).send(GetImage::new()).await?;
        let uri = stub.calls()[0].request.uri().clone();
        let (scheme, host) = (uri.scheme_str(), uri.authority());
        let (scheme, host) = (scheme.expect("a scheme"), host.expect("a host"));
        return Ok(json!({ "endpoint": format!("{scheme}://{host}") }));
    }
    let config = builder.build();
    match case["ask"].as_str() {
        Some("region") => {
            let region = config.region().ok_or("there is no region")?;
            Ok(json!({ "region": region }))
        }
        Some(ask) => {
            let credentials = DefaultCredentials::default()
                .credentials(config.credential_context())
                .await?;
            Ok(match ask {
                "account" => json!({ "account": credentials.account_id() }),
                _ => json!({ "creds": [
                    credentials.access_key_id(),
                    credentials.secret_access_key(),
                    credentials.session_token(),
                ]}),
            })
        }
        None => panic!("a case asks for something"),
    }
}
