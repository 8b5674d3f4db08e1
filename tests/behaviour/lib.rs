//! What generated code does, by feature: see the tests.
//!
//! Here is what must not compile. These are doctests rather than a comparison of messages, which
//! every compiler words anew; each has a twin that compiles and differs in the mistake alone, since
//! a stable rustdoc does not check the error's code.
//!
//! A required member cannot be left out of a constructor:
//!
//! ```
//! use shapewright_imagebuilder::operation::get_image::GetImageInput;
//! let input = GetImageInput::new("arn:aws:imagebuilder:us-east-1:123456789012:image/i/1.0.0/1");
//! ```
//!
//! ```compile_fail,E0061
//! use shapewright_imagebuilder::operation::get_image::GetImageInput;
//! let input = GetImageInput::new();
//! ```
//!
//! Nor can one of several, or one that is nested:
//!
//! ```
//! use golden_required::{operation::put_rule::PutRuleInput, types::{Action, Rule}};
//! let input = PutRuleInput::new("name", Rule::new("id", Action::new("kind")));
//! ```
//!
//! ```compile_fail,E0061
//! use golden_required::{operation::put_rule::PutRuleInput, types::{Action, Rule}};
//! let input = PutRuleInput::new(Rule::new("id", Action::new("kind")));
//! ```
//!
//! ```compile_fail,E0061
//! use golden_required::{operation::put_rule::PutRuleInput, types::{Action, Rule}};
//! let input = PutRuleInput::new("name", Rule::new("id", Action::new()));
//! ```
//!
//! A match on an enumeration has a `_` arm, even where it names every value of today, `Unknown`
//! included:
//!
//! ```
//! use golden_open_enums::types::VolumeKind;
//! let is_fast = |kind: VolumeKind| match kind {
//!     VolumeKind::Standard | VolumeKind::Gp2 | VolumeKind::Gp3 => false,
//!     VolumeKind::Io1 => true,
//!     VolumeKind::Unknown(_) => false,
//!     _ => false,
//! };
//! ```
//!
//! ```compile_fail,E0004
//! use golden_open_enums::types::VolumeKind;
//! let is_fast = |kind: VolumeKind| match kind {
//!     VolumeKind::Standard | VolumeKind::Gp2 | VolumeKind::Gp3 => false,
//!     VolumeKind::Io1 => true,
//!     VolumeKind::Unknown(_) => false,
//! };
//! ```
