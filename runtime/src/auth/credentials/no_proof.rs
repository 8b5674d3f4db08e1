//! A build without TLS, and so without what signs the proof.

use super::provide::CredentialContext;
use std::time::SystemTime;

pub(super) fn proof(
    _context: CredentialContext<'_>,
    _pem: &str,
    _uri: &str,
    _now: SystemTime,
) -> Result<String, String> {
    Err("its renewal needs the feature `hyper` or `blocking`".to_owned())
}
