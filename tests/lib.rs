//! Helpers of the tests under this folder.

pub mod growth;
pub mod hostile;
pub mod json;
pub mod small_pages;

/// The README's Rust compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The Rust of the page on clients compiles, and what needs no AWS does what it says.
#[cfg(all(doctest, feature = "docs"))]
#[doc = include_str!("../docs/use-a-client.md")]
struct UseAClient;
