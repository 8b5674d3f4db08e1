//! serde's serializer of forms: `Filter.1.Name=state&Filter.1.Value.1=running`.

use super::copies;
use super::names::{Dialect, Query};
use crate::operation::Operation;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::protocol::names::{Members, RULE, Wire};
use crate::protocol::problem::Problem;
use crate::protocol::{RequestBuilder, percent_encoded};
use bytes::Bytes;
use http::Request;
use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer,
};
use std::fmt::{Display, Write};

impl RequestBuilder {
    /// The request with a form: action, version and the members of the input.
    ///
    /// # Errors
    /// A member was refused, or the input cannot be written as a form.
    pub fn form<O: Operation + Serialize>(
        mut self,
        query: &Query,
        input: &O,
    ) -> Result<Request<Bytes>, RequestError> {
        let body = write(query, O::METADATA.name, input)
            .map_err(|problem| RequestError::new(RequestErrorKind::Build, problem))?;
        self.content_type("application/x-www-form-urlencoded");
        let (body, copy) = copies::split(body, self.copies);
        let mut request = self.finish(body.into())?;
        if let Some(copy) = copy {
            request.extensions_mut().insert(copy);
        }
        Ok(request)
    }
}

/// The form of an operation's input.
pub(super) fn write(
    query: &Query,
    action: &str,
    input: &impl Serialize,
) -> Result<String, Problem> {
    let mut form = Form {
        query,
        body: format!("Action={action}&Version={}", query.version),
        name: String::new(),
    };
    input.serialize(Value {
        form: &mut form,
        wire: &RULE,
        union: None,
    })?;
    Ok(form.body)
}

/// A form so far.
struct Form<'q> {
    query: &'q Query,
    body: String,
    /// The name of the value that is next.
    name: String,
}

impl Form<'_> {
    fn pair(&mut self, value: &str) {
        self.body.push('&');
        self.body.push_str(&percent_encoded(&self.name));
        self.body.push('=');
        self.body.push_str(&percent_encoded(value));
    }

    fn step(&mut self, segment: impl Display) {
        let dot = if self.name.is_empty() { "" } else { "." };
        let _ = write!(self.name, "{dot}{segment}");
    }

    /// Writes a value whose name goes on from here.
    fn within(
        &mut self,
        value: &(impl Serialize + ?Sized),
        wire: &'static Wire,
    ) -> Result<(), Problem> {
        value.serialize(Value {
            form: self,
            wire,
            union: None,
        })
    }

    /// A member's name in the form.
    fn step_member(&mut self, name: &str, wire: &Wire) {
        match (wire.name, self.query.dialect) {
            (Some(name), _) => self.step(name),
            (None, Dialect::Query) => self.step(name),
            (None, Dialect::Ec2) => {
                let mut rest = name.chars();
                let first = rest.next().map(|first| first.to_ascii_uppercase());
                self.step(first.map(String::from).unwrap_or_default());
                self.name.push_str(rest.as_str());
            }
        }
    }
}

/// Writes one value under the form's name.
struct Value<'f, 'q> {
    form: &'f mut Form<'q>,
    wire: &'static Wire,
    /// The type, where it is a union.
    union: Option<&'static str>,
}

macro_rules! texts {
    ($($function:ident: $type:ty),*) => {
        $(fn $function(self, value: $type) -> Result<(), Problem> {
            self.form.pair(&value.to_string());
            Ok(())
        })*
    };
}

impl<'f, 'q> Serializer for Value<'f, 'q> {
    type Ok = ();
    type Error = Problem;
    type SerializeSeq = Parts<'f, 'q>;
    type SerializeTuple = Impossible<(), Problem>;
    type SerializeTupleStruct = Impossible<(), Problem>;
    type SerializeTupleVariant = Impossible<(), Problem>;
    type SerializeMap = Parts<'f, 'q>;
    type SerializeStruct = Parts<'f, 'q>;
    type SerializeStructVariant = Impossible<(), Problem>;

    texts!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char
    );

    fn serialize_str(self, value: &str) -> Result<(), Problem> {
        self.form.pair(value);
        Ok(())
    }

    fn serialize_bytes(self, _value: &[u8]) -> Result<(), Problem> {
        Err(unsupported("bytes"))
    }

    fn serialize_none(self) -> Result<(), Problem> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Problem> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Problem> {
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Problem> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Problem> {
        self.serialize_str(variant)
    }

    /// The way in which unions present themselves.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Problem> {
        value.serialize(Self {
            union: Some(name),
            ..self
        })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), Problem> {
        Err(unsupported("an enum with values"))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, Problem> {
        let is_query = self.form.query.dialect == Dialect::Query;
        if is_query && len == Some(0) {
            self.form.pair("");
        }
        let parts = Parts::new(self, &[]);
        if is_query && !parts.wire.is_flat {
            parts.form.step(parts.wire.element.unwrap_or("member"));
        }
        Ok(parts)
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Self::SerializeMap, Problem> {
        if let Some(name) = self.union {
            let members = self.form.query.names.members(name);
            return Ok(Parts::new(self, members));
        }
        let parts = Parts::new(self, &[]);
        if !parts.wire.is_flat {
            parts.form.step("entry");
        }
        Ok(parts)
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeStruct, Problem> {
        let members = self.form.query.names.members(name);
        Ok(Parts::new(self, members))
    }

    fn serialize_tuple(self, _len: usize) -> Result<Self::SerializeTuple, Problem> {
        Err(unsupported("a tuple"))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeTupleStruct, Problem> {
        Err(unsupported("a tuple"))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeTupleVariant, Problem> {
        Err(unsupported("an enum with values"))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeStructVariant, Problem> {
        Err(unsupported("an enum with values"))
    }
}

fn unsupported(what: &str) -> Problem {
    Problem::custom(format!("a form has no place for {what}"))
}

/// Writes what a list, a map, a structure or a union consists of.
struct Parts<'f, 'q> {
    form: &'f mut Form<'q>,
    wire: &'static Wire,
    members: Members,
    is_union: bool,
    /// The length of the name at the whole.
    start: usize,
    count: usize,
}

impl<'f, 'q> Parts<'f, 'q> {
    fn new(whole: Value<'f, 'q>, members: Members) -> Self {
        Self {
            start: whole.form.name.len(),
            form: whole.form,
            wire: whole.wire,
            members,
            is_union: whole.union.is_some(),
            count: 0,
        }
    }

    /// Writes a member of a structure or a union.
    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Problem> {
        let wire = Wire::of(self.members, name);
        let mark = self.form.name.len();
        self.form.step_member(name, wire);
        self.form.within(value, wire)?;
        self.form.name.truncate(mark);
        Ok(())
    }

    fn done(self) {
        self.form.name.truncate(self.start);
    }
}

impl SerializeSeq for Parts<'_, '_> {
    type Ok = ();
    type Error = Problem;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Problem> {
        self.count += 1;
        let mark = self.form.name.len();
        self.form.step(self.count);
        self.form.within(value, &RULE)?;
        self.form.name.truncate(mark);
        Ok(())
    }

    fn end(self) -> Result<(), Problem> {
        self.done();
        Ok(())
    }
}

impl SerializeMap for Parts<'_, '_> {
    type Ok = ();
    type Error = Problem;

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Problem> {
        let key = Text(key).to_string();
        if self.is_union {
            return self.member(&key, value);
        }
        let (key_name, value_name) = self.wire.key_and_value();
        self.count += 1;
        let mark = self.form.name.len();
        self.form.step(self.count);
        let entry = self.form.name.len();
        self.form.step(key_name);
        self.form.pair(&key);
        self.form.name.truncate(entry);
        self.form.step(value_name);
        self.form.within(value, &RULE)?;
        self.form.name.truncate(mark);
        Ok(())
    }

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _key: &T) -> Result<(), Problem> {
        Err(unsupported("a key without its value"))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _value: &T) -> Result<(), Problem> {
        Err(unsupported("a value without its key"))
    }

    fn end(self) -> Result<(), Problem> {
        self.done();
        Ok(())
    }
}

impl SerializeStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Problem;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Problem> {
        self.member(name, value)
    }

    fn end(self) -> Result<(), Problem> {
        self.done();
        Ok(())
    }
}

/// The text of a key.
struct Text<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> Display for Text<'_, T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.serialize(formatter)
    }
}
