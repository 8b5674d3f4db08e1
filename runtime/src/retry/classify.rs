//! Which failures are worth another attempt, in the [standard mode] of AWS's SDKs. The codes are those
//! of botocore's [standard mode][codes].
//!
//! [standard mode]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
//! [codes]: https://github.com/boto/botocore/blob/develop/botocore/retries/standard.py

use crate::operation::error::{ProvideErrorMetadata, RetryHint};
use http::HeaderMap;
use std::time::Duration;

/// Why an attempt is repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reason {
    Transient,
    Throttling,
}

/// Error codes that ask for fewer calls, as botocore's standard mode has them.
const THROTTLING_CODES: [&str; 14] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "RequestThrottled",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
];

/// Error codes of failures that pass.
const TRANSIENT_CODES: [&str; 3] = [
    "RequestTimeout",
    "RequestTimeoutException",
    "IDPCommunicationError",
];

/// Whether a failure asks for fewer calls.
#[must_use]
pub fn is_throttling(error: &dyn ProvideErrorMetadata) -> bool {
    reason(error) == Some(Reason::Throttling)
}

/// Why this failure is worth another attempt; `None` where it is not.
pub(crate) fn reason(fault: &dyn ProvideErrorMetadata) -> Option<Reason> {
    match fault.retry_hint() {
        RetryHint::Throttling => return Some(Reason::Throttling),
        RetryHint::Transient => return Some(Reason::Transient),
        RetryHint::Unspecified => {}
    }
    let metadata = fault.metadata();
    let code = metadata.code().unwrap_or_default();
    if THROTTLING_CODES.contains(&code) {
        return Some(Reason::Throttling);
    }
    if TRANSIENT_CODES.contains(&code) {
        return Some(Reason::Transient);
    }
    match metadata.status() {
        Some(429) => Some(Reason::Throttling),
        Some(500 | 502 | 503 | 504) => Some(Reason::Transient),
        // Failed after the status was sent, as copies of S3 do: what would have been a 500.
        Some(200..=299) if !code.is_empty() => Some(Reason::Transient),
        _ => None,
    }
}

/// How long the service asks to wait: `Retry-After` in seconds, or `x-amz-retry-after` in
/// milliseconds.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number =
        |name: &str| -> Option<u64> { headers.get(name)?.to_str().ok()?.trim().parse().ok() };
    number("x-amz-retry-after")
        .map(Duration::from_millis)
        .or_else(|| number("retry-after").map(Duration::from_secs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::error::{ErrorMetadata, UnknownError};

    fn error(code: &str, status: u16) -> UnknownError {
        let mut metadata = ErrorMetadata::new();
        metadata.set_code(code).set_status(status);
        UnknownError::new(metadata)
    }

    #[test]
    fn codes_go_before_status() {
        assert_eq!(
            reason(&error("ThrottlingException", 400)),
            Some(Reason::Throttling)
        );
        assert_eq!(reason(&error("SlowDown", 503)), Some(Reason::Throttling));
        assert_eq!(
            reason(&error("RequestTimeout", 400)),
            Some(Reason::Transient)
        );
        assert_eq!(reason(&error("Whatever", 502)), Some(Reason::Transient));
        assert_eq!(reason(&error("Whatever", 429)), Some(Reason::Throttling));
        assert_eq!(reason(&error("Whatever", 501)), None);
        assert_eq!(reason(&error("ValidationException", 400)), None);
        assert_eq!(
            reason(&error("InternalError", 200)),
            Some(Reason::Transient)
        );
        assert_eq!(reason(&error("", 200)), None);
    }

    #[test]
    fn retry_after_is_seconds_or_milliseconds() {
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers), None);
        headers.insert("retry-after", http::HeaderValue::from_static("3"));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(3)));
        headers.insert("x-amz-retry-after", http::HeaderValue::from_static("1500"));
        assert_eq!(retry_after(&headers), Some(Duration::from_millis(1500)));
    }
}
