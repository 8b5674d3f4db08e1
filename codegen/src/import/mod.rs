//! From what AWS publishes to the spec: pages ([`page`]) and service models ([`model`]).

pub mod model;
pub mod page;
