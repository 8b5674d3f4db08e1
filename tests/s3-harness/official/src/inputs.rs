//! Members of inputs, of the JSON that boto3 is given.

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    BucketLifecycleConfiguration, CompletedMultipartUpload, CompletedPart, CorsConfiguration, CorsRule,
    Delete, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter, ObjectIdentifier, Tag, Tagging,
    VersioningConfiguration,
};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// The parameters with what was kept.
pub fn with_kept(value: &Value, kept: &BTreeMap<String, String>) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(key, inner)| (key.clone(), with_kept(inner, kept))).collect(),
        Value::Array(elements) => elements.iter().map(|inner| with_kept(inner, kept)).collect(),
        Value::String(text) => {
            let replaced = |text: String, (name, value): (&String, &String)| text.replace(&format!("${name}"), value);
            kept.iter().fold(text.clone(), replaced).into()
        }
        other => other.clone(),
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

pub fn int(value: &Value) -> i32 {
    value.as_i64().expect("a number").try_into().expect("a small number")
}

pub fn word<T: for<'a> From<&'a str>>(value: &Value) -> T {
    value.as_str().expect("a text").into()
}

pub fn words<T: for<'a> From<&'a str>>(value: &Value) -> Vec<T> {
    list(value).map(word).collect()
}

pub fn map(value: &Value) -> HashMap<String, String> {
    let members = value.as_object().expect("a map");
    members.iter().map(|(key, value)| (key.clone(), text(value))).collect()
}

pub fn bytes(value: &Value) -> ByteStream {
    ByteStream::from(base64(value["$bytes"].as_str().expect("bytes")))
}

fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        bits = (bits << 6) | u32::from(digit(byte));
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

/// The SDK sends this as it is given: the caller encodes.
pub fn source(value: &Value) -> String {
    let source = text(value);
    let (key, version) = source.split_once("?versionId=").unwrap_or((&source, ""));
    let encoded: String = key
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    if version.is_empty() { encoded } else { format!("{encoded}?versionId={version}") }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub fn parts(value: &Value) -> CompletedMultipartUpload {
    let part = |it: &Value| {
        CompletedPart::builder().e_tag(text(&it["ETag"])).part_number(int(&it["PartNumber"])).build()
    };
    let parts = list(&value["Parts"]).map(part).collect();
    CompletedMultipartUpload::builder().set_parts(Some(parts)).build()
}

pub fn delete(value: &Value) -> Delete {
    let object = |it: &Value| {
        let object = ObjectIdentifier::builder().key(text(&it["Key"]));
        object.set_version_id(it.get("VersionId").map(text)).build().expect("an object")
    };
    let delete = Delete::builder().set_objects(Some(list(&value["Objects"]).map(object).collect()));
    delete.set_quiet(value["Quiet"].as_bool()).build().expect("objects")
}

pub fn tagging(value: &Value) -> Tagging {
    let tag = |it: &Value| Tag::builder().key(text(&it["Key"])).value(text(&it["Value"])).build().expect("a tag");
    let tags = list(&value["TagSet"]).map(tag).collect();
    Tagging::builder().set_tag_set(Some(tags)).build().expect("tags")
}

pub fn cors(value: &Value) -> CorsConfiguration {
    let rule = |it: &Value| {
        let rule = CorsRule::builder().set_allowed_methods(Some(list(&it["AllowedMethods"]).map(text).collect()));
        rule.set_allowed_origins(Some(list(&it["AllowedOrigins"]).map(text).collect())).build().expect("a rule")
    };
    let rules = list(&value["CORSRules"]).map(rule).collect();
    CorsConfiguration::builder().set_cors_rules(Some(rules)).build().expect("rules")
}

pub fn lifecycle(value: &Value) -> BucketLifecycleConfiguration {
    let rule = |it: &Value| {
        LifecycleRule::builder()
            .id(text(&it["ID"]))
            .status(word(&it["Status"]))
            .filter(LifecycleRuleFilter::builder().prefix(text(&it["Filter"]["Prefix"])).build())
            .expiration(LifecycleExpiration::builder().days(int(&it["Expiration"]["Days"])).build())
            .build()
            .expect("a rule")
    };
    let rules = list(&value["Rules"]).map(rule).collect();
    BucketLifecycleConfiguration::builder().set_rules(Some(rules)).build().expect("rules")
}

pub fn versioning(value: &Value) -> VersioningConfiguration {
    VersioningConfiguration::builder().status(word(&value["Status"])).build()
}
