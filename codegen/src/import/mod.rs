//! From what AWS publishes to the spec: pages ([`page`]) and service models,
//! botocore's ([`model`]) and Smithy's ([`smithy`]).

pub mod merge;
pub mod model;
pub mod page;
pub mod smithy;
