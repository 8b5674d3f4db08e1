//! How a value is written, as a type.

/// The way in which most values are written.
#[derive(Clone, Copy, Debug)]
pub struct Plain;
