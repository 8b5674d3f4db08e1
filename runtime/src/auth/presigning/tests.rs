//! Presigned requests against those of botocore 1.44.8, and what they say of themselves.

use super::*;
use crate::auth::PlainPath;
use crate::value::Timestamp;
use serde_json::Value;
use std::error::Error;

/// 2026-11-27T10:20:30Z
const TIME: i64 = 1_795_774_830;

#[test]
fn urls_equal_botocores() -> Result<(), Box<dyn Error>> {
    let cases = include_str!("../../../tests/fixtures/presigned.json");
    let cases: Vec<Value> = serde_json::from_str(cases)?;
    assert_eq!(cases.len(), 10);
    for case in &cases {
        let text = |name: &str| case.get(name).and_then(Value::as_str).unwrap_or_default();
        let is_s3 = case.get("s3").and_then(Value::as_bool) == Some(true);
        let url: Uri = text("url").parse()?;
        let host = url.authority().map_or("", |it| it.as_str()).to_owned();
        let mut builder = Request::builder().method(text("method")).uri(url);
        builder = builder.header(HOST, host);
        for (name, value) in case
            .get("headers")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            builder = builder.header(name, value.as_str().unwrap_or_default());
        }
        if is_s3 {
            builder = builder.extension(PlainPath);
        }
        let mut request = builder.body(Bytes::from(text("body").to_owned()))?;
        let token = case.get("token").and_then(Value::as_str).map(str::to_owned);
        let credentials =
            Credentials::new("AKIDEXAMPLE", "SECRET/with+signs").with_session_token(token);
        let scope = Scope {
            region: text("region"),
            service: text("service"),
            time: Timestamp::from_unix(TIME, 0).ok_or("a time")?,
        };
        let payload = if is_s3 {
            Payload::Unsigned
        } else {
            Payload::Signed
        };
        let expires = case
            .get("expires")
            .and_then(Value::as_u64)
            .unwrap_or_default();
        let expires = Duration::from_secs(expires);
        sign_query(&mut request, &credentials, &scope, payload, expires)?;
        assert_eq!(
            request.uri().to_string(),
            text("expected"),
            "{}",
            text("name")
        );
        // Signed once more, it is the same: nothing of the first signature is left.
        sign_query(&mut request, &credentials, &scope, payload, expires)?;
        assert_eq!(
            request.uri().to_string(),
            text("expected"),
            "{}",
            text("name")
        );
    }
    Ok(())
}

#[test]
fn an_expiry_is_a_second_to_seven_days() {
    let second = Duration::from_secs(1);
    for good in [second, LONGEST, Duration::from_millis(1999)] {
        assert!(PresigningConfig::expires_in(good).is_ok(), "{good:?}");
    }
    let whole = PresigningConfig::expires_in(Duration::from_millis(1999)).map(|it| it.expires());
    assert_eq!(whole, Ok(second));
    for bad in [
        Duration::ZERO,
        Duration::from_millis(999),
        LONGEST + Duration::from_nanos(1),
    ] {
        assert!(PresigningConfig::expires_in(bad).is_err(), "{bad:?}");
    }
    let none = PresigningConfig::builder()
        .build()
        .map_err(|error| error.to_string());
    let expected = "a presigned request needs an expiry, and none is set";
    assert_eq!(none, Err(expected.to_owned()));
}

#[test]
fn debug_shows_no_signature() -> Result<(), Box<dyn Error>> {
    let request = Request::get("https://a.example/b?X-Amz-Signature=SECRET");
    let request = PresignedRequest::new(request.header(HOST, "a.example").body(Bytes::new())?)?;
    let shown = format!("{request:?}");
    assert!(
        shown.contains("https://a.example/b") && !shown.contains("SECRET"),
        "{shown}"
    );
    assert_eq!(request.headers().count(), 0);
    Ok(())
}

/// The form of a recorded policy.
fn posted(case: &Value) -> Result<PresignedPost, Box<dyn Error>> {
    let text = |name: &str| case.get(name).and_then(Value::as_str).unwrap_or_default();
    let pairs = |name: &str| -> Result<Vec<(String, String)>, serde_json::Error> {
        serde_json::from_value(case.get(name).cloned().unwrap_or_default())
    };
    let mut policy = PostPolicy::new("bucket", text("key"));
    for (name, value) in pairs("equal")? {
        policy = policy.field(name, value);
    }
    for (name, prefix) in pairs("startsWith")? {
        policy = policy.starts_with(name, prefix);
    }
    let range: Option<(u64, u64)> =
        serde_json::from_value(case.get("range").cloned().unwrap_or_default())?;
    if let Some((least, most)) = range {
        policy = policy.content_length_range(least..=most);
    }
    let token = case.get("token").and_then(Value::as_str).map(str::to_owned);
    let credentials =
        Credentials::new("AKIDEXAMPLE", "SECRET/with+signs").with_session_token(token);
    let scope = Scope {
        region: "eu-west-1",
        service: "s3",
        time: Timestamp::from_unix(TIME, 0).ok_or("a time")?,
    };
    let expires = case.get("expires").and_then(Value::as_u64);
    let expires = Duration::from_secs(expires.unwrap_or_default());
    Ok(policy.sign(text("url"), &credentials, &scope, expires)?)
}

#[test]
fn forms_equal_botocores() -> Result<(), Box<dyn Error>> {
    let cases = include_str!("../../../tests/fixtures/presigned_posts.json");
    let cases: Vec<Value> = serde_json::from_str(cases)?;
    assert_eq!(cases.len(), 4);
    for case in &cases {
        let post = posted(case)?;
        let expected = case.get("fields").cloned().unwrap_or_default();
        let expected: Vec<(String, String)> = serde_json::from_value(expected)?;
        let found: Vec<(String, String)> = { post.fields() }
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(found, expected, "{:?}", case.get("name"));
        assert_eq!(Some(post.url()), case.get("url").and_then(Value::as_str));
        let shown = format!("{post:?}");
        assert!(
            shown.contains("x-amz-signature") && !shown.contains("AKID"),
            "{shown}"
        );
    }
    Ok(())
}

#[test]
fn a_policy_ends_within_time() -> Result<(), Box<dyn Error>> {
    let scope = Scope {
        region: "eu-west-1",
        service: "s3",
        time: Timestamp::from_unix(TIME, 0).ok_or("a time")?,
    };
    let credentials = Credentials::new("AKIDEXAMPLE", "SECRET/with+signs");
    let sign = |expires| PostPolicy::new("b", "k").sign("u", &credentials, &scope, expires);
    assert!(sign(Duration::from_secs(1)).is_ok());
    assert!(sign(Duration::from_secs(u64::MAX)).is_err());
    assert!(sign(Duration::from_secs(i64::MAX as u64)).is_err());
    Ok(())
}
