//! A name of a spec is data until it is checked: what is no name of its kind is refused, at once with
//! all others, and what is written elsewhere is escaped.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod docs;
mod names;
mod outside;
mod random;
mod support;
