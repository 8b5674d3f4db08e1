//! Lays lines out by the rules of rustfmt 1.9 (style edition 2024) where prettyplease has others; `tests/rustfmt.rs` holds
//! it to them.
//!
//! What prettyplease broke is put on one line again (`logical_line`) and broken by rustfmt's rules: in
//! `line` those of items and statements, in `fit` those of expressions and types. A form that no rule
//! knows is left as it is.

mod fit;
mod line;
mod text;

pub(super) use fit::WIDTH;
pub(super) use line::layout;
