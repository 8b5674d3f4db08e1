//! From a boto3 page to the rendition of its operation.
