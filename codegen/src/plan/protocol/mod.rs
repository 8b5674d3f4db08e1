//! What a protocol decides.

mod query;
