//! Maps.

/// Values by key, in the order they came in.
pub type Map<K, V> = indexmap::IndexMap<K, V>;
