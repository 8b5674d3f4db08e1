//! Helpers of the tests under this folder.

pub mod hostile;

/// The README's Rust compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
