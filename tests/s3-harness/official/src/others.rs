//! Steps that are no operation of their own.

use crate::{Fallible, failed, hex, inputs::text, summary};
use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::primitives::ByteStream;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;

pub async fn step(client: &Client, name: &str, p: &Value) -> Fallible<Value> {
    match name {
        "$presigned" => sent(&presigned(client, p).await?),
        "$many" => many(client, p).await,
        "$list" => list(client, p).await,
        "$sparse" => sparse(client, p).await,
        other => Ok(json!({ "failure": format!("aws-sdk-s3 has no {other}") })),
    }
}

async fn presigned(client: &Client, p: &Value) -> Fallible<PresignedRequest> {
    let (bucket, key) = (text(&p["Bucket"]), text(&p["Key"]));
    let hour = PresigningConfig::expires_in(Duration::from_secs(3600))?;
    let kind = p.get("ContentType").map(text);
    Ok(match p["call"].as_str() {
        Some("GetObject") => {
            let call = client.get_object().bucket(bucket).key(key);
            let call = call.set_response_content_type(p.get("ResponseContentType").map(text));
            call.presigned(hour).await?
        }
        Some("PutObject") => client.put_object().bucket(bucket).key(key).set_content_type(kind).presigned(hour).await?,
        Some("HeadObject") => client.head_object().bucket(bucket).key(key).presigned(hour).await?,
        _ => client.delete_object().bucket(bucket).key(key).presigned(hour).await?,
    })
}

/// What a server says to a request of somebody else.
fn sent(request: &PresignedRequest) -> Fallible<Value> {
    let mut builder = ureq::http::Request::builder().method(request.method()).uri(request.uri());
    for (name, value) in request.headers() {
        builder = builder.header(name, value);
    }
    let body = if request.method() == "PUT" { "by url" } else { "" };
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut response = agent.run(builder.body(body)?)?;
    let status = response.status();
    let mut output = json!({ "status": status.as_u16() });
    if status.is_success() {
        let kind = response.headers().get("content-type").and_then(|it| it.to_str().ok());
        output["type"] = kind.into();
        let body = response.body_mut().read_to_vec()?;
        output["sha256"] = hex(&Sha256::digest(body)).into();
    }
    Ok(json!({ "output": output }))
}

async fn many(client: &Client, p: &Value) -> Fallible<Value> {
    let count = p["count"].as_u64().unwrap_or_default();
    for i in 0..count {
        let key = format!("folder {}/key+{i:05}", i % 10);
        let body = ByteStream::from_static(b"x");
        client.put_object().bucket(text(&p["Bucket"])).key(key).body(body).send().await?;
    }
    Ok(json!({ "output": { "count": count } }))
}

async fn list(client: &Client, p: &Value) -> Fallible<Value> {
    let call = client.list_objects_v2().bucket(text(&p["Bucket"]));
    let call = call.set_delimiter(p.get("Delimiter").map(text)).set_prefix(p.get("Prefix").map(text));
    let mut pages = call.into_paginator().send();
    let (mut keys, mut prefixes, mut count) = (Vec::new(), Vec::new(), 0);
    while let Some(page) = pages.next().await {
        let page = match page {
            Ok(page) => page,
            Err(error) => return Ok(failed(&error)),
        };
        count += 1;
        keys.extend(page.contents.into_iter().flatten().filter_map(|it| it.key));
        prefixes.extend(page.common_prefixes.into_iter().flatten().filter_map(|it| it.prefix));
    }
    let digest = hex(&Sha256::digest(keys.join("\n")));
    Ok(json!({ "output": { "keys": keys.len(), "sha256": digest, "prefixes": prefixes, "pages": count } }))
}

async fn sparse(client: &Client, p: &Value) -> Fallible<Value> {
    let (bucket, key) = (text(&p["Bucket"]), text(&p["Key"]));
    let path = std::env::temp_dir().join(format!("s3-harness-{}", std::process::id()));
    std::fs::File::create(&path)?.set_len(p["size"].as_u64().unwrap_or_default())?;
    let put = client.put_object().bucket(&bucket).key(&key);
    let put = put.body(ByteStream::from_path(&path).await?).send().await;
    std::fs::remove_file(path)?;
    put?;
    let output = client.get_object().bucket(bucket).key(key).send().await?;
    Ok(json!({ "output": summary(output.body).await? }))
}
