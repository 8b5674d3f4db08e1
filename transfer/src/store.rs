//! What is asked of a store.

use serde::{Deserialize, Serialize};
use shapewright_runtime::ByteStream;
use shapewright_runtime::platform::BoxFuture;
use std::error::Error;

/// What a call to a store fails with.
pub type StoreError = Box<dyn Error + Send + Sync>;

type Answer<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// An object, and what is said of it when it is put.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
    /// The content type.
    pub content_type: Option<String>,
    /// Whether checksums are asked for and told.
    pub sums: bool,
}

/// A part that was uploaded.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Part {
    /// Its number, from 1.
    pub number: i32,
    /// Its tag, as the store gave it.
    pub tag: Option<String>,
    /// Its CRC64NVME, in base64.
    pub sum: Option<String>,
}

/// An object that was put.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    /// Its tag.
    pub tag: Option<String>,
    /// The CRC64NVME of the whole, in base64, where the store tells it.
    pub sum: Option<String>,
}

/// An object that is there.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Its length.
    pub length: u64,
    /// Its tag.
    pub tag: Option<String>,
    /// The CRC64NVME of the whole, in base64, where the store tells it.
    pub sum: Option<String>,
}

/// A store of objects, as S3 is. [`store!`](crate::store!) makes one of a generated client.
pub trait Store: Clone + Send + Sync + 'static {
    /// Puts an object.
    fn put<'a>(&'a self, target: &'a Target, body: ByteStream) -> Answer<'a, Stored>;
    /// Begins an upload in parts: its id.
    fn begin<'a>(&'a self, target: &'a Target) -> Answer<'a, String>;
    /// Uploads a part.
    fn part<'a>(
        &'a self,
        target: &'a Target,
        upload: &'a str,
        number: i32,
        body: ByteStream,
    ) -> Answer<'a, Part>;
    /// Makes an object of the parts.
    fn complete<'a>(
        &'a self,
        target: &'a Target,
        upload: &'a str,
        parts: Vec<Part>,
        length: u64,
    ) -> Answer<'a, Stored>;
    /// Forgets an upload and its parts.
    fn abort<'a>(&'a self, target: &'a Target, upload: &'a str) -> Answer<'a, ()>;
    /// Tells what an object is.
    fn head<'a>(&'a self, target: &'a Target) -> Answer<'a, Found>;
    /// Gets a part of an object (`bytes=0-9`), as long as it has this tag.
    fn get<'a>(
        &'a self,
        target: &'a Target,
        range: Option<String>,
        tag: Option<&'a str>,
    ) -> Answer<'a, ByteStream>;
}

/// Makes a [`Store`](crate::Store) of the client of a crate that was generated of S3's model:
/// `store!(pub struct S3 of shapewright_s3)`. The crate that says so depends on both.
#[macro_export]
macro_rules! store {
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident of $client:ident) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        $visibility struct $name(pub $client::Client);

        #[allow(clippy::needless_update, reason = "the types of a smaller store have no other members")]
        impl $crate::Store for $name {
            fn put<'a>(
                &'a self,
                target: &'a $crate::Target,
                body: $crate::__macro::ByteStream,
            ) -> $crate::__macro::BoxFuture<'a, Result<$crate::Stored, $crate::StoreError>> {
                Box::pin(async move {
                    let sum = target.sums.then_some($client::types::ChecksumAlgorithm::Crc64nvme);
                    let call = self.0.put_object().bucket(&target.bucket).key(&target.key);
                    let call = call.set_checksum_algorithm(sum).body(body);
                    let output = call.set_content_type(target.content_type.clone()).send().await?;
                    Ok($crate::Stored { tag: output.e_tag, sum: output.checksum_crc64nvme })
                })
            }

            fn begin<'a>(
                &'a self,
                target: &'a $crate::Target,
            ) -> $crate::__macro::BoxFuture<'a, Result<String, $crate::StoreError>> {
                Box::pin(async move {
                    let sum = target.sums.then_some($client::types::ChecksumAlgorithm::Crc64nvme);
                    let whole = target.sums.then_some($client::types::ChecksumType::FullObject);
                    let call = self.0.create_multipart_upload().bucket(&target.bucket);
                    let call = call.key(&target.key).set_checksum_algorithm(sum);
                    let call = call.set_checksum_type(whole);
                    let output = call.set_content_type(target.content_type.clone()).send().await?;
                    output.upload_id.ok_or_else(|| "the store gave no id of an upload".into())
                })
            }

            fn part<'a>(
                &'a self,
                target: &'a $crate::Target,
                upload: &'a str,
                number: i32,
                body: $crate::__macro::ByteStream,
            ) -> $crate::__macro::BoxFuture<'a, Result<$crate::Part, $crate::StoreError>> {
                Box::pin(async move {
                    let sum = target.sums.then_some($client::types::ChecksumAlgorithm::Crc64nvme);
                    let call = self.0.upload_part().bucket(&target.bucket).key(&target.key);
                    let call = call.upload_id(upload).part_number(number).body(body);
                    let output = call.set_checksum_algorithm(sum).send().await?;
                    Ok($crate::Part {
                        number,
                        tag: output.e_tag,
                        sum: output.checksum_crc64nvme,
                    })
                })
            }

            fn complete<'a>(
                &'a self,
                target: &'a $crate::Target,
                upload: &'a str,
                parts: Vec<$crate::Part>,
                length: u64,
            ) -> $crate::__macro::BoxFuture<'a, Result<$crate::Stored, $crate::StoreError>> {
                Box::pin(async move {
                    let parts = parts.into_iter().map(|part| $client::types::CompletedPart {
                        part_number: Some(part.number),
                        e_tag: part.tag,
                        checksum_crc64nvme: part.sum,
                        ..Default::default()
                    });
                    let all = $client::types::CompletedMultipartUpload {
                        parts: Some(parts.collect()),
                        ..Default::default()
                    };
                    let whole = target.sums.then_some($client::types::ChecksumType::FullObject);
                    let length = i64::try_from(length).ok().filter(|_| target.sums);
                    let call = self.0.complete_multipart_upload().bucket(&target.bucket);
                    let call = call.key(&target.key).upload_id(upload).multipart_upload(all);
                    let call = call.set_checksum_type(whole).set_mpu_object_size(length);
                    let output = call.send().await?;
                    Ok($crate::Stored { tag: output.e_tag, sum: output.checksum_crc64nvme })
                })
            }

            fn abort<'a>(
                &'a self,
                target: &'a $crate::Target,
                upload: &'a str,
            ) -> $crate::__macro::BoxFuture<'a, Result<(), $crate::StoreError>> {
                Box::pin(async move {
                    let call = self.0.abort_multipart_upload().bucket(&target.bucket);
                    call.key(&target.key).upload_id(upload).send().await?;
                    Ok(())
                })
            }

            fn head<'a>(
                &'a self,
                target: &'a $crate::Target,
            ) -> $crate::__macro::BoxFuture<'a, Result<$crate::Found, $crate::StoreError>> {
                Box::pin(async move {
                    let mode = target.sums.then_some($client::types::ChecksumMode::Enabled);
                    let call = self.0.head_object().bucket(&target.bucket).key(&target.key);
                    let output = call.set_checksum_mode(mode).send().await?;
                    let length = output.content_length.and_then(|length| u64::try_from(length).ok());
                    Ok($crate::Found {
                        length: length.ok_or("the store does not tell the length of the object")?,
                        tag: output.e_tag,
                        sum: output.checksum_crc64nvme,
                    })
                })
            }

            fn get<'a>(
                &'a self,
                target: &'a $crate::Target,
                range: Option<String>,
                tag: Option<&'a str>,
            ) -> $crate::__macro::BoxFuture<'a, Result<$crate::__macro::ByteStream, $crate::StoreError>>
            {
                Box::pin(async move {
                    let call = self.0.get_object().bucket(&target.bucket).key(&target.key);
                    let call = call.set_range(range).set_if_match(tag.map(str::to_owned));
                    Ok(call.send().await?.body)
                })
            }
        }
    };
}
