//! From a botocore service model to the spec.
