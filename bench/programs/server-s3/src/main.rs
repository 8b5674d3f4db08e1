//! A store on loopback that keeps nothing: `server-s3 LISTING`.
//!
//! `gib` is a gibibyte of zeros, `kb` a thousand of them; a listing is the file; what is put is read
//! and forgotten, in parts too. It says on standard output where it is, and ends with its standard input.

use std::io::{self, BufRead, BufReader, Read, Write, stdin};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::{env, fs, thread};

const ZEROS: [u8; 1 << 18] = [0; 1 << 18];
const ETAG: &str = "\"00000000000000000000000000000000\"";

struct Store {
    listing: Vec<u8>,
    /// Each object with its length and its CRC64NVME.
    objects: Vec<(&'static str, usize, String)>,
}

fn main() {
    let listing = fs::read(env::args().nth(1).expect("a file")).expect("the file");
    let objects = [("gib", 1 << 30), ("kb", 1000)].map(|(key, length)| {
        (
            key,
            length,
            base64(crc64nvme_of_zeros(length).to_be_bytes()),
        )
    });
    let objects = objects.into();
    let store = Arc::new(Store { listing, objects });
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let store = Arc::clone(&store);
            thread::spawn(move || store.serve(&stream));
        }
    });
    let mut rest = Vec::new();
    let _ = stdin().read_to_end(&mut rest);
}

/// What of a request's head matters.
#[derive(Default)]
struct Head {
    method: String,
    target: String,
    length: usize,
    is_chunked: bool,
    waits: bool,
    asks_for_checksum: bool,
}

impl Store {
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::with_capacity(1 << 18, stream);
        let mut writer = stream;
        while let Some(head) = head(&mut reader)? {
            if head.waits {
                writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
            skip_body(&mut reader, &head)?;
            self.answer(&mut writer, &head)?;
        }
        Ok(())
    }

    fn answer(&self, writer: &mut impl Write, head: &Head) -> io::Result<()> {
        let (path, query) = head.target.split_once('?').unwrap_or((&head.target, ""));
        let key = path.rsplit('/').next().unwrap_or_default();
        let object = self.objects.iter().find(|object| object.0 == key);
        match (head.method.as_str(), object) {
            ("GET" | "HEAD", Some((_, length, sum))) => {
                let mut text = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: binary/octet-stream\r\netag: {ETAG}\r\n\
                     last-modified: Fri, 27 Nov 2026 00:00:00 GMT\r\ncontent-length: {length}\r\n"
                );
                if head.asks_for_checksum {
                    text += &format!(
                        "x-amz-checksum-crc64nvme: {sum}\r\nx-amz-checksum-type: FULL_OBJECT\r\n"
                    );
                }
                text += "\r\n";
                let small = if head.method == "HEAD" { 0 } else { *length };
                if small <= 1000 {
                    return writer.write_all(&[text.as_bytes(), &ZEROS[..small]].concat());
                }
                writer.write_all(text.as_bytes())?;
                let mut left = *length;
                while left > 0 {
                    let some = left.min(ZEROS.len());
                    writer.write_all(&ZEROS[..some])?;
                    left -= some;
                }
                Ok(())
            }
            ("GET", None) => xml(writer, &self.listing),
            ("POST", _) if query.contains("uploadId") => xml(
                writer,
                format!(
                    "<CompleteMultipartUploadResult><Bucket>bench</Bucket><Key>{key}</Key>\
                     <ETag>{ETAG}</ETag></CompleteMultipartUploadResult>"
                )
                .as_bytes(),
            ),
            ("POST", _) => xml(
                writer,
                format!(
                    "<InitiateMultipartUploadResult><Bucket>bench</Bucket><Key>{key}</Key>\
                     <UploadId>one</UploadId></InitiateMultipartUploadResult>"
                )
                .as_bytes(),
            ),
            _ => writer.write_all(
                format!("HTTP/1.1 200 OK\r\netag: {ETAG}\r\ncontent-length: 0\r\n\r\n").as_bytes(),
            ),
        }
    }
}

fn xml(writer: &mut impl Write, body: &[u8]) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    writer.write_all(&[head.as_bytes(), body].concat())
}

fn head(reader: &mut impl BufRead) -> io::Result<Option<Head>> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let mut head = Head {
        method: method.to_owned(),
        target: target.to_owned(),
        ..Head::default()
    };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Ok(Some(head));
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => head.length = value.trim().parse().map_err(io::Error::other)?,
            "transfer-encoding" => head.is_chunked = true,
            "expect" => head.waits = true,
            "x-amz-checksum-mode" => head.asks_for_checksum = true,
            _ => {}
        }
    }
}

fn skip_body(reader: &mut impl BufRead, head: &Head) -> io::Result<()> {
    if !head.is_chunked {
        return skip(reader, head.length);
    }
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let digits = line.trim_end().split(';').next().unwrap_or_default();
        let length = usize::from_str_radix(digits, 16).map_err(io::Error::other)?;
        skip(reader, length + 2)?;
        if length == 0 {
            return Ok(());
        }
    }
}

fn skip(reader: &mut impl BufRead, mut length: usize) -> io::Result<()> {
    while length > 0 {
        let there = reader.fill_buf()?.len().min(length);
        if there == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        reader.consume(there);
        length -= there;
    }
    Ok(())
}

/// The checksum of so many zeros, which clients check what they get by.
fn crc64nvme_of_zeros(length: usize) -> u64 {
    let step = |crc: u64| (crc >> 1) ^ (0x9a6c_9329_ac4b_c9b5 * (crc & 1));
    let table: Vec<u64> = (0..256)
        .map(|byte| (0..8).fold(byte, |crc, _| step(crc)))
        .collect();
    !(0..length).fold(u64::MAX, |crc, _| (crc >> 8) ^ table[(crc & 0xff) as usize])
}

fn base64(bytes: [u8; 8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = u128::from(u64::from_be_bytes(bytes)) << 2;
    let digit = |at: u32| char::from(DIGITS[(bits >> (6 * at)) as usize & 63]);
    (0..11).rev().map(digit).chain(['=']).collect()
}
