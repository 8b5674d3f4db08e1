//! Forms by which somebody else uploads.

use crate::server::Server;
use crate::{KEY, client, run};
use golden_objects::operation::head_bucket::HeadBucketInput;
use shapewright_runtime::presigning::{PostPolicy, PresignedPost, PresigningConfig};
use std::time::Duration;

const SESSION: &str = "<R><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
                       <SessionToken>token+</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>\
                       </Credentials></R>";

fn form(server: &Server, place: &str, bucket: &str) -> Result<PresignedPost, String> {
    let policy = PostPolicy::new(bucket, "a/${filename}").content_length_range(1..=9);
    let config = PresigningConfig::expires_in(Duration::from_secs(60)).unwrap();
    let client = client(&server.url());
    let place = HeadBucketInput::new(place);
    run(client.inner().presigned_post(place, policy, config)).map_err(|error| error.to_string())
}

fn field<'p>(post: &'p PresignedPost, name: &str) -> Option<&'p str> {
    let mut fields = post.fields();
    fields.find_map(|(known, value)| (known == name).then_some(value))
}

#[test]
fn a_form_goes_to_its_bucket() {
    let server = Server::answering(200, "", SESSION);
    let post = form(&server, "bkt", "bkt").unwrap();
    assert_eq!(post.url(), format!("{}/bkt", server.url()));
    assert_eq!(field(&post, "key"), Some("a/${filename}"));
    assert_eq!(field(&post, "x-amz-security-token"), None);
    let credential = field(&post, "x-amz-credential").unwrap();
    assert!(credential.starts_with(&format!("{KEY}/")), "{credential}");
    assert_eq!(server.count(), 0);

    let post = form(&server, "fast--x-s3", "fast--x-s3").unwrap();
    assert_eq!(field(&post, "X-Amz-S3session-Token"), Some("token+"));
    let credential = field(&post, "x-amz-credential").unwrap();
    assert!(credential.starts_with("ASIA/"), "{credential}");
    assert_eq!(server.count(), 1);
}

#[test]
fn a_policy_of_another_bucket_is_refused() {
    let server = Server::answering(200, "", SESSION);
    let problem = form(&server, "bkt", "other").unwrap_err();
    assert!(
        problem.contains("of which the operation does not speak"),
        "{problem}"
    );
}
