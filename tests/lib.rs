//! Helpers of the tests under this folder.
