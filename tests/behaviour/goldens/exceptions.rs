//! Exceptions: which one it is, what it holds, whether to try again.

use super::response;
use golden_exceptions::operation::get_thing::{GetThingError, GetThingInput};
use golden_exceptions::types::Reason;
use shapewright_runtime::operation::{Operation, OperationError};
use shapewright_runtime::{ProvideErrorMetadata, RequestError, RequestErrorKind, RetryHint};

fn error(status: u16, code: &str, body: &str) -> GetThingError {
    let headers = [
        ("x-amzn-errortype", code),
        ("x-amzn-requestid", "8a1c"),
        ("Retry-After", "5"),
    ];
    GetThingInput::parse_response(&response(status, &headers, body)).unwrap_err()
}

#[test]
fn an_exception_has_members_in_headers_and_a_hint() {
    let error = error(
        429,
        "Throttled:http://example.com/",
        r#"{"message": "slow"}"#,
    );
    assert_eq!(error.payload().retry_hint(), RetryHint::Throttling);
    let GetThingError::Throttled(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.retry_after_seconds, Some(5));
    assert_eq!(error.message.as_deref(), Some("slow"));
    assert_eq!(error.metadata().request_id(), Some("8a1c"));
}

#[test]
fn hints_are_those_of_the_model() {
    let busy = error(503, "Busy", "{}");
    assert_eq!(busy.payload().retry_hint(), RetryHint::Transient);
    let details = error(400, "WithDetails", "{}");
    assert_eq!(details.payload().retry_hint(), RetryHint::Unspecified);
}

#[test]
fn an_exception_is_known_by_its_code() {
    let error = error(
        404,
        "ThingMissing",
        r#"{"Message": "none", "resource": "r"}"#,
    );
    let GetThingError::Missing(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.resource.as_deref(), Some("r"));
    assert_eq!(error.message(), Some("none"));
}

#[test]
fn an_exception_has_members_of_its_own() {
    let text = r#"{"details": [{"field": "f", "reason": "TOO_LONG"}], "metadata": "m"}"#;
    let GetThingError::WithDetails(error) = error(400, "WithDetails", text) else {
        panic!("another error");
    };
    let details = error.details.unwrap();
    assert_eq!(details[0].reason, Some(Reason::TooLong));
    assert_eq!(error.metadata.status(), Some(400));
    assert_eq!(error.metadata_.as_deref(), Some("m"));
}

#[test]
fn an_unknown_code_is_kept_with_its_text_and_request_id() {
    let GetThingError::Unknown(error) = error(400, "NewException", r#"{"message": "why"}"#) else {
        panic!("another error");
    };
    let metadata = error.metadata();
    assert_eq!(metadata.code(), Some("NewException"));
    assert_eq!(metadata.message(), Some("why"));
    assert_eq!(metadata.request_id(), Some("8a1c"));
}

#[test]
fn what_is_asked_of_an_error_needs_no_trait() {
    let throttled = error(429, "Throttled", r#"{"message": "slow"}"#);
    assert_eq!(throttled.code(), Some("Throttled"));
    assert_eq!(throttled.message(), Some("slow"));
    assert_eq!(throttled.request_id(), Some("8a1c"));
    assert!(throttled.is_throttling() && throttled.is_throttled() && !throttled.is_timeout());
    assert!(
        throttled
            .as_service_error()
            .is_some_and(GetThingError::is_throttled)
    );
    let raw = throttled.raw_response().unwrap();
    assert_eq!(raw.status(), 429);
    assert_eq!(raw.headers()["Retry-After"], "5");
    assert_eq!(raw.body(), r#"{"message": "slow"}"#);

    let late = std::io::Error::from(std::io::ErrorKind::TimedOut);
    let late = GetThingError::from(RequestError::new(RequestErrorKind::Timeout, late));
    assert!(late.is_timeout() && late.as_service_error().is_none());
    assert!(late.raw_response().is_none());
}

#[test]
fn a_chain_of_errors_says_the_cause_once() {
    let cause = std::io::Error::other("refused");
    let error = GetThingError::from(RequestError::new(RequestErrorKind::Connect, cause));
    assert_eq!(error.to_string(), "cannot connect: refused");
    assert!(std::error::Error::source(&error).is_none());
    let GetThingError::Request(error) = error else {
        panic!("another error");
    };
    assert!(
        error
            .cause()
            .is_some_and(|cause| cause.is::<std::io::Error>())
    );
}
