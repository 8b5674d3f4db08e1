//! The words of docs: what stands between two heads, as the service wrote it.
//!
//! [`docs`] cleans it. Where the extraction of text took spaces and lines, [`repair`] puts them back:
//! [`seam`] finds where a word and a literal come apart, by the [`rules`], and [`paragraph`] where a
//! paragraph ends; both ask the [`lexicon`] of the page.

mod case;
pub(crate) mod docs;
mod lexicon;
mod paragraph;
mod repair;
mod rules;
pub(crate) mod seam;
pub(crate) mod token;
pub(crate) mod typography;
