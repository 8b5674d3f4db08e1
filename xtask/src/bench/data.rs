//! What every peer decodes and encodes; the same bytes at every run.

use serde_json::{Value, json};
use std::fs;

/// GetImage's answer, as it came over the wire.
const IMAGE: &str = "tests/fixtures/wire/get_image.response.json";

/// How large ListImages' answer is.
const LIST_BYTES: usize = 5_000_000;

/// How many regions the request distributes to.
const REGIONS: usize = 32;

/// The file with a listing of S3.
pub(super) const LISTING: &str = "list_objects_v2.xml";

/// How many keys it has.
const KEYS: usize = 1000;

const ACCOUNT: usize = 123_456_789_012;

/// The files, by name.
pub(super) fn files() -> anyhow::Result<[(&'static str, String); 4]> {
    Ok([
        ("get_image.json", fs::read_to_string(IMAGE)?),
        ("list_images.json", list_images()),
        (
            "create_distribution_configuration.json",
            distribution().to_string(),
        ),
        (LISTING, listing()),
    ])
}

fn list_images() -> String {
    let mut images = Vec::new();
    let mut bytes = 0;
    while bytes < LIST_BYTES {
        let image = image(images.len()).to_string();
        bytes += image.len() + 1;
        images.push(image);
    }
    let images = images.join(",");
    format!(
        r#"{{"requestId":"8a1c2b3d-4e5f-6071-8293-a4b5c6d7e8f9","imageVersionList":[{images}]}}"#
    )
}

fn image(index: usize) -> Value {
    let minor = index % 100;
    json!({
        "arn": format!("arn:aws:imagebuilder:us-east-1:{ACCOUNT}:image/image-{index}/1.{minor}.0"),
        "name": format!("image-{index}"),
        "type": if index.is_multiple_of(4) { "DOCKER" } else { "AMI" },
        "version": format!("1.{minor}.0"),
        "platform": if index.is_multiple_of(7) { "Windows" } else { "Linux" },
        "osVersion": "Amazon Linux 2023",
        "owner": ACCOUNT.to_string(),
        "dateCreated": "2026-01-01T00:00:00.000Z",
        "buildType": "USER_INITIATED",
        "imageSource": "CUSTOM",
    })
}

fn distribution() -> Value {
    let distributions: Vec<Value> = (0..REGIONS).map(region).collect();
    json!({
        "name": "everywhere",
        "description": "Every image, to every region and account: \"all\" of them",
        "distributions": distributions,
        "clientToken": "00000000-0000-4000-8000-000000000000",
    })
}

/// A page of ListObjectsV2, as S3 writes it.
fn listing() -> String {
    let keys: String = (0..KEYS).map(listed).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bench</Name>\
         <Prefix></Prefix><KeyCount>{KEYS}</KeyCount><MaxKeys>1000</MaxKeys>\
         <EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>{keys}</ListBucketResult>"
    )
}

fn listed(index: usize) -> String {
    format!(
        "<Contents><Key>logs/2026/11/{:02}/host-{index:04}.log+gz</Key>\
         <LastModified>2026-11-27T12:34:56.000Z</LastModified>\
         <ETag>&quot;{index:032x}&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>\
         <ChecksumType>FULL_OBJECT</ChecksumType><Size>{}</Size>\
         <StorageClass>STANDARD</StorageClass></Contents>",
        index % 30 + 1,
        index * 1021
    )
}

fn region(index: usize) -> Value {
    let accounts: Vec<String> = (0..20).map(|next| (ACCOUNT + next).to_string()).collect();
    let tags: serde_json::Map<String, Value> = (0..10)
        .map(|tag| {
            (
                format!("tag-{tag}"),
                format!("value {tag} of {index}").into(),
            )
        })
        .collect();
    let license = format!(
        "arn:aws:license-manager:us-east-1:{ACCOUNT}:license-configuration:lic-{index:032}"
    );
    json!({
        "region": format!("region-{index}"),
        "amiDistributionConfiguration": {
            "name": "image {{ imagebuilder:buildDate }}",
            "description": "As tested",
            "targetAccountIds": accounts,
            "amiTags": tags,
            "launchPermission": { "userIds": accounts, "userGroups": ["all"] },
        },
        "licenseConfigurationArns": [license],
    })
}

#[cfg(test)]
mod tests {
    use super::{LIST_BYTES, distribution, list_images};
    use serde_json::Value;

    #[test]
    fn the_long_answer_is_json_of_its_size() -> anyhow::Result<()> {
        let text = list_images();
        assert!(text.len().abs_diff(LIST_BYTES) < 1000);
        let json: Value = serde_json::from_str(&text)?;
        let images = json.pointer("/imageVersionList").and_then(Value::as_array);
        assert!(images.is_some_and(|images| images.len() > 10_000));
        Ok(())
    }

    #[test]
    fn the_request_is_large() {
        assert!(distribution().to_string().len() > 25_000);
    }
}
