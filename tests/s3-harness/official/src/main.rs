//! Runs the steps by aws-sdk-s3: a line of JSON for each, an output as its `Debug` has it.

mod inputs;
mod others;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use inputs::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Debug;

type Fallible<T> = Result<T, Box<dyn Error>>;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn failed<E: ProvideErrorMetadata + Debug>(error: &SdkError<E>) -> Value {
    let Some(response) = error.raw_response() else {
        return json!({ "failure": format!("{error:?}") });
    };
    let status = response.status().as_u16();
    // Where no body names a code, boto3 shows the status in its place.
    let code = error.code().map_or_else(|| status.to_string(), str::to_owned);
    json!({ "error": code, "status": status })
}

fn told<O: Debug, E: ProvideErrorMetadata + Debug>(result: Result<O, SdkError<E>>) -> Value {
    match result {
        Ok(output) => json!({ "debug": format!("{output:?}") }),
        Err(error) => failed(&error),
    }
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

async fn get(client: &Client, p: &Value) -> Fallible<Value> {
    let call = client.get_object().set_bucket(p.get("Bucket").map(text)).set_key(p.get("Key").map(text));
    let call = call.set_range(p.get("Range").map(text)).set_if_match(p.get("IfMatch").map(text));
    let call = call.set_if_none_match(p.get("IfNoneMatch").map(text)).set_part_number(p.get("PartNumber").map(int));
    let call = call.set_response_content_type(p.get("ResponseContentType").map(text));
    match call.set_version_id(p.get("VersionId").map(text)).send().await {
        Ok(mut output) => {
            let body = summary(std::mem::take(&mut output.body)).await?;
            Ok(json!({ "debug": format!("{output:?}"), "body": body }))
        }
        Err(error) => Ok(failed(&error)),
    }
}

/// A row for each operation: its name, its method, and its members with how they are read.
macro_rules! table {
    ($client:ident, $name:ident, $p:ident; $($wire:literal $method:ident { $($setter:ident $member:literal $read:ident),* })*) => {
        match $name {
            $($wire => {
                let call = $client.$method();
                $(let call = call.$setter($p.get($member).map($read));)*
                told(call.send().await)
            })*
            other => json!({ "failure": format!("no step {other}") }),
        }
    };
}

async fn step(client: &Client, name: &str, p: &Value) -> Fallible<Value> {
    match name {
        "GetObject" => return get(client, p).await,
        name if name.starts_with('$') => return others::step(client, name, p).await,
        _ => {}
    }
    Ok(table!(client, name, p;
        "AbortMultipartUpload" abort_multipart_upload { set_bucket "Bucket" text, set_key "Key" text, set_upload_id "UploadId" text }
        "CompleteMultipartUpload" complete_multipart_upload { set_bucket "Bucket" text, set_key "Key" text, set_upload_id "UploadId" text, set_multipart_upload "MultipartUpload" parts }
        "CopyObject" copy_object { set_bucket "Bucket" text, set_key "Key" text, set_copy_source "CopySource" source, set_metadata_directive "MetadataDirective" word, set_metadata "Metadata" map }
        "CreateBucket" create_bucket { set_bucket "Bucket" text }
        "CreateMultipartUpload" create_multipart_upload { set_bucket "Bucket" text, set_key "Key" text, set_metadata "Metadata" map }
        "DeleteBucket" delete_bucket { set_bucket "Bucket" text }
        "DeleteObject" delete_object { set_bucket "Bucket" text, set_key "Key" text, set_version_id "VersionId" text }
        "DeleteObjectTagging" delete_object_tagging { set_bucket "Bucket" text, set_key "Key" text }
        "DeleteObjects" delete_objects { set_bucket "Bucket" text, set_delete "Delete" delete }
        "GetBucketAcl" get_bucket_acl { set_bucket "Bucket" text }
        "GetBucketCors" get_bucket_cors { set_bucket "Bucket" text }
        "GetBucketLifecycleConfiguration" get_bucket_lifecycle_configuration { set_bucket "Bucket" text }
        "GetBucketLocation" get_bucket_location { set_bucket "Bucket" text }
        "GetBucketPolicy" get_bucket_policy { set_bucket "Bucket" text }
        "GetBucketTagging" get_bucket_tagging { set_bucket "Bucket" text }
        "GetBucketVersioning" get_bucket_versioning { set_bucket "Bucket" text }
        "GetObjectAcl" get_object_acl { set_bucket "Bucket" text, set_key "Key" text }
        "GetObjectAttributes" get_object_attributes { set_bucket "Bucket" text, set_key "Key" text, set_object_attributes "ObjectAttributes" words }
        "GetObjectTagging" get_object_tagging { set_bucket "Bucket" text, set_key "Key" text }
        "HeadBucket" head_bucket { set_bucket "Bucket" text }
        "HeadObject" head_object { set_bucket "Bucket" text, set_key "Key" text, set_checksum_mode "ChecksumMode" word, set_if_none_match "IfNoneMatch" text }
        "ListMultipartUploads" list_multipart_uploads { set_bucket "Bucket" text }
        "ListObjectVersions" list_object_versions { set_bucket "Bucket" text, set_prefix "Prefix" text }
        "ListObjects" list_objects { set_bucket "Bucket" text }
        "ListObjectsV2" list_objects_v2 { set_bucket "Bucket" text, set_prefix "Prefix" text, set_delimiter "Delimiter" text, set_start_after "StartAfter" text }
        "ListParts" list_parts { set_bucket "Bucket" text, set_key "Key" text, set_upload_id "UploadId" text }
        "PutBucketCors" put_bucket_cors { set_bucket "Bucket" text, set_cors_configuration "CORSConfiguration" cors }
        "PutBucketLifecycleConfiguration" put_bucket_lifecycle_configuration { set_bucket "Bucket" text, set_lifecycle_configuration "LifecycleConfiguration" lifecycle }
        "PutBucketPolicy" put_bucket_policy { set_bucket "Bucket" text, set_policy "Policy" text }
        "PutBucketTagging" put_bucket_tagging { set_bucket "Bucket" text, set_tagging "Tagging" tagging }
        "PutBucketVersioning" put_bucket_versioning { set_bucket "Bucket" text, set_versioning_configuration "VersioningConfiguration" versioning }
        "PutObject" put_object { set_bucket "Bucket" text, set_key "Key" text, set_body "Body" bytes, set_metadata "Metadata" map, set_content_type "ContentType" text, set_cache_control "CacheControl" text, set_content_language "ContentLanguage" text, set_content_disposition "ContentDisposition" text, set_storage_class "StorageClass" word, set_checksum_algorithm "ChecksumAlgorithm" word, set_if_none_match "IfNoneMatch" text, set_tagging "Tagging" text }
        "PutObjectAcl" put_object_acl { set_bucket "Bucket" text, set_key "Key" text, set_acl "ACL" word }
        "PutObjectTagging" put_object_tagging { set_bucket "Bucket" text, set_key "Key" text, set_tagging "Tagging" tagging }
        "UploadPart" upload_part { set_bucket "Bucket" text, set_key "Key" text, set_upload_id "UploadId" text, set_part_number "PartNumber" int, set_body "Body" bytes }
        "UploadPartCopy" upload_part_copy { set_bucket "Bucket" text, set_key "Key" text, set_upload_id "UploadId" text, set_part_number "PartNumber" int, set_copy_source "CopySource" source, set_copy_source_range "CopySourceRange" text }
    ))
}

/// The text that a member has in what `Debug` says.
fn member(debug: &str, path: &str) -> Option<String> {
    let name = match path.rsplit('.').next()? {
        "ETag" => "e_tag",
        "UploadId" => "upload_id",
        "VersionId" => "version_id",
        _ => return None,
    };
    let (_, rest) = debug.split_once(&format!(" {name}: Some(\""))?;
    Some(rest.split_once("\")")?.0.replace("\\\"", "\""))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Fallible<()> {
    let url = std::env::args().nth(1).ok_or("usage: official URL < steps.json")?;
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("S3RVER", "S3RVER", None, None, "harness"))
        .endpoint_url(url)
        .force_path_style(true);
    let client = Client::from_conf(config.build());
    let steps: Vec<Value> = serde_json::from_reader(std::io::stdin())?;
    let mut kept = BTreeMap::new();
    for it in steps {
        let name = it["operation"].as_str().unwrap_or_default();
        let params = with_kept(&it["params"], &kept);
        let result = step(&client, name, &params).await;
        let mut line = result.unwrap_or_else(|error| json!({ "failure": error.to_string() }));
        for (key, path) in it["keep"].as_object().into_iter().flatten() {
            let debug = line["debug"].as_str().unwrap_or_default();
            let value = member(debug, path.as_str().unwrap_or_default());
            kept.insert(key.clone(), value.unwrap_or_else(|| "absent".to_owned()));
        }
        line["operation"] = name.into();
        println!("{line}");
    }
    Ok(())
}
