//! Facts about AWS that the runtime has too.

pub(crate) mod partitions;
