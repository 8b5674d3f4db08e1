//! Types and operations, from the model.

mod choices;
mod defaults;
mod discovery;
mod endpoint;
mod examples;
mod expression;
mod operations;
mod pages;
pub(super) mod rename;
mod requests;
mod responses;
mod serde_names;
mod structs;
mod url_encoding;
mod waiters;
