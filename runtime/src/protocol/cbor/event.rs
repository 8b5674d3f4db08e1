//! Events whose payloads are CBOR: a map of an event's name to its members, made of a frame's headers and
//! payload.

use super::head::{BREAK, EPOCH, Major, info};
use super::read;
use super::write::Writer;
use crate::protocol::names::Names;
use crate::protocol::part::Part;
use crate::protocol::problem::Problem;
use serde::de::DeserializeOwned;
use serde::ser::{Serialize, Serializer};

/// The event of this name, whose other members are those of the payload where none of these is it.
pub(in crate::protocol) fn event<T: DeserializeOwned>(
    names: &Names,
    name: &str,
    parts: &[(&str, Part<'_>)],
    payload: &[u8],
) -> Result<T, Problem> {
    // An empty map.
    let payload: &[u8] = if payload.is_empty() { &[0xa0] } else { payload };
    let mut event = Writer::default();
    event.head(Major::Map, 1);
    event.text(name)?;
    if parts.is_empty() {
        event.0.extend_from_slice(payload);
    } else {
        event.0.push(Major::Map.byte(info::INDEFINITE));
        for (name, part) in parts {
            event.text(name)?;
            write(&mut event, part, payload)?;
        }
        let is_member = parts.iter().any(|(_, part)| matches!(part, Part::Payload));
        if !is_member {
            event.0.extend_from_slice(entries(payload)?);
        }
        event.0.push(BREAK);
    }
    read::structure(names, &event.0)
}

fn write(event: &mut Writer, part: &Part<'_>, payload: &[u8]) -> Result<(), Problem> {
    match part {
        Part::Bool(value) => value.serialize(event),
        Part::Integer(value) => value.serialize(event),
        Part::Bytes(bytes) => event.serialize_bytes(bytes),
        Part::Text(text) => event.text(text),
        Part::Seconds(seconds) => {
            event.head(Major::Tag, EPOCH);
            seconds.serialize(event)
        }
        Part::Payload => {
            event.0.extend_from_slice(payload);
            Ok(())
        }
    }
}

/// The entries of a map, without its head and end.
fn entries(map: &[u8]) -> Result<&[u8], Problem> {
    let no_map = || Problem::plain("expected a map");
    let (first, rest) = map.split_first().ok_or_else(no_map)?;
    let more = match first & 0b1_1111 {
        _ if Major::of(*first) != Major::Map => return Err(no_map()),
        0..info::ONE => 0,
        info::ONE => 1,
        info::TWO => 2,
        info::FOUR => 4,
        info::EIGHT => 8,
        info::INDEFINITE => return rest.strip_suffix(&[BREAK]).ok_or_else(no_map),
        _ => return Err(no_map()),
    };
    rest.get(more..).ok_or_else(no_map)
}
