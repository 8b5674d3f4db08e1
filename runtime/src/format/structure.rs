//! What the derives of `Deserialize` and `Serialize` expand to.
//!
//! A structure says how one member is read and what its members are; the loops are here, so that they
//! are compiled once and not for every structure.

use crate::format::serde_as::{As, Format};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A structure that is read member by member, in any order.
pub trait Structure: Default {
    /// What it is called.
    const NAME: &'static str;
    /// What its members are called on the wire.
    const MEMBERS: &'static [&'static str];

    /// Reads the next value of the map into the member `name`.
    ///
    /// # Errors
    /// The value does not fit the member.
    fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error>;
}

/// Reads a structure. Members that it does not know are left out; of two with the same name the latter
/// stays.
///
/// # Errors
/// It is not an object, or a value does not fit its member.
pub fn read<'de, T: Structure, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::MEMBERS, StructureVisitor(PhantomData))
}

struct StructureVisitor<T>(PhantomData<T>);

impl<'de, T: Structure> Visitor<'de> for StructureVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "struct {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut structure = T::default();
        while let Some(name) = map.next_key_seed(Name)? {
            structure.read(&name, &mut map)?;
        }
        Ok(structure)
    }
}

/// The name of a member, not copied where the input can lend it.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Reads an optional member.
///
/// # Errors
/// The value does not fit it.
pub fn set<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    member: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    map.next_value_seed(InPlace(member))
}

/// Reads a value to where it stays: the structures among them are large, and to move each to the one
/// around it takes longer than to read it.
struct InPlace<'a, T>(&'a mut Option<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for InPlace<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for InPlace<'_, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("option")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 = Some(T::deserialize(deserializer)?);
        Ok(())
    }
}

/// Reads an optional member that is written in the format `F`.
///
/// # Errors
/// The value does not fit it.
pub fn set_as<'de, F, T: Format<F>, A: MapAccess<'de>>(
    member: &mut T,
    map: &mut A,
    _format: F,
) -> Result<(), A::Error> {
    As(*member, _) = map.next_value::<As<F, T>>()?;
    Ok(())
}

/// Reads a required member.
///
/// # Errors
/// The value does not fit it.
pub fn set_some<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    member: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    *member = Some(map.next_value()?);
    Ok(())
}

/// Reads a required member that is written in the format `F`.
///
/// # Errors
/// The value does not fit it.
pub fn set_some_as<'de, F, T: Format<F>, A: MapAccess<'de>>(
    member: &mut Option<T>,
    map: &mut A,
    _format: F,
) -> Result<(), A::Error> {
    let As(value, _) = map.next_value::<As<F, T>>()?;
    *member = Some(value);
    Ok(())
}

/// Leaves out a member that is not known.
///
/// # Errors
/// Those of the deserializer.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(|_| ())
}

/// The value of a required member.
///
/// # Errors
/// It was not there.
pub fn required<T, E: Error>(name: &'static str, member: Option<T>) -> Result<T, E> {
    member.ok_or_else(|| E::missing_field(name))
}

/// Writes a structure member by member. The first error is kept and told at the end.
pub struct Members<S: SerializeStruct> {
    serializer: S,
    result: Result<(), S::Error>,
}

impl<S: SerializeStruct> Members<S> {
    /// Begins a structure, of whose members these are set.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn new<R: Serializer<SerializeStruct = S, Error = S::Error>>(
        serializer: R,
        name: &'static str,
        set: &[bool],
    ) -> Result<Self, S::Error> {
        let count = set.iter().filter(|is_set| **is_set).count();
        Ok(Self {
            serializer: serializer.serialize_struct(name, count)?,
            result: Ok(()),
        })
    }

    /// Writes a required member.
    pub fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.result.is_ok() {
            self.result = self.serializer.serialize_field(name, value);
        }
    }

    /// Writes a required member in the format `F`.
    pub fn required_as<F, T: Format<F>>(&mut self, name: &'static str, value: &T, _format: F) {
        self.required(name, &As::<F, _>::new(value));
    }

    /// Writes a member where it is set.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        match value {
            Some(value) => self.required(name, value),
            None if self.result.is_ok() => self.result = self.serializer.skip_field(name),
            None => {}
        }
    }

    /// Writes a member in the format `F` where it is set.
    pub fn optional_as<F, T: Format<F>>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
        _format: F,
    ) {
        let value = value.as_ref().map(As::<F, _>::new);
        self.optional(name, &value);
    }

    /// Ends the structure.
    ///
    /// # Errors
    /// Those of the serializer, the first of any member.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.result?;
        self.serializer.end()
    }
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use crate::format::serde_as;
    use crate::format::{Deserialize, Serialize};
    use serde_json::{from_str, to_string};

    #[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Received {
        image_arn: Option<String>,
        #[serde(rename = "ID")]
        id: Option<i32>,
        #[serde(with = "serde_as::float")]
        ratio: Option<f64>,
        #[serde(skip)]
        own: u8,
    }

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Sent {
        #[serde(with = "serde_as::float")]
        max_ratio: f64,
        r#type: Option<Vec<(u8, u8)>>,
        group: OptionGroup,
    }

    /// A name that only begins like that of an `Option`.
    type OptionGroup = String;

    #[test]
    fn members_are_read_in_any_order_and_unknown_ones_left_out() -> serde_json::Result<()> {
        let json = r#"{"new":[{}],"ratio":"NaN","ID":1,"image\u0041rn":"a","ID":2,"own":1}"#;
        let read: Received = from_str(json)?;
        assert_eq!(read.image_arn.as_deref(), Some("a"));
        assert_eq!((read.id, read.own), (Some(2), 0));
        assert!(read.ratio.is_some_and(f64::is_nan));
        assert_eq!(from_str::<Received>(r#"{"ID":null}"#)?, Received::default());
        assert!(from_str::<Received>("[]").is_err());
        Ok(())
    }

    #[test]
    fn what_is_not_set_is_not_written() -> serde_json::Result<()> {
        assert_eq!(to_string(&Received::default())?, "{}");
        let received = Received {
            id: Some(3),
            ratio: Some(f64::INFINITY),
            own: 1,
            ..Received::default()
        };
        assert_eq!(to_string(&received)?, r#"{"ID":3,"ratio":"Infinity"}"#);
        Ok(())
    }

    #[test]
    fn required_members_are_asked_for() -> serde_json::Result<()> {
        let sent = Sent {
            max_ratio: 0.5,
            r#type: Some(vec![(1, 2)]),
            group: OptionGroup::from("g"),
        };
        let json = r#"{"MaxRatio":0.5,"Type":[[1,2]],"Group":"g"}"#;
        assert_eq!(to_string(&sent)?, json);
        assert_eq!(from_str::<Sent>(json)?, sent);
        let error = from_str::<Sent>("{}").map_err(|error| error.to_string());
        assert_eq!(error, Err("missing field `MaxRatio`".to_owned()));
        Ok(())
    }

    #[test]
    fn an_error_among_the_members_is_told() {
        #[derive(Serialize)]
        struct Keyed<'a> {
            first: Option<&'a std::collections::BTreeMap<(u8, u8), u8>>,
            second: u8,
        }

        let keys = [((1, 2), 3)].into();
        let keyed = Keyed {
            first: Some(&keys),
            second: 1,
        };
        let error = to_string(&keyed).map_err(|error| error.to_string());
        assert_eq!(error, Err("key must be a string".to_owned()));
    }
}
