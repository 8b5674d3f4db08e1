//! Frames: lengths and checksums around headers and a payload.

use crate::protocol::part::Part;

/// What a frame holds.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) headers: Vec<(&'a str, Value<'a>)>,
    pub(crate) payload: &'a [u8],
}

/// The value of a header.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Bool(bool),
    Byte(i8),
    Short(i16),
    Int(i32),
    Integer(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    /// Milliseconds since 1970.
    Timestamp(i64),
}

impl<'a> Frame<'a> {
    /// The text of a header.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find_map(|(header, value)| match value {
            Value::Text(text) if *header == name => Some(*text),
            _ => None,
        })
    }
}

/// The bytes of lengths and checksum before the headers.
const PRELUDE: usize = 12;

/// The bytes of a checksum.
const CHECKSUM: usize = 4;

/// The longest frame: that of the greatest payload and the most headers that services send.
const LONGEST: usize = 25 << 20;

/// The length of the first frame, whose own checksum is right; `None` where too little is there to tell.
pub(crate) fn length(bytes: &[u8]) -> Result<Option<usize>, &'static str> {
    let Some(prelude) = bytes.get(..PRELUDE) else {
        return Ok(None);
    };
    let mut cursor = Cursor(prelude);
    let length = cursor.number()?;
    cursor.number()?;
    if crc32(prelude.get(..PRELUDE - CHECKSUM).unwrap_or_default()) != cursor.number()? {
        return Err("the checksum of its lengths does not fit");
    }
    match usize::try_from(length) {
        Ok(length) if length < PRELUDE + CHECKSUM => Err(SHORT),
        Ok(length) if length <= LONGEST => Ok(Some(length)),
        _ => Err("it is longer than any frame may be"),
    }
}

/// The length of the first frame, where it is whole.
pub(crate) fn whole(bytes: &[u8]) -> Result<Option<usize>, &'static str> {
    let length = length(bytes)?;
    Ok(length.filter(|length| *length <= bytes.len()))
}

/// A frame of headers and a payload.
pub(crate) fn write(
    headers: &[(&str, Value<'_>)],
    payload: &[u8],
) -> Result<Vec<u8>, &'static str> {
    let of_headers = headers_of(headers)?;
    let length = PRELUDE + of_headers.len() + payload.len() + CHECKSUM;
    let length = u32::try_from(length).map_err(|_| LONG)?;
    let mut frame = length.to_be_bytes().to_vec();
    let headers = u32::try_from(of_headers.len()).map_err(|_| LONG)?;
    frame.extend_from_slice(&headers.to_be_bytes());
    frame.extend_from_slice(&crc32(&frame).to_be_bytes());
    frame.extend_from_slice(&of_headers);
    frame.extend_from_slice(payload);
    frame.extend_from_slice(&crc32(&frame).to_be_bytes());
    Ok(frame)
}

/// Headers as a frame has them.
pub(crate) fn headers_of(headers: &[(&str, Value<'_>)]) -> Result<Vec<u8>, &'static str> {
    let mut bytes = Vec::new();
    for (name, value) in headers {
        bytes.push(u8::try_from(name.len()).map_err(|_| LONG)?);
        bytes.extend_from_slice(name.as_bytes());
        value.write(&mut bytes)?;
    }
    Ok(bytes)
}

const LONG: &str = "it is longer than a frame can say";

impl<'a> Value<'a> {
    /// The member that a header is.
    pub(super) fn part(self) -> Part<'a> {
        match self {
            Self::Bool(value) => Part::Bool(value),
            Self::Byte(value) => Part::Integer(value.into()),
            Self::Short(value) => Part::Integer(value.into()),
            Self::Int(value) => Part::Integer(value.into()),
            Self::Integer(value) => Part::Integer(value),
            Self::Bytes(bytes) => Part::Bytes(bytes),
            Self::Text(text) => Part::Text(text.into()),
            #[allow(clippy::cast_precision_loss)]
            Self::Timestamp(milliseconds) => Part::Seconds(milliseconds as f64 / 1000.0),
        }
    }

    fn write(self, out: &mut Vec<u8>) -> Result<(), &'static str> {
        let sized = |out: &mut Vec<u8>, kind: u8, bytes: &[u8]| {
            let length = u16::try_from(bytes.len()).map_err(|_| LONG)?;
            out.push(kind);
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(bytes);
            Ok(())
        };
        match self {
            Self::Bool(value) => out.push(u8::from(!value)),
            Self::Byte(value) => out.extend([&[2][..], &value.to_be_bytes()].concat()),
            Self::Short(value) => out.extend([&[3][..], &value.to_be_bytes()].concat()),
            Self::Int(value) => out.extend([&[4][..], &value.to_be_bytes()].concat()),
            Self::Integer(value) => out.extend([&[5][..], &value.to_be_bytes()].concat()),
            Self::Bytes(bytes) => return sized(out, 6, bytes),
            Self::Text(text) => return sized(out, 7, text.as_bytes()),
            Self::Timestamp(value) => out.extend([&[8][..], &value.to_be_bytes()].concat()),
        }
        Ok(())
    }
}

/// The first frame of `bytes`, and what follows it.
pub(crate) fn read(bytes: &[u8]) -> Result<(Frame<'_>, &[u8]), &'static str> {
    let mut prelude = Cursor(bytes);
    let length = prelude.number()?;
    let of_headers = prelude.number()?;
    let checksum = prelude.number()?;
    if crc32(bytes.get(..PRELUDE - CHECKSUM).unwrap_or_default()) != checksum {
        return Err("the checksum of its lengths does not fit");
    }
    let length = usize::try_from(length).map_err(|_| SHORT)?;
    let (frame, rest) = bytes.split_at_checked(length).ok_or(SHORT)?;
    let end = length.checked_sub(CHECKSUM).ok_or(SHORT)?;
    let (content, checksum) = frame.split_at_checked(end).ok_or(SHORT)?;
    if crc32(content) != Cursor(checksum).number()? {
        return Err("its checksum does not fit");
    }
    let mut content = Cursor(content.get(PRELUDE..).ok_or(SHORT)?);
    let headers = content.take(usize::try_from(of_headers).map_err(|_| SHORT)?)?;
    let frame = Frame {
        headers: self::headers(headers)?,
        payload: content.0,
    };
    Ok((frame, rest))
}

pub(crate) const SHORT: &str = "it ends before its end";

fn headers(bytes: &[u8]) -> Result<Vec<(&str, Value<'_>)>, &'static str> {
    let mut rest = Cursor(bytes);
    let mut headers = Vec::new();
    while !rest.0.is_empty() {
        let length = rest.byte()?;
        let name = text(rest.take(length.into())?)?;
        headers.push((name, rest.value()?));
    }
    Ok(headers)
}

fn text(bytes: &[u8]) -> Result<&str, &'static str> {
    std::str::from_utf8(bytes).map_err(|_| "a header is not UTF-8")
}

/// Bytes that are read from the front.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], &'static str> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(SHORT)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], &'static str> {
        self.take(N)?.try_into().map_err(|_| SHORT)
    }

    fn byte(&mut self) -> Result<u8, &'static str> {
        self.array().map(u8::from_be_bytes)
    }

    fn number(&mut self) -> Result<u32, &'static str> {
        self.array().map(u32::from_be_bytes)
    }

    fn sized(&mut self) -> Result<&'a [u8], &'static str> {
        let length = self.array().map(u16::from_be_bytes)?;
        self.take(length.into())
    }

    fn value(&mut self) -> Result<Value<'a>, &'static str> {
        Ok(match self.byte()? {
            0 => Value::Bool(true),
            1 => Value::Bool(false),
            2 => Value::Byte(i8::from_be_bytes(self.array()?)),
            3 => Value::Short(i16::from_be_bytes(self.array()?)),
            4 => Value::Int(i32::from_be_bytes(self.array()?)),
            5 => Value::Integer(i64::from_be_bytes(self.array()?)),
            6 => Value::Bytes(self.sized()?),
            7 => Value::Text(text(self.sized()?)?),
            8 => Value::Timestamp(i64::from_be_bytes(self.array()?)),
            9 => Value::Bytes(self.take(16)?),
            _ => return Err("a header is of a type that is not known"),
        })
    }
}

/// CRC-32 of Ethernet, gzip and zlib.
fn crc32(bytes: &[u8]) -> u32 {
    let update = |crc: u32, byte: &u8| {
        let index = usize::from(crc.to_le_bytes()[0] ^ byte);
        TABLE.get(index).copied().unwrap_or_default() ^ (crc >> 8)
    };
    !bytes.iter().fold(!0, update)
}

#[allow(
    clippy::indexing_slicing,
    reason = "out of bounds, it does not compile"
)]
const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
};
