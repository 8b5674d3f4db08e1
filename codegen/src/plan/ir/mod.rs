//! What is planned: data alone, which [`crate::emit`] writes down.

mod crate_plan;
mod item;
mod operation;
mod pages;
mod query;
mod request;
mod response;
mod rust_type;
mod service;
mod waiter;

pub use crate_plan::Plan;
pub use item::{
    Check, Constructor, Enum, EventPayload, Exception, Field, Item, ItemKind, RetryHint, Struct,
    Union, Variant,
};
pub use operation::{ExceptionVariant, Operation, Setter, SetterKind};
pub use pages::{ItemType, Pages, Step};
pub use query::{Query, Wire};
pub use request::{Body, RequestStart, Text, WriteStep};
pub use response::{ReadFrom, ReadStep};
pub use rust_type::RustType;
pub use service::Service;
pub use waiter::{Acceptor, Expected, Expression, Matcher, Waiter};
