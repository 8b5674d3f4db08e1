//! How generated types are written and read: derives, macros and helpers around serde, and the text
//! of single values.

#[cfg(feature = "client")]
pub mod json;
pub(crate) mod open_enum;
pub mod serde_as;
pub(crate) mod string;
pub mod structure;
pub mod union;

pub use serde::{Deserialize, Serialize};
pub use shapewright_derive::{
    Deserialize, Error, FluentBuilder, New, OperationError, ReadJson, Required, Serialize, Union,
    WaiterBuilder, WriteJson, open_enum,
};

/// Leaves out what is for protocols, of which there are none here.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __json {
    ($($item:tt)*) => {};
}

/// Keeps what is for protocols.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! __json {
    ($($item:tt)*) => { $($item)* };
}

pub use crate::__json as json;
