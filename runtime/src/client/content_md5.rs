//! `Content-MD5` in place of the checksums of today.

use super::customize::CustomizableOperation;
use crate::body;
use crate::operation::Operation;
use http::HeaderName;
use http::header::HeaderValue;

impl<O: Operation> CustomizableOperation<O> {
    /// Sends `Content-MD5` instead of the checksum that the operation requires, for S3-compatible servers
    /// that support no other. If the body streams, set the member `content_md5` instead.
    pub fn content_md5(mut self) -> Self {
        if O::METADATA.streams.request {
            let name = O::METADATA.name;
            let problem = || format!("the body of {name} streams: give its MD5 as a member");
            self.refuse(problem);
            return self;
        }
        self.mutate_request(|request| {
            let sum = body::md5(request.body());
            let headers = request.headers_mut();
            let is_sum = |name: &&HeaderName| {
                name.as_str().starts_with("x-amz-checksum-")
                    || name.as_str() == "x-amz-sdk-checksum-algorithm"
            };
            let sums: Vec<_> = headers.keys().filter(is_sum).cloned().collect();
            for name in sums {
                headers.remove(name);
            }
            if let Ok(sum) = HeaderValue::try_from(sum) {
                headers.insert("content-md5", sum);
            }
        })
    }
}
