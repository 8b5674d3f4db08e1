//! serde's serializer of XML, led by the names of a service.

use crate::protocol::names::{Members, Names, Wire};
use crate::protocol::problem::Problem;
use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer,
};
use std::fmt::{self, Display, Write};

/// A document.
pub(in crate::protocol) struct Written {
    pub(in crate::protocol) text: String,
    /// Nothing is in the root element.
    pub(in crate::protocol) is_empty: bool,
}

/// A value as a document; `root` has name and namespace of its element.
pub(in crate::protocol) fn write(
    names: &Names,
    root: &Wire,
    value: &impl Serialize,
) -> Result<Written, Problem> {
    let mut document = Document {
        names,
        text: String::new(),
        parts: 0,
    };
    value.serialize(Value {
        tag: root.xml.unwrap_or("Root"),
        wire: root,
        union: None,
        document: &mut document,
    })?;
    Ok(Written {
        is_empty: document.parts == 1,
        text: document.text,
    })
}

/// A document so far.
struct Document<'w> {
    names: &'w Names,
    text: String,
    /// The elements and attributes.
    parts: usize,
}

impl Document<'_> {
    /// The beginning of a start tag.
    fn begin(&mut self, tag: &str, namespace: Option<(&str, &str)>) -> Result<(), Problem> {
        self.parts += 1;
        self.text.push('<');
        self.text.push_str(tag);
        if let Some((prefix, uri)) = namespace {
            let colon = if prefix.is_empty() { "" } else { ":" };
            let _ = write!(self.text, " xmlns{colon}{prefix}=\"{}\"", escaped(uri)?);
        }
        Ok(())
    }

    fn end(&mut self, tag: &str) {
        let _ = write!(self.text, "</{tag}>");
    }

    /// An element with a text.
    fn leaf(&mut self, tag: &str, wire: &Wire, text: &str) -> Result<(), Problem> {
        self.begin(tag, wire.namespace)?;
        self.text.push('>');
        self.text.push_str(&escaped(text)?);
        self.end(tag);
        Ok(())
    }
}

/// A text in an element or an attribute.
fn escaped(text: &str) -> Result<String, Problem> {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // A parser would make spaces and newlines of them.
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' => {
                let _ = write!(escaped, "&#x{:X};", u32::from(char));
            }
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {
                return Err(Problem::plain(format!(
                    "a text has the character U+{:04X}, which XML has no place for",
                    u32::from(char)
                )));
            }
            char => escaped.push(char),
        }
    }
    Ok(escaped)
}

/// Writes one value as an element, or as several where it is flat.
struct Value<'d, 'w> {
    document: &'d mut Document<'w>,
    tag: &'d str,
    wire: &'d Wire,
    /// The type, where it is a union.
    union: Option<&'static str>,
}

macro_rules! texts {
    ($($function:ident: $type:ty),*) => {
        $(fn $function(self, value: $type) -> Result<(), Problem> {
            self.document.leaf(self.tag, self.wire, &value.to_string())
        })*
    };
}

impl<'d, 'w> Serializer for Value<'d, 'w> {
    type Ok = ();
    type Error = Problem;
    type SerializeSeq = Elements<'d, 'w>;
    type SerializeTuple = Impossible<(), Problem>;
    type SerializeTupleStruct = Impossible<(), Problem>;
    type SerializeTupleVariant = Impossible<(), Problem>;
    type SerializeMap = Entries<'d, 'w>;
    type SerializeStruct = Structure<'d, 'w>;
    type SerializeStructVariant = Impossible<(), Problem>;

    texts!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char
    );

    fn serialize_str(self, value: &str) -> Result<(), Problem> {
        self.document.leaf(self.tag, self.wire, value)
    }

    fn serialize_bytes(self, _value: &[u8]) -> Result<(), Problem> {
        Err(unsupported("bytes"))
    }

    /// An element of a list that is absent.
    fn serialize_none(self) -> Result<(), Problem> {
        self.document.leaf(self.tag, self.wire, "")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Problem> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Problem> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Problem> {
        self.serialize_none()
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

    fn serialize_seq(self, _len: Option<usize>) -> Result<Self::SerializeSeq, Problem> {
        let part = self.wire.of_parts();
        if self.wire.is_flat {
            return Ok(Elements {
                document: self.document,
                tag: self.tag,
                part,
                whole: None,
            });
        }
        self.document.begin(self.tag, self.wire.namespace)?;
        self.document.text.push('>');
        Ok(Elements {
            document: self.document,
            tag: self.wire.element.unwrap_or("member"),
            part,
            whole: Some(self.tag),
        })
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Self::SerializeMap, Problem> {
        if let Some(name) = self.union {
            return Ok(Entries::Union(self.structure(name)?));
        }
        let Self { tag, wire, .. } = self;
        if !wire.is_flat {
            self.document.begin(tag, wire.namespace)?;
            self.document.text.push('>');
        }
        Ok(Entries::Map {
            document: self.document,
            tag: if wire.is_flat { tag } else { "entry" },
            wire,
            whole: (!wire.is_flat).then_some(tag),
        })
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeStruct, Problem> {
        self.structure(name)
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
    Problem::custom(format!("XML has no place for {what}"))
}

impl<'d, 'w> Value<'d, 'w> {
    /// Begins the element of a structure or a union.
    fn structure(self, name: &str) -> Result<Structure<'d, 'w>, Problem> {
        let members = self.document.names.members(name);
        self.document.begin(self.tag, self.wire.namespace)?;
        let attributes = self.document.text.len();
        self.document.text.push('>');
        Ok(Structure {
            document: self.document,
            tag: self.tag,
            members,
            attributes,
        })
    }
}

/// Writes the elements of a list.
struct Elements<'d, 'w> {
    document: &'d mut Document<'w>,
    tag: &'d str,
    part: &'static Wire,
    /// The element around them.
    whole: Option<&'d str>,
}

impl SerializeSeq for Elements<'_, '_> {
    type Ok = ();
    type Error = Problem;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Problem> {
        value.serialize(Value {
            document: self.document,
            tag: self.tag,
            wire: self.part,
            union: None,
        })
    }

    fn end(self) -> Result<(), Problem> {
        if let Some(whole) = self.whole {
            self.document.end(whole);
        }
        Ok(())
    }
}

/// Writes the entries of a map, or the one member of a union.
enum Entries<'d, 'w> {
    Map {
        document: &'d mut Document<'w>,
        /// The element of an entry.
        tag: &'d str,
        wire: &'d Wire,
        /// The element around them.
        whole: Option<&'d str>,
    },
    Union(Structure<'d, 'w>),
}

impl SerializeMap for Entries<'_, '_> {
    type Ok = ();
    type Error = Problem;

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Problem> {
        match self {
            Self::Union(union) => union.member(&Text(key).to_string(), value),
            Self::Map {
                document,
                tag,
                wire,
                ..
            } => {
                let (key_tag, value_tag) = wire.key_and_value();
                document.begin(tag, None)?;
                document.text.push('>');
                document.leaf(key_tag, wire.of_keys(), &Text(key).to_string())?;
                value.serialize(Value {
                    document,
                    tag: value_tag,
                    wire: wire.of_parts(),
                    union: None,
                })?;
                document.end(tag);
                Ok(())
            }
        }
    }

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _key: &T) -> Result<(), Problem> {
        Err(unsupported("a key without its value"))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _value: &T) -> Result<(), Problem> {
        Err(unsupported("a value without its key"))
    }

    fn end(self) -> Result<(), Problem> {
        match self {
            Self::Union(union) => union.end(),
            Self::Map {
                document, whole, ..
            } => {
                if let Some(whole) = whole {
                    document.end(whole);
                }
                Ok(())
            }
        }
    }
}

/// Writes the members of a structure or a union.
struct Structure<'d, 'w> {
    document: &'d mut Document<'w>,
    tag: &'d str,
    members: Members,
    /// Where attributes stand: they may come after elements.
    attributes: usize,
}

impl Structure<'_, '_> {
    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Problem> {
        let wire = Wire::of(self.members, name);
        let tag = wire.xml.unwrap_or(name);
        if wire.is_elsewhere {
            return Ok(());
        }
        if wire.is_attribute {
            let attribute = format!(" {tag}=\"{}\"", escaped(&Text(value).to_string())?);
            self.document.text.insert_str(self.attributes, &attribute);
            self.attributes += attribute.len();
            self.document.parts += 1;
            return Ok(());
        }
        value.serialize(Value {
            document: self.document,
            tag,
            wire,
            union: None,
        })
    }
}

impl SerializeStruct for Structure<'_, '_> {
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
        self.document.end(self.tag);
        Ok(())
    }
}

/// The text of a key or an attribute.
struct Text<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> Display for Text<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(formatter)
    }
}
