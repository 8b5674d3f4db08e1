//! The structure of a page, whose text is clean: one paragraph a line, items marked.
//!
//! [`sections`] finds the parts; [`syntax`] reads the request and response syntax, which say what there
//! is, in which order; [`heads`] finds what looks like the head of a member (`name (type) –`) in a
//! structure's text; [`align`] pairs heads with the members of the syntax, in order.

pub(crate) mod align;
pub(crate) mod heads;
pub(crate) mod sections;
pub(crate) mod syntax;
