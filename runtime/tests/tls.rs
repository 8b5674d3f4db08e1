//! HTTPS against a server on loopback, directly and through a proxy.
#![cfg(all(feature = "hyper", feature = "blocking", feature = "ring"))]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use common::{GetImage, GetImageError, GetImageOutput};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use shapewright_runtime::RequestErrorKind;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::client::Client;
use shapewright_runtime::config::Config;
use shapewright_runtime::platform::Environment;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n{\"image\":{\"name\":\"web\"}}";

fn listen(name: &'static str, serve: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect(name);
    let address = listener.local_addr().expect(name);
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream));
        }
    });
    address
}

/// Reads to the end of the headers.
fn read_head(stream: &mut impl Read) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.extend_from_slice(&byte);
    }
    String::from_utf8(head).ok()
}

/// A server with a certificate of its own for `localhost`; its port, and the certificate's file.
fn https_server(name: &str) -> (u16, PathBuf) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pem"));
    fs::write(&path, cert.pem()).expect("a file");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a configuration");
    let config = Arc::new(config);
    let address = listen("server", move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
        let mut stream = StreamOwned::new(connection, stream);
        while read_head(&mut stream).is_some() {
            if stream.write_all(ANSWER.as_bytes()).is_err() {
                break;
            }
        }
    });
    (address.port(), path)
}

/// A proxy that tunnels, and the heads of the requests that asked it to.
fn proxy() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let heads: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&heads);
    let address = listen("proxy", move |client| {
        let mut reader = BufReader::new(client.try_clone().expect("a stream"));
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let target = head.split(' ').nth(1).expect("a target").to_owned();
        seen.lock().expect("no panic elsewhere").push(head);
        let server = TcpStream::connect(target).expect("the server");
        let mut client = client;
        client
            .write_all(b"HTTP/1.1 200 OK\r\n\r\n")
            .expect("the client");
        let mut up = server.try_clone().expect("a stream");
        thread::spawn(move || std::io::copy(&mut reader, &mut up));
        let mut server = server;
        let _ = std::io::copy(&mut server, &mut client);
    });
    (address, heads)
}

/// The results of a call by hyper and by ureq.
fn call(port: u16, variables: &[(&str, &str)]) -> [Result<GetImageOutput, GetImageError>; 2] {
    let environment: Environment = variables.iter().copied().collect();
    let config = Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "not a secret"))
        .endpoint_url(format!("https://localhost:{port}"))
        .environment(environment)
        .build();
    let client = Client::new(&config);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    [
        runtime.block_on(client.send(GetImage::new())),
        client.send_blocking(GetImage::new()),
    ]
}

#[test]
fn certificates_are_checked() {
    let (port, certificate) = https_server("direct");
    let certificate = certificate.to_string_lossy().into_owned();
    for result in call(port, &[("AWS_CA_BUNDLE", &certificate)]) {
        assert_eq!(result.expect("an output").name.as_deref(), Some("web"));
    }
    for result in call(port, &[]) {
        let error = result.expect_err("nobody trusts the certificate");
        assert!(matches!(error, GetImageError::Request(_)));
        assert!(error.to_string().contains("certificate"), "{error}");
    }
    for result in call(port, &[("AWS_CA_BUNDLE", "/does/not/exist")]) {
        let error = result.expect_err("there is no bundle");
        assert!(error.to_string().contains("AWS_CA_BUNDLE"), "{error}");
        let is_final = |error: &GetImageError| match error {
            GetImageError::Request(error) => error.kind() == RequestErrorKind::Endpoint,
            _ => false,
        };
        assert!(is_final(&error), "{error}");
    }
}

#[test]
fn https_goes_through_the_proxy() {
    let (port, certificate) = https_server("proxied");
    let (address, heads) = proxy();
    let certificate = certificate.to_string_lossy().into_owned();
    let proxy = format!("http://user:pass@{address}");
    let variables = [
        ("AWS_CA_BUNDLE", certificate.as_str()),
        ("HTTPS_PROXY", proxy.as_str()),
    ];
    for result in call(port, &variables) {
        assert_eq!(result.expect("an output").name.as_deref(), Some("web"));
    }
    let seen = heads.lock().expect("no panic elsewhere").clone();
    assert_eq!(seen.len(), 2, "{seen:?}");
    for head in seen {
        assert!(
            head.starts_with(&format!("CONNECT localhost:{port} ")),
            "{head}"
        );
        let head = head.to_ascii_lowercase();
        assert!(
            head.contains("proxy-authorization: basic dxnlcjpwyxnz"),
            "{head}"
        );
        assert!(!head.contains("x-amz"), "{head}");
    }
    let direct = [variables[0], variables[1], ("NO_PROXY", "localhost")];
    for result in call(port, &direct) {
        assert!(result.is_ok());
    }
    assert_eq!(heads.lock().expect("no panic elsewhere").len(), 2);
}

/// Connections are kept with TLS too.
#[test]
fn a_connection_serves_many_calls() {
    let connections = Arc::new(AtomicUsize::new(0));
    let (port, certificate) = https_server("kept");
    let counted = Arc::clone(&connections);
    let front = listen("front", move |client| {
        counted.fetch_add(1, Ordering::SeqCst);
        let server = TcpStream::connect(("127.0.0.1", port)).expect("the server");
        let mut from_client = client.try_clone().expect("a stream");
        let mut to_server = server.try_clone().expect("a stream");
        thread::spawn(move || std::io::copy(&mut from_client, &mut to_server));
        let (mut server, mut client) = (server, client);
        let _ = std::io::copy(&mut server, &mut client);
    });
    let certificate = certificate.to_string_lossy().into_owned();
    let environment: Environment = [("AWS_CA_BUNDLE", certificate)].into_iter().collect();
    let config = Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "not a secret"))
        .endpoint_url(format!("https://localhost:{}", front.port()))
        .environment(environment)
        .build();
    let client = Client::new(&config);
    for _ in 0..5 {
        client.send_blocking(GetImage::new()).expect("an output");
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}
