//! The head of a data item: RFC 8949, 3.

/// The kind of a data item.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Major {
    Unsigned = 0,
    Negative = 1,
    Bytes = 2,
    Text = 3,
    Array = 4,
    Map = 5,
    Tag = 6,
    Other = 7,
}

impl Major {
    /// That of the first byte of an item.
    pub(super) fn of(byte: u8) -> Self {
        match byte >> 5 {
            0 => Self::Unsigned,
            1 => Self::Negative,
            2 => Self::Bytes,
            3 => Self::Text,
            4 => Self::Array,
            5 => Self::Map,
            6 => Self::Tag,
            _ => Self::Other,
        }
    }

    /// The first byte of an item of it.
    pub(super) fn byte(self, info: u8) -> u8 {
        (self as u8) << 5 | info
    }
}

/// What stands in the five bits behind the kind, where the number does not.
pub(super) mod info {
    pub(in super::super) const FALSE: u8 = 20;
    pub(in super::super) const TRUE: u8 = 21;
    pub(in super::super) const NULL: u8 = 22;
    pub(in super::super) const UNDEFINED: u8 = 23;
    /// A number of one byte follows; those of two, four and eight come after it.
    pub(in super::super) const ONE: u8 = 24;
    pub(in super::super) const TWO: u8 = 25;
    pub(in super::super) const FOUR: u8 = 26;
    pub(in super::super) const EIGHT: u8 = 27;
    /// An end follows somewhere, or this is it.
    pub(in super::super) const INDEFINITE: u8 = 31;
}

/// The end of what has no length.
pub(super) const BREAK: u8 = 0xff;

/// The tag of seconds since 1970.
pub(super) const EPOCH: u64 = 1;
