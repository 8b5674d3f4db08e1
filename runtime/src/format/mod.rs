//! How generated types are written and read: derives, macros and helpers around serde, and the text
//! of single values.

pub(crate) mod open_enum;
pub mod serde_as;
pub(crate) mod string;
pub mod structure;
pub mod union;

pub use serde::{Deserialize, Serialize};
pub use shapewright_derive::{Deserialize, Serialize};
