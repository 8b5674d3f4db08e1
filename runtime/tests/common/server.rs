//! An HTTP/1.1 server on loopback that answers as told, well or badly.
#![allow(dead_code, unreachable_pub, reason = "every test binary uses a part")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name);
        header.map(|(_, value)| value.as_str())
    }
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub enum Reaction {
    /// Answers.
    Answer(Answer),
    /// Closes the connection without an answer.
    Reset,
    /// Sends this many bytes of the answer, then closes the connection.
    Cut(Answer, usize),
    /// Waits before the answer.
    Late(Answer, Duration),
    /// Sends this many bytes of the answer, waits, and sends the rest.
    Slow(Answer, usize, Duration),
    /// Writes these bytes instead of an answer, and closes.
    Raw(Vec<u8>),
}

/// An HTTP answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!(
            "HTTP/1.1 {} Whatever\r\ncontent-length: {}\r\n",
            self.status,
            self.body.len()
        );
        for (name, value) in &self.headers {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        bytes.push_str("\r\n");
        let mut bytes = bytes.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

type Script = dyn Fn(usize, &Received) -> Reaction + Send + Sync;

struct Shared {
    script: Box<Script>,
    requests: Mutex<Vec<Received>>,
    count: AtomicUsize,
    connections: AtomicUsize,
    keeps_requests: bool,
    stopped: AtomicBool,
}

/// The server; it stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    /// Reacts to each request in turn, and to all later ones as to the last.
    pub fn script(reactions: impl IntoIterator<Item = Reaction>) -> Self {
        let reactions = Mutex::new(reactions.into_iter().collect::<VecDeque<_>>());
        Self::start(true, move |_, _| {
            let mut reactions = reactions.lock().expect("no panic elsewhere");
            match reactions.len() {
                0 | 1 => reactions.front().cloned().unwrap_or(Reaction::Reset),
                _ => reactions.pop_front().unwrap_or(Reaction::Reset),
            }
        })
    }

    /// Reacts to the request of this number as the function says.
    pub fn start(
        keeps_requests: bool,
        script: impl Fn(usize, &Received) -> Reaction + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: Mutex::default(),
            count: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            keeps_requests,
            stopped: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (Ok(stream), serving) = (stream, Arc::clone(&serving)) else {
                    continue;
                };
                serving.connections.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || serve(&stream, &serving));
            }
        });
        Self { address, shared }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn requests(&self) -> Vec<Received> {
        self.shared
            .requests
            .lock()
            .expect("no panic elsewhere")
            .clone()
    }

    pub fn count(&self) -> usize {
        self.shared.count.load(Ordering::SeqCst)
    }

    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(stream: &TcpStream, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader) {
        let number = shared.count.fetch_add(1, Ordering::SeqCst);
        let reaction = (shared.script)(number, &request);
        if shared.keeps_requests {
            shared
                .requests
                .lock()
                .expect("no panic elsewhere")
                .push(request);
        }
        if react(stream, &reaction).is_none() {
            break;
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

/// `None` where the connection is to be closed.
fn react(mut stream: &TcpStream, reaction: &Reaction) -> Option<()> {
    match reaction {
        Reaction::Answer(answer) => stream.write_all(&answer.bytes()).ok(),
        Reaction::Reset => None,
        Reaction::Raw(bytes) => {
            stream.write_all(bytes).ok()?;
            None
        }
        Reaction::Cut(answer, length) => {
            stream.write_all(answer.bytes().get(..*length)?).ok()?;
            None
        }
        Reaction::Late(answer, wait) => {
            thread::sleep(*wait);
            stream.write_all(&answer.bytes()).ok()
        }
        Reaction::Slow(answer, length, wait) => {
            let bytes = answer.bytes();
            let (first, rest) = bytes.split_at(*length);
            stream.write_all(first).ok()?;
            thread::sleep(*wait);
            stream.write_all(rest).ok()
        }
    }
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> Option<Received> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let target = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut received = Received {
        target,
        headers,
        body: Vec::new(),
    };
    let length = received
        .header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    received.body.resize(length, 0);
    reader.read_exact(&mut received.body).ok()?;
    Some(received)
}
