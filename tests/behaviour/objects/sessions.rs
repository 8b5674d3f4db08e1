//! Buckets that are called in sessions, as S3's directory buckets are.

use crate::server::{Exchange, Received, Server};
use crate::{KEY, REGION, SECRET, client, client_of, config, run, signature};
use shapewright_runtime::Timestamp;
use shapewright_runtime::presigning::PresigningConfig;
use shapewright_runtime::testing::ManualClock;
use std::time::{Duration, SystemTime};

const BUCKET: &str = "fast--use1-az4--x-s3";

/// The session of a number, which is good for five minutes.
fn opened(number: usize, now: SystemTime) -> String {
    let expiry = Timestamp::from(now + Duration::from_secs(300));
    format!(
        "<CreateSessionResult><Credentials><AccessKeyId>ASIA{number}</AccessKeyId>\
         <SecretAccessKey>of a session {number}</SecretAccessKey><SessionToken>token/{number}+=</SessionToken>\
         <Expiration>{expiry}</Expiration></Credentials></CreateSessionResult>"
    )
}

fn opens(request: &Received) -> bool {
    request.target.contains("?session")
}

/// A service whose sessions are counted, as far as this clock is the time.
fn service(clock: ManualClock) -> Server {
    let opened_before = std::sync::atomic::AtomicUsize::new(0);
    Server::start(move |exchange: &mut Exchange<'_>| {
        if opens(&exchange.request) {
            let number = opened_before.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            exchange.answer(200, "", opened(number, clock_now(&clock)));
        } else {
            exchange.answer(200, "", "data");
        }
    })
}

fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000))
}

fn clock_now(clock: &ManualClock) -> SystemTime {
    shapewright_runtime::platform::Clock::now(clock)
}

#[test]
fn a_session_is_opened_once_and_signs() {
    let clock = clock();
    let server = service(clock.clone());
    let client = client_of(config(&server.url()).clock(clock));
    run(async {
        for key in ["a", "b"] {
            let put = client.put_object().bucket(BUCKET).key(key).body("data");
            put.send().await.unwrap();
            client
                .get_object()
                .bucket(BUCKET)
                .key(key)
                .send()
                .await
                .unwrap();
        }
        client
            .get_object()
            .bucket("usual")
            .key("c")
            .send()
            .await
            .unwrap();
    });
    let requests = server.requests();
    assert_eq!(requests.len(), 6);
    let (session, calls) = requests.split_first().unwrap();
    assert_eq!(session.target, format!("/{BUCKET}?session"));
    signature::check_by(session, (KEY, SECRET), REGION, "objects-express");
    let (usual, calls) = calls.split_last().unwrap();
    signature::check(usual);
    assert!(!usual.has("x-amz-s3session-token"));
    for call in calls {
        assert_eq!(call.header("x-amz-s3session-token"), Some("token/0+="));
        assert!(!call.has("x-amz-security-token"));
        signature::check_by(call, ("ASIA0", "of a session 0"), REGION, "objects-express");
    }
}

#[test]
fn a_session_is_renewed_before_it_ends() {
    let clock = clock();
    let server = service(clock.clone());
    let client = client_of(config(&server.url()).clock(clock.clone()));
    run(async {
        for later in [0, 230, 20, 230, 20] {
            clock.advance(Duration::from_secs(later));
            let get = client.get_object().bucket(BUCKET).key("k");
            get.send().await.unwrap();
        }
    });
    let requests = server.requests();
    let calls = requests.iter().filter(|it| !opens(it));
    let tokens: Vec<_> = calls
        .map(|it| it.header("x-amz-s3session-token").unwrap())
        .collect();
    assert_eq!(
        tokens,
        [
            "token/0+=",
            "token/0+=",
            "token/1+=",
            "token/1+=",
            "token/2+="
        ]
    );
}

#[test]
fn many_calls_at_once_open_one_session() {
    let clock = clock();
    let server = service(clock.clone());
    let client = client_of(config(&server.url()).clock(clock));
    run(async {
        let calls = (0..40).map(|at| {
            let call = client.get_object().bucket(BUCKET).key(format!("{at}"));
            tokio::spawn(call.send())
        });
        for call in calls.collect::<Vec<_>>() {
            call.await.unwrap().unwrap();
        }
    });
    let requests = server.requests();
    assert_eq!(requests.iter().filter(|it| opens(it)).count(), 1);
    assert_eq!(requests.len(), 41);
}

#[test]
fn a_session_that_is_refused_is_told() {
    let server = Server::answering(
        403,
        "",
        "<Error><Code>AccessDenied</Code><Message>not you</Message></Error>",
    );
    let get = client(&server.url()).get_object().bucket(BUCKET).key("k");
    let error = run(get.send()).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("AccessDenied") && text.contains("not you"),
        "{text}"
    );
    assert_eq!(server.count(), 1);
}

#[test]
fn a_session_that_is_answered_badly_is_told() {
    for (body, said) in [
        (
            "<R><Credentials><AccessKeyId>A</AccessKeyId></Credentials></R>",
            "Expiration",
        ),
        ("<R/>", "Expiration"),
        ("", "Expiration"),
    ] {
        let server = Server::answering(200, "", body);
        let get = client(&server.url()).get_object().bucket(BUCKET).key("k");
        let error = run(get.send()).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn a_url_has_the_sessions_token() {
    let clock = clock();
    let server = service(clock.clone());
    let client = client_of(config(&server.url()).clock(clock));
    let config = PresigningConfig::expires_in(Duration::from_secs(60)).unwrap();
    let presigned = run(client
        .get_object()
        .bucket(BUCKET)
        .key("k")
        .presigned(config))
    .unwrap();
    let url = presigned.uri();
    assert!(
        url.contains("X-Amz-S3session-Token=token%2F0%2B%3D"),
        "{url}"
    );
    assert!(url.contains("X-Amz-Credential=ASIA0%2F"), "{url}");
    assert!(!url.contains("Security-Token"), "{url}");
    assert_eq!(presigned.headers().count(), 0);
}
