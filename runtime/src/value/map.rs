//! Maps.

/// Values by key, in insertion order.
pub type Map<K, V> = indexmap::IndexMap<K, V>;
