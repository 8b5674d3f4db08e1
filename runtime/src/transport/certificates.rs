//! Trusted certificates in PEM, parsed as OpenSSL, and so the AWS CLI, parses them.

use crate::operation::error::{RequestError, RequestErrorKind};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// What a certificate may be called. OpenSSL writes `TRUSTED` where remarks on its use follow it.
const NAMES: [&str; 2] = ["TRUSTED CERTIFICATE", "X509 CERTIFICATE"];

/// The certificates of a bundle, which may begin with a byte order mark.
pub(super) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, RequestError> {
    let failed = |cause: String| RequestError::new(RequestErrorKind::Endpoint, cause);
    let pem = String::from_utf8_lossy(pem.strip_prefix(b"\xef\xbb\xbf").unwrap_or(pem));
    let pem = NAMES.iter().fold(pem.into_owned(), |pem, name| {
        pem.replace(
            &format!("-----BEGIN {name}-----"),
            "-----BEGIN CERTIFICATE-----",
        )
        .replace(
            &format!("-----END {name}-----"),
            "-----END CERTIFICATE-----",
        )
    });
    let mut certificates = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.map_err(|error| failed(error.to_string()))?;
        let own = element(&certificate)
            .ok_or_else(|| failed("a certificate of the bundle cannot be read".to_owned()))?;
        certificates.push(CertificateDer::from(own.to_vec()));
    }
    match certificates.is_empty() {
        true => Err(failed("there is no certificate in the PEM text".to_owned())),
        false => Ok(certificates),
    }
}

/// The first element of DER, without what follows it.
fn element(der: &[u8]) -> Option<&[u8]> {
    let first = *der.get(1)?;
    let (header, length) = match first {
        0..=0x7f => (2, usize::from(first)),
        0x81..=0x84 => {
            let count = usize::from(first & 0x7f);
            let digits = der.get(2..2 + count)?;
            let fold = |length: usize, digit: &u8| (length << 8) | usize::from(*digit);
            (2 + count, digits.iter().fold(0, fold))
        }
        _ => return None,
    };
    der.get(..length.checked_add(header)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bundle with one element, and what follows it within.
    fn bundle(name: &str, rest: &str) -> String {
        format!("-----BEGIN {name}-----\nMAMCAQE{rest}\n-----END {name}-----\n")
    }

    fn read(pem: &str) -> Option<Vec<Vec<u8>>> {
        let certificates = certificates(pem.as_bytes()).ok()?;
        Some(certificates.iter().map(|own| own.to_vec()).collect())
    }

    #[test]
    fn a_bundle_is_read_as_openssl_reads_it() {
        let expected = Some(vec![vec![0x30, 3, 2, 1, 1]]);
        for (name, rest) in [
            ("CERTIFICATE", "="),
            ("X509 CERTIFICATE", "="),
            // An empty sequence of remarks follows.
            ("TRUSTED CERTIFICATE", "wAA=="),
        ] {
            let pem = bundle(name, rest);
            assert_eq!(read(&pem), expected, "{name}");
            assert_eq!(read(&format!("\u{feff}{pem}")), expected, "{name}");
        }
        let two = bundle("CERTIFICATE", "=") + &bundle("TRUSTED CERTIFICATE", "=");
        assert_eq!(read(&two).map(|all| all.len()), Some(2));
        for broken in ["", "text", &bundle("CERTIFICATE", "!")] {
            assert_eq!(read(broken), None, "{broken}");
        }
        assert!(element(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).is_none());
        assert!(element(&[0x30]).is_none());
    }
}
