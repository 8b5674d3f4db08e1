//! The operations of a store.

use serde::{Deserialize, Serialize};
use shapewright_runtime::ByteStream;
use shapewright_runtime::platform::BoxFuture;
use std::error::Error;

/// The error of a call to a store.
pub type StoreError = Box<dyn Error + Send + Sync>;

type StoreFuture<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// The object of a transfer.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
    /// The content type.
    pub content_type: Option<String>,
    /// Whether checksums are sent and requested.
    pub checksums: bool,
}

/// An uploaded part.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Part {
    /// Its number, from 1.
    pub number: i32,
    /// Its ETag.
    pub e_tag: Option<String>,
    /// Its CRC64NVME, in base64.
    pub checksum: Option<String>,
}

/// An uploaded object.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    /// Its ETag.
    pub e_tag: Option<String>,
    /// The CRC64NVME of the whole object, in base64, if the store returns it.
    pub checksum: Option<String>,
}

/// The metadata of an object in the store.
#[derive(Clone, Debug, Default)]
pub struct ObjectMetadata {
    /// Its length.
    pub length: u64,
    /// Its ETag.
    pub e_tag: Option<String>,
    /// The CRC64NVME of the whole object, in base64, if the store returns it.
    pub checksum: Option<String>,
}

/// An object store such as S3. [`store!`](crate::store!) implements it for a generated client.
pub trait Store: Clone + Send + Sync + 'static {
    /// Puts an object.
    fn put<'a>(&'a self, target: &'a Target, body: ByteStream) -> StoreFuture<'a, Stored>;
    /// Creates a multipart upload, and returns its id.
    fn begin<'a>(&'a self, target: &'a Target) -> StoreFuture<'a, String>;
    /// Uploads a part.
    fn part<'a>(
        &'a self,
        target: &'a Target,
        upload: &'a str,
        number: i32,
        body: ByteStream,
    ) -> StoreFuture<'a, Part>;
    /// Completes a multipart upload.
    fn complete<'a>(
        &'a self,
        target: &'a Target,
        upload: &'a str,
        parts: Vec<Part>,
        length: u64,
    ) -> StoreFuture<'a, Stored>;
    /// Aborts a multipart upload, and deletes its parts.
    fn abort<'a>(&'a self, target: &'a Target, upload: &'a str) -> StoreFuture<'a, ()>;
    /// Returns the metadata of an object.
    fn head<'a>(&'a self, target: &'a Target) -> StoreFuture<'a, ObjectMetadata>;
    /// Gets a range of an object (`bytes=0-9`), if it still has this ETag.
    fn get<'a>(
        &'a self,
        target: &'a Target,
        range: Option<String>,
        e_tag: Option<&'a str>,
    ) -> StoreFuture<'a, ByteStream>;
}

/// Implements [`Store`](crate::Store) for the client of a crate that was generated from S3's model:
/// `store!(pub struct S3 of shapewright_s3)`. The calling crate depends on both crates.
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
                    let algorithm = target.checksums.then_some($client::types::ChecksumAlgorithm::Crc64nvme);
                    let call = self.0.put_object().bucket(&target.bucket).key(&target.key);
                    let call = call.set_checksum_algorithm(algorithm).body(body);
                    let output = call.set_content_type(target.content_type.clone()).send().await?;
                    Ok($crate::Stored { e_tag: output.e_tag, checksum: output.checksum_crc64nvme })
                })
            }

            fn begin<'a>(
                &'a self,
                target: &'a $crate::Target,
            ) -> $crate::__macro::BoxFuture<'a, Result<String, $crate::StoreError>> {
                Box::pin(async move {
                    let algorithm = target.checksums.then_some($client::types::ChecksumAlgorithm::Crc64nvme);
                    let whole = target.checksums.then_some($client::types::ChecksumType::FullObject);
                    let call = self.0.create_multipart_upload().bucket(&target.bucket);
                    let call = call.key(&target.key).set_checksum_algorithm(algorithm);
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
                    let algorithm = target.checksums.then_some($client::types::ChecksumAlgorithm::Crc64nvme);
                    let call = self.0.upload_part().bucket(&target.bucket).key(&target.key);
                    let call = call.upload_id(upload).part_number(number).body(body);
                    let output = call.set_checksum_algorithm(algorithm).send().await?;
                    Ok($crate::Part {
                        number,
                        e_tag: output.e_tag,
                        checksum: output.checksum_crc64nvme,
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
                        e_tag: part.e_tag,
                        checksum_crc64nvme: part.checksum,
                        ..Default::default()
                    });
                    let all = $client::types::CompletedMultipartUpload {
                        parts: Some(parts.collect()),
                        ..Default::default()
                    };
                    let whole = target.checksums.then_some($client::types::ChecksumType::FullObject);
                    let length = i64::try_from(length).ok().filter(|_| target.checksums);
                    let call = self.0.complete_multipart_upload().bucket(&target.bucket);
                    let call = call.key(&target.key).upload_id(upload).multipart_upload(all);
                    let call = call.set_checksum_type(whole).set_mpu_object_size(length);
                    let output = call.send().await?;
                    Ok($crate::Stored { e_tag: output.e_tag, checksum: output.checksum_crc64nvme })
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
            ) -> $crate::__macro::BoxFuture<'a, Result<$crate::ObjectMetadata, $crate::StoreError>> {
                Box::pin(async move {
                    let mode = target.checksums.then_some($client::types::ChecksumMode::Enabled);
                    let call = self.0.head_object().bucket(&target.bucket).key(&target.key);
                    let output = call.set_checksum_mode(mode).send().await?;
                    let length = output.content_length.and_then(|length| u64::try_from(length).ok());
                    Ok($crate::ObjectMetadata {
                        length: length.ok_or("the store does not return the length of the object")?,
                        e_tag: output.e_tag,
                        checksum: output.checksum_crc64nvme,
                    })
                })
            }

            fn get<'a>(
                &'a self,
                target: &'a $crate::Target,
                range: Option<String>,
                e_tag: Option<&'a str>,
            ) -> $crate::__macro::BoxFuture<'a, Result<$crate::__macro::ByteStream, $crate::StoreError>>
            {
                Box::pin(async move {
                    let call = self.0.get_object().bucket(&target.bucket).key(&target.key);
                    let call = call.set_range(range).set_if_match(e_tag.map(str::to_owned));
                    Ok(call.send().await?.body)
                })
            }
        }
    };
}
