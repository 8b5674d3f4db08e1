//! How far the clock of this machine is off from the service's.

use crate::value::Timestamp;
use http::HeaderMap;
use http::header::DATE;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// Error codes that a wrong clock causes, or can cause.
const SKEW_CODES: [&str; 6] = [
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];

/// A difference that the service tolerates, in seconds.
const TOLERATED: i64 = 4 * 60;

/// What to add to this machine's clock, in seconds; shared by the clones of a client.
#[derive(Debug, Default)]
pub(crate) struct ClockSkew(AtomicI64);

impl ClockSkew {
    /// The service's time.
    pub(crate) fn correct(&self, now: SystemTime) -> SystemTime {
        let skew = self.0.load(Ordering::Relaxed);
        let difference = Duration::from_secs(skew.unsigned_abs());
        let corrected = if skew < 0 {
            now.checked_sub(difference)
        } else {
            now.checked_add(difference)
        };
        corrected.unwrap_or(now)
    }

    /// Takes the time from the response where the error may be about the clock. True where the time
    /// that was sent was off.
    pub(crate) fn learn(&self, code: &str, headers: &HeaderMap, now: SystemTime) -> bool {
        if !SKEW_CODES.contains(&code) {
            return false;
        }
        let Some(skew) = difference(headers, now) else {
            return false;
        };
        let known = self.0.load(Ordering::Relaxed);
        let was_off = skew.abs_diff(known) > TOLERATED.unsigned_abs();
        if was_off {
            self.0.store(skew, Ordering::Relaxed);
        }
        was_off
    }
}

/// The response's `Date`, less the time here.
fn difference(headers: &HeaderMap, now: SystemTime) -> Option<i64> {
    let date: Timestamp = headers.get(DATE)?.to_str().ok()?.parse().ok()?;
    date.seconds().checked_sub(Timestamp::from(now).seconds())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn dated(date: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_static(date));
        headers
    }

    #[test]
    fn a_clock_that_is_off_is_corrected_once() {
        let skew = ClockSkew::default();
        let headers = dated("Thu, 01 Jan 1970 01:00:00 GMT");
        assert!(skew.learn("RequestTimeTooSkewed", &headers, at(0)));
        assert_eq!(skew.correct(at(0)), at(3600));
        assert!(!skew.learn("SignatureDoesNotMatch", &headers, at(0)));
        let back = dated("Thu, 01 Jan 1970 00:00:10 GMT");
        assert!(skew.learn("RequestInTheFuture", &back, at(7210)));
        assert_eq!(skew.correct(at(7210)), at(10));
    }

    #[test]
    fn other_errors_and_small_differences_change_nothing() {
        let skew = ClockSkew::default();
        let headers = dated("Thu, 01 Jan 1970 01:00:00 GMT");
        assert!(!skew.learn("ForbiddenException", &headers, at(0)));
        assert!(!skew.learn("RequestExpired", &headers, at(3400)));
        assert!(!skew.learn("RequestExpired", &HeaderMap::new(), at(0)));
        assert_eq!(skew.correct(at(5)), at(5));
    }
}
