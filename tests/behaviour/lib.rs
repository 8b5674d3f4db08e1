//! What generated code does, by feature: see the tests.
