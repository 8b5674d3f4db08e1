//! A server on loopback that answers every request of GetImage with a file: `server FILE`.
//!
//! It says on standard output where it is, and ends with its standard input.

use std::io::{BufRead, BufReader, Read, Write, stdin};
use std::net::{TcpListener, TcpStream};
use std::{env, fs, thread};

fn main() {
    let file = env::args().nth(1).expect("a file");
    let body = fs::read(&file).expect("the file");
    let mut response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    response.extend(body);
    let response: &'static [u8] = response.leak();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(stream, response));
        }
    });
    let mut rest = Vec::new();
    let _ = stdin().read_to_end(&mut rest);
}

/// Requests without a body, one after the other.
fn serve(mut stream: TcpStream, response: &[u8]) {
    let _ = stream.set_nodelay(true);
    let Ok(reader) = stream.try_clone() else {
        return;
    };
    let mut lines = BufReader::new(reader).lines();
    while let Some(Ok(line)) = lines.next() {
        if line.is_empty() && stream.write_all(response).is_err() {
            return;
        }
    }
}
