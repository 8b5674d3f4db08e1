//! Lays lines out by the rules of rustfmt 1.9 (style edition 2024) where prettyplease's differ;
//! `tests/rustfmt.rs` checks the result.
//!
//! A statement that prettyplease broke is joined to one line (`logical_line`) and broken by rustfmt's rules:
//! `line` has those of items and statements, `fit` those of expressions and types. Code that no rule covers
//! is left as it is.

mod fit;
mod line;
mod text;

pub(super) use fit::WIDTH;
pub(super) use line::layout;
