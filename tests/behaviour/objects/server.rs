//! An HTTP/1.1 server on loopback that does with each exchange what a test says, byte by byte.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    /// The body, without its transfer coding.
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name);
        header.map(|(_, value)| value.as_str())
    }

    pub fn has(&self, part: &str) -> bool {
        self.headers.iter().any(|(name, _)| name.contains(part))
    }
}

/// An exchange: the request that came, and the connection.
pub struct Exchange<'a> {
    /// The number of the request.
    pub number: usize,
    pub request: Received,
    reader: &'a mut BufReader<TcpStream>,
    shared: &'a Shared,
    is_read: bool,
    is_kept: bool,
    is_closed: bool,
}

impl Exchange<'_> {
    /// Keeps the request, before who sent it can know that it arrived.
    fn keep(&mut self) {
        if !self.is_kept {
            self.is_kept = true;
            self.shared
                .requests
                .lock()
                .unwrap()
                .push(self.request.clone());
        }
    }

    /// Reads the body.
    pub fn read(&mut self) -> &Received {
        if !self.is_read {
            self.is_read = true;
            self.request.body = body(&self.request, self.reader).unwrap_or_default();
        }
        &self.request
    }

    /// Reads some bytes of the body, as they arrive.
    pub fn read_some(&mut self, length: usize) {
        self.is_read = true;
        let mut some = vec![0; length];
        let _ = self.reader.read_exact(&mut some);
    }

    /// Writes these bytes.
    pub fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.keep();
        let _ = self.reader.get_mut().write_all(bytes.as_ref());
    }

    /// Answers: status, headers as lines, body.
    pub fn answer(&mut self, status: u16, headers: &str, body: impl AsRef<[u8]>) {
        self.read();
        let body = body.as_ref();
        let length = body.len();
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n{headers}\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        self.write(bytes);
    }

    pub fn wait(&mut self, milliseconds: u64) {
        thread::sleep(Duration::from_millis(milliseconds));
    }

    /// Closes the connection after this exchange.
    pub fn close(&mut self) {
        self.is_closed = true;
    }
}

struct Shared {
    script: Box<dyn Fn(&mut Exchange<'_>) + Send + Sync>,
    requests: Mutex<Vec<Received>>,
    count: AtomicUsize,
    connections: AtomicUsize,
    stopped: AtomicBool,
}

/// The server; it stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    pub fn start(script: impl Fn(&mut Exchange<'_>) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: Mutex::default(),
            count: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
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
                thread::spawn(move || serve(stream, &serving));
            }
        });
        Self { address, shared }
    }

    /// Answers all requests alike.
    pub fn answering(status: u16, headers: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self::start(move |exchange| exchange.answer(status, headers, &body))
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn requests(&self) -> Vec<Received> {
        self.shared.requests.lock().unwrap().clone()
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

fn serve(stream: TcpStream, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    while let Some(request) = head(&mut reader) {
        let number = shared.count.fetch_add(1, Ordering::SeqCst);
        let mut exchange = Exchange {
            number,
            request,
            reader: &mut reader,
            shared,
            is_read: false,
            is_kept: false,
            is_closed: false,
        };
        (shared.script)(&mut exchange);
        exchange.keep();
        if exchange.is_closed {
            break;
        }
    }
    let _ = reader.get_ref().shutdown(Shutdown::Both);
}

fn head(reader: &mut BufReader<TcpStream>) -> Option<Received> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end_matches(['\r', '\n']).split_once(':') else {
            break;
        };
        let value = value.strip_prefix(' ').unwrap_or(value);
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    Some(Received {
        method,
        target,
        headers,
        body: Vec::new(),
    })
}

fn body(request: &Received, reader: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    if request.header("transfer-encoding").is_none() {
        let length = request.header("content-length").unwrap_or("0");
        body.resize(length.parse().ok()?, 0);
        reader.read_exact(&mut body).ok()?;
        return Some(body);
    }
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        let start = body.len();
        body.resize(start + length, 0);
        reader.read_exact(&mut body[start..]).ok()?;
        reader.read_line(&mut line).ok()?;
        if length == 0 {
            return Some(body);
        }
    }
}
