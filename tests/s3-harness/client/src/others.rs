//! Requests that somebody else sends: URLs and forms that the client signed.

use crate::{Fallible, hex, text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::http::header::{CONTENT_TYPE, HOST};
use shapewright_runtime::http::{HeaderValue, Request};
use shapewright_runtime::presigning::{PostPolicy, PresignedRequest, PresigningConfig};
use shapewright_runtime::transport::{HyperTransport, Limits, Transport};
use golden_objects::Client;
use golden_objects::operation::head_bucket::HeadBucketInput;
use std::time::Duration;

async fn sent(mut request: Request<Bytes>) -> Fallible<Value> {
    let host = request.uri().authority().ok_or("no host")?.to_string();
    request.headers_mut().insert(HOST, HeaderValue::from_str(&host)?);
    let response = HyperTransport::new().send(request, Limits::default()).await?;
    let status = response.status();
    if !status.is_success() {
        return Ok(json!({ "status": status.as_u16() }));
    }
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok());
    let sum = hex(&Sha256::digest(response.body()));
    Ok(json!({ "status": status.as_u16(), "sha256": sum, "type": kind }))
}

fn hour() -> Fallible<PresigningConfig> {
    Ok(PresigningConfig::expires_in(Duration::from_secs(3600))?)
}

/// A request by a URL.
pub async fn presigned(client: &Client, mut params: Value) -> Fallible<Value> {
    let members = params.as_object_mut().ok_or("no parameters")?;
    let call = members.remove("call").unwrap_or_default();
    macro_rules! of {
        ($module:ident :: $input:ident) => {{
            let input: golden_objects::operation::$module::$input = serde_json::from_value(params)?;
            client.inner().presigned(input, hour()?).await?
        }};
    }
    let presigned: PresignedRequest = match call.as_str() {
        Some("GetObject") => of!(get_object::GetObjectInput),
        Some("PutObject") => of!(put_object::PutObjectInput),
        Some("HeadObject") => of!(head_object::HeadObjectInput),
        Some("DeleteObject") => of!(delete_object::DeleteObjectInput),
        _ => return Err("no such call".into()),
    };
    let mut request = presigned.into_request();
    if request.method() == "PUT" {
        *request.body_mut() = Bytes::from_static(b"by url");
    }
    Ok(json!({ "output": sent(request).await? }))
}

/// A form, as a browser sends it.
pub async fn post(client: &Client, params: &Value) -> Fallible<Value> {
    let (bucket, key) = (text(params, "Bucket"), text(params, "Key"));
    let policy = PostPolicy::new(bucket, key)
        .field("Content-Type", "text/plain")
        .field("success_action_status", "201")
        .content_length_range(1..=params["limit"].as_u64().unwrap_or_default());
    let place = HeadBucketInput::new(bucket);
    let post = client.inner().presigned_post(place, policy, hour()?).await?;
    let mut body = String::new();
    for (name, value) in post.fields() {
        body += &format!(
            "--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    let size = usize::try_from(params["size"].as_u64().unwrap_or_default())?;
    body += &format!(
        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a name.txt\"\r\n\
         Content-Type: text/plain\r\n\r\n{}\r\n--limit--\r\n",
        "x".repeat(size)
    );
    let request = Request::post(post.url())
        .header(CONTENT_TYPE, "multipart/form-data; boundary=limit")
        .body(Bytes::from(body))?;
    let answer = sent(request).await?;
    Ok(json!({ "output": { "status": answer["status"] } }))
}
