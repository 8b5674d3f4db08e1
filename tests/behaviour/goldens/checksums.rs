//! Checksums of bodies.

use golden_checksums::operation::put_part::PutPartInput;
use golden_checksums::primitives::Blob;
use shapewright_runtime::operation::Operation;

fn headers(input: &PutPartInput) -> Vec<(String, String)> {
    let request = input.to_request().unwrap();
    let headers = request.headers().iter();
    headers
        .filter(|(name, _)| name.as_str().starts_with("x-amz-checksum-"))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect()
}

fn header(name: &str, value: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), value.to_owned())]
}

#[test]
fn the_checksum_of_the_body_is_sent_as_botocore_does() {
    // `binascii.crc32`, big-endian, in base64.
    let input = PutPartInput {
        part: Some(Blob::from("123456789")),
        ..PutPartInput::default()
    };
    assert_eq!(headers(&input), header("x-amz-checksum-crc32", "y/Q5Jg=="));
    let empty = PutPartInput::default();
    assert_eq!(headers(&empty), header("x-amz-checksum-crc32", "AAAAAA=="));
}

#[test]
fn a_checksum_of_the_caller_s_is_sent_in_its_place() {
    let input = PutPartInput {
        sha256: Some("FeKw08M4kcI=".into()),
        part: Some(Blob::from("123456789")),
    };
    let own = header("x-amz-checksum-sha256", "FeKw08M4kcI=");
    assert_eq!(headers(&input), own);
}
