#!/usr/bin/env bash
# ureq takes the gzip off bodies that it did not ask for, as soon as any crate of a build turns its feature on.
#
# ureq 3.5.2.
# `accept_encoding` set to nothing leaves the header out of requests, and no more. A stored gzip file whose
# response says `Content-Encoding: gzip` arrives unpacked, without that header and without its length. Whether
# it does is the feature `gzip`, on by default and unified over the whole build, so another crate's dependency
# changes what a program downloads; no setting of an agent or a request prevents it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
printf 'hello' | gzip -n > "$folder/stored.gz"
cat > "$folder/src/main.rs" <<'PROGRAM'
use std::io::{Read, Write};
use std::net::TcpListener;
use ureq::config::AutoHeaderValue;

fn main() {
    let stored: &[u8] = include_bytes!("../stored.gz");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/stored.gz", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", stored.len());
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(stored).unwrap();
        String::from_utf8(request).unwrap().to_lowercase()
    });
    let agent = ureq::Agent::config_builder().accept_encoding(AutoHeaderValue::None).build().new_agent();
    let mut response = agent.get(&url).call().unwrap();
    let headers = ["content-encoding", "content-length"].map(|name| response.headers().contains_key(name));
    let body = response.body_mut().read_to_vec().unwrap();
    assert!(!server.join().unwrap().contains("accept-encoding"));
    println!("body as stored: {}; its encoding and its length told: {headers:?}", body == stored);
}
PROGRAM
try() {
    cat > "$folder/Cargo.toml" <<MANIFEST
[package]
name = "stored"
version = "0.0.0"
edition = "2021"

[dependencies]
ureq = { version = "=3.5.2", default-features = false, features = [$1] }
MANIFEST
    seen=$(cd "$folder" && CARGO_TARGET_DIR="$folder/target" cargo run --quiet)
    echo "features [$1]: $seen"
    test "$seen" = "$2"
}
try '' 'body as stored: true; its encoding and its length told: [true, true]'
try '"gzip"' 'body as stored: false; its encoding and its length told: [false, false]'
