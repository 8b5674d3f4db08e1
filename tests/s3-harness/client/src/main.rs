//! Runs the steps by the generated client: a line of JSON for each.

mod memory;
mod others;
mod requests;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::operation::{Operation, OperationError};
use shapewright_runtime::transport::HyperTransport;
use shapewright_runtime::{ByteStream, ProvideErrorMetadata};
use golden_objects as s3;
use s3::{Client, Config};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

type Kept = BTreeMap<String, String>;
type Fallible<T> = Result<T, Box<dyn Error>>;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The parameters with what was kept; bytes as serde has them.
fn told(value: &Value, kept: &Kept) -> Value {
    match value {
        Value::Object(members) => match members.get("$bytes") {
            Some(bytes) => bytes.clone(),
            None => members.iter().map(|(key, inner)| (key.clone(), told(inner, kept))).collect(),
        },
        Value::Array(elements) => elements.iter().map(|inner| told(inner, kept)).collect(),
        Value::String(text) => {
            let mut text = text.clone();
            for (name, value) in kept {
                text = text.replace(&format!("${name}"), value);
            }
            text.into()
        }
        other => other.clone(),
    }
}

fn failed(error: &dyn ProvideErrorMetadata) -> Value {
    let metadata = error.metadata();
    match (metadata.code(), metadata.status()) {
        (Some(code), Some(status)) => json!({ "error": code, "status": status }),
        // Where no body names a code, boto3 shows the status in its place.
        (None, Some(status)) if status >= 300 => {
            json!({ "error": status.to_string(), "status": status })
        }
        _ => json!({ "failure": error.to_string() }),
    }
}

async fn call<O>(client: &Client, params: Value) -> Fallible<Value>
where
    O: Operation + DeserializeOwned,
    O::Output: Serialize,
{
    let input: O = serde_json::from_value(params)?;
    Ok(match client.send(input).await {
        Ok(output) => json!({ "output": serde_json::to_value(&output)? }),
        Err(error) => failed(error.payload()),
    })
}

async fn get(client: &Client, params: Value) -> Fallible<Value> {
    use golden_objects::operation::get_object::GetObjectInput;
    let input: GetObjectInput = serde_json::from_value(params)?;
    let mut output = match client.send(input).await {
        Ok(output) => output,
        Err(error) => return Ok(failed(error.payload())),
    };
    let body = summary(std::mem::take(&mut output.body)).await;
    let mut shown = serde_json::to_value(&output)?;
    shown["Body"] = body?;
    Ok(json!({ "output": shown }))
}

async fn summary(mut body: ByteStream) -> Fallible<Value> {
    let (mut digest, mut length) = (Sha256::new(), 0);
    while let Some(piece) = body.next().await {
        let piece = piece?;
        digest.update(&piece);
        length += piece.len();
    }
    Ok(json!({ "length": length, "sha256": hex(&digest.finalize()) }))
}

macro_rules! dispatch {
    ($client:expr, $name:expr, $params:expr, { $($module:ident :: $input:ident = $wire:literal,)* }) => {
        match $name {
            $($wire => call::<golden_objects::operation::$module::$input>($client, $params).await,)*
            other => Err(format!("no step {other}").into()),
        }
    };
}

async fn step(client: &Client, name: &str, params: Value) -> Fallible<Value> {
    match name {
        "GetObject" => return get(client, params).await,
        "$many" => return many(client, &params).await,
        "$list" => return list(client, &params).await,
        "$sparse" => return sparse(client, &params).await,
        "$presigned" => return others::presigned(client, params).await,
        "$post" => return others::post(client, &params).await,
        _ => {}
    }
    dispatch!(client, name, params, {
        abort_multipart_upload::AbortMultipartUploadInput = "AbortMultipartUpload",
        complete_multipart_upload::CompleteMultipartUploadInput = "CompleteMultipartUpload",
        copy_object::CopyObjectInput = "CopyObject",
        create_bucket::CreateBucketInput = "CreateBucket",
        create_multipart_upload::CreateMultipartUploadInput = "CreateMultipartUpload",
        delete_bucket::DeleteBucketInput = "DeleteBucket",
        delete_object::DeleteObjectInput = "DeleteObject",
        delete_object_tagging::DeleteObjectTaggingInput = "DeleteObjectTagging",
        delete_objects::DeleteObjectsInput = "DeleteObjects",
        get_bucket_acl::GetBucketAclInput = "GetBucketAcl",
        get_bucket_cors::GetBucketCorsInput = "GetBucketCors",
        get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationInput = "GetBucketLifecycleConfiguration",
        get_bucket_location::GetBucketLocationInput = "GetBucketLocation",
        get_bucket_policy::GetBucketPolicyInput = "GetBucketPolicy",
        get_bucket_tagging::GetBucketTaggingInput = "GetBucketTagging",
        get_bucket_versioning::GetBucketVersioningInput = "GetBucketVersioning",
        get_object_acl::GetObjectAclInput = "GetObjectAcl",
        get_object_attributes::GetObjectAttributesInput = "GetObjectAttributes",
        get_object_tagging::GetObjectTaggingInput = "GetObjectTagging",
        head_bucket::HeadBucketInput = "HeadBucket",
        head_object::HeadObjectInput = "HeadObject",
        list_multipart_uploads::ListMultipartUploadsInput = "ListMultipartUploads",
        list_object_versions::ListObjectVersionsInput = "ListObjectVersions",
        list_objects::ListObjectsInput = "ListObjects",
        list_objects_v2::ListObjectsV2Input = "ListObjectsV2",
        list_parts::ListPartsInput = "ListParts",
        put_bucket_cors::PutBucketCorsInput = "PutBucketCors",
        put_bucket_lifecycle_configuration::PutBucketLifecycleConfigurationInput = "PutBucketLifecycleConfiguration",
        put_bucket_policy::PutBucketPolicyInput = "PutBucketPolicy",
        put_bucket_tagging::PutBucketTaggingInput = "PutBucketTagging",
        put_bucket_versioning::PutBucketVersioningInput = "PutBucketVersioning",
        put_object::PutObjectInput = "PutObject",
        put_object_acl::PutObjectAclInput = "PutObjectAcl",
        put_object_tagging::PutObjectTaggingInput = "PutObjectTagging",
        upload_part::UploadPartInput = "UploadPart",
        upload_part_copy::UploadPartCopyInput = "UploadPartCopy",
    })
}

fn text<'a>(params: &'a Value, name: &str) -> &'a str {
    params[name].as_str().unwrap_or_default()
}

async fn many(client: &Client, params: &Value) -> Fallible<Value> {
    let count = params["count"].as_u64().unwrap_or_default();
    for i in 0..count {
        let key = format!("folder {}/key+{i:05}", i % 10);
        client.put_object().bucket(text(params, "Bucket")).key(key).body("x").send().await?;
    }
    Ok(json!({ "output": { "count": count } }))
}

async fn list(client: &Client, params: &Value) -> Fallible<Value> {
    let input = serde_json::from_value(params.clone())?;
    let input: golden_objects::operation::list_objects_v2::ListObjectsV2Input = input;
    let mut call = client.list_objects_v2().bucket(&input.bucket);
    call = call.set_delimiter(input.delimiter).set_prefix(input.prefix);
    let mut pages = call.into_paginator();
    let (mut keys, mut prefixes, mut count) = (Vec::new(), Vec::new(), 0);
    while let Some(page) = pages.next().await {
        let page = match page {
            Ok(page) => page,
            Err(error) => return Ok(failed(error.payload())),
        };
        count += 1;
        keys.extend(page.contents.into_iter().flatten().filter_map(|it| it.key));
        prefixes.extend(page.common_prefixes.into_iter().flatten().filter_map(|it| it.prefix));
    }
    let digest = hex(&Sha256::digest(keys.join("\n")));
    Ok(json!({ "output": {
        "keys": keys.len(), "sha256": digest, "prefixes": prefixes, "pages": count
    } }))
}

/// A file of nothing, which takes no room.
fn zeros(size: u64) -> Fallible<PathBuf> {
    let path = std::env::temp_dir().join(format!("s3-harness-{}", std::process::id()));
    std::fs::File::create(&path)?.set_len(size)?;
    Ok(path)
}

async fn sparse(client: &Client, params: &Value) -> Fallible<Value> {
    let (bucket, key) = (text(params, "Bucket"), text(params, "Key"));
    let path = zeros(params["size"].as_u64().unwrap_or_default())?;
    let body = ByteStream::from_path(&path)?;
    let put = client.put_object().bucket(bucket).key(key).body(body).send().await;
    std::fs::remove_file(path)?;
    put?;
    let output = client.get_object().bucket(bucket).key(key).send().await?;
    Ok(json!({ "output": summary(output.body).await? }))
}

fn client(url: &str) -> Client {
    let config = Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("S3RVER", "S3RVER"))
        .endpoint_url(url)
        .endpoint_parameter("ForcePathStyle", true)
        .transport(HyperTransport::new());
    Client::new(&config.build())
}

fn main() -> Fallible<()> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("usage: client URL [memory] | requests < steps.json")?;
    if url == "requests" {
        return requests::run();
    }
    if let Some(work) = arguments.next() {
        return memory::run(&url, &work);
    }
    let client = client(&url);
    let steps: Vec<Value> = serde_json::from_reader(std::io::stdin())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut kept = Kept::new();
    for it in steps {
        let name = it["operation"].as_str().unwrap_or_default();
        let params = told(&it["params"], &kept);
        let mut line = runtime
            .block_on(step(&client, name, params))
            .unwrap_or_else(|error| json!({ "failure": error.to_string() }));
        for (key, path) in it["keep"].as_object().into_iter().flatten() {
            let pointer = format!("/output/{}", path.as_str().unwrap_or_default().replace('.', "/"));
            let value = line.pointer(&pointer).and_then(Value::as_str).unwrap_or("absent");
            kept.insert(key.clone(), value.to_owned());
        }
        line["operation"] = name.into();
        println!("{line}");
    }
    Ok(())
}
