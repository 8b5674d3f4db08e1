//! Importing what AWS publishes into the spec: pages ([`page`]), and service models of botocore ([`model`])
//! and Smithy ([`smithy`]).

pub mod merge;
pub mod model;
pub mod page;
pub mod smithy;

use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, as sources say it: in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
