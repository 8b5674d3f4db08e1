//! What operations of every protocol read from a response: headers, and bodies that are one member.

use crate::format::string::FromText;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::unreadable::Unreadable;
use crate::value::{Blob, Map, Timestamp};
use bytes::Bytes;
use http::{HeaderValue, Response};
use std::borrow::Cow;

/// A member that is the whole body, as bytes; `None` where it is empty.
#[must_use]
pub fn blob(response: &Response<Bytes>) -> Option<Blob> {
    let body = response.body();
    (!body.is_empty()).then(|| Blob::from(body.as_ref()))
}

/// A member that is the whole body, as text; `None` where it is empty.
///
/// # Errors
/// The body is not UTF-8.
pub fn payload_text<T: FromText>(response: &Response<Bytes>) -> Result<Option<T>, RequestError> {
    let body: &[u8] = response.body();
    if body.is_empty() {
        return Ok(None);
    }
    let text = std::str::from_utf8(body).map_err(|error| Unreadable::utf8(error).in_body(body))?;
    Ok(T::from_text(text))
}

/// An output before what is outside of the body is read, where nothing of it is in the body.
#[must_use]
pub fn without_body<O: Default>() -> O {
    O::default()
}

/// The value of a header; `None` where it is absent, or empty and no text is.
///
/// # Errors
/// The header has another kind of value.
// An output may have dozens of them.
#[inline(never)]
pub fn header<T: FromText>(
    response: &Response<Bytes>,
    name: &str,
) -> Result<Option<T>, RequestError> {
    match header_text(response, name)? {
        None => Ok(None),
        Some("") => Ok(T::from_text("")),
        Some(text) => read(name, text).map(Some),
    }
}

/// As [`header`]; `None` too where the header has another kind of value.
#[must_use]
pub fn readable_header<T: FromText>(response: &Response<Bytes>, name: &str) -> Option<T> {
    header(response, name).ok().flatten()
}

/// The text of a header that is written as base64; `None` where it is absent or empty.
///
/// # Errors
/// The header is not the base64 of a text.
pub fn header_base64(
    response: &Response<Bytes>,
    name: &str,
) -> Result<Option<String>, RequestError> {
    let Some(text) = header_text(response, name)?.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    Blob::from_base64(text)
        .and_then(|bytes| String::from_utf8(bytes.into_bytes()).ok())
        .map(Some)
        .ok_or_else(|| Unreadable::header::<Blob>(name, text))
}

/// The values of a header's list, of all lines of that name; `None` where it is absent or empty.
///
/// # Errors
/// The header has another kind of value.
pub fn header_list<T: FromText>(
    response: &Response<Bytes>,
    name: &str,
) -> Result<Option<Vec<T>>, RequestError> {
    let Some(text) = header_lines(response, name)? else {
        return Ok(None);
    };
    elements(&text)
        .iter()
        .map(|element| read(name, element))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// The HTTP dates of a header's list, each of which has a comma of its own.
///
/// # Errors
/// The header has another kind of value.
pub fn http_date_list(
    response: &Response<Bytes>,
    name: &str,
) -> Result<Option<Vec<Timestamp>>, RequestError> {
    let Some(text) = header_lines(response, name)? else {
        return Ok(None);
    };
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    parts
        .chunks(2)
        .map(|date| read(name, &date.join(", ")))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// The headers whose names begin with a prefix, by what follows it: an empty map where there are none, as
/// a service has no other way to say that.
///
/// # Errors
/// A header is not text.
pub fn prefix_headers(
    response: &Response<Bytes>,
    prefix: &str,
) -> Result<Option<Map<String, String>>, RequestError> {
    let prefix = prefix.to_ascii_lowercase();
    let mut entries = Map::new();
    for name in response.headers().keys() {
        if let Some(key) = name.as_str().strip_prefix(&prefix)
            && let Some(text) = header_text(response, name.as_str())?
        {
            entries.insert(key.to_owned(), text.to_owned());
        }
    }
    Ok(Some(entries))
}

fn header_text<'a>(
    response: &'a Response<Bytes>,
    name: &str,
) -> Result<Option<&'a str>, RequestError> {
    let value = response.headers().get(name);
    value.map(|value| value_text(value, name)).transpose()
}

fn value_text<'a>(value: &'a HeaderValue, name: &str) -> Result<&'a str, RequestError> {
    std::str::from_utf8(value.as_bytes()).map_err(|error| {
        RequestError::new(
            RequestErrorKind::Response,
            format!("header `{name}`: {error}"),
        )
    })
}

/// The lines of a header's list as one; `None` where nothing is in them.
fn header_lines<'a>(
    response: &'a Response<Bytes>,
    name: &str,
) -> Result<Option<Cow<'a, str>>, RequestError> {
    let mut all: Option<Cow<'a, str>> = None;
    for value in response.headers().get_all(name) {
        let line = value_text(value, name)?;
        all = match all {
            _ if line.is_empty() => all,
            None => Some(line.into()),
            Some(before) => Some(format!("{before}, {line}").into()),
        };
    }
    Ok(all)
}

fn read<T: FromText>(name: &str, text: &str) -> Result<T, RequestError> {
    T::from_text(text).ok_or_else(|| Unreadable::header::<T>(name, text))
}

/// The elements of a header's list, which may be in quotes.
fn elements(text: &str) -> Vec<String> {
    let mut elements = Vec::new();
    let mut element = String::new();
    let mut in_quotes = false;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => in_quotes = !in_quotes,
            '\\' if in_quotes => element.extend(chars.next()),
            ',' if !in_quotes => elements.push(std::mem::take(&mut element)),
            _ => element.push(char),
        }
    }
    elements.push(element);
    elements
        .into_iter()
        .map(|element| element.trim().to_owned())
        .collect()
}
