//! The request id, which AWS support asks for.

use http::HeaderMap;

/// Where services put it: most use the first, S3 and a few others those that follow.
const HEADERS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];

/// The request id in a response's headers.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    HEADERS
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn every_header_that_services_use_is_known() {
        for name in HEADERS {
            let mut headers = HeaderMap::new();
            assert_eq!(request_id(&headers), None);
            headers.insert(name, HeaderValue::from_static("id"));
            assert_eq!(request_id(&headers), Some("id"), "{name}");
        }
    }
}
